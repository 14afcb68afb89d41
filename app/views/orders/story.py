"""The story of a document beside its list: who did what when, amounts and states in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.i18n import _, format_amount
from app.models.unit_words import quantity_text
from app.views.kit.cards import Card
from app.views.orders.accepted import accepted_text
from app.views.orders.words import state_word

if TYPE_CHECKING:
    from app.services.history import FieldChange, HistoryEntry
    from app.services.unit_of_work import Reading
    from app.views.kit.context import Context
    from app.views.kit.history_view import HistoryView


def story_words() -> dict[str, str]:
    """The fields of an order in the words of the office."""
    return {
        "state": _("State"),
        "number": _("Number"),
        "customer": _("Customer"),
        "gross_minor": _("Gross"),
        "lines": _("Lines"),
        "revision": _("Revision"),
        "accepted": _("Accepted"),
        "order_id": _("Order"),
        "ship_name": _("Recipient"),
        "ship_street": _("Street"),
        "ship_postcode": _("Postcode"),
        "ship_city": _("City"),
        "ship_country": _("Country"),
        "requested_date": _("Requested date"),
        "promise_date": _("Promised"),
        "goods_in": _("Goods came in"),
        "po_number": _("Customer PO"),
        "term_id": _("Terms"),
        "delivery_wish": _("Delivery"),
        "note": _("Note on papers"),
        "contact_name": _("Contact"),
    }


def _read_story(view: Reading, kind: str, id: int) -> tuple[HistoryEntry, ...]:
    """On the lane, with what shows it: no key waits for an import."""
    import app.views.kit.history_view  # noqa: F401 - imported to be there
    from app.services.history import read_history

    return read_history(view, kind, id)


class StoryPanel(Card):
    """Shows the story of the document that is chosen in a list; empty until the first one is."""

    def __init__(self, frame: Context, parent: QWidget | None = None) -> None:
        super().__init__(_("Story"), parent)
        self._frame = frame
        self.body.addStretch()  # the title stays on top while nothing stands below it

    @cached_property
    def _view(self) -> HistoryView:
        from app.views.kit.history_view import HistoryView

        view = HistoryView(story_words())
        self.body.addWidget(view, 1)
        return view

    def show_story(self, kind: str, id: int, title: str, currency: str = "EUR") -> None:
        """Read and show the story of a document."""
        self._frame.jobs.read(
            self,
            lambda view: _read_story(view, kind, id),
            lambda entries: self._show(title, entries, currency),
            latest="story",
        )

    def text(self) -> str:
        """What is shown, "" before the first document was chosen."""
        return self._view.text() if "_view" in self.__dict__ else ""

    def _show(self, title: str, entries: tuple[HistoryEntry, ...], currency: str) -> None:
        self.set_title(_("Story · {number}").format(number=title))
        self._view.show_entries([in_words(entry, currency) for entry in entries])


def in_words(entry: HistoryEntry, currency: str) -> HistoryEntry:
    """The entry with amounts, states and lines as people read them."""
    return replace(entry, changes=tuple(_change_in_words(change, currency) for change in entry.changes))


def _change_in_words(change: FieldChange, currency: str) -> FieldChange:
    before, after = (
        _value_in_words(change.field, value, currency) for value in (change.before, change.after)
    )
    field = _("Line") if change.field.startswith("line ") else change.field
    return replace(change, field=field, before=before, after=after)


def _value_in_words(field: str, value: object, currency: str) -> object:
    if field.endswith("_minor") and isinstance(value, int):
        return format_amount(value, currency)
    if field == "state" and isinstance(value, str):
        return state_word(value)
    if isinstance(value, Mapping) and "quantity_micro" in value:
        return _line_in_words(value, currency)
    if field == "accepted" and isinstance(value, list):
        return accepted_text(value) or None
    return value


def _line_in_words(line: Mapping[str, object], currency: str) -> str:
    """A line as `4 pc DSK-1608-OAK, 2,425.28`."""
    quantity = quantity_text(int(str(line["quantity_micro"])), str(line["unit"]))
    amount = format_amount(int(str(line["amount_minor"])), currency)
    return f"{quantity} {line['sku'] or line['text']}, {amount}"
