"""Orders: amounts, and what was shipped and invoiced of each line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import sqlalchemy as sa

from app.domain.billing import LineProgress, amount_of_base
from app.domain.money import Money, discounted_price, line_amount
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, document_totals
from app.services.invoicing.sources import PRICED_KINDS
from app.services.orders.line_numbers import with_line_number
from app.services.unit_of_work import Reading
from app.services.verify.findings import (
    PER_CHECK_MAX,
    Finding,
    Row,
    Seen,
    money_of,
    quantities_of,
    query,
    tell_once,
)
from db.schema.orders import Order, OrderLine

_TAX_FIELDS = ("tax_category", "tax_ppm", "tax_code", "tax_stack")
_SHIPPED = with_line_number("""
select o.id, o.number,
  {line_number} as position,
  l.shipped_micro as stored, coalesce(s.picked, 0) as right_micro
from order_line l join sales_order o on o.id = l.order_id
left join (
  select x.order_line_id, sum(x.picked_micro) as picked from shipment_line x
  join shipment s on s.id = x.shipment_id where s.state = 'shipped' group by x.order_line_id
) s on s.order_line_id = l.id
where l.kind = 'goods' and l.shipped_micro <> coalesce(s.picked, 0)
order by l.id""")

_INVOICED = with_line_number("""
select o.id, o.number,
  {line_number} as position,
  o.currency, l.invoiced_micro, l.invoiced_minor,
  coalesce(i.base, 0) as base, coalesce(i.amount, 0) as amount
from order_line l join sales_order o on o.id = l.order_id
left join (
  select x.order_line_id, sum(abs(x.base_micro)) as base,
    sum(case when h.kind = 'invoice' then x.amount_minor else -x.amount_minor end) as amount
  from invoice_line x join invoice h on h.id = x.invoice_id
  where x.order_line_id is not null and x.credited_line_id is null
  group by x.order_line_id
) i on i.order_line_id = l.id
where l.invoiced_micro <> coalesce(i.base, 0) or l.invoiced_minor <> coalesce(i.amount, 0)
order by l.id""")

_SHIPMENTS_INVOICED = with_line_number("""
select o.id, o.number,
  {line_number} as position,
  l.invoiced_micro as stored, coalesce(s.invoiced, 0) as right_micro
from order_line l join sales_order o on o.id = l.order_id
left join (
  select order_line_id, sum(invoiced_micro) as invoiced from shipment_line group by order_line_id
) s on s.order_line_id = l.id
where l.kind = 'goods' and l.invoiced_micro <> coalesce(s.invoiced, 0)
order by l.id""")

_COMPLETE = with_line_number("""
select o.id, o.number, o.currency, o.revision, l.base_micro, l.cancelled_micro, l.invoiced_micro, l.invoiced_minor,
  l.quantity_micro, l.price_micro, l.price_per, l.amount_minor, l.factor_num, l.factor_den,
  (select count(*) from invoice_line x where x.order_line_id = l.id and x.credited_line_id is null) as parts,
  {line_number} as position
from order_line l join sales_order o on o.id = l.order_id
where l.invoiced_micro > 0 and l.invoiced_micro = l.base_micro - l.cancelled_micro
  and (l.cancelled_micro > 0 or l.invoiced_minor <> l.amount_minor)
order by o.id, l.position""")

_TAX_DIFFERENCES = """
select o.number, o.currency, o.tax_minor as ordered, i.tax as invoiced
from sales_order o join (
  select order_id, sum(case when kind = 'invoice' then tax_minor else -tax_minor end) as tax,
    sum(case when kind = 'invoice' then net_minor else -net_minor end) as net
  from invoice where order_id is not null group by order_id
) i on i.order_id = o.id
where i.net = o.net_minor and i.tax <> o.tax_minor
order by o.id"""

_RESTS = """
select o.number, o.currency, l.amount as ordered, l.invoiced
from sales_order o join (
  select order_id, sum(amount_minor) as amount, sum(invoiced_minor) as invoiced
  from order_line group by order_id having sum(cancelled_micro) > 0
) l on l.order_id = o.id
where o.state = 'closed' and l.amount <> l.invoiced
order by o.id"""


def check_amounts(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Each line's amount is quantity x price rounded once, and the order's sums are those of its lines.

    Where a discount counts on a part of a line's price the net price is the list price less the percent of that part.
    """
    findings = []
    for order_id, lines in _orders(view):
        found = _check_order(lines)
        if found is not None and order_id not in seen.orders:
            seen.orders.add(order_id)
            findings.append(found)
    return tuple(findings)


def _orders(view: Reading) -> Iterator[tuple[int, list[Row]]]:
    """Confirmed orders and quotes with their priced lines, streamed."""
    heads = (
        Order.number,
        Order.currency,
        Order.price_mode,
        Order.tax_rounding,
        Order.net_minor,
        Order.tax_minor,
        Order.gross_minor,
    )
    statement = (
        sa.select(OrderLine.__table__, *heads)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.number.is_not(None), OrderLine.kind.in_(PRICED_KINDS))
        .order_by(OrderLine.order_id, OrderLine.position)
    )
    rows = view.db.execution_options(yield_per=2000).execute(statement).mappings()
    for order_id, lines in groupby(rows, key=lambda row: row["order_id"]):
        yield order_id, [dict(line) for line in lines]


