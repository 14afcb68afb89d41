"""What can be configured: every article that has a released product model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.domain.changes import Change
from app.i18n import _
from app.models.columns import Column
from app.views.kit.action_row import ActionRow
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.kit.message_bar import MessageAction
from app.views.kit.small_list import SmallList
from app.views.kit.tab_desk import DeskPage

if TYPE_CHECKING:
    from app.services.product_models import ConfigurableRow
    from app.services.unit_of_work import Reading

_KINDS = frozenset({"product", "product_model"})


def _columns() -> tuple[Column[ConfigurableRow], ...]:
    return (
        Column("sku", _("Article"), lambda row: row.sku, width=150),
        Column("name", _("Name"), lambda row: row.name, stretch=True),
        Column("model", _("Product model"), lambda row: row.model_name, width=220),
        Column("number", _("Version"), lambda row: str(row.number), align_right=True, width=90),
    )


def _read(view: Reading) -> tuple[ConfigurableRow, ...]:
    from app.services.product_models import read_configurable

    return read_configurable(view)


class ProductsPage(DeskPage):
    """Enter tries one out: `product_opened(id, sku, name)`; `sold_wanted(dict)`: see "configurator.fits"."""

    product_opened = Signal(int, str, str)
    sold_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "configurable", _("Products"))
        self._wish: dict[str, object] = {}
        self.table: SmallList[ConfigurableRow] = SmallList(
            _columns(), "configurableProducts", _("What can be configured")
        )
        self.table.row_activated.connect(self._open)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "mdi6.tune-variant",
                _("No article can be configured yet"),
                _(
                    "An article is configured by a product model that is released. They are kept as files and on cards."
                ),
            )
        )
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(
            ActionRow(_("Enter tries it out · F6 on an order's line configures it for the order"))
        )
        self.refresh()

    def refresh(self) -> None:
        """Read the articles again."""
        self.context.jobs.read(self, _read, self._show, latest="configurable")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in _KINDS for change in changes):
            self.refresh()

    def choose_for(self, customer_id: int, params: dict[str, object]) -> None:
        """The next one that is opened is to fit a thing of a customer; what was sold here is opened as it was sold."""
        self._wish = {"customer_id": customer_id, "fits_with": params.get("fits_with", ())}
        told = _("Enter configures what is to fit with: {thing}").format(thing=params.get("title", ""))
        actions = []
        if params.get("configuration"):
            sold = partial(self.sold_wanted.emit, {**params, "customer_id": customer_id})
            actions = [MessageAction(_("Open it as it was sold"), sold, "Alt+1")]
        self.message_bar.show_message(told, "info", actions)

    def record_for(self, customer_id: int, params: dict[str, object]) -> None:
        """The next one that is opened says what a customer owns."""
        self._wish = {
            "customer_id": customer_id,
            "records_for": customer_id,
            "origin": params.get("title", ""),
        }
        told = _("Enter configures what {name} owns; Ctrl+Enter then records it on the card.")
        self.message_bar.show_message(told.format(name=params.get("title", "")), "info")

    def taken_wish(self) -> dict[str, object]:
        """What the one that is opened now is to fit; asked for once."""
        if self._wish:
            self.message_bar.clear()
        found, self._wish = self._wish, {}
        return found

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def _show(self, rows: tuple[ConfigurableRow, ...]) -> None:
        self.table.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        self.table.select_row(0)

    def _open(self, number: int) -> None:
        row = self.table.row_of(number)
        if row is not None:
            self.product_opened.emit(row.id, row.sku, row.name)
