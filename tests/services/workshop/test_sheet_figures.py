"""Plans of sheets are drawn on papers: every panel in its place with its size, and kept with the paper."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from app.domain.paper_bytes import canonical_bytes, content_from_bytes, content_hash
from app.domain.papers import PaperFigure, PaperKind
from app.domain.workshop.sheets import Panel, lay_out
from app.services.documents.render import render
from app.services.workshop.sheet_figures import WIDTH, PanelName, sheet_figures
from tests.helpers.papers import sample_paper

PANELS = [
    Panel("side", 20000, 6000),
    Panel("shelf", 9000, 5000, can_turn=True),
    Panel("rail", 9000, 800),
    Panel("door", 19805, 5000),
    Panel("back", 20000, 11500),
]
NAMES = {each.key: PanelName(str(number), each.key.title()) for number, each in enumerate(PANELS, 1)}


def figures(language="en"):
    layout = lay_out(PANELS, (28000, 20700))
    return sheet_figures(layout, "Oak 19", language, NAMES)


def test_a_figure_shows_each_sheet_with_its_panels_and_how_much_of_it_is_used():
    first, second = figures()

    assert (first.width, first.height) == (WIDTH, round(20700 * WIDTH / 28000))
    assert first.title == "Oak 19, 2800 x 2070 mm: sheet 1 of 2, 69.4 % used"
    assert second.title.endswith("sheet 2 of 2, 17.1 % used")
    words = [shape.text for figure in (first, second) for shape in figure.shapes if shape.text]
    assert "1980.5 x 500" in words
    assert "4  Door" in words
    for figure in (first, second):
        for shape in figure.shapes:
            assert all(0 <= x <= figure.width for x in shape.points[::2])
            assert all(0 <= y <= figure.height for y in shape.points[1::2])


def test_sheets_that_are_cut_alike_are_one_figure():
    backs = [Panel(f"0.{number}", 21460, 9760) for number in range(40)] + [Panel("1.0", 9000, 5000)]
    names = {each.key: PanelName("1", "Back") for each in backs[:-1]} | {"1.0": PanelName("2", "Lid")}

    drawn = sheet_figures(lay_out(backs, (28000, 20700)), "Board", "en", names)

    assert [figure.title for figure in drawn] == [
        "Board, 2800 x 2070 mm: 20 equal sheets, 1 to 20 of 21, 72.3 % used",
        "Board, 2800 x 2070 mm: sheet 21 of 21, 7.8 % used",
    ]


def test_what_cannot_be_read_on_a_narrow_panel_gives_way_to_its_number():
    slats = [Panel("0.0", 3000, 800), Panel("0.1", 3000, 400)]
    names = dict.fromkeys(("0.0", "0.1"), PanelName("12b", "Front and back inside of the drawer"))

    (drawn,) = sheet_figures(lay_out(slats, (28000, 20700)), "Board", "en", names)

    assert [shape.text for shape in drawn.shapes if shape.text] == ["12b  300 x 80", "12b  300 x 40"]
    assert all(shape.size >= 50 for shape in drawn.shapes if shape.text)


def test_numbers_are_written_as_in_the_papers_language():
    first, _ = figures("de")

    assert "69,4 %" in first.title
    assert any("1980,5 x 500" in shape.text for figure in figures("de") for shape in figure.shapes)


def test_figures_are_part_of_what_a_paper_freezes_and_prints():
    plain = sample_paper(2)
    drawn = replace(plain, figures=figures())

    again = content_from_bytes(canonical_bytes(drawn), logo=drawn.logo)

    assert again == drawn
    assert content_hash(drawn) != content_hash(plain)
    assert b'"figures"' not in canonical_bytes(plain)  # what was frozen before there were any keeps its hash
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(render(drawn))).pages)
    assert "Oak 19, 2800 x 2070 mm: sheet 1 of 2, 69.4 % used" in text
    assert "1980.5 x 500" in text


@pytest.mark.parametrize(
    ("kind", "height", "pages"),
    [
        (PaperKind.QUOTE, 1500, 1),
        (PaperKind.QUOTE, 1900, 1),  # a little smaller, it stands on the first page
        (PaperKind.QUOTE, 2500, 2),  # too small to be looked at, it would
        (PaperKind.WORKSHOP, 1900, 2),  # to scale
    ],
)
def test_a_picture_for_a_customer_is_made_a_little_smaller_where_it_saves_a_page(kind, height, pages):
    picture = PaperFigure(title="10 Shelf", width=WIDTH, height=height, shapes=())
    paper = replace(sample_paper(2), kind=kind, figures=(picture,))

    assert len(PdfReader(io.BytesIO(render(paper))).pages) == pages
