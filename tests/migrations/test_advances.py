"""0031: the invoices of an older file are none of advances, keep their hashes, and advances can be asked for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.verify import verify
from db.schema.invoicing import Invoice
from tests.helpers.invoice_office import InvoiceOffice, Line
from tests.helpers.older import take_back


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A file of 0030 with invoices."""
    path = tmp_path / "office.db"
    office = open_office(f"sqlite:///{path}")
    firm = InvoiceOffice(office.work).set_up()
    firm.invoice(firm.customer(), [Line()])
    office.close()
    take_back(path, "0031")
    return path


def test_older_invoices_are_no_advances_and_say_what_they_said(old_file):
    office = open_office(f"sqlite:///{old_file}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert set(view.db.scalars(sa.select(Invoice.is_advance))) == {False}
            assert verify(view) == ()
    finally:
        office.close()


def test_what_was_taken_off_and_became_due_is_written_once(old_file):
    open_office(f"sqlite:///{old_file}").close()
    with closing(sqlite3.connect(old_file)) as raw:
        line_id = raw.execute("select min(id) from invoice_line").fetchone()[0]
        raw.execute(
            "insert into advance_deduction (line_id, advance_line_id, amount_minor, quantity_micro, net_minor,"
            " tax_minor, home_net_minor) values (?, ?, 1, 1, 1, 0, 1)",
            (line_id, line_id),
        )
        for statement in (
            "update advance_deduction set amount_minor = 2",
            "delete from advance_deduction",
            "update invoice set is_advance = 1",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                raw.execute(statement)
