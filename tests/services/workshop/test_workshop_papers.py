"""The workshop gets lists, plans and labels that say the same as the scene that was sold."""

import csv
import io
from dataclasses import replace
from fractions import Fraction

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.domain.papers import PaperSender
from app.domain.scene.model import Vector
from app.domain.workshop.cut_list import Edging, areas
from app.domain.workshop.job import cut_of, layouts_of
from app.i18n import speaking
from app.services.documents.render import render
from app.services.letterhead import Letterhead
from app.services.workshop.labels import part_labels
from app.services.workshop.papers import workshop_paper
from app.services.workshop.tables import ARTICLES, CUT, OPERATIONS, edging_text, list_rows, write_list
from tests.helpers.workshop import OAK, cabinet, cabinet_job


def head(language="en"):
    return Letterhead(PaperSender("Nordlicht Büromöbel GmbH"), None, "", "DE", "EUR", language)


def printed(content):
    pages = PdfReader(io.BytesIO(render(content))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_paper_has_articles_cut_list_operations_and_a_plan_of_each_sheet():
    text = printed(workshop_paper(cabinet_job(), head()))

    for words in (
        "Workshop order W-00012", "SO-000123 / 2", "Café Größenwahn", "2 x Cabinet 800 x 400 x 1200 mm, oak",
        "SHEET-OAK-19", "Bill of materials", "Cut list, in mm", "Operations", "Ø 60 (100, 400)",
        "EDGE-OAK-2 all round", "Oak veneer 19 mm, 2800 x 2070 mm: sheet 1 of 1", "finished sizes, edges included",
        "Back panel 8 mm, 2800 x 2070 mm: sheet 1 of 1",
    ):  # fmt: skip
        assert words in text, words


def test_the_paper_speaks_the_firms_language():
    text = printed(workshop_paper(cabinet_job(), head("de")))

    assert "Werkstattauftrag W-00012" in text
    assert "Zuschnittliste in mm" in text
    assert "umlaufend" in text


def test_operations_are_set_up_once_and_summed():
    job = cabinet_job()

    assert job.minutes == 10 + 25 + 80
    assert job.work_cost == Fraction(35 * 48 + 80 * 42, 60)
    rows = [[str(value) for value in row] for row in list_rows(OPERATIONS, job, "en")]
    assert rows == [
        ["Cutting", "Saw", "10.0", "35.0", "28.00"],
        ["Assembly", "Bench", "0.0", "80.0", "56.00"],
    ]


def test_the_cut_list_covers_what_the_scenes_panels_do():
    scene, rows = cabinet(), cut_of(cabinet(), 3)

    assert areas(rows) == {"oak19": 3 * 2 * (12000 * 3920 + 7620 * 3920), "back8": 3 * 8000 * 12000}
    layouts = layouts_of(rows, scene.materials)
    assert sum(plan.used for plan in layouts["oak19"].sheets) == areas(rows)["oak19"]


@pytest.mark.parametrize(
    ("edging", "text"),
    [
        (Edging(), ""),
        (Edging("A", "A", "A", "A"), "A all round"),
        (Edging("A", "", "B", "A"), "A: L1, W2; B: W1"),
    ],
)
def test_edges_are_told_by_side(edging, text):
    assert edging_text(edging, "en") == text


def test_what_no_sheet_holds_is_told_on_the_paper():
    scene = cabinet()
    long = replace(scene.parts[0], solid=replace(scene.parts[0].solid, size=Vector(190, 3920, 29000)))
    scene = replace(scene, parts=(long,))
    rows = cut_of(scene, 1)
    job = replace(cabinet_job(), scene=scene, rows=rows, layouts=layouts_of(rows, scene.materials))

    content = workshop_paper(job, head())

    assert content.notes[1:] == (
        "Too large for a sheet of Oak veneer 19 mm: Side. Join it from two panels or order a larger sheet.",
    )


def test_the_lists_are_written_as_csv_and_xlsx(tmp_path):
    job = cabinet_job()
    with speaking("de"):
        write_list(tmp_path / "cut.csv", CUT, job, "de")
        write_list(tmp_path / "bom.xlsx", ARTICLES, job, "de")

    with (tmp_path / "cut.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0][:5] == ["Nr.", "Teil", "Material", "Stück", "Länge"]
    assert rows[1][:7] == ["3", "Back", "Back panel 8 mm", "2", "1200", "800", "8"]
    sheet = load_workbook(tmp_path / "bom.xlsx").worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()][1][:3] == [
        "SHEET-OAK-19", "Oak veneer 19 mm", 4,
    ]  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {"cut.csv", "bom.xlsx"}


def test_each_piece_has_a_label_with_its_size_and_place():
    job = cabinet_job(pieces=6)

    pages = PdfReader(io.BytesIO(part_labels(job, "en"))).pages

    assert len(pages) == 2  # 6 x 5 panels, 24 labels on a page
    text = pages[0].extract_text() + pages[1].extract_text()
    assert text.count("Back panel 8 mm") == 6
    assert text.count(OAK.name) == 24
    assert "1200 x 392 x 19" in text
    assert text.count("1  Side") == 12
    assert text.count("12 of 12") == 2  # the last of the sides, and of the shelves
    assert "shelf.1" in text


def test_labels_are_the_same_bytes_each_time():
    assert part_labels(cabinet_job(), "de") == part_labels(cabinet_job(), "de")
