"""Changes of a confirmed order in words: what each line and field was and is to be, the sums, the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.i18n import _, format_day, format_money, n_
from app.models.line_words import line_text
from app.services.orders.approval_cards import ApprovalCard
from app.services.orders.field_words import field_words, shown_value

_MOST = 8  # the page of the inbox has room for as many; the order shows all of them
_ARROW = " \N{RIGHTWARDS ARROW} "


def changes_of(card: ApprovalCard) -> list[str]:
    """What is to change, a line of text each, and what follows; nothing for a draft."""
    stored = card.amendment
    if stored is None:
        return []
    sums = (format_money(stored[f"gross_{name}_minor"], card.currency) for name in ("before", "after"))
    head = _("Changes of order {number}: {total}").format(number=card.number, total=_ARROW.join(sums))
    names = sorted(stored["now"], key=_place)
    told = [
        f"\N{BULLET} {_change(name, stored['was'][name], stored['now'][name], card.currency)}"
        for name in names[:_MOST]
    ]
    more = len(names) - len(told)
    if more:
        told.append(n_("and {count} more change", "and {count} more changes", more).format(count=more))
    held = [] if card.hold is not None or not stored.get("wanted") else [_("Nothing of what is new is held")]
    return [head, *told, *_days(stored), *held]


def _place(name: str) -> tuple[bool, str]:
    """Lines come first."""
    return not name.startswith("line "), name


def _change(name: str, was: Any, now: Any, currency: str) -> str:
    if name.startswith("line "):
        if was is None:
            return _("New: {line}").format(line=line_text(now, currency))
        if now is None:
            return _("Gone: {line}").format(line=line_text(was, currency))
        return _ARROW.join((line_text(was, currency), line_text(now, currency)))
    word = field_words(name)
    if name.endswith("_id"):
        return _("{field} changed").format(field=word)
    values = _ARROW.join(str(shown_value(name, each)) or "\N{EN DASH}" for each in (was, now))
    return f"{word}: {values}"


def _days(stored: Mapping[str, Any]) -> list[str]:
    told = []
    if stored["ship_day"]:
        day = format_day(date.fromisoformat(stored["ship_day"]))
        told.append(_("What is new ships on {day}, as things stood when it was asked").format(day=day))
    if stored["is_undated"]:
        told.append(_("Part of what is new has no day yet"))
    return told
