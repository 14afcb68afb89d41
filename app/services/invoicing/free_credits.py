"""Credit notes without an invoice: texts, quantities and prices as keyed; needs a reason and its own right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.billing import InvoiceKind
from app.domain.errors import RefusedError
from app.domain.findings import Findings
from app.domain.money import MICRO, line_amount
from app.domain.orders.keying import MAX_PER
from app.domain.quantity import MAX_QUANTITY_MICRO, Unit, fits_decimals, shown_quantity
from app.domain.tax import PriceMode, TaxKey, TaxRounding
from app.domain.units import Counted, is_whole
from app.services.invoicing.drafts import AT_HOME, Abroad, DraftLine, InvoiceDraft, totals_of
from app.services.invoicing.facts import read_buyer, read_seller
from app.services.invoicing.papers import freeze_invoice_paper
from app.services.invoicing.posting import check_date, post_draft
from app.services.settings_store import read_firm_setting
from app.services.setup.firm import require_firm
from app.services.setup.taxes import read_tax_rules
from app.services.unit_of_work import Reading, UnitOfWork
from app.settings import TAX_ROUNDING
from db.schema.products import Product, ProductUnit, TaxCode, TaxRate

MAX_AMOUNT = 10**12  # of a line; above it is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class FreeCreditLine:
    """A keyed line: quantity and net price are positive; the unit is the article's where it names one.

    The price is for `price_per` of the unit (A11).
    """

    text: str
    quantity_micro: int
    price_micro: int
    tax_code: str
    unit: str = "pc"
    sku: str = ""
    product_id: int | None = None
    price_per: int = 1


@dataclass(frozen=True, slots=True)
class FreeCredit:
    """A free-standing credit note for a customer."""

    customer_id: int
    lines: tuple[FreeCreditLine, ...]
    reason: str
    date: dt.date | None = None
    po_number: str = ""


def post_free_credit(uow: UnitOfWork, credit: FreeCredit, *, with_paper: bool = True) -> int:
    """Post a credit note that belongs to no invoice; its id. It stays the customer's credit until applied."""
    uow.actor.require("credit.free")
    on = check_date(uow, credit.date)
    _seller, currency = read_seller(uow)
    keys = _read_tax_keys(uow, {line.tax_code for line in credit.lines}, on=on)
    units = _read_units(uow, credit)
    _check(credit, keys, units, currency)
    lines = tuple(
        _draft_line(line, keys[line.tax_code], units[position], currency)
        for position, line in enumerate(credit.lines)
    )
    return post_credit_lines(
        uow,
        customer_id=credit.customer_id,
        lines=lines,
        reason=credit.reason.strip(),
        date=on,
        po_number=credit.po_number,
        with_paper=with_paper,
    )


def post_credit_lines(
    uow: UnitOfWork,
    *,
    customer_id: int,
    lines: tuple[DraftLine, ...],
    reason: str,
    date: dt.date | None = None,
    po_number: str = "",
    with_paper: bool = True,
) -> int:
    """Post a credit note of these lines, each with the tax that it has; its id. It belongs to no invoice."""
    uow.actor.require("credit.free")
    on = check_date(uow, date)
    buyer = read_buyer(uow, customer_id).buyer
    _seller, currency = read_seller(uow)
    rounding = TaxRounding(str(read_firm_setting(uow, TAX_ROUNDING)))
    draft = InvoiceDraft(
        kind=InvoiceKind.CREDIT_NOTE,
        buyer=buyer,
        date=on,
        supply_date=on,
        due_date=on,
        currency=currency,
        price_mode=PriceMode.NET,
        tax_rounding=rounding,
        lines=lines,
        totals=totals_of(lines, PriceMode.NET, rounding),
        ship_to={},
        po_number=po_number,
        reason=reason,
        abroad=_abroad(uow, lines),
    )
    posted = post_draft(uow, draft)
    if with_paper:
        freeze_invoice_paper(uow, posted.invoice_id)
    return posted.invoice_id


def _abroad(view: Reading, lines: Iterable[DraftLine]) -> Abroad:
    """The country abroad whose taxes alone are credited, with the firm's VAT id there (decision 0047)."""
    rules = read_tax_rules(view)
    country = rules.country_of({line.tax.code for line in lines}) if rules.registered else ""
    if country not in rules.registered or country == require_firm(view).country:  # the firm moved there since
        return AT_HOME
    return Abroad(country, rules.registered[country])


