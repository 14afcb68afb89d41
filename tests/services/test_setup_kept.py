"""What the set-up says is read once while it stands, and is never older than what stands in the database."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.export_control import ExportRule, Ruling
from app.domain.rights import SYSTEM
from app.domain.tax_rules import DatedRate
from app.services import setup
from app.services.goods.export_licences import read_export_facts
from app.services.goods.export_rules import create_export_rule
from app.services.letterhead import read_letterhead
from app.services.setup.firm import require_firm, update_firm
from app.services.stock.availability import read_warehouses
from tests.helpers.firm_facts import make_firm


@pytest.fixture(autouse=True)
def firm(work):
    make_firm(work)


def statements(work, read):
    """What a reading gives, and what it asked the database."""
    asked: list[str] = []
    with work.reading(actor=SYSTEM) as view:
        sa.event.listen(view.db, "before_cursor_execute", lambda *told: asked.append(told[2]))
        return read(view), asked


def add_tax(uow):
    first = DatedRate(uow.today, 70_000)
    setup.create_tax(uow, setup.TaxInput(code="X7", name="Seven", category="S", rates=(first,)))


def add_warehouse(uow):
    setup.create_warehouse(uow, setup.WarehouseInput(code="N", name="North", country="DE"))


def rename_firm(uow):
    firm = require_firm(uow)
    card = setup.FirmCard(**{field.name: getattr(firm, field.name) for field in fields(setup.FirmCard)})
    update_firm(uow, replace(card, name="Quite another name"), version=firm.version)


def forbid_export(uow):
    create_export_rule(uow, ExportRule("3A001", "CH", Ruling.PROHIBITED))


def export_facts(view):
    return read_export_facts(view, 0, country="CH", ship_from="DE")


READS = {
    "taxes": (lambda view: set(setup.read_tax_rules(view).taxes), add_tax),
    "warehouses": (lambda view: [each.code for each in read_warehouses(view)], add_warehouse),
    "letterhead": (lambda view: read_letterhead(view).sender.name, rename_firm),
    "export rules": (lambda view: len(export_facts(view).rules), forbid_export),
}


@pytest.mark.parametrize("what", READS)
def test_a_second_reading_asks_for_nothing_but_the_version(work, what):
    read, _change = READS[what]
    first, _asked = statements(work, read)
    again, asked = statements(work, read)
    assert again == first
    assert len(asked) == 1
    assert "setting" in asked[0]


@pytest.mark.parametrize("what", READS)
def test_a_change_is_seen_by_the_next_reading_here_and_in_another_process(work, office, database_url, what):
    read, change = READS[what]
    other = open_office(database_url, clock=office.clock)
    before, _asked = statements(work, read)
    assert statements(other.work, read)[0] == before
    with work.begin(actor=SYSTEM) as uow:
        change(uow)
        inside = read(uow)
    after, _asked = statements(work, read)
    assert before != after == inside == statements(other.work, read)[0]
    other.close()


@pytest.mark.parametrize("what", READS)
def test_what_was_rolled_back_is_not_kept(work, what):
    read, change = READS[what]
    before, _asked = statements(work, read)
    with pytest.raises(ZeroDivisionError), work.begin(actor=SYSTEM) as uow:
        change(uow)
        assert read(uow) != before
        raise ZeroDivisionError
    assert statements(work, read)[0] == before
    with work.begin(actor=SYSTEM) as uow:
        add_warehouse(uow)  # gives the version that was rolled back to somebody else's change
    assert (statements(work, read)[0] == before) == (what != "warehouses")


def test_many_units_that_stand_or_fall_together_keep_nothing(work):
    read, change = READS["taxes"]
    before, _asked = statements(work, read)
    with pytest.raises(ZeroDivisionError), work.as_one() as within:
        with within.begin(actor=SYSTEM) as uow:
            change(uow)
        with within.reading(actor=SYSTEM) as view:
            assert read(view) != before
        raise ZeroDivisionError
    assert statements(work, read)[0] == before
