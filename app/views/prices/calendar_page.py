"""The tab of the calendar: when each list and rule holds, and with an article chosen when its prices do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from app.domain.changes import Change
from app.i18n import _
from app.models.cells_model import Picked
from app.services.prices.calendar import Calendar, read_calendar
from app.views.kit.action_row import ActionRow, CutLabel
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.kit.keyed import today_of
from app.views.kit.part_desk import LatePage
from app.views.kit.product_picking import ask_products
from app.views.kit.search_popup import SearchPopup
from app.views.prices.calendar_chart import CalendarChart
from app.views.prices.calendar_words import told_at


class CalendarPage(LatePage):
    """Ctrl+F goes to the article; Enter on a row opens the list's prices."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "prices:calendar", _("Calendar"))
        self.setObjectName("prices:calendar")
        self._product_id: int | None = None
        self._product_text = ""  # of the article that was chosen
        self._is_started = False
        self.chart = CalendarChart(today_of(context))
        self.rows = self.chart.rows
        self._calendar = Calendar((), {}, {})
        self.kind = QComboBox()
        self.kind.setObjectName("calendarKind")
        self.kind.setAccessibleName(_("Kind"))
        for kind, word in calendar_kinds().items():
            self.kind.addItem(word, kind)
        self.kind.currentIndexChanged.connect(lambda _row: self._show())
        self.product = QLineEdit()
        self.product.setObjectName("calendarProduct")
        self.product.setAccessibleName(_("Article"))
        self.product.setPlaceholderText(_("An article: only what is its own  Ctrl+F"))
        self.product.setClearButtonEnabled(True)
        ask = ask_products(context, self)
        popup = SearchPopup(self.product, lambda text: ask(text, lambda rows: popup.put(rows, text=text)))
        popup.chosen.connect(self._chosen)
        self.product.textChanged.connect(self._typed)
        self.product.returnPressed.connect(self.rows.setFocus)
        self.told = CutLabel()
        self.told.setObjectName("calendarTold")
        top = QHBoxLayout()
        top.addWidget(self.kind)
        top.addWidget(self.product, 2)
        top.addWidget(self.told, 3)
        self.column.addLayout(top)
        self.column.addWidget(self.chart, 1)
        self.empty = EmptyState(
            "mdi6.calendar-blank-outline",
            _("Nothing holds on any day"),
            _("Price lists, discounts, promotions and surcharges stand here with their days. Key one first."),
        )
        self.empty.hide()
        self.column.addWidget(self.empty, 1)
        hint = _(
            "Up and Down row · Left and Right time · + and - zoom · Home today · Enter opens · hatched: gap or overlap"
        )
        self.column.addWidget(ActionRow(hint, ()))
        self.rows.row_changed.connect(self._tell)
        self.rows.row_activated.connect(self._open)
        self.can_do["find"] = self.product.setFocus

    def start(self) -> None:
        self.rows.show_today()
        self._is_started = True
        self.refresh()

    def refresh(self) -> None:
        id_ = self._product_id
        self.context.jobs.read(self, lambda view: read_calendar(view, id_), self._take, latest="calendar")

    def hear(self, changes: Sequence[Change]) -> None:
        if self._is_started and any(change.kind == "price" for change in changes):
            self.refresh()

    def enter(self) -> None:
        (self.product if self.chart.isHidden() else self.rows).setFocus()

    def _take(self, calendar: Calendar) -> None:
        if not self._calendar.rows:
            self.rows.show_today()  # by now it has its width
        self._calendar = calendar
        self._show()

    def _show(self) -> None:
        """The rows of the kind that was chosen."""
        self.chart.setHidden(not self._calendar.rows)
        self.empty.setVisible(not self._calendar.rows)
        self.rows.show_calendar(replace(self._calendar, rows=self._calendar.of_kind(self.kind.currentData())))

    def _typed(self, text: str) -> None:
        """Another text is no article yet: what was chosen before is not shown under it."""
        if self._product_id is not None and text != self._product_text:
            self._chosen(None)

    def _chosen(self, value: object) -> None:
        self._product_text = self.product.text() if isinstance(value, Picked) else ""
        wanted = value.id if isinstance(value, Picked) else None
        if wanted != self._product_id:
            self._product_id = wanted
            self.refresh()

    def _tell(self, row: int) -> None:
        calendar = self.rows.calendar
        self.told.setText(told_at(calendar, calendar.rows[row]) if row >= 0 else _("Nothing to show."))

    def _open(self, row: int) -> None:
        calendar, bars = self.rows.calendar, self.rows.calendar.rows[row]
        if bars.kind == "list":
            self.context.bus.ask("price.list", bars.id, sku=calendar.sku)
        else:
            self.context.bus.ask("price.open", bars.id, page=bars.kind)


def calendar_kinds() -> dict[str, str]:
    """What may be shown alone."""
    return {
        "": _("Everything"),
        "list": _("Price lists"),
        "discount": _("Discounts"),
        "promotion": _("Promotions"),
        "surcharge": _("Surcharges"),
    }
