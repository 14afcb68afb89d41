"""Promotions: what is counted of them is what confirmed orders have, and an order has what its lines say."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.domain.money import Money
from app.domain.orders.terms_typed import read_names
from app.domain.pricing.promotions import coupon_key
from app.services.unit_of_work import Reading
from app.services.verify.findings import PER_CHECK_MAX, Finding, Row, Seen, money_of, query
from db.schema.promotions import PromotionRule
from db.statements import table_of

_RULE = table_of(PromotionRule).c

_USERS = """
select u.number as promotion, o.number, u.order_id
from promotion_use u join sales_order o on o.id = u.order_id
where o.state in ('draft', 'quoted', 'ordered', 'cancelled')
  or coalesce(u.customer_id, 0) <> coalesce(o.customer_id, 0)
order by u.order_id, u.number"""

_KEYED = sa.text("""
select u.number as promotion, o.number, u.order_id, o.coupons
from promotion_use u join sales_order o on o.id = u.order_id
where not exists (select 1 from promotion_rule r where r.number = u.number and r.coupon = '')
order by u.order_id, u.number""")

_TAKEN = """
select u.number as promotion, o.number, u.order_id, o.currency, u.amount_minor as stored,
  coalesce(l.right_minor, 0) as right_minor
from promotion_use u join sales_order o on o.id = u.order_id
left join (select order_id, origin,
    case when sum(amount_minor) < 0 then -sum(amount_minor) else 0 end as right_minor
  from order_line where origin like 'P%' group by order_id, origin) l
  on l.order_id = u.order_id and l.origin = 'P' || u.number
where u.amount_minor <> coalesce(l.right_minor, 0) and (l.origin is not null
  or not exists (select 1 from promotion_rule r where r.number = u.number and r.effect = 'freight'))
order by u.order_id, u.number"""

_LOST = """
select t.number as promotion, o.number, o.id as order_id, o.currency, 0 as stored,
  -sum(l.amount_minor) as right_minor
from order_line l join sales_order o on o.id = l.order_id join promotion_tally t on l.origin = 'P' || t.number
where l.origin like 'P%' and o.state not in ('draft', 'quoted', 'ordered', 'cancelled')
  and not exists (select 1 from promotion_use u where u.order_id = o.id and u.number = t.number)
group by t.number, o.number, o.id, o.currency having sum(l.amount_minor) < 0
order by o.id, t.number"""

_TALLIES = """
select t.number as promotion, t.uses, t.spent_minor,
  count(u.order_id) as orders, coalesce(sum(u.amount_minor), 0) as right_minor
from promotion_tally t left join promotion_use u on u.number = t.number
group by t.number, t.uses, t.spent_minor
having t.uses <> count(u.order_id) or t.spent_minor <> coalesce(sum(u.amount_minor), 0)
order by t.number"""


def check_users(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """A promotion is used by an order that is confirmed, for that order's customer, with its coupon keyed."""
    rows = [*query(view, _USERS), *_without_coupon(view)]
    return _told(view, rows, seen, "verify.promotion_user", has_amounts=False)


def _without_coupon(view: Reading) -> list[Row]:
    """The uses of promotions that always asked for a coupon, by orders in which none of theirs is keyed."""
    codes: dict[int, set[str]] = {}
    for number, coupon in view.db.execute(sa.select(_RULE.number, _RULE.coupon)):
        codes.setdefault(number, set()).add(coupon_key(coupon))
    found: list[Row] = [
        dict(row)
        for row in view.db.execute(_KEYED).mappings()
        if codes[row["promotion"]].isdisjoint(map(coupon_key, read_names(row["coupons"])))
    ]
    return found[:PER_CHECK_MAX]


def check_taken(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """What an order has of a promotion is what that one's lines take off in it; free freight has no line."""
    rows = [*query(view, _TAKEN), *query(view, _LOST)]
    return _told(view, rows, seen, "verify.promotion_use", has_amounts=True)


def check_tallies(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Uses and amount of a promotion are the sums over its orders."""
    rows = [row for row in query(view, _TALLIES) if row["promotion"] not in seen.promotions]
    names = _names(view) if rows else {}
    found = []
    for row in rows:
        name, currency = names[row["promotion"]]
        spent = {"spent": row["spent_minor"], "right_spent": row["right_minor"]}
        counts: dict[str, object] = {"name": name, "stored": row["uses"], "right": row["orders"]}
        amounts = {key: Money(minor, currency) for key, minor in spent.items()}
        found.append(Finding("verify.promotion_tally", counts | amounts))
    return tuple(found)


def _told(
    view: Reading, rows: Sequence[Row], seen: Seen, code: str, *, has_amounts: bool
) -> tuple[Finding, ...]:
    """A finding for each order that was not told yet; what is counted of the promotion follows from it."""
    names = _names(view) if rows else {}
    findings = []
    for row in rows:
        seen.promotions.add(row["promotion"])
        if row["order_id"] in seen.orders:
            continue
        seen.orders.add(row["order_id"])
        params: dict[str, object] = {"number": row["number"] or "-", "name": names[row["promotion"]][0]}
        if has_amounts:
            params |= {"stored": money_of(row, "stored"), "right": money_of(row, "right_minor")}
        findings.append(Finding(code, params))
    return tuple(findings)


def _names(view: Reading) -> dict[int, tuple[str, str]]:
    """Name and currency of each promotion by its number, as it is called now or was last."""
    is_current = sa.and_(_RULE.replaced_at_version.is_(None), ~_RULE.draft)
    rows = view.db.execute(
        sa.select(_RULE.number, _RULE.name, _RULE.currency).order_by(
            sa.case((is_current, 1), else_=0), _RULE.id
        )
    )
    return {number: (name, currency) for number, name, currency in rows}
