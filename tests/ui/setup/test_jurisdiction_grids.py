"""Taxes by jurisdiction in the set-up: keyed, pasted, from files and into files; what is odd is told."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.domain.rights import SYSTEM
from app.services.jurisdictions import tables
from app.services.setup.taxes import read_tax_rules
from app.views.kit.rule_file import RuleFile
from tests.helpers.firm_facts import make_customers
from tests.helpers.jurisdictions import FOLDER, record_sample, sample
from tests.helpers.window import CTRL, KEY

PARTS = ("tax_jurisdiction", "tax_jurisdiction_rate", "tax_place", "tax_certificate")


@pytest.fixture
def opened(open_setup, work):
    make_customers(work, "Nord")
    return open_setup


def paste(window, page, text):
    QGuiApplication.clipboard().setText(text)
    page.grid.setFocus()
    page.grid.select_row(page.grid.cells.rowCount() - 1, 0)
    window.press(KEY.Key_V, CTRL)
    window.press(KEY.Key_S, CTRL)


def take_in(window, page, path):
    page.grid.setFocus()
    next(each for each in page.children() if isinstance(each, RuleFile)).import_from(path)
    window.idle()


def known(work):
    with work.reading(actor=SYSTEM) as view:
        return read_tax_rules(view).jurisdictions


def test_the_sample_files_are_taken_in_and_saved(opened, window, work):
    for part, name in zip(PARTS, ("jurisdictions", "rates", "places"), strict=False):
        page = opened(part)
        take_in(window, page, FOLDER / f"{name}.csv")
        assert not page.grid.cells.errors(), page.message_bar.text()
        window.press(KEY.Key_S, CTRL)
        assert page.message_bar.level() == "ok", page.message_bar.text()
    assert known(work) == sample()


def test_rows_of_a_sheet_are_pasted_and_one_is_taken_out(opened, window, work):
    page = opened("tax_jurisdiction")
    paste(window, page, "us-ct\tConnecticut\tFederal state\tUS\tCT\tyes\tno\t2023-01-01\t\tCT-552")
    assert page.message_bar.level() == "ok", page.message_bar.text()
    page = opened("tax_jurisdiction_rate")
    paste(window, page, "US-CT\t\t6.35\t2011-07-01\t")
    assert page.message_bar.level() == "ok", page.message_bar.text()
    page = opened("tax_place")
    paste(window, page, "US-CT\t06001\t06928\t\nUS-CT\t00100\t\t")
    assert page.message_bar.level() == "ok", page.message_bar.text()
    (state,) = known(work).every
    assert (state.rates[0].rate_ppm, [(each.first, each.last) for each in state.places]) == (
        63_500,
        [("00100", "00100"), ("06001", "06928")],
    )
    page.grid.select_row(0, 0)
    window.press(KEY.Key_Delete, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert len(known(work).every[0].places) == 1


def test_an_exemption_is_keyed_for_a_customer(opened, window, work):
    page = opened("tax_certificate")
    with work.reading(actor=SYSTEM) as view:
        assert tables.read_certificates(view) == ()
    paste(window, page, "4711\tST-120\tUS\tny\t\t2026-12-31")
    assert page.grid.cells.errors()[0, "customer"]
    assert "4711" in page.message_bar.text()


def test_a_file_with_a_wrong_row_marks_its_cell_and_saves_nothing(opened, window, work, tmp_path):
    with work.begin(actor=SYSTEM) as uow:
        record_sample(uow)
    before = known(work)
    page = opened("tax_jurisdiction_rate")
    file = tmp_path / "rates.csv"
    file.write_text(
        "code;product_class;rate;valid_from;valid_until\nUS-NY;;four;2026-01-01;\nUS-XX;;5;2026-01-01;\n"
    )
    take_in(window, page, file)
    window.press(KEY.Key_S, CTRL)
    assert [name for _row, name in page.grid.cells.errors()] == ["rate"]
    assert known(work) == before


def test_a_file_cut_in_half_takes_nothing_in(opened, window, work, tmp_path):
    page = opened("tax_place")
    text = (FOLDER / "places.csv").read_text()
    file = tmp_path / "places.csv"
    file.write_text(text[: text.index("US-IL-COOK") + 14])
    take_in(window, page, file)
    assert "Nothing of it was taken" in page.message_bar.text()
    assert not page.is_dirty()
    assert known(work).every == ()


def test_overlaps_and_gaps_are_told_in_the_row(opened, window, work):
    with work.begin(actor=SYSTEM) as uow:
        record_sample(uow)
    page = opened("tax_jurisdiction_rate")
    paste(window, page, "US-CT\tservice\t6.35\t2020-01-01\t2024-12-31\nUS-CT\tservice\t6.5\t2025-02-01\t")
    assert page.message_bar.level() == "ok", page.message_bar.text()
    rows = {str(row.values["valid_from"]): row.values for row in page.grid.cells.rows() if row.values["note"]}
    (told,) = [str(values["note"]) for values in rows.values()]
    assert told.startswith("no rate from")
    page = opened("tax_place")
    paste(window, page, "US-TX\t06001\t06928\t")
    notes = [str(row.values["note"]) for row in page.grid.cells.rows() if row.values["note"]]
    assert sorted(note.split()[0] for note in notes) == ["US-CT", "US-TX"]


@pytest.mark.parametrize("part", PARTS[:3])
def test_what_is_written_and_taken_in_again_changes_nothing(opened, window, work, tmp_path, part):
    with work.begin(actor=SYSTEM) as uow:
        record_sample(uow)
    page = opened(part)
    file = next(each for each in page.children() if isinstance(each, RuleFile))
    file.export_to(path := tmp_path / "rows.xlsx")
    window.idle()
    take_in(window, page, path)
    assert path.name in page.message_bar.text()
    assert not page.is_dirty(), page.grid.cells.changed_rows()


def test_the_keys_ask_for_a_file(opened, window, work):
    page = opened("tax_place")
    window.press(KEY.Key_I, CTRL)
    dialog = page.findChild(QFileDialog, "ruleFileDialog")
    assert dialog is not None
    dialog.reject()
