"""The story of a document beside it or beside its list: who did what when, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.i18n import _
from app.views.kit.cards import Card, muted_label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.history import HistoryEntry
    from app.services.unit_of_work import Reading
    from app.views.kit.context import Context
    from app.views.kit.history_view import HistoryView
    from app.views.kit.history_words import Words


def _read_story(view: Reading, kind: str, id: int) -> tuple[HistoryEntry, ...]:
    """On the lane, with what shows it: no key waits for an import."""
    import app.views.kit.history_view
    import app.views.kit.history_words  # noqa: F401 - both imported to be there
    from app.services.history import read_history

    return read_history(view, kind, id)


class StoryPanel(Card):
    """Shows what the audit table knows of a document; `hint` until the first one is chosen.

    `words(currency)` names the fields, in the order in which they are told; `act_of` says first what was done.
    A document's currency stands in its amounts and is no field of its story.
    """

    def __init__(
        self,
        context: Context,
        words: Callable[[str], Words],
        hint: str = "",
        parent: QWidget | None = None,
        *,
        act_of: Callable[[HistoryEntry], str] | None = None,
    ) -> None:
        super().__init__(_("Story"), parent)
        self._context = context
        self._words = words
        self._told = (("", 0), "", "")  # the document shown: kind and id, its currency, its title
        self._act_of = act_of
        self._hint = muted_label(hint, self)
        self._hint.setWordWrap(True)
        self.body.addWidget(self._hint)
        self.body.addStretch()  # the title stays on top while little stands below it

    @cached_property
    def _view(self) -> HistoryView:
        from app.views.kit.history_view import HistoryView

        view = HistoryView({})
        self.body.addWidget(view, 1)
        return view

    def show_story(self, kind: str, id: int, *, currency: str, title: str = "") -> None:
        """Read and show the story of a document; a title names it where the panel stands beside a list."""
        self._told = told = ((kind, id), currency, title)
        self._context.jobs.read(
            self,
            lambda view: _read_story(view, kind, id),
            lambda entries: self._show(entries, currency, title) if self._told == told else None,
            latest="story",
        )

    def forget(self) -> None:
        """No document is chosen any more: the hint stands here again."""
        self._told = (("", 0), "", "")
        self.set_title(_("Story"))
        self._hint.show()
        if "_view" in self.__dict__:
            self._view.hide()

    def text(self) -> str:
        """What is shown, "" before the first document was chosen."""
        return self._view.text() if "_view" in self.__dict__ and not self._view.isHidden() else ""

    def _show(self, entries: tuple[HistoryEntry, ...], currency: str, title: str) -> None:
        if title:
            self.set_title(_("Story · {number}").format(number=title))
        self._hint.hide()
        self._view.show()
        words = self._view.words = self._words(currency)
        if self._act_of is not None:
            self._view.act_of = self._act_of
        self._view.show_entries([_in_order(entry, words) for entry in entries])


def _in_order(entry: HistoryEntry, words: Words) -> HistoryEntry:
    """The act's fields in the order of their words, others behind them by name; without the currency."""
    places = {name: place for place, name in enumerate(words)}
    changes = [each for each in entry.changes if each.field != "currency"]
    changes.sort(key=lambda each: (places.get(each.field, len(places)), each.field))
    return replace(entry, changes=tuple(changes))
