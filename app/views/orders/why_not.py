"""Why a command of the order desk is not possible now, and what is done instead."""

from __future__ import annotations

from collections.abc import Callable

from app.i18n import _
from app.views.kit.context import Context
from app.views.orders.desk import OrderDesk
from app.views.orders.words import state_word

Why = Callable[[Context], str]


def _state(context: Context) -> str:
    """The state of the order in front, "" on the list."""
    desk = context.desk()
    page = desk.page() if isinstance(desk, OrderDesk) else None
    return page.session.draft.state if page is not None else ""


def no_page(_context: Context) -> str:
    """The list is in front."""
    return _("Open an order first: Enter in the list, or Ctrl+N for a new one.")


def _by_state(ways: Callable[[], dict[str, str]]) -> Why:
    def why(context: Context) -> str:
        state = _state(context)
        if not state:
            return no_page(context)
        return ways().get(state) or _("Its state is: {state}.").format(state=state_word(state))

    return why


def not_editable() -> Why:
    """Lines and head are keyed in a draft or an amendment."""
    states = ("confirmed", "shipped", "closed", "quoted")
    return _by_state(lambda: dict.fromkeys(states, _("Press Ctrl+E first: it lets the order be changed.")))


def not_amendable() -> Why:
    """A draft is changed as it stands."""
    return _by_state(lambda: {"draft": _("It is a draft: change it as it stands.")})


def not_cancellable() -> Why:
    """Drafts are thrown away, what is shipped is credited."""
    credit = _("Goods of it are shipped: make a credit note for its invoice instead.")
    draft = _("It is a draft: Esc, then Alt+2 throws it away.")
    return _by_state(lambda: {"draft": draft, "shipped": credit, "closed": credit})


def no_draft() -> Why:
    """What has a number stays listed."""
    return _by_state(
        lambda: dict.fromkeys(("confirmed", "quoted"), _("Ctrl+Shift+C cancels it, with a reason."))
    )


def not_shippable() -> Why:
    """Only what is confirmed is shipped and invoiced."""
    ways = {
        "draft": _("Confirm the order first: Ctrl+Enter."),
        "quoted": _("Turn the quote into an order first: Ctrl+Enter."),
        "shipped": _("All of it is shipped."),
        "closed": _("All of it is shipped and invoiced."),
    }
    return _by_state(lambda: ways)


def no_warning(context: Context) -> str:
    """The reason is for warnings."""
    return _("There is no warning to accept.") if _state(context) else no_page(context)


def no_pasted(context: Context) -> str:
    """All pasted rows are lines."""
    return _("No pasted row waits.") if _state(context) else no_page(context)
