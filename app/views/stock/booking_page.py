"""Receiving, adjusting, counting, transferring and announcing: a head, a grid, Ctrl+Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal

from app.i18n import _
from app.services.setup.warehouses import WarehouseCard
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.forms import Field, Form
from app.views.kit.keyed import today_of
from app.views.kit.tab_desk import DeskPage
from app.views.stock.bookings import Booking, Done
from app.views.stock.product_grid import ProductGrid
from app.views.stock.product_line import ProductLine
from app.views.stock.report import ServedCard


class BookingPage(DeskPage):
    """`arrival_made(id)` follows an announcement."""

    arrival_made = Signal(int)

    def __init__(self, context: Context, booking: Booking, warehouses: Sequence[WarehouseCard]) -> None:
        super().__init__(context, f"booking:{booking.kind}", booking.title)
        self.detail = booking.hint
        self.booking = booking
        self._wanted: object = None  # what Ctrl+Enter was pressed over, until it is looked up
        self.form = Form(_fields(booking, warehouses), columns=len(booking.fields) + 1)
        due = today_of(context) if booking.has_due else None
        self.grid = ProductGrid(
            context,
            quantity_title=booking.quantity_title,
            below_zero=booking.below_zero,
            due=due,
            has_cost=booking.has_cost and context.allowed("margin.see"),
        )
        self.served = ServedCard(context)
        self.button = key_button(booking.button, "Ctrl+Return", "primary")
        self.button.setObjectName("book")
        self.button.clicked.connect(self.book)
        head = Card(booking.title)
        head.body.addWidget(self.form)
        hint = _("Enter next cell · F4 look up · Ctrl+Del line away · Ctrl+V from a sheet")
        self.column.addWidget(head)
        self.column.addWidget(self.grid, 1)
        self.column.addWidget(ActionRow(hint, (self.button,)))
        self.column.addWidget(self.served)
        self.form.submitted.connect(self.grid.start)
        self.can_do = {"confirm": self.book, "delete": self._delete_line}

    def enter(self) -> None:
        self.grid.start()

    def refresh(self) -> None:
        """F5: codes that got no answer are asked again."""
        self.grid.look_up_again()

    def start_with(self, sku: str) -> None:
        """Begin with the product that was chosen in the list."""
        if not self.grid.filled():
            self.grid.add_product(sku)
            self.grid.select_row(0, self.grid.lines.column_of("quantity"))

    def _delete_line(self) -> None:
        self.message_bar.clear()
        self.grid.remove_line(self.grid.currentIndex().row())

    def book(self) -> None:
        """Ctrl+Enter: book once every code has been looked up."""
        read = self.grid.finish_editing()
        if self.once.is_under_way(self.booking.kind):
            self._write()  # says so where it is not the same
        elif self.grid.look_up_again() or read:
            is_waiting, self._wanted = self._wanted is not None, self._standing()
            if not is_waiting:
                self.context.jobs.when_idle(self, self._book)

    def _standing(self) -> object:
        """What was keyed, as far as a look-up does not change it."""
        return self.form.values(), self.form.unfinished(), self.grid.keyed

    def _book(self) -> None:
        wanted, self._wanted = self._wanted, None
        if self.grid.is_typing() or wanted != self._standing():
            text = _(
                "Something was keyed after Ctrl+Enter, so nothing is booked yet. Press Ctrl+Enter again."
            )
            self.message_bar.show_message(text, "warn")
            return
        self.grid.mark_unknown()
        if self.grid.finish_editing():
            self._write()

    def _write(self) -> None:
        lines = self.grid.filled()
        values = {"reason": "", **self.form.values()}
        write = self.booking.write
        self.once.write(
            self.booking.kind,
            lambda uow: write(uow, values, lines),
            lambda done: self._done(done, lines),
            content=(values, lines),
            repeated=lambda: self._booked_before(lines),
        )

    def _booked_before(self, lines: Sequence[ProductLine]) -> None:
        """The answer of the first try was lost, the booking was not."""
        self.grid.drop_booked(lines)
        self.message_bar.show_message(_("This is booked already."), "ok")

    def _done(self, done: Done, lines: Sequence[ProductLine]) -> None:
        """What was keyed since stays, and so do the keys."""
        text = done.text
        if done.report is not None:
            text = f"{text} {self.served.show_report(done.report)}"
        is_empty = self.grid.drop_booked(lines)
        self.message_bar.show_message(text, "ok")
        if is_empty:
            self.grid.setFocus()
            if done.arrival_id is not None:
                self.arrival_made.emit(done.arrival_id)


def _fields(booking: Booking, warehouses: Sequence[WarehouseCard]) -> list[Field]:
    choices: tuple[tuple[object, str], ...] = tuple(
        (card.facts.id, f"{card.facts.code} · {card.facts.name}") for card in warehouses if card.facts.active
    )
    needs_reason = booking.kind in {"adjust", "count"}
    every = {
        "warehouse": Field("warehouse", _("&Warehouse"), "choice", choices=choices),
        "to": Field("to", _("&To"), "choice", choices=choices[1:] + choices[:1]),
        "supplier": Field("supplier", _("&Supplier"), span=2),
        "reason": Field(
            "reason",
            _("&Reason") if needs_reason else _("&Remark"),
            required=needs_reason,
            span=2,
        ),
    }
    return [replace(every[name]) for name in booking.fields]