def _check_order(lines: list[Row]) -> Finding | None:
    for line in lines:
        if not _is_amount_right(line):
            return Finding(
                "verify.order_line_amount", {**_place(line), "amount": money_of(line, "amount_minor")}
            )
        if not _is_discount_right(line):
            return Finding("verify.order_line_discount", _place(line))
    head = lines[0]
    amounts = [
        TaxedAmount(line["amount_minor"], TaxKey(*(line[name] for name in _TAX_FIELDS))) for line in lines
    ]
    totals = document_totals(amounts, PriceMode(head["price_mode"]), TaxRounding(head["tax_rounding"]))
    stored = (head["net_minor"], head["tax_minor"], head["gross_minor"])
    if stored == (totals.net_minor, totals.tax_minor, totals.gross_minor):
        return None
    currency = head["currency"]
    sums = {"stored": Money(head["gross_minor"], currency), "right": Money(totals.gross_minor, currency)}
    return Finding("verify.order_sums", {"number": head["number"], **sums})


def _is_amount_right(line: Row) -> bool:
    """The keyed quantity's worth, also where a rest was cancelled: the line stays as it was confirmed."""
    whole = line_amount(
        quantity_micro=line["quantity_micro"],
        price_micro=line["price_micro"],
        per=line["price_per"],
        currency=line["currency"],
    )
    return bool(line["amount_minor"] == whole)


def _is_discount_right(line: Row) -> bool:
    """Of a discount on a part of the price: the list price less its percent of that part is the net price."""
    listed, on = line["list_price_micro"], line["discount_on_micro"]
    if on is None:
        return True
    return bool(listed and discounted_price(listed, line["discount_ppm"], on) == line["price_micro"])


def check_shipped(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What a line says was shipped is what its posted shipments hold."""
    return _quantities(view, seen, _SHIPPED, "verify.order_line_shipped")


def check_shipments_invoiced(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What a line says was invoiced is what its shipments say."""
    return _quantities(view, seen, _SHIPMENTS_INVOICED, "verify.shipment_invoiced")


def _quantities(view: Reading, seen: Seen, sql: str, code: str) -> tuple[Finding, ...]:
    return tell_once(query(view, sql), seen.orders, code, lambda row: {**_place(row), **quantities_of(row)})


def _place(row: Row) -> dict[str, object]:
    return {"number": row["number"], "position": row["position"]}


def check_invoiced(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What a line says was invoiced, in quantity and amount, is what its invoice lines hold (D56)."""
    return tell_once(
        query(view, _INVOICED),
        seen.orders,
        "verify.order_line_invoiced",
        lambda row: {
            **_place(row),
            "stored": money_of(row, "invoiced_minor"),
            "right": money_of(row, "amount"),
        },
    )


def check_fully_invoiced(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """A line invoiced whole has invoices of exactly its net; one whose rest was cancelled, of the net of what is left.

    Where the last part is not the last of the line as it was ordered, nothing took the cents of the parts before.
    """
    lines = map(dict, view.db.execute(sa.text(_COMPLETE)).mappings())  # all: a cancelled rest is no mistake
    wrong = (line for line in lines if abs(line["invoiced_minor"] - _worth(line)) > _cents_of_parts(line))

    def params(line: Row) -> dict[str, object]:
        worth = Money(_worth(line), line["currency"])
        return {**_place(line), "order": worth, "invoiced": money_of(line, "invoiced_minor")}

    return tell_once(wrong, seen.orders, "verify.order_net", params)[:PER_CHECK_MAX]


def _worth(line: Row) -> int:
    """What is left of the line after its cancelled rest, at its price."""
    progress = LineProgress(**{name: line[name] for name in LineProgress.__dataclass_fields__})
    return amount_of_base(progress, progress.base_micro - progress.cancelled_micro, line["currency"])


def _cents_of_parts(line: Row) -> int:
    """How far parts rounded one by one may lie from their sum: half a cent each, and half a cent for the sum."""
    was_cut = line["cancelled_micro"] > 0 or line["revision"] > 0
    return (line["parts"] + 1) // 2 if was_cut and line["parts"] > 1 else 0


def explained_differences(view: Reading) -> tuple[Finding, ...]:
    """Orders that say something else than their invoices for a good reason.

    Not findings: they are told so that nobody looks for a mistake. Tax differs because each paper rounds its own
    base (A7); an order whose rest was cancelled keeps the sum that was confirmed.
    """

    def told(code: str, sql: str) -> tuple[Finding, ...]:
        return tuple(
            Finding(
                code,
                {
                    "number": row["number"],
                    "order": money_of(row, "ordered"),
                    "invoiced": money_of(row, "invoiced"),
                },
            )
            for row in query(view, sql)
        )

    taxes = told("verify.tax_difference_explained", _TAX_DIFFERENCES)
    return taxes + told("verify.rest_cancelled_explained", _RESTS)
