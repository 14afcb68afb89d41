"""Sales to places where jurisdictions stack their taxes: from the order to the ledger, and back by credit notes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.bootstrap import open_office
from app.domain.errors import RefusedError
from app.domain.jurisdiction_inputs import CertificateInput
from app.domain.jurisdictions import Untaxed, untaxed_of
from app.domain.orders.draft import edit_header, edit_line
from app.domain.rounding import divide_half_up
from app.services.credit import read_credit
from app.services.invoicing.advances import AdvanceWish, post_advance
from app.services.invoicing.credits import CreditLine, credit_invoice_lines, credit_whole_invoice
from app.services.invoicing.detail import read_invoice
from app.services.invoicing.shipped import post_invoice
from app.services.jurisdictions.tables import CERTIFICATES, RATES, read_rates
from app.services.orders.planning import plan_order
from app.services.papers import read_content
from app.services.settings_store import write_firm_settings
from app.services.verify import verify
from app.settings import TAX_ROUNDING
from db.schema.invoicing import InvoiceTaxPart, LedgerEntry
from db.statements import table_of
from tests.helpers.jurisdictions import record_sample
from tests.helpers.order_office import CABLE, CHAIR, LAMP, NORD, OWNER, OrderOffice, micro
from tests.services.orders.test_foreign_orders import USD, run, seen, set_rate

NEW_YORK = {
    "ship_street": "5th Ave 1",
    "ship_postcode": "10001",
    "ship_city": "New York",
    "ship_country": "US",
}
CHICAGO = {**NEW_YORK, "ship_postcode": "60606", "ship_city": "Chicago"}
NYC = "US-NY=40000 US-NY-NYC=45000 US-NY-MCTD=3750"


@pytest.fixture
def america(desk):
    """The office with the sample of American taxes, and a rate of the dollar."""
    set_rate(desk.work, "USD", 1_054_300_000, date(2026, 2, 27))
    run(desk, record_sample)
    return desk


def exempt(desk, until=None, states="NY"):
    data = CertificateInput(_number(desk), "ST-120 4711", "US", states, None, until)
    return run(desk, lambda uow: CERTIFICATES.create(uow, data))


def _number(desk):
    from db.schema.parties import Customer

    return desk.row(Customer, desk.ids[NORD])["number"]


def invoiced(desk, order_id):
    from tests.services.orders.test_gross_orders import ship_all

    shipment = ship_all(desk, order_id)
    return run(desk, lambda uow: post_invoice(uow, shipment_ids=[shipment]))


def parts(desk, invoice_id):
    table = table_of(InvoiceTaxPart)
    rows = desk.rows(sa.select(table).where(table.c.invoice_id == invoice_id).order_by(table.c.position))
    return [(row["code"], row["rate_ppm"], row["tax_minor"]) for row in rows]


def tax_entries(desk, kind):
    table = table_of(LedgerEntry)
    rows = desk.rows(sa.select(table).where(table.c.document_kind == kind).order_by(table.c.id))
    return {
        row["tax_code"]: row["amount_minor"]
        for row in rows
        if "tax" in (row["debit_account"], row["credit_account"])
    }


def codes(desk, order_id):
    return {issue.code for issue in seen(desk, lambda view: plan_order(view, order_id)).issues}


def test_an_order_to_new_york_has_the_taxes_of_state_city_and_district(america):
    order = america.read(america.ordered((CHAIR, 2), (LAMP, 3), **NEW_YORK))
    assert {(line.tax_stack, line.tax_ppm, line.tax_category) for line in order.lines} == {(NYC, 88_750, "S")}
    head = america.head(order.id)
    net = head["net_minor"]
    assert net == 2 * 348_35 + 3 * 49_90
    assert head["tax_minor"] == round(net * 0.04) + round(net * 0.045) + round(net * 0.00375)
    assert seen(america, verify) == ()


def test_the_invoice_keeps_its_parts_and_the_ledger_has_one_entry_for_each(america):
    invoice_id = invoiced(america, america.ordered((CHAIR, 2), (LAMP, 3), **NEW_YORK))
    net = 846_40
    wanted = [
        ("US-NY", 40_000, 33_86), ("US-NY-NYC", 45_000, 38_09), ("US-NY-MCTD", 3_750, 3_17),
    ]  # fmt: skip
    assert parts(america, invoice_id) == wanted
    invoice = seen(america, lambda view: read_invoice(view, invoice_id))
    (tax,) = invoice.taxes
    assert (tax.base_minor, tax.tax_minor) == (net, 33_86 + 38_09 + 3_17)
    assert [part.name for part in tax.parts] == [
        "New York State", "New York City", "Metropolitan Commuter Transportation District",
    ]  # fmt: skip
    assert tax_entries(america, "invoice") == {code: minor for code, _rate, minor in wanted}
    paper = seen(america, lambda view: read_content(view, invoice.papers[0].id))
    labels = [row.label.replace("\N{NO-BREAK SPACE}", " ") for row in paper.totals.taxes]
    assert [label.partition(" %")[0] for label in labels] == [
        "New York State 4", "New York City 4,5", "US-NY-MCTD 0,375",
    ]  # fmt: skip
    assert [row.tax_minor for row in paper.totals.taxes] == [33_86, 38_09, 3_17]
    assert seen(america, verify) == ()


def test_a_rate_that_changes_later_leaves_order_and_invoice_as_they_are(america):
    order_id = america.ordered((CHAIR, 1), **NEW_YORK)
    invoice_id = invoiced(america, order_id)
    before = parts(america, invoice_id)
    _set_rate(america, "US-NY-NYC", 50_000)
    assert parts(america, invoice_id) == before
    assert america.read(order_id).lines[0].tax_stack == NYC
    assert seen(america, verify) == ()
    draft = america.key((CHAIR, 1), **NEW_YORK)
    assert america.read(draft).lines[0].tax_ppm == 93_750


def _set_rate(desk, code, ppm, since=None):
    def write(uow):
        card = next(card for card in read_rates(uow) if card.data.code == code)
        if since is None:
            RATES.update(uow, card.id, replace(card.data, rate_ppm=ppm), version=card.version)
        else:
            RATES.create(uow, replace(card.data, rate_ppm=ppm, valid_from=since))

    run(desk, write)


def test_the_rates_are_those_of_the_day_of_supply(america, clock):
    order_id = america.ordered((CHAIR, 1), **NEW_YORK)
    _set_rate(america, "US-NY-NYC", 47_500, date(2026, 3, 4))
    clock.advance(days=3)
    invoice_id = invoiced(america, order_id)
    assert [rate for _code, rate, _tax in parts(america, invoice_id)] == [40_000, 47_500, 3_750]
    assert seen(america, lambda view: [f for f in verify(view) if "explained" not in f.code]) == []


def test_a_draft_is_told_when_its_rates_moved(america):
    draft = america.key((CHAIR, 1), **NEW_YORK)
    assert "order.tax_changed" not in codes(america, draft)
    _set_rate(america, "US-NY-NYC", 50_000)
    assert "order.tax_changed" in codes(america, draft)


def test_another_postal_code_maps_all_lines_anew_and_prices_stay(america):
    order_id = america.key((CHAIR, 2), (LAMP, 3), **NEW_YORK)
    before = america.read(order_id)
    after = america.edit(order_id, edit_header(before, **CHICAGO))
    assert {line.tax_ppm for line in after.lines} == {102_500}
    assert [line.price_micro for line in after.lines] == [line.price_micro for line in before.lines]
    german = america.edit(
        order_id, edit_header(after, ship_country="DE", ship_postcode="20457", ship_city="Hamburg")
    )
    assert {(line.tax_code, line.tax_stack) for line in german.lines} == {("S", "")}


def test_a_place_that_nobody_has_blocks_and_never_is_a_silent_zero(america):
    order_id = america.key((CHAIR, 1), **{**NEW_YORK, "ship_postcode": "99501", "ship_city": "Anchorage"})
    assert {"order.no_jurisdiction", "line.no_tax"} <= codes(america, order_id)
    with pytest.raises(RefusedError):
        america.confirm(order_id, approve=True)


def test_a_certificate_exempts_and_the_papers_name_it(america):
    exempt(america)
    order_id = america.ordered((CHAIR, 1), **NEW_YORK)
    (line,) = america.read(order_id).lines
    assert (line.tax_category, line.tax_ppm) == ("E", 0)
    assert untaxed_of(line.tax_stack) == Untaxed("certificate", "US-NY", "ST-120 4711")
    invoice_id = invoiced(america, order_id)
    invoice = seen(america, lambda view: read_invoice(view, invoice_id))
    (tax,) = invoice.taxes
    assert (tax.tax_minor, tax.tax_category) == (0, "E")
    paper = seen(america, lambda view: read_content(view, invoice.papers[0].id))
    assert "ST-120 4711" in paper.totals.taxes[0].exemption_text
    assert seen(america, verify) == ()


def test_an_expired_certificate_taxes_and_is_told(america):
    exempt(america, until=date(2026, 3, 1))
    order_id = america.key((CHAIR, 1), **NEW_YORK)
    assert america.read(order_id).lines[0].tax_ppm == 88_750
    assert "order.certificate_over" in codes(america, order_id)


def test_a_state_without_registration_has_no_tax_with_a_text(america):
    order_id = america.ordered((CHAIR, 1), **{**NEW_YORK, "ship_postcode": "43215", "ship_city": "Columbus"})
    assert "order.not_registered" in codes(america, order_id)
    invoice_id = invoiced(america, order_id)
    invoice = seen(america, lambda view: read_invoice(view, invoice_id))
    assert (invoice.head.tax_minor, invoice.taxes[0].tax_category) == (0, "O")
    assert "US-OH" in invoice.taxes[0].exemption_text
    assert seen(america, verify) == ()


def test_a_full_credit_mirrors_each_part_to_the_cent(america):
    invoice_id = invoiced(america, america.ordered((CHAIR, 2), (LAMP, 3), **NEW_YORK))
    credit_id = run(america, lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="Returned"))
    assert parts(america, credit_id) == parts(america, invoice_id)
    assert tax_entries(america, "credit_note") == tax_entries(america, "invoice")
    assert seen(america, verify) == ()


def test_partial_credits_sum_to_the_invoice_at_each_jurisdiction(america):
    invoice_id = invoiced(america, america.ordered((CABLE, "7.77"), **CHICAGO))
    (line,) = seen(america, lambda view: read_invoice(view, invoice_id)).lines
    sums: dict[str, int] = {}
    for quantity in ("1.11", "2.22", "0.33", "4.11"):
        wanted = [CreditLine(line.id, micro(quantity))]
        credit_id = run(
            america,
            lambda uow, w=wanted: credit_invoice_lines(uow, invoice_id=invoice_id, lines=w, reason="Cut"),
        )
        for code, _rate, minor in parts(america, credit_id):
            sums[code] = sums.get(code, 0) + minor
    assert sums == {code: minor for code, _rate, minor in parts(america, invoice_id)}
    assert seen(america, verify) == ()


def test_an_order_in_dollars_books_each_part_in_the_firms_currency(america):
    invoice_id = invoiced(america, america.ordered((CHAIR, 2), exchange=USD, **NEW_YORK))
    table = table_of(InvoiceTaxPart)
    rows = america.rows(sa.select(table).where(table.c.invoice_id == invoice_id))
    invoice = seen(america, lambda view: read_invoice(view, invoice_id))
    assert invoice.head.currency == "USD"
    notes = seen(america, lambda view: read_content(view, invoice.papers[0].id)).notes
    assert [note.partition(":")[0] for note in notes] == ["Wechselkurs"], "no VAT is told of a sales tax"
    assert sum(row["tax_minor"] for row in rows) == invoice.head.tax_minor
    booked = tax_entries(america, "invoice")
    assert booked == {row["code"]: row["home_tax_minor"] for row in rows}
    assert seen(america, verify) == ()
    back = run(america, lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="Returned"))
    assert parts(america, back) == parts(america, invoice_id)
    assert tax_entries(america, "credit_note") == booked
    assert seen(america, verify) == ()


def test_a_firm_that_rounds_each_line_has_parts_that_are_the_sums_of_their_lines(america):
    run(america, lambda uow: write_firm_settings(uow, {TAX_ROUNDING: "line"}))
    order_id = america.ordered((CHAIR, 1), (CABLE, "1.11"), (CABLE, "0.37"), **NEW_YORK)
    invoice_id = invoiced(america, order_id)
    lines = [line.amount_minor for line in america.read(order_id).lines]
    wanted = [
        sum(divide_half_up(amount * ppm, 1_000_000) for amount in lines) for ppm in (40_000, 45_000, 3_750)
    ]
    assert [minor for _code, _rate, minor in parts(america, invoice_id)] == wanted
    assert seen(america, verify) == ()
    credit_id = run(america, lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="Returned"))
    assert parts(america, credit_id) == parts(america, invoice_id)
    assert seen(america, verify) == ()


def test_what_is_left_of_a_begun_order_uses_credit_with_its_stacked_tax(america):
    order_id = america.ordered((CHAIR, 2), **NEW_YORK)
    gross = america.head(order_id)["gross_minor"]
    facts = seen(america, lambda view: read_credit(view, america.ids[NORD]))
    assert facts.used_minor == gross


def test_an_amendment_keeps_the_stack_and_a_typed_class_has_its_own(america):
    order_id = america.ordered((CHAIR, 2), **CHICAGO)
    after = america.amend(order_id, america.set_quantity(order_id, 0, 3))
    assert after.lines[0].tax_ppm == 102_500
    freight = america.free("Freight", "25", kind="charge")
    draft = america.key((CHAIR, 1), **CHICAGO)
    with_freight = america.edit(draft, replace(freight, tax_class="freight"))
    (line,) = [line for line in with_freight.lines if line.kind == "charge"]
    assert (line.tax_category, untaxed_of(line.tax_stack)) == ("E", Untaxed("class", "US-IL"))
    taxed = america.edit(draft, edit_line(line, tax_class="standard"))
    assert {each.tax_ppm for each in taxed.lines} == {102_500}


def test_another_firm_of_europe_goes_on_without_jurisdictions(desk):
    abroad = desk.read(desk.ordered((CHAIR, 1), **NEW_YORK))
    assert {(line.tax_category, line.tax_stack) for line in abroad.lines} == {("G", "")}


def test_only_who_may_change_the_set_up_records_jurisdictions(america):
    from app.domain.errors import NotAllowedError

    with pytest.raises(NotAllowedError), america.begin() as uow:
        RATES.remove(uow, 1)


@pytest.fixture
def on_file(sqlite_firm, tmp_path, clock):
    """The same office in a file whose guards can be taken off."""
    path, made = sqlite_firm
    shutil.copyfile(path, tmp_path / "firm.db")
    opened = open_office(f"sqlite:///{tmp_path / 'firm.db'}", clock=clock)
    desk = OrderOffice(opened.work, ids=dict(made.ids), price_list=made.price_list)
    run(desk, record_sample)
    yield desk
    opened.close()


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("update invoice_tax_part set tax_minor = tax_minor + 1 where position = 0", "verify.tax_parts"),
        ("update invoice_tax_part set rate_ppm = 45001 where position = 1", "verify.ledger_document"),
        ("update invoice_tax set tax_minor = tax_minor + 1", "verify.invoice_tax"),
        ("update invoice_tax set tax_stack = 'US-NY=88750'", "verify.posted_changed"),
    ],
)
def test_verify_finds_what_was_changed_in_a_stack(on_file, damage, found):
    invoiced(on_file, on_file.ordered((CHAIR, 1), (CABLE, "1.11"), **NEW_YORK))
    with on_file.begin(OWNER) as uow:
        for table in ("invoice_tax_part", "invoice_tax"):
            uow.db.execute(sa.text(f"drop trigger guard_{table}_update"))
        uow.db.execute(sa.text(damage))
    assert [finding.code for finding in seen(on_file, verify)] == [found]


def test_an_advance_is_refused_where_taxes_are_stacked_and_the_money_may_come_as_credit(america):
    order_id = america.ordered((CHAIR, 2), **NEW_YORK)
    wish = AdvanceWish(percent_ppm=500_000)
    with pytest.raises(RefusedError) as refused:
        run(america, lambda uow: post_advance(uow, order_id=order_id, wish=wish))
    assert [issue.code for issue in refused.value.issues] == ["advance.is_stacked"]
