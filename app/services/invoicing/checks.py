"""What is looked at before an invoice is posted: what stops it, and what its clerk should know before it is frozen."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.findings import Findings
from app.domain.issues import Issue, Remedy
from app.domain.money import Money
from app.domain.tax import VAT_ID_CATEGORIES, TaxKey, TaxSubject
from app.domain.vat_checks import counts_as_vat_id
from app.i18n import format_rate
from app.services.invoicing.drafts import InvoiceDraft
from app.services.invoicing.facts import read_seller
from app.services.parties.vat_checks import newest_answer
from app.services.setup.taxes import read_tax_rules
from app.services.stock.availability import read_ship_places
from app.services.unit_of_work import Reading
from db.rows import ids, one_of
from db.schema.orders import OrderLine
from db.schema.parties import Customer

_CLASSES = sa.select(OrderLine.id, OrderLine.tax_class).where(one_of(OrderLine.id, ids()))
_BUYER = sa.select(Customer.is_business, newest_answer("result").label("vat_result")).where(
    Customer.id == sa.bindparam("customer")
)


def check_buyer(draft: InvoiceDraft) -> None:
    """Refuse what the law does not allow: no tax on a sale within the EU needs the buyer's VAT id."""
    findings = Findings("invoice")
    untaxed = [group.key for group in draft.totals.groups if group.key.category in VAT_ID_CATEGORIES]
    missing = untaxed and not draft.buyer.address.get("vat_id", "").strip()
    findings.block(missing, "no_vat_id", "buyer/vat_id", _card(draft), customer=draft.buyer.name)
    if findings.all:
        raise RefusedError("invoice.refused", issues=findings.all)


def read_warnings(view: Reading, draft: InvoiceDraft) -> tuple[Issue, ...]:
    """What may be posted as it is but cannot be changed afterwards: the firm's own data, days, another tax."""
    findings = Findings("invoice")
    seller, _currency = read_seller(view)
    firm = Remedy("invoice.open_firm", "setup.open", {"page": "firm"})
    findings.warn(not seller["street"].strip(), "firm_no_street", "seller/street", firm)
    findings.warn(not seller["city"].strip(), "firm_no_city", "seller/city", firm)
    ours = (seller["vat_id"] or seller["tax_number"]).strip()  # a firm without a VAT id has a tax number
    findings.warn(not ours, "firm_no_vat_id", "seller/vat_id", firm)
    findings.warn(not seller["iban"].strip(), "firm_no_iban", "seller/iban", firm)
    _warn_rates(findings, draft)
    early = draft.date < draft.supply_date
    findings.warn(early, "before_supply", "date", date=draft.date, supplied=draft.supply_date)
    ship_from = draft.abroad.country or seller["country"]
    _warn_taxes(view, findings, draft, ship_from=ship_from)
    _warn_places(view, findings, draft, ship_from=ship_from)
    if draft.advance_left is not None:
        advance_id, minor = draft.advance_left
        credit = Remedy("remedy.make_credit", "invoice.credit", {"id": advance_id})
        findings.warn(True, "advance.left_over", "lines", credit, left=Money(minor, draft.currency))
    return findings.all


def open_order(order_id: int) -> Remedy:
    """The way to a discount that is greater than what is left of its order."""
    return Remedy("invoice.open_order", "order.open", {"id": order_id})


def _card(draft: InvoiceDraft) -> Remedy:
    return Remedy("invoice.open_customer", "customer.open", {"id": draft.buyer.customer_id})


def _warn_rates(findings: Findings, draft: InvoiceDraft) -> None:
    """One warning for each rate that changed between order and supply; the invoice has the right one."""
    taxes = Remedy("remedy.open_taxes", "setup.open", {"page": "tax"})
    told: set[tuple[TaxKey, TaxKey]] = set()
    for line in draft.lines:
        if line.ordered_tax is None or (line.ordered_tax, line.tax) in told:
            continue
        told.add((line.ordered_tax, line.tax))
        params = {"text": line.text, "stored": _tax_word(line.ordered_tax), "now": _tax_word(line.tax)}
        findings.warn(True, "rate_moved", f"lines/{line.order_line_id}/tax", taxes, **params)


def _warn_taxes(view: Reading, findings: Findings, draft: InvoiceDraft, *, ship_from: str) -> None:
    """One warning for all lines whose tax would be another one by today's card and mapping on the day of supply."""
    lines = {line.order_line_id: line for line in draft.lines if line.order_line_id is not None}
    rules = read_tax_rules(view)
    card = view.db.execute(_BUYER, {"customer": draft.buyer.customer_id}).one()
    address = draft.buyer.address
    vat_id = counts_as_vat_id(address.get("vat_id", ""), address.get("country", ""), card.vat_result or "")
    for row in view.db.execute(_CLASSES, {"ids": list(lines)}):
        subject = TaxSubject(
            product_class=row.tax_class,
            ship_from=ship_from,
            ship_to=draft.ship_to.get("country", "") or ship_from,
            business=card.is_business,
            has_vat_id=vat_id,
        )
        line, now = lines[row.id], rules.find(subject, draft.supply_date)
        if line.tax.stack:
            continue  # asked anew for the day of supply: `stacked_supply`
        if now is not None and (now.category, now.code) != (line.tax.category, line.tax.code):
            params = {"text": line.text, "stored": _tax_word(line.tax), "now": _tax_word(now)}
            findings.warn(True, "other_tax", f"lines/{row.id}/tax", _card(draft), **params)
            return


def _warn_places(view: Reading, findings: Findings, draft: InvoiceDraft, *, ship_from: str) -> None:
    """Goods that left another country than the one that the order is taxed from, and a country without VAT id."""
    ids = Remedy("remedy.open_registrations", "setup.open", {"page": "tax_registration"})
    lacks = draft.abroad.country and not draft.abroad.vat_id
    is_stacked = read_tax_rules(view).is_stacked(ship_from)
    findings.warn(lacks and not is_stacked, "no_vat_id_there", "seller/vat_id", ids, country=ship_from)
    places = read_ship_places(view) if draft.shipped_from else {}
    for number, warehouse_id in draft.shipped_from:
        there = places[warehouse_id]
        params = {"number": number, "warehouse": there.name, "country": there.place.country}
        is_elsewhere = there.place.country != ship_from
        findings.warn(is_elsewhere, "shipped_elsewhere", "shipments", ship_from=ship_from, **params)


def _tax_word(key: TaxKey) -> str:
    return f"{key.code} {format_rate(key.rate_ppm)}"
