"""What can be booked on stock, as data: fields, words, and the service that does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.i18n import _, n_
from app.services.stock.arrivals import ExpectedLine, create_arrival
from app.services.stock.changes import adjust_stock, count_stock, transfer_stock
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from app.services.stock.serving import ServedReport
from app.services.unit_of_work import UnitOfWork
from app.views.stock.product_line import ProductLine

Values = Mapping[str, object]
Lines = Sequence[ProductLine]


@dataclass(frozen=True, slots=True)
class Done:
    """What a booking did."""

    text: str
    report: ServedReport | None = None
    arrival_id: int | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """One kind of booking. `fields` are names among warehouse, to, supplier, reason."""

    kind: str
    title: str
    button: str
    hint: str
    fields: tuple[str, ...]
    quantity_title: str
    write: Callable[[UnitOfWork, Values, Lines], Done]
    below_zero: bool = False
    has_due: bool = False
    has_cost: bool = False


def all_bookings() -> dict[str, Booking]:
    """Every kind by its name."""
    bookings = (
        Booking(
            "receive", _("Receive goods"), _("Receive"), _("Goods that nobody announced. They serve who waits."),
            ("warehouse", "reason"), _("Came"), _receive, has_cost=True,
        ),
        Booking(
            "adjust", _("Adjust stock"), _("Book"), _("More with a number, less with a minus, always with a reason."),
            ("warehouse", "reason"), _("Change +/-"), _adjust, below_zero=True,
        ),
        Booking(
            "count", _("Count stock"), _("Book the count"), _("What was found; differences are booked."),
            ("warehouse", "reason"), _("Counted"), _count,
        ),
        Booking(
            "transfer", _("Transfer stock"), _("Transfer"), _("Free stock moves and serves who waits there."),
            ("warehouse", "to", "reason"), _("Quantity"), _transfer,
        ),
        Booking(
            "announce", _("New arrival"), _("Announce"), _("Goods that a supplier will send."),
            ("warehouse", "supplier"), _("Expected"), _announce, has_due=True, has_cost=True,
        ),
    )  # fmt: skip
    return {booking.kind: booking for booking in bookings}


def _quantities(lines: Lines) -> list[ProductQuantity]:
    return [
        ProductQuantity(line.product_id, line.quantity_micro, line.cost_micro)
        for line in lines
        if line.product_id
    ]


def _id(values: Values, name: str) -> int:
    value = values[name]
    assert isinstance(value, int), "a choice of warehouses gives ids"
    return value


def _receive(uow: UnitOfWork, values: Values, lines: Lines) -> Done:
    note = str(values["reason"])
    report = receive_freely(uow, warehouse_id=_id(values, "warehouse"), lines=_quantities(lines), note=note)
    text = n_("{count} line is received.", "{count} lines are received.", len(lines))
    return Done(text.format(count=len(lines)), report)


def _adjust(uow: UnitOfWork, values: Values, lines: Lines) -> Done:
    reports = [
        adjust_stock(
            uow,
            warehouse_id=_id(values, "warehouse"),
            product_id=line.product_id,
            change_micro=line.quantity_micro,
            reason=str(values["reason"]),
        )
        for line in lines
        if line.product_id
    ]
    served = tuple(each for report in reports for each in report.served)
    waiting = tuple(each for report in reports for each in report.waiting)
    text = n_("{count} adjustment is booked.", "{count} adjustments are booked.", len(reports))
    return Done(text.format(count=len(reports)), ServedReport(served, waiting))


def _count(uow: UnitOfWork, values: Values, lines: Lines) -> Done:
    reason = str(values["reason"])
    found = count_stock(uow, warehouse_id=_id(values, "warehouse"), counted=_quantities(lines), reason=reason)
    text = n_(
        "{count} line counted, differences booked: {differences}.",
        "{count} lines counted, differences booked: {differences}.",
        len(lines),
    )
    return Done(text.format(count=len(lines), differences=len(found.differences)), found.served)


def _transfer(uow: UnitOfWork, values: Values, lines: Lines) -> Done:
    report = transfer_stock(
        uow,
        from_warehouse_id=_id(values, "warehouse"),
        to_warehouse_id=_id(values, "to"),
        lines=_quantities(lines),
        reason=str(values["reason"]),
    )
    text = n_("{count} line is transferred.", "{count} lines are transferred.", len(lines))
    return Done(text.format(count=len(lines)), report)


def _announce(uow: UnitOfWork, values: Values, lines: Lines) -> Done:
    expected = [
        ExpectedLine(line.product_id, line.quantity_micro, line.due or dt.date.max, line.cost_micro)
        for line in lines
        if line.product_id
    ]
    arrival_id = create_arrival(
        uow, warehouse_id=_id(values, "warehouse"), supplier=str(values["supplier"]), lines=expected
    )
    return Done(_("The arrival is announced."), arrival_id=arrival_id)
