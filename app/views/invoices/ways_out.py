"""The ways out of what stands against an invoice or a credit: on one key, here or on cards of other desks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Remedy
from app.i18n import _
from app.messages import text_of_error, text_of_remedy
from app.views.kit.context import Context
from app.views.kit.errors import show_error
from app.views.kit.message_bar import MessageAction
from app.views.kit.tab_desk import DeskPage

KEYS = "F8"
Takes = Mapping[str, Callable[[Remedy], None]]  # by the remedy's command: what the page itself does


def show_refusal(
    page: DeskPage, error: Exception, *, go: Callable[[str], None], takes: Takes | None = None
) -> None:
    """Say why it was refused and go to the first place of it; F8 takes the way out, or goes there again."""
    if not isinstance(error, RefusedError) or not error.issues:
        show_error(page, error)
        return
    first = next((issue.where for issue in error.issues if issue.where), "")
    actions = ways_out(page.context, error.issues, takes)
    if not actions and first:
        actions = [MessageAction(_("Go there"), partial(go, first), KEYS)]
    page.message_bar.show_message(text_of_error(error), "warn", actions)
    go(first)


def ways_out(context: Context, issues: Sequence[Issue], takes: Takes | None = None) -> list[MessageAction]:
    """Each different remedy as an action of the message; the first has the key."""
    remedies: list[Remedy] = []
    for issue in issues:
        remedies += [remedy for remedy in issue.remedies if remedy not in remedies]
    return [
        MessageAction(
            text_of_remedy(remedy), partial(_take, context, remedy, takes or {}), "" if place else KEYS
        )
        for place, remedy in enumerate(remedies)
    ]


def _take(context: Context, remedy: Remedy, takes: Takes) -> None:
    own = takes.get(remedy.command)
    if own is not None:
        own(remedy)
        return
    rest = {name: value for name, value in remedy.params.items() if name != "id"}
    context.bus.ask(remedy.command, int(str(remedy.params.get("id", 0))), **rest)
