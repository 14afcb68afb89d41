"""A configured product on papers: a few vectors with dimensions, numbers and a legend, kept with the paper."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from app.domain.paper_bytes import canonical_bytes, content_from_bytes
from app.domain.papers import FigureShape
from app.domain.scene.kinds import kinds_of
from app.services.documents.fonts import REGULAR
from app.services.documents.render import render
from app.services.documents.scene_figures import elevations_figure, exploded_figure, perspective_figure
from app.services.documents.text import text_width
from app.services.workshop.drawings import job_drawings
from tests.helpers import scenes
from tests.helpers.papers import sample_paper

SCENES = {"desk": scenes.desk, "cabinet": lambda: scenes.cabinet(3), "rack": lambda: scenes.rack(20)}


@pytest.fixture(scope="module", params=SCENES)
def scene(request):
    return SCENES[request.param]()


def words(figure):
    return [shape.text for shape in figure.shapes if shape.text]


def frozen_size(*figures):
    bare = sample_paper(1)
    return len(canonical_bytes(replace(bare, figures=figures))) - len(canonical_bytes(bare))


def paper_pages(*figures):
    content = replace(sample_paper(1, totals=None, payment=None), figures=figures)
    return PdfReader(io.BytesIO(render(content))).pages


def test_a_picture_lies_within_its_frame_with_all_its_numbers(scene):
    for figure in (
        perspective_figure(scene),
        exploded_figure(scene, "Parts"),
        elevations_figure(scene, "Views, 1 : {scale}"),
    ):
        for shape in figure.shapes:
            margin = (
                300 if shape.fill == "#000000" else 0
            )  # only the shadow's end may lie in the page's margin
            for points in (shape.points, *shape.more):
                assert all(0 <= x <= figure.width + margin for x in points[::2])
                assert all(0 <= y <= figure.height for y in points[1::2])


def test_the_product_is_vectors_with_its_dimensions(scene):
    page = next(
        page for page in paper_pages(perspective_figure(scene, "10 Desk")) if "10 Desk" in page.extract_text()
    )
    text = page.extract_text()

    assert all(f"{side // 10} mm" in text for side in scene.outer)
    assert len(list(page.images)) <= 1, "the logo at most"


def test_two_pictures_stand_on_one_page():
    figure = perspective_figure(scenes.desk(), "A desk with a rather long text " * 5)
    pages = paper_pages(figure, figure, figure, figure)

    assert [page.extract_text().count("1600 mm") for page in pages] == [1, 2, 1]


def test_a_drawing_of_a_large_cabinet_stays_small():
    scene = scenes.cabinet(8)

    assert len(scene.parts) > 140
    for figure in (perspective_figure(scene), *job_drawings(scene, "en")):
        assert frozen_size(figure) < 150_000


def test_a_drawing_comes_back_equal_from_the_frozen_paper():
    content = replace(sample_paper(1), figures=(perspective_figure(scenes.desk(), "10 Desk"),))
    again = content_from_bytes(canonical_bytes(content), logo=content.logo)

    assert again == content
    assert render(again) == render(content)


def test_a_shape_keeps_only_what_does_not_go_without_saying():
    data = canonical_bytes(replace(sample_paper(1), figures=(perspective_figure(scenes.desk()),)))

    assert b'"anchor"' not in data
    assert b'"turned"' not in data
    assert b'"more"' in data, "the opening for cables"


def test_parts_of_one_kind_have_one_number_and_the_legend_says_how_many_there_are():
    scene = scenes.desk()
    kinds = kinds_of(scene)
    said = words(exploded_figure(scene, "Parts"))

    assert sorted(number for kind in kinds for number in kind.parts) == list(range(len(scene.parts)))
    assert "4 x Leg" in said
    leg = next(kind for kind in kinds if kind.name == "Leg")
    assert said.count(str(leg.number)) == 2, "on the drawing and in the legend"
    assert "720 x 60 x 60 · Black steel" in said


def test_elevations_say_their_scale_in_the_firms_language():
    _, views = job_drawings(scenes.desk(), "de")

    assert views.title == "Ansichten, 1 : 20"
    assert words(views).count("745 mm") == 2


def test_a_long_name_takes_a_line_of_its_own_and_stays_readable():
    scene = scenes.desk()
    name = "Front and back of the inner drawer, with grooves"
    named = replace(scene, parts=(replace(scene.parts[0], name=name), *scene.parts[1:]))
    (shape,) = [each for each in exploded_figure(named, "Parts").shapes if name in each.text]

    assert shape.size >= 60
    assert text_width(shape.text, REGULAR, shape.size / 10) <= 240


def test_elevations_are_to_scale():
    figure = elevations_figure(scenes.desk(), "{scale}", ("front",))
    parts = [shape for shape in figure.shapes if shape.fill not in ("", "#ffffff", "#1a4f9c")]
    places = [x for shape in parts for x in shape.points[::2]]

    assert (max(places) - min(places)) * 25.4 / 720 * int(figure.title) == pytest.approx(1600, abs=3)


def test_a_scene_without_parts_has_no_drawings():
    assert job_drawings(replace(scenes.desk(), parts=()), "en") == ()


def test_an_opening_in_a_shape_is_not_filled():
    ring, hole = (0, 0, 1000, 0, 1000, 1000, 0, 1000), (200, 200, 200, 800, 800, 800, 800, 200)
    figure = replace(
        perspective_figure(scenes.desk()), shapes=(FigureShape(ring, "#ff0000", more=(hole,), opacity=50),)
    )
    (page,) = paper_pages(figure)
    data = page.get_contents().get_data().split()

    assert b"f" in data, "filled by the non-zero rule"
    assert b"f*" not in data


def test_drawings_of_a_german_job_write_decimals_with_a_comma():
    scene = scenes.desk(width=1600.5)
    texts = {shape.text for figure in job_drawings(scene, "de") for shape in figure.shapes}
    assert "1600,5 mm" in texts
    assert not any("1600.5" in text for text in texts)
