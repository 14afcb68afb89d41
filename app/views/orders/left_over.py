"""What was keyed into an order that was confirmed or quoted by then: told with its values, and offered as a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.domain.orders.draft import Draft, Edit
from app.domain.orders.merging import revived, split_edits
from app.i18n import _, format_date, format_decimal
from app.messages import spoken
from app.services.orders.field_words import field_words, has_word, shown_value
from app.views.kit.message_bar import MessageAction
from app.views.orders.catching_up import AMENDABLE

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage

_BESIDE = ("_source", "factor_num", "factor_den")  # told by the price, discount or unit that they come with
MOST = 6  # values in the strip; the change shows the others


class LeftOver(QObject):
    """Shows it in the page's bar; one key begins to amend the order with it."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        self._told = ""
        page.session.saving.left_over.connect(self._tell)

    @property
    def stands(self) -> bool:
        """Whether it is told, and offered, in the bar now."""
        return bool(self._told) and self._page.message_bar.text() == self._told

    def _tell(self, mine: tuple[Edit, ...], before: Draft) -> None:
        page, draft = self._page, self._page.session.draft
        told = self._told = left_over_text(draft, mine, before)
        actions = []
        if draft.state in AMENDABLE and page.frame.allowed("order.edit"):
            take = MessageAction(_("Key it as a change"), lambda: self._take(mine, before), "Alt+1")
            actions = [take]
        page.message_bar.show_message(told, "warn", actions)

    def _take(self, mine: tuple[Edit, ...], before: Draft) -> None:
        """Amend the order; what was keyed stands in it as if it were keyed now."""
        page, session = self._page, self._page.session
        if not session.is_amending:
            session.start_amending()
        free, others = split_edits(mine, session.draft)
        session.edit(*free, *revived(others, before, session.draft))
        text = _("Change what is needed, then confirm the changes. Esc forgets them.")
        page.message_bar.show_message(text, "info")
        page.grid.setFocus()


def left_over_text(draft: Draft, mine: tuple[Edit, ...], before: Draft) -> str:
    """The order as it stands now, and what was keyed since `before` in words."""
    values = list(dict.fromkeys(value for edit in mine for value in _told(edit, before)))
    more = ["…"] if len(values) > MOST else []
    text = _("{number} stands without what you keyed since: {what}.")
    return text.format(number=draft.number, what=", ".join([*values[:MOST], *more]))


def _told(edit: Edit, before: Draft) -> Iterable[str]:
    """The values of an edit in words."""
    line = _name_of(edit, before)
    if edit.new is None:
        yield _("{line}: deleted").format(line=line)
        return
    old, new = edit.old, edit.new
    names = ["quantity_micro"] if old is None else [name for name in new if new[name] != old[name]]
    for name in names:
        if has_word(name) and not name.endswith(_BESIDE):
            yield f"{field_words(name, line)} {_value(name, edit.new[name])}".strip()


def _name_of(edit: Edit, before: Draft) -> str:
    if edit.target == "header":
        return ""
    known = before.line(edit.target.removeprefix("lines/"))
    values: Mapping[str, Any] = {**(edit.old or {}), **(edit.new or {})}
    names = (known.sku, known.text) if known is not None else (values.get("sku"), values.get("text"))
    return next((spoken(str(each)) for each in names if each), "")


def _value(name: str, value: object) -> str:
    if name.endswith("_id"):
        return ""  # a number that nobody knows it by
    shown = shown_value(name, value)
    if isinstance(shown, Decimal):
        return format_decimal(shown)
    return format_date(shown) if isinstance(shown, dt.date) else str(shown)
