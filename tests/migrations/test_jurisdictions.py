"""0034: the documents of an older file go on with their plain taxes, and jurisdictions can be recorded beside them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.setup.taxes import read_tax_rules
from app.services.verify import verify
from db.schema.invoicing import InvoiceTax, InvoiceTaxPart
from db.schema.orders import OrderLine
from tests.helpers.jurisdictions import record_sample
from tests.helpers.older import file_before


@pytest.fixture
def office(tmp_path):
    path = file_before(tmp_path, "0034")
    opened = open_office(f"sqlite:///{path}")
    yield opened
    opened.close()


def test_older_documents_have_plain_taxes_and_their_hashes_hold(office):
    with office.work.reading(actor=SYSTEM) as view:
        for table in (OrderLine, InvoiceTax):
            assert set(view.db.execute(sa.select(table.tax_stack)).scalars()) <= {""}
        assert view.db.execute(sa.select(sa.func.count(InvoiceTaxPart.id))).scalar_one() == 0
        assert read_tax_rules(view).jurisdictions.countries == frozenset()
        assert verify(view) == ()


def test_an_older_file_takes_jurisdictions(office):
    with office.work.begin(actor=SYSTEM) as uow:
        record_sample(uow)
    with office.work.reading(actor=SYSTEM) as view:
        known = read_tax_rules(view).jurisdictions
        assert (known.countries, len(known.every)) == (frozenset({"US"}), 16)
        assert verify(view) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        "insert into tax_jurisdiction (code, name, level, country, state) values ('X', 'X', 'moon', 'US', 'NY')",
        "update tax_jurisdiction_rate set rate_ppm = 1000001",
        "update tax_jurisdiction_rate set valid_until = '1980-01-01'",
        "insert into tax_place (jurisdiction_id, first, last) select jurisdiction_id, first, last from tax_place",
    ],
)
def test_the_database_refuses_what_no_jurisdiction_can_be(office, wrong):
    with office.work.begin(actor=SYSTEM) as uow:
        record_sample(uow)
    with pytest.raises(sa.exc.IntegrityError), office.work.begin(actor=SYSTEM) as uow:
        uow.db.execute(sa.text(wrong))
