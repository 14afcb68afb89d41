"""0032, 0033: an older file's documents had their taxes rounded once for each rate; its VAT ids have no proof yet."""

from __future__ import annotations

import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.domain.vat_checks import VatCheckInput
from app.services.orders.drafts import start_draft
from app.services.parties.vat_checks import note_vat_check, read_vat_checks
from app.services.settings_store import write_firm_settings
from app.services.setup.taxes import read_taxes
from app.services.verify import verify
from app.settings import TAX_ROUNDING
from db.schema.invoicing import Invoice
from db.schema.orders import Order
from db.schema.parties import Customer, VatCheck
from tests.helpers.older import file_before


def test_older_documents_were_rounded_by_rate_and_new_ones_as_the_firm_says(tmp_path):
    path = file_before(tmp_path, "0032")
    office = open_office(f"sqlite:///{path}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            for table in (Order, Invoice):
                assert set(view.db.execute(sa.select(table.tax_rounding)).scalars()) <= {"group"}
            assert view.db.execute(sa.select(sa.func.count(Order.id))).scalar_one() > 0
            assert verify(view) == ()
            assert view.db.execute(sa.select(sa.func.count(VatCheck.id))).scalar_one() == 0
            codes = {card.facts.category: card.facts.exemption_code for card in read_taxes(view)}
            assert (codes["S"], codes["K"]) == ("", "VATEX-EU-IC")
        with office.work.begin(actor=SYSTEM) as uow:
            write_firm_settings(uow, {TAX_ROUNDING: "line"})
            order_id = start_draft(uow)
            rounding = sa.select(Order.tax_rounding).where(Order.id == order_id)
            assert uow.db.execute(rounding).scalar_one() == "line"
        with office.work.begin(actor=SYSTEM) as uow:
            customer = uow.db.execute(sa.select(sa.func.min(Customer.id))).scalar_one()
            note_vat_check(uow, customer, VatCheckInput("ATU13585627", uow.today, "valid", "anna"))
            assert [each.result for each in read_vat_checks(uow, customer)] == ["valid"]
    finally:
        office.close()
