"""Quotes and confirmations show what is made to measure; the picture is frozen with the paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from app.domain.orders.draft import edit_line
from app.i18n import speaking
from app.services import configured_drawings
from app.services.configured_drawings import read_drawings
from app.services.documents.scene_figures import perspective_figure
from app.services.orders.confirming import confirm_ready, prepare
from app.services.orders.planning import plan_order
from app.services.orders.quotes import send_quote
from app.services.papers import read_content, read_papers, read_pdf
from app.services.product_models import configure_product, release_version, save_model
from tests.helpers import scenes
from tests.helpers.order_office import CHAIR, CLERK, LAMP, NORD, OWNER
from tests.helpers.shelf_model import YAML
from tests.services.orders.test_configured_orders import configured_line, keep
from tests.services.orders.test_query_counts import counted

DRAWN = """
outer: [width, 300, 400]
materials:
  oak25: {name: {en: Oak, de: Eiche}, kind: sheet, article: SHEET-OAK, thickness: 25, grain: yes, texture: wood}
parts:
  - {code: low, name: {en: Board}, shape: box, material: oak25, size: [width, 300, 25], at: [0, 0, 0]}
  - {code: high, name: {en: Board}, shape: box, material: oak25, size: [width, 300, 25], at: [0, 0, 375]}
"""
LONG = "Shelf of oak by the wall of the meeting room " * 6


@pytest.fixture
def version(desk):
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, {"model.yaml": YAML + DRAWN})
        release_version(uow, draft.id, version=1)
        configure_product(uow, desk.ids[CHAIR], draft.model_id)
    return draft


def contents(desk, order_id):
    """The newest first."""
    with desk.reading() as view:
        return [read_content(view, paper.id) for paper in read_papers(view, "order", order_id)]


def widths(figures):
    """The dimension that differs."""
    return [{shape.text for shape in each.shapes if shape.text} - {"300 mm", "400 mm"} for each in figures]


def printed(desk, order_id):
    with desk.reading() as view:
        paper = read_papers(view, "order", order_id)[0]
    pages = PdfReader(io.BytesIO(read_pdf(desk.work, paper.id, actor=CLERK))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def keyed(desk, *lines):
    order_id = desk.start(NORD)
    desk.edit(order_id, *lines)
    return order_id


def test_a_quote_shows_each_configured_line_with_its_dimensions_under_its_whole_text(desk, version):
    line = configured_line(desk, version, 800)
    quote_id = keyed(
        desk, desk.line(LAMP, 1), replace(line, text=LONG.strip()), configured_line(desk, version, 900)
    )
    with desk.begin() as uow:
        send_quote(uow, plan_order(uow, quote_id), valid_until=date(2026, 3, 31))

    (content,) = contents(desk, quote_id)
    assert [figure.title for figure in content.figures] == [f"20  {LONG}".strip(), "30  Shelf"]
    assert widths(content.figures) == [{"800 mm"}, {"900 mm"}]
    text = printed(desk, quote_id)
    assert "800 mm" in text
    assert "900 mm" in text
    assert text.count(LONG.strip()) == 2, "in the table and above the picture, nothing cut off"


def test_a_confirmation_keeps_its_picture_when_the_order_is_changed(desk, version):
    order_id = keyed(desk, configured_line(desk, version, 800))
    desk.confirm(order_id)
    wider = keep(desk, version, 1000)
    desk.amend(order_id, edit_line(desk.read(order_id).lines[0], configuration=wider))

    revised, first = contents(desk, order_id)
    assert widths(first.figures) == [{"800 mm"}]
    assert widths(revised.figures) == [{"1000 mm"}]


def test_it_is_drawn_once_and_before_the_unit_of_work_opens(desk, version):
    order_id = keyed(desk, configured_line(desk, version, 1100, "oak"))
    with desk.reading() as view:
        ready = prepare(view, plan_order(view, order_id))
    with desk.reading() as view, counted() as asked:
        again = read_drawings(view, ready.plan.draft.configurations)
    with counted() as written, desk.begin() as uow:
        confirm_ready(uow, ready)

    assert asked == []
    assert not any("product_model_version.files" in statement for statement in written)
    assert [figure.shapes for figure in again.values()] == [figure.shapes for figure in ready.paper.figures]
    assert contents(desk, order_id)[0].figures == ready.paper.figures


def test_an_order_without_a_configured_line_asks_for_none(desk):
    with desk.reading() as view, counted() as asked:
        assert read_drawings(view, frozenset()) == {}
    assert asked == []


def test_what_cannot_be_drawn_any_more_keeps_no_paper_back(desk):
    with desk.reading() as view:
        assert read_drawings(view, ["gone"]) == {}


def test_a_german_paper_writes_decimals_with_a_comma_without_being_drawn_again():
    drawn = perspective_figure(scenes.desk(width=1600.5))
    with speaking("de"):
        told = {shape.text for shape in configured_drawings._spoken(drawn).shapes}
    assert "1600,5 mm" in told
    assert configured_drawings._spoken(drawn) is drawn
