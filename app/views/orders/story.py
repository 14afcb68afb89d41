"""The fields of an order's story in the words of the office."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from app.i18n import _, format_moment, format_quantity
from app.models.line_words import line_text
from app.services.history import HistoryEntry
from app.views.kit.history_words import Group, Shown, Word, Words, amount, plain
from app.views.kit.hold_words import hold_fields
from app.views.orders.accepted import accepted_text
from app.views.orders.words import state_word


def story_words(currency: str) -> Words:
    """Amounts are in the order's currency."""
    return {
        "state": Word(_("State"), lambda state: state_word(str(state)) if state else ""),
        "number": _("Number"),
        "customer": _("Customer"),
        "gross_minor": Word(_("Gross"), amount(currency)),
        "lines": _("Lines"),
        "line ": Group(lambda _number: _("Line"), _line(currency)),
        "revision": _("Revision"),
        "accepted": Word(_("Accepted"), _accepted),
        "order_id": _("Order"),
        "ship_name": _("Recipient"),
        "ship_street": _("Street"),
        "ship_postcode": _("Postcode"),
        "ship_city": _("City"),
        "ship_country": _("Country"),
        "requested_date": _("Requested date"),
        "valid_until": _("Valid until"),
        "promise_date": _("Promised"),
        "goods_in": _("Goods came in"),
        "arrival": _("Arrival"),
        "sources": Word(_("From"), _sources),
        "po_number": _("Customer PO"),
        "term_id": _("Terms"),
        "delivery_wish": _("Delivery"),
        "note": _("Note on papers"),
        "channel": _("Channel"),
        "carrier": _("Carrier"),
        "order_discount": _("Order discount"),
        "waived": _("Taken out"),
        "coupons": _("Coupons"),
        "services": _("Chosen services"),
        "approval": Word(_("Approval"), lambda state: _approvals().get(str(state), plain(state))),
        "agreed": Word(_("Said yes to"), _accepted),
        "held_until": Word(_("Goods held until"), _moment),
        "holds_stock": _("Goods held"),
        "approval_told_again": _("Told again"),
        "contact_name": _("Contact"),
        **hold_fields(),
    }


def act_of(entry: HistoryEntry) -> str:
    """What was done, by what it wrote."""
    before = {change.field: change.before for change in entry.changes}
    after = {change.field: change.after for change in entry.changes}
    if "state" in after:
        return _step(str(before["state"] or ""), str(after["state"] or ""))
    if "released" in after or "hold" in after:
        return _hold_act(after)
    if not after.keys().isdisjoint({"agreed", "approval", "approval_told_again", "holds_stock"}):
        return _approval_act(after)
    if "revision" in after:
        return _("Quote revised")
    if "cancelled" in after:
        return _("Rest cancelled")
    if "sources" in after:
        return _("Comes from another warehouse")
    if "goods_in" in after or "arrival" in after:
        return _("Promise moved")
    return _("Order changed") if after else ""


def _hold_act(after: Mapping[str, object]) -> str:
    if "released" in after:
        return _("Hold released")
    return _("Order held") if after["hold"] else _("Hold ended")


def _step(before: str, after: str) -> str:
    """A move between states as what somebody did."""
    if after == "cancelled":
        return _("Quote cancelled") if before == "quoted" else _("Order cancelled")
    steps = {
        ("", "closed"): _("Imported"),
        ("draft", "confirmed"): _("Order confirmed"),
        ("draft", "quoted"): _("Quote made"),
        ("quoted", "ordered"): _("Order made of the quote"),
        ("ordered", "quoted"): _("Quote open again"),
        ("confirmed", "shipped"): _("All of it shipped"),
        ("confirmed", "closed"): _("All of it invoiced"),
        ("shipped", "closed"): _("All of it invoiced"),
        ("shipped", "confirmed"): _("Open again"),
        ("closed", "confirmed"): _("Open again"),
    }
    return steps.get((before, after), "")


def _approvals() -> dict[str, str]:
    """What became of a request, as what somebody did."""
    return {
        "open": _("Approval asked for"),
        "granted": _("Approved"),
        "refused": _("Not approved"),
        "withdrawn": _("Request taken back"),
        "void": _("Request ended by a change"),
    }


def _approval_act(after: Mapping[str, object]) -> str:
    acts = {
        "agreed": _("Partly approved"),
        "approval_told_again": _("Nobody answered: told again"),
        "holds_stock": _("Time over: goods set free"),
    }
    told = (words for field, words in acts.items() if field in after)
    return next(told, _approvals().get(str(after.get("approval")), ""))


def _moment(value: object) -> str:
    with suppress(ValueError):
        return format_moment(datetime.fromisoformat(str(value)))
    return plain(value)


def _accepted(codes: object) -> str:
    return accepted_text(codes) if isinstance(codes, list) else plain(codes)


def _sources(parts: object) -> str:
    """What comes from where: `19 DSK-1608-OAK, Leeds`."""
    if not isinstance(parts, list):
        return plain(parts)
    return "; ".join(f"{format_quantity(Decimal(quantity))} {sku}, {place}" for sku, quantity, place in parts)


def _line(currency: str) -> Shown:
    """A line in words; what is none as it is."""

    def shown(line: object) -> str:
        if not isinstance(line, Mapping) or "quantity_micro" not in line:
            return plain(line)
        return line_text(line, currency)

    return shown