def _check(credit: FreeCredit, keys: Mapping[str, TaxKey], units: Mapping[int, Unit], currency: str) -> None:
    findings = Findings("credit")
    findings.block(not credit.reason.strip(), "free_no_reason", "reason")
    findings.block(not credit.lines, "free_no_lines", "lines")
    for position, line in enumerate(credit.lines):
        where = f"lines/{position}"
        findings.block(not line.text.strip(), "no_text", f"{where}/text", position=position + 1)
        wrong = not 0 < line.quantity_micro <= MAX_QUANTITY_MICRO
        findings.block(wrong, "quantity_out_of_range", f"{where}/quantity", position=position + 1)
        wrong_price = not 0 < line.price_micro <= MAX_QUANTITY_MICRO or not 0 < line.price_per <= MAX_PER
        findings.block(wrong_price, "price_not_positive", f"{where}/price", position=position + 1)
        too_large = line.quantity_micro * line.price_micro > MAX_AMOUNT * MICRO * MICRO * max(
            line.price_per, 1
        )
        findings.block(too_large, "amount_too_large", f"{where}/price", position=position + 1)
        findings.block(line.tax_code not in keys, "unknown_tax", f"{where}/tax", tax=line.tax_code)
        _check_unit(findings, position, line, units.get(position))
        if not (wrong or wrong_price or too_large):
            nothing = _amount(line, currency) == 0
            findings.block(nothing, "amount_zero", f"{where}/price", position=position + 1)
    if findings.all:
        raise RefusedError("credit.free_refused", issues=findings.all)


def _check_unit(findings: Findings, position: int, line: FreeCreditLine, unit: Unit | None) -> None:
    """Half a piece cannot be credited; what has no article and no whole unit may have any part."""
    where = f"lines/{position}/quantity"
    if unit is None:
        findings.block(True, "unknown_unit", where, position=position + 1, unit=line.unit)
        return
    broken = not fits_decimals(line.quantity_micro, unit.decimals)
    counted = Counted(shown_quantity(line.quantity_micro), line.unit)
    findings.block(broken, "part_of_a_whole", where, position=position + 1, quantity=counted)


def _amount(line: FreeCreditLine, currency: str) -> int:
    return line_amount(
        quantity_micro=line.quantity_micro,
        price_micro=line.price_micro,
        per=line.price_per,
        currency=currency,
    )


def _draft_line(line: FreeCreditLine, key: TaxKey, unit: Unit, currency: str) -> DraftLine:
    return DraftLine(
        kind="free",
        text=line.text.strip(),
        quantity_micro=line.quantity_micro,
        unit=line.unit,
        base_micro=unit.to_base(line.quantity_micro),
        price_micro=line.price_micro,
        amount_minor=_amount(line, currency),
        tax=key,
        sku=line.sku,
        product_id=line.product_id,
        price_per=line.price_per,
    )


_BASE_UNITS = sa.select(Product.id, Product.unit, sa.literal(1), sa.literal(1), Product.unit_decimals)
_PACKS = sa.select(ProductUnit.product_id, ProductUnit.code).add_columns(
    ProductUnit.factor_num, ProductUnit.factor_den, ProductUnit.decimals
)


def _read_units(view: Reading, credit: FreeCredit) -> dict[int, Unit]:
    """The unit of each line by its place: the article's own, else one as the code says; none is missing there."""
    wanted = {line.product_id for line in credit.lines if line.product_id is not None}
    known: dict[tuple[int, str], Unit] = {}
    if wanted:
        base: Any = _BASE_UNITS.where(Product.id.in_(wanted))
        packs: Any = _PACKS.where(ProductUnit.product_id.in_(wanted))
        for row in view.db.execute(sa.union_all(base, packs)):
            known[row[0], row[1]] = Unit(*row[1:])
    found: dict[int, Unit] = {}
    for position, line in enumerate(credit.lines):
        if line.product_id is None:
            found[position] = Unit(line.unit, decimals=0 if is_whole(line.unit) else 6)
        elif (line.product_id, line.unit) in known:
            found[position] = known[line.product_id, line.unit]
    return found


def _read_tax_keys(view: Reading, codes: Sequence[str] | set[str], *, on: dt.date) -> dict[str, TaxKey]:
    """Category and rate of each tax code on a day; a code without a rate row (exemptions) has 0 %."""
    latest = (
        sa.select(TaxRate.rate_ppm)
        .where(TaxRate.tax_code_id == TaxCode.id, TaxRate.valid_from <= on)
        .order_by(TaxRate.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = sa.select(TaxCode.code, TaxCode.category, latest).where(TaxCode.code.in_(codes))
    return {row[0]: TaxKey(row[1], int(row[2] or 0), row[0]) for row in view.db.execute(statement)}
