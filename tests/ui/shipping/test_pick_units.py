"""What is picked may be counted in any unit of the article; what nobody picks says what it is."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from app.domain.money import MICRO, Rate
from app.domain.told_texts import written
from app.i18n import set_language
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.views.kit.entry_grid import EntryGrid
from db.schema.orders import OrderLine
from db.schema.products import ProductUnit
from db.statements import insert_rows
from tests.helpers.stock_office import HAMBURG, make_stock_office, part
from tests.helpers.window import CTRL, open_on

KEY = Qt.Key


@pytest.fixture
def firm(work):
    """Product 1 is sold in packs of 12 and by the third, too."""
    firm = make_stock_office(work)
    units = [
        {"product_id": 1, "code": "pk", "factor_num": 12, "factor_den": 1},
        {"product_id": 1, "code": "third", "factor_num": 1, "factor_den": 3},
    ]
    with firm.begin() as uow:
        insert_rows(uow.db, ProductUnit, [{**row, "gtin": None, "decimals": 0} for row in units])
    firm.add_stock(1, HAMBURG, 100)
    return firm


@pytest.fixture
def desk(qtbot, office, firm):
    return open_on(qtbot, office)


def pick(desk, firm, *lines, unit=("pc", 1)) -> Any:
    """The pick list of an order, whose first line is told in a unit; the cursor is on what is picked."""
    order_id = firm.add_order(*lines)
    code, factor = unit
    line_id = firm.line_ids(order_id)[0]
    with firm.begin() as uow:
        uow.db.execute(
            sa.update(OrderLine).where(OrderLine.id == line_id).values(unit=code, factor_num=factor)
        )
        fulfil_lines(uow, [LinePart(line_id, part(1, HAMBURG, reserve=lines[0][1]))])
    desk.ask("shipping.start", order_id)
    desk.press(KEY.Key_Return, CTRL)
    return desk.find(EntryGrid, "pickGrid")


def picked(grid) -> int:
    return grid.model().rows()[0].picked_micro


@pytest.mark.parametrize(
    ("unit", "keyed", "base"),
    [
        (("pc", 1), "2 pk", 24),
        (("pc", 1), "0.5 packs", 6),
        (("pc", 1), "30 third", 10),
        (("pc", 1), "7", 7),
        (("pc", 1), "7 Stk.", 7),
        (("pk", 12), "2", 24),
        (("pk", 12), "5 pc", 5),
    ],
)
def test_any_unit_of_the_article_counts_as_what_it_makes(desk, firm, unit, keyed, base):
    grid = pick(desk, firm, (1, 36), unit=unit)
    desk.type(f"{keyed}\n")
    assert picked(grid) == base * MICRO
    assert not grid.model().has_bad()


@pytest.mark.parametrize(
    ("unit", "keyed"),
    [
        (("pc", 1), "0.3 pk"),  # 3.6 pieces
        (("pc", 1), "10 third"),  # 3 and a third
        (("pc", 1), "2.5"),
        (("pc", 1), "4 pk"),  # 48 of 36
        (("pc", 1), "2 kg"),
        (("pk", 12), "1.3"),
    ],
)
def test_what_makes_no_whole_ones_or_too_many_is_refused_where_it_stands(desk, firm, unit, keyed):
    grid = pick(desk, firm, (1, 36), unit=unit)
    desk.type(f"{keyed}\n")
    assert picked(grid) == 36 * MICRO
    assert grid.model().has_bad()
    assert f"“{keyed}” is not taken." in desk.message()
    assert "Any of its units will do (pc, pack, third)" in desk.message()


def test_a_quantity_that_is_shown_rounded_stays_what_it_is_when_it_is_keyed_as_shown(desk, firm):
    grid = pick(desk, firm, (1, 35), unit=("pk", 12))
    index = grid.model().index(0, grid.model().column_of("picked"))
    shown = index.data(Qt.ItemDataRole.EditRole)
    desk.type(f"{shown}\n")
    assert picked(grid) == 35 * MICRO
    assert not grid.model().has_bad()


@pytest.mark.parametrize(
    ("kind", "language", "word"),
    [
        ("service", "en", "Service"),
        ("discount", "en", "Discount"),
        ("charge", "en", "Charge"),
        ("free", "en", "Free line"),
        ("service", "de", "Dienstleistung"),
        ("discount", "de", "Rabatt"),
    ],
)
def test_what_rides_along_says_what_it_is_and_has_no_quantity_to_pick(
    qtbot, office, firm, kind, language, word
):
    set_language(language)
    desk = open_on(qtbot, office)
    order_id = firm.add_order((1, 4), (0, 1))
    firm.reserve(order_id)
    with firm.begin() as uow:
        uow.db.execute(sa.update(OrderLine).where(OrderLine.product_id.is_(None)).values(kind=kind))
    desk.ask("shipping.start", order_id)
    desk.press(KEY.Key_Return, CTRL)
    model = desk.find(EntryGrid, "pickGrid").model()
    cells = [model.index(1, model.column_of(name)).data() for name in ("wanted", "picked")]
    assert cells == [word, ""]


def test_a_discount_that_the_rules_made_is_told_in_words(desk, firm):
    order_id = firm.add_order((1, 4), (0, 1))
    firm.reserve(order_id)
    made = written(("made.order_discount_of", {"percent": Rate(30_000)}))
    with firm.begin() as uow:
        own = sa.update(OrderLine).where(OrderLine.product_id.is_(None))
        uow.db.execute(own.values(kind="discount", text=made))
    desk.ask("shipping.start", order_id)
    desk.press(KEY.Key_Return, CTRL)
    model = desk.find(EntryGrid, "pickGrid").model()
    assert model.index(1, model.column_of("text")).data() == "Order discount 3\N{NO-BREAK SPACE}%"
