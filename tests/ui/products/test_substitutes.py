"""Substitutes by keys: on the product's card, pasted, listed, into a file and back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from app import i18n
from app.domain.rights import SYSTEM
from app.domain.substitutes import SubstituteInput
from app.services.importing import is_sheet, sheet_as_text
from app.services.products.substitutes import create_substitute, read_substitutes_of
from tests.helpers.firm_facts import make_firm, make_product
from tests.helpers.import_office import ImportOffice
from tests.helpers.window import CTRL, KEY, open_on

MAY = date(2026, 5, 1)


@pytest.fixture
def chair(work):
    make_firm(work)
    make_product(work, "CHR-2", "Task chair plus")
    make_product(work, "STL-1", "Stool")
    return make_product(work, "CHR-1", "Task chair")


@pytest.fixture
def window(qtbot, office, chair):
    opened = open_on(qtbot, office)
    opened.show("products")
    return opened


def stored(work, product):
    with work.reading(actor=SYSTEM) as view:
        return [
            (row.sku, row.takes, row.instead_of, row.both_ways, row.rank, row.note)
            for row in read_substitutes_of(view, product)
        ]


def to_grid(window, row=0, column=0):
    window.page.substitutes.select_row(row, column)
    window.page.substitutes.setFocus()


def test_a_substitute_is_keyed_by_the_beginning_of_its_name_with_rate_and_rank(window, work, chair):
    window.ask("product.open", chair)
    to_grid(window)
    window.type("plus")
    window.idle()
    window.press(KEY.Key_Return)
    window.type("2\t3\t")
    window.press(KEY.Key_Space)
    to_grid(window, 0, 4)
    window.type("1\n")
    to_grid(window, 0, 7)
    window.type("another back\n")
    window.press(KEY.Key_S, CTRL)
    assert stored(work, chair) == [("CHR-2", 2, 3, True, 1, "another back")]
    assert "Substitute CHR-2" in window.page.side.history.text()
    to_grid(window)
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert stored(work, chair) == []


def test_rows_of_a_sheet_are_pasted_and_what_nobody_knows_is_marked(window, work, chair):
    window.ask("product.open", chair)
    QApplication.clipboard().setText("STL-1\t2\nNO-SUCH\t1\n")
    to_grid(window)
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert stored(work, chair) == []
    assert "NO-SUCH" in window.page.substitutes.cells.told_errors()[0]
    to_grid(window, 1)
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert stored(work, chair) == [("STL-1", 2, 1, False, 0, "")]


def test_all_substitutes_are_listed_and_lead_to_the_card_and_the_import(window, work, chair):
    with work.begin(actor=SYSTEM) as uow:
        create_substitute(uow, chair, SubstituteInput(2, note="grey"))
    window.press(KEY.Key_U, CTRL)
    assert window.page.objectName() == "allSubstitutes"
    window.page.table.setFocus()
    window.press(KEY.Key_Down)
    window.press(KEY.Key_Return)
    assert (window.page.objectName(), window.page.record_id) == ("productPage", chair)
    window.press(KEY.Key_U, CTRL)
    window.press(KEY.Key_I, CTRL)
    assert window.context.desk().file.kind() == "substitutes"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exported_substitutes_come_back_without_a_change(window, work, chair, tmp_path, kind, language):
    i18n.set_language(language)
    with work.begin(actor=SYSTEM) as uow:
        create_substitute(uow, chair, SubstituteInput(1, True, 2, 3, 4, MAY, None, "grey"))
        create_substitute(uow, chair, SubstituteInput(2))
    window.press(KEY.Key_U, CTRL)
    path = tmp_path / f"substitutes.{kind}"
    window.page.list_bar.export_to(path)
    window.idle()
    read = sheet_as_text(str(path)) if is_sheet(str(path)) else path
    report = ImportOffice(work).import_file("substitutes", read)
    assert [found.outcome.value for found in report.documents] == ["present"] * 2, report
    assert stored(work, chair) == [("STL-1", 1, 1, False, 0, ""), ("CHR-2", 2, 3, True, 4, "grey")]


def test_a_file_brings_substitutes_and_tells_what_it_cannot_take(work, chair, tmp_path):
    rows = (
        "CHR-1;STL-1;2;1;yes",
        "CHR-1;CHR-2;;;",
        "CHR-1;CHR-2;2;;",
        "CHR-1;CHR-1;;;",
        "XXX;STL-1;;;",
        "CHR-1;Y;;;",
    )
    path = tmp_path / "substitutes.csv"
    path.write_text("\n".join(["sku;substitute;takes;rank;both ways", *rows]) + "\n", "utf-8")
    report = ImportOffice(work).import_file("substitutes", path)
    assert [found.outcome.value for found in report.documents] == ["created"] * 2, report
    assert sorted(reason.code for reason in report.refused) == [
        "key-repeated", "product-unknown", "substitute.itself",
    ]  # fmt: skip
    assert stored(work, chair) == [("CHR-2", 1, 1, False, 0, ""), ("STL-1", 2, 1, True, 1, "")]
