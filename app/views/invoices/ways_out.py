"""The ways out of what stands against an invoice: cards of other desks, on one key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.domain.issues import Issue, Remedy
from app.messages import text_of_remedy
from app.views.kit.context import Context
from app.views.kit.message_bar import MessageAction

KEYS = "F8"


def ways_out(context: Context, issues: Sequence[Issue]) -> list[MessageAction]:
    """Each different remedy as an action of the message; the first has the key."""
    remedies: list[Remedy] = []
    for issue in issues:
        remedies += [remedy for remedy in issue.remedies if remedy not in remedies]
    return [
        MessageAction(text_of_remedy(remedy), partial(_take, context, remedy), "" if place else KEYS)
        for place, remedy in enumerate(remedies)
    ]


def _take(context: Context, remedy: Remedy) -> None:
    rest = {name: value for name, value in remedy.params.items() if name != "id"}
    context.bus.ask(remedy.command, int(str(remedy.params.get("id", 0))), **rest)
