"""What a configuration adds to a price, as a few bars: equal names joined, the small ones of many told together."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.pricing import Step
from app.i18n import format_micro, n_
from app.views.kit.bars import StepKind, WaterfallStep

MOST = 5
"""Bars of shares: below them stand the net price and the margin, which are to be seen without scrolling."""
_MINUS = "\N{MINUS SIGN}"


def share_bars(steps: Sequence[Step]) -> list[WaterfallStep]:
    """The bars of shares that follow one another in a trace; of those in a list's own currency the texts alone.

    At most `MOST`; the last one's hint then says those that it joins.
    """
    rows = _joined(steps)
    largest = sorted(rows, key=lambda name: -abs(rows[name]))[: MOST if len(rows) <= MOST else MOST - 1]
    shown = [(name, micro, "") for name, micro in rows.items() if name in largest]
    left = [(name, micro) for name, micro in rows.items() if name not in largest]
    currency = steps[0].currency or ""
    if left:
        told = "; ".join(f"{name} {_amount(micro, currency)}" for name, micro in left)
        more = n_("{count} more", "{count} more", len(left)).format(count=len(left))
        shown.append((more, sum(micro for _name, micro in left), told))
    bars, at = list[WaterfallStep](), steps[0].before_micro
    for name, micro, hint in shown:
        start, at = at, at + micro
        if currency:
            bars.append(WaterfallStep(name, 0, 0, _amount(micro, currency), "quiet", hint))
        else:
            kind: StepKind = "less" if micro < 0 else "cost"
            bars.append(WaterfallStep(name, start, at, _amount(micro, ""), kind, hint))
    return bars


def _joined(steps: Sequence[Step]) -> dict[str, int]:
    """What shares of each name come to, in the order of the first ones; of several the name says how many."""
    found: dict[str, list[int]] = {}
    for step in steps:
        found.setdefault(step.name, []).append(step.delta_micro)
    return {
        f"{name} \N{MULTIPLICATION SIGN} {len(each)}" if len(each) > 1 else name: sum(each)
        for name, each in found.items()
    }


def _amount(micro: int, currency: str) -> str:
    text = format_micro(micro, places_min=2).replace("-", _MINUS)
    return f"{text} {currency}" if currency else text
