"""A document that is ready when the clerk types elsewhere by then: it waits in a tab behind, and is told of."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6

from app.i18n import _
from app.views.kit.context import Context
from app.views.kit.errors import find_message_bar
from app.views.kit.message_bar import MessageAction
from app.views.kit.tokens import Level

SHOW_KEY = "Alt+9"  # the first ones are the answers of the page in front


def tell_behind(
    context: Context, text: str, show: Callable[[], object], *, level: Level = "ok"
) -> Callable[[], None]:
    """Say it over the desk in front, whatever its page says; one key shows the document. Gives what unsays it."""
    bar = find_message_bar(context.desk())
    if bar is None:
        return lambda: None

    def forget() -> None:
        if shiboken6.isValid(bar) and bar.text() == text:
            bar.clear()

    def go() -> None:
        forget()
        show()

    bar.show_message(text, level, [MessageAction(_("Show it"), go, SHOW_KEY)])
    return forget
