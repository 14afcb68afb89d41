"""A configured product on paper: drawn as vectors, with its dimensions, within its frame."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from app.domain.scene.looking import Looking
from app.domain.scene.standing import Pose
from app.services.documents.scene_drawing import Frame, draw_elevations, draw_scene
from tests.helpers import scenes

FRAME = Frame(40, 800, 515, 360)


def page_of(draw):
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    found = draw(canvas)
    canvas.save()
    return PdfReader(file).pages[0], found


@pytest.mark.parametrize("make", [scenes.desk, lambda: scenes.cabinet(3), scenes.rack])
def test_a_quote_shows_the_product_as_vectors(make):
    page, _ = page_of(lambda canvas: draw_scene(canvas, make(), FRAME))
    assert not page.images
    assert len(page.get_contents().get_data()) > 5000


def test_the_drawing_has_the_dimensions_in_its_texts():
    page, _ = page_of(lambda canvas: draw_scene(canvas, scenes.desk(), FRAME))
    assert page.extract_text().split("\n")[:3] == ["1600 mm", "800 mm", "745 mm"]


def test_a_product_that_is_pulled_apart_has_no_dimensions():
    looking = Looking(pose=Pose(exploded=1))
    page, _ = page_of(lambda canvas: draw_scene(canvas, scenes.desk(), FRAME, looking))
    assert page.extract_text() == ""


def test_elevations_say_their_scale():
    page, scale = page_of(lambda canvas: draw_elevations(canvas, scenes.desk(), FRAME))
    assert scale == 20
    assert page.extract_text().count("745 mm") == 2


def test_the_same_product_gives_the_same_picture():
    pages = [page_of(lambda canvas: draw_scene(canvas, scenes.desk(), FRAME))[0] for _ in range(2)]
    assert pages[0].get_contents().get_data() == pages[1].get_contents().get_data()
