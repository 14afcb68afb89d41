"""Telling what went wrong: refusals in words, our own bugs logged and with details to copy."""

from __future__ import annotations

import logging
import traceback
import weakref
from typing import ClassVar, Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.errors import KeylineError
from app.i18n import _
from app.messages import text_of_error
from app.views.kit.message_bar import MessageAction, MessageBar
from app.views.kit.tokens import Level

_log = logging.getLogger("keyline.window")


@runtime_checkable
class HasMessageBar(Protocol):
    """A page with a strip of its own for messages."""

    message_bar: MessageBar


AWAY = "database.away"


class _State:
    fallback: weakref.ref[MessageBar] | None = None
    outages: ClassVar[list[tuple[weakref.ref[MessageBar], str]]] = []


def set_fallback(bar: MessageBar) -> None:
    """Messages of owners without a page of their own go to this strip."""
    _State.fallback = weakref.ref(bar)


def words(error: Exception) -> str:
    """One sentence for people about any exception."""
    if isinstance(error, KeylineError):
        return text_of_error(error)
    return _("Something went wrong in the program itself. Your saved work is safe.")


def find_message_bar(owner: QObject | None) -> MessageBar | None:
    """The nearest strip above `owner`, else the window's."""
    while owner is not None and shiboken6.isValid(owner):
        if isinstance(owner, QWidget) and isinstance(owner, HasMessageBar):
            return owner.message_bar
        owner = owner.parent()
    bar = _State.fallback() if _State.fallback is not None else None
    return bar if bar is not None and shiboken6.isValid(bar) else None


def show_message(owner: QObject | None, text: str, level: Level = "info") -> None:
    """Say something in the nearest strip."""
    bar = find_message_bar(owner)
    if bar is None:
        _log.warning("nowhere to show: %s", text)
        return
    bar.show_message(text, level)


def show_error(owner: QObject | None, error: Exception) -> None:
    """Tell the error beside the work, never in a modal window; a bug is logged and can be copied."""
    if isinstance(error, KeylineError):
        _log.info("refused: %s", error)
        show_message(owner, words(error), "warn")
        if error.code == AWAY:
            _remember_outage(owner, words(error))
        return
    details = "".join(traceback.format_exception(error))
    _log.error("unexpected error\n%s", details)
    bar = find_message_bar(owner)
    if bar is not None:
        copy = MessageAction(_("Copy details"), lambda: _copy(details))
        bar.show_message(words(error), "bad", (copy,))


def _remember_outage(owner: QObject | None, text: str) -> None:
    bar = find_message_bar(owner)
    if bar is not None:
        _State.outages.append((weakref.ref(bar), text))


def database_answered() -> None:
    """Take away what was said about a server that was away: it answers again."""
    while _State.outages:
        reference, text = _State.outages.pop()
        bar = reference()
        if bar is not None and shiboken6.isValid(bar) and bar.text() == text:
            bar.clear()


def _copy(details: str) -> None:
    QApplication.clipboard().setText(details)
