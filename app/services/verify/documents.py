"""Invoices and credit notes add up: tax by rate, lines, header."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.money import Money
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, document_totals
from app.services.unit_of_work import Reading
from app.services.verify.findings import Finding, Row, Seen, money_of, query, tell_once

_ROUNDED = """
case when i.price_mode = 'gross'
  then (case when {shown} < 0 then -1 else 1 end)
    * ((abs({shown}) * t.tax_ppm * 2 + 1000000 + t.tax_ppm) / (2 * (1000000 + t.tax_ppm)))
  else (case when {shown} < 0 then -1 else 1 end) * ((abs({shown}) * t.tax_ppm + 500000) / 1000000)
end"""
_OF_GROUP = _ROUNDED.format(
    shown="(t.base_minor + case when i.price_mode = 'gross' then t.tax_minor else 0 end)"
)
_OF_LINES = f"""(
  select coalesce(sum({_ROUNDED.format(shown="x.amount_minor")}), 0) from invoice_line x
  where x.invoice_id = t.invoice_id and x.tax_code = t.tax_code and x.tax_category = t.tax_category
    and x.tax_ppm = t.tax_ppm
)"""  # noqa: S608 - constants only
_TAX_RIGHT = f"case when i.tax_rounding = 'line' then {_OF_LINES} else {_OF_GROUP} end"

_WRONG_TAXES = f"""
select i.id, i.kind, i.number, i.currency, t.tax_code, t.tax_category, t.tax_ppm, t.tax_minor,
  {_TAX_RIGHT} as right_minor
from invoice_tax t join invoice i on i.id = t.invoice_id
where t.tax_stack = '' and t.tax_minor <> {_TAX_RIGHT}
order by i.id"""  # noqa: S608 - constants only

_STACKED = """
select i.id, i.kind, i.number, i.currency, i.price_mode, i.tax_rounding, t.tax_code, t.tax_category, t.tax_ppm,
  t.tax_stack, t.base_minor, t.tax_minor
from invoice_tax t join invoice i on i.id = t.invoice_id
where t.tax_stack <> ''
order by i.id"""

_AMOUNTS = """
select amount_minor from invoice_line
where invoice_id = :invoice and tax_code = :code and tax_ppm = :ppm"""

_PARTS = """
select i.id, i.number, i.currency, t.tax_code, t.tax_minor, coalesce(p.parts_minor, 0) as parts_minor
from invoice_tax t join invoice i on i.id = t.invoice_id left join (
  select invoice_id, tax_code, sum(tax_minor) as parts_minor, sum(home_tax_minor) as home_minor
  from invoice_tax_part group by invoice_id, tax_code
) p on p.invoice_id = t.invoice_id and p.tax_code = t.tax_code
where t.tax_stack <> '' and (t.tax_minor <> coalesce(p.parts_minor, 0)
  or t.home_tax_minor <> coalesce(p.home_minor, 0))
order by i.id"""

_CREDITED_OF = """
select l.invoice_id from invoice_line c join invoice_line l on l.id = c.credited_line_id
where c.invoice_id = :id"""

_TAX_LEFT = """
select t.tax_minor - coalesce(sum(ct.tax_minor), 0) - coalesce(max(off.tax_minor), 0) as left_minor,
  t.base_minor - coalesce(sum(ct.base_minor), 0) - coalesce(max(off.net_minor), 0) as left_base_minor
from invoice_tax t left join invoice_tax ct
  on ct.tax_code = t.tax_code and ct.tax_ppm = t.tax_ppm and ct.tax_category = t.tax_category
    and ct.invoice_id in (
      select c.invoice_id from invoice_line c join invoice_line l on l.id = c.credited_line_id
      where l.invoice_id = t.invoice_id)
left join (
  select a.invoice_id, a.tax_code, a.tax_ppm, sum(d.tax_minor) as tax_minor, sum(d.net_minor) as net_minor
  from advance_deduction d join invoice_line a on a.id = d.advance_line_id
  group by a.invoice_id, a.tax_code, a.tax_ppm
) off on off.invoice_id = t.invoice_id and off.tax_code = t.tax_code and off.tax_ppm = t.tax_ppm
where t.invoice_id = :invoice and t.tax_code = :code and t.tax_ppm = :ppm
group by t.id, t.tax_minor, t.base_minor"""

_LINES = """
select i.id, i.number, i.currency, x.tax_code, x.tax_ppm, sum(x.lines) as lines_minor, sum(x.base) as base_minor
from (
  select invoice_id, tax_code, tax_category, tax_ppm, amount_minor as lines, 0 as base from invoice_line
  union all
  select t.invoice_id, t.tax_code, t.tax_category, t.tax_ppm, 0,
    t.base_minor + case when h.price_mode = 'gross' then t.tax_minor else 0 end
  from invoice_tax t join invoice h on h.id = t.invoice_id
) x join invoice i on i.id = x.invoice_id
group by i.id, i.number, i.currency, x.tax_code, x.tax_category, x.tax_ppm
having sum(x.lines) <> sum(x.base)
order by i.id"""

_SUMS = """
select i.id, i.number, i.currency, i.net_minor, i.tax_minor, i.gross_minor, s.net, s.tax
from invoice i left join (
  select invoice_id, sum(base_minor) as net, sum(tax_minor) as tax from invoice_tax group by invoice_id
) s on s.invoice_id = i.id
where i.net_minor <> coalesce(s.net, 0) or i.tax_minor <> coalesce(s.tax, 0)
  or i.gross_minor <> i.net_minor + i.tax_minor
