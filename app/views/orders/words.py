"""States in the words of the office."""

from __future__ import annotations

from app.i18n import _
from app.messages.order_states import TEXTS

WORKSHOP_KEYS = "Ctrl+Shift+W"
REASON_KEY = "Ctrl+Shift+A"  # to the reason for accepting warnings
ASK_KEYS = "Ctrl+Alt+A"  # for approval
AGAIN_KEYS = "Ctrl+Shift+J"  # not with Alt: Ctrl+Alt+E is AltGr+E, the euro sign


def state_word(state: str) -> str:
    """An order's state in words. From its own file: the list asks before the catalogue of all texts is there."""
    text = TEXTS.get(f"order.state.{state}")
    return _(text) if text else state


def keys_of(state: str, *, editable: bool) -> str:
    """The keys that help most with an order as it stands, for the line below its lines."""
    if editable:
        return _(
            "Ins insert line · F4 look up · F6 configure · Ctrl+Del delete · Ctrl+D repeat · Ctrl+Z undo · Ctrl+V paste"
        )
    if state == "confirmed":
        return _(
            "Ctrl+E amend · Ctrl+Shift+C cancel order · Ctrl+Shift+P pick and ship · Ctrl+Shift+I invoice"
            " · Ctrl+Shift+B advance"
        )
    if state == "quoted":
        return _(
            "Ctrl+Enter turn into order · Ctrl+E revise · Ctrl+Shift+C cancel · Ctrl+P paper · Ctrl+R repeat"
        )
    if state == "shipped":
        return _("Ctrl+P paper · Ctrl+Shift+I invoice · Ctrl+R repeat")
    return _("Ctrl+P paper · Ctrl+R repeat")
