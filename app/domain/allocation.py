"""Which claims a credit settles: oldest first, or as somebody says; never more than either holds (E68)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.issues import Issue, Remedy, Severity
from app.domain.money import Money


@dataclass(frozen=True, slots=True)
class Claim:
    """An open item of a customer as far as paying it matters; amounts in minor units."""

    id: int
    number: str
    customer_id: int
    date: dt.date
    due_date: dt.date
    open_minor: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a credit for one claim."""

    claim_id: int
    amount_minor: int


def oldest_first(amount_minor: int, claims: Iterable[Claim]) -> tuple[Share, ...]:
    """Spend an amount on the claims by due date, then date and id; what is left over stays a credit."""
    shares = []
    rest = amount_minor
    for claim in sorted(claims, key=lambda claim: (claim.due_date, claim.date, claim.id)):
        part = min(rest, claim.open_minor)
        if part > 0:
            shares.append(Share(claim.id, part))
            rest -= part
    return tuple(shares)


def propose_shares(amount_minor: int, claims: Iterable[Claim], *, wanted_id: int = 0) -> tuple[Share, ...]:
    """What a payment most likely means: the claim it came for, one of exactly this amount, else oldest first."""
    known = sorted(claims, key=lambda claim: (claim.due_date, claim.date, claim.id))
    wanted = [claim for claim in known if claim.id == wanted_id]
    exact = [claim for claim in known if claim.open_minor == amount_minor]
    first = (wanted or exact)[:1]
    start = oldest_first(amount_minor, first)
    rest = amount_minor - sum(share.amount_minor for share in start)
    return (*start, *oldest_first(rest, [claim for claim in known if claim not in first]))


def check_shares(
    amount_minor: int,
    shares: Sequence[Share],
    claims: Mapping[int, Claim],
    *,
    customer_id: int,
    currency: str,
) -> tuple[Issue, ...]:
    """Every reason why the shares can't be applied: amounts, unknown claims, beyond claim or credit."""
    issues: list[Issue] = []
    spent: dict[int, int] = {}
    for position, share in enumerate(shares):
        where = f"allocations/{position}"
        claim = claims.get(share.claim_id)
        if claim is None or claim.customer_id != customer_id:
            issues.append(_block("payment.unknown_claim", where, item=share.claim_id))
        elif share.amount_minor <= 0:
            issues.append(_block("payment.share_not_positive", where, number=claim.number))
        else:
            spent[claim.id] = spent.get(claim.id, 0) + share.amount_minor
            if spent[claim.id] > claim.open_minor:
                issues.append(_above_claim(where, claim, spent[claim.id], currency))
    total = sum(spent.values())
    if total > amount_minor:
        amounts = {"total": Money(total, currency), "amount": Money(amount_minor, currency)}
        issues.append(_block("payment.above_amount", "allocations", **amounts))
    return tuple(issues)


def _above_claim(where: str, claim: Claim, wanted: int, currency: str) -> Issue:
    open_amount = Money(claim.open_minor, currency)
    params = {"number": claim.number, "wanted": Money(wanted, currency), "open": open_amount}
    remedy = Remedy("payment.use_open_amount", "payment.set_share", {"item": claim.id, "open": open_amount})
    return Issue("payment.above_open", Severity.BLOCK, where, params, remedies=(remedy,))


def _block(code: str, where: str, **params: object) -> Issue:
    return Issue(code, Severity.BLOCK, where, params)