order by i.id"""


_ROUNDINGS = """
select i.id, i.number, i.currency, i.rounding_minor, i.gross_minor from invoice i
where (i.coin_minor = 0 and i.rounding_minor <> 0) or i.coin_minor < 0
  or (i.coin_minor > 0 and (abs(i.gross_minor + i.rounding_minor) % i.coin_minor <> 0
    or abs(i.rounding_minor) * case when i.kind = 'invoice' then 2 else 1 end > i.coin_minor))
order by i.id"""


def check_roundings(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What is paid with coins is a multiple of the smallest one, half of it away at most (a credit: one coin)."""
    return tell_once(
        query(view, _ROUNDINGS),
        seen.invoices,
        "verify.invoice_rounding",
        lambda row: {"number": row["number"], "stored": money_of(row, "rounding_minor")},
    )


def check_taxes(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Tax by rate on each paper's own base, or on each of its lines where it says so (A1, A2, A6).

    A credit note that takes the last tax or base of its invoice's rate may differ: all credits are the invoice (D60).
    """
    findings = []
    for row in (*query(view, _WRONG_TAXES), *_wrong_stacks(view)):
        if row["id"] in seen.invoices or (row["kind"] == "credit_note" and _takes_the_rest(view, row)):
            continue
        seen.invoices.add(row["id"])
        params = {
            "number": row["number"],
            "tax": row["tax_code"],
            "stored": money_of(row, "tax_minor"),
            "right": money_of(row, "right_minor"),
        }
        findings.append(Finding("verify.invoice_tax", params))
    return tuple(findings)


def _wrong_stacks(view: Reading) -> Iterator[Row]:
    """Taxes of several jurisdictions that are not the sum of their rounded parts."""
    for row in query(view, _STACKED):
        key = TaxKey(row["tax_category"], row["tax_ppm"], row["tax_code"], row["tax_stack"])
        mode, rounding = PriceMode(row["price_mode"]), TaxRounding(row["tax_rounding"])
        shown = [row["base_minor"] + (row["tax_minor"] if mode is PriceMode.GROSS else 0)]
        if rounding is TaxRounding.LINE:
            lines = query(view, _AMOUNTS, invoice=row["id"], code=key.code, ppm=key.rate_ppm)
            shown = [line["amount_minor"] for line in lines]
        amounts = [TaxedAmount(amount, key) for amount in shown]
        right = document_totals(amounts, mode, rounding).tax_minor
        if right != row["tax_minor"]:
            yield {**row, "right_minor": right}


def check_parts(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What the jurisdictions take of a stacked tax sums to it."""
    return tell_once(
        query(view, _PARTS),
        seen.invoices,
        "verify.tax_parts",
        lambda row: {
            "number": row["number"],
            "tax": row["tax_code"],
            "stored": money_of(row, "tax_minor"),
            "right": money_of(row, "parts_minor"),
        },
    )


def _takes_the_rest(view: Reading, row: Row) -> bool:
    credited = query(view, _CREDITED_OF, id=row["id"])
    if not credited:
        return False
    left = query(view, _TAX_LEFT, invoice=credited[0]["invoice_id"], code=row["tax_code"], ppm=row["tax_ppm"])
    return bool(left) and 0 in (left[0]["left_minor"], left[0]["left_base_minor"])


def check_lines(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """The lines of a rate sum to its base."""
    return tell_once(
        query(view, _LINES),
        seen.invoices,
        "verify.invoice_lines",
        lambda row: {
            "number": row["number"],
            "tax": row["tax_code"],
            "lines": money_of(row, "lines_minor"),
            "base": money_of(row, "base_minor"),
        },
    )


def check_sums(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Net, tax and gross of the header are the sums by rate."""
    return tell_once(
        query(view, _SUMS),
        seen.invoices,
        "verify.invoice_sums",
        lambda row: {
            "number": row["number"],
            "stored": money_of(row, "gross_minor"),
            "right": Money((row["net"] or 0) + (row["tax"] or 0), row["currency"]),
        },
    )
