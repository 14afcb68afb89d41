"""One arrival: what came of it is received line by line; its due date changes; or it is cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.changes import Change
from app.domain.orders.context import ProductFacts
from app.domain.quantity import Unit
from app.i18n import _, format_date, n_
from app.models.entry_model import EntryColumn, EntryModel
from app.models.keyed_rows import KeyedRows
from app.services.making.delayed import change_arrival_day
from app.services.orders.context import read_product_facts
from app.services.stock.arrivals import (
    ArrivalFacts,
    ArrivalLineFacts,
    cancel_arrival,
    read_arrival,
)
from app.services.stock.receipts import ReceivedLine, receive_arrival
from app.services.stock.serving import ServedReport, WaitingLine
from app.services.unit_of_work import Reading
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Badge, Card
from app.views.kit.catch_up import CatchUp
from app.views.kit.context import Context
from app.views.kit.entry_grid import EntryGrid
from app.views.kit.forms import Field, Form
from app.views.kit.keyed import keyed_base, micro_text, today_of, wanted_quantity
from app.views.kit.tab_desk import DeskPage
from app.views.stock import cost_column
from app.views.stock.lists import ARRIVAL_STATES, arrival_word
from app.views.stock.report import ServedCard


@dataclass(frozen=True, slots=True)
class CameLine:
    """A line with what came now."""

    line: ArrivalLineFacts
    came_micro: int
    close: bool = False
    cost_micro: int | None = None  # of a base unit; None: as announced, or nobody says
    product: ProductFacts | None = None  # its units; what is keyed in packs counts as what they make


class ArrivalPage(DeskPage):
    """Ctrl+Enter receives what is keyed; Ctrl+D gives all open lines the keyed due date."""

    def __init__(self, context: Context, arrival_id: int) -> None:
        super().__init__(context, f"arrival:{arrival_id}", _("Arrival"))
        self.arrival_id = arrival_id
        self.arrival: ArrivalFacts | None = None
        self.model: EntryModel[CameLine] = EntryModel(
            _columns(has_cost=context.allowed("margin.see")), parent=self, key=_line_id
        )
        self.keyed: KeyedRows[CameLine] = KeyedRows(self.model, _line_id, _came, _kept)
        self.grid = EntryGrid("arrivalGrid", _("What came"), self.model)
        self.catch_up = CatchUp(self, self.grid)
        self.badge = Badge()
        self.form = Form(
            [
                Field("due", _("New &due date"), "date"),
                Field("reason", _("&Reason"), placeholder=_("for a new date or for cancelling"), span=2),
            ],
            today=lambda: today_of(context),
            columns=3,
        )
        self.served = ServedCard(context)
        self.receive_button = key_button(_("Receive"), "Ctrl+Return", "primary")
        self.receive_button.setObjectName("receive")
        self.due_button = key_button(_("Change due date"), "Ctrl+D")
        self.cancel_button = key_button(_("Cancel arrival"), "Ctrl+Shift+C", "danger")
        self._lay_out()
        self.receive_button.clicked.connect(self.receive)
        self.due_button.clicked.connect(self.change_due)
        self.cancel_button.clicked.connect(self.cancel)
        self.refresh()

    def _lay_out(self) -> None:
        head = Card(_("Arrival"))
        head.side.addWidget(self.badge)
        head.body.addWidget(self.form)
        buttons = (self.cancel_button, self.due_button, self.receive_button)
        self.column.addWidget(head)
        self.column.addWidget(self.grid, 1)
        self.column.addWidget(ActionRow(_("“x” in the last column: no more will come"), buttons))
        self.column.addWidget(self.served)

    def enter(self) -> None:
        self.grid.start()

    def refresh(self) -> None:
        id_ = self.arrival_id
        self.context.jobs.read(self, lambda view: _read(view, id_), self._show, latest="arrival")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind == "arrival" and change.id == self.arrival_id for change in changes):
            self.refresh()

    def _show(self, found: tuple[ArrivalFacts, dict[int, ProductFacts]]) -> None:
        if self.catch_up.puts_off(self.refresh):
            return
        if self.once.is_under_way("receive"):  # its own change: the answer says what of it is booked
            self.context.jobs.when_idle(self, self.refresh)
            return
        arrival, products = found
        is_first = self.arrival is None
        self.arrival = arrival
        detail = " · ".join(filter(None, (arrival.supplier, arrival.warehouse_name)))
        self.set_heading(_("Arrival {number}").format(number=arrival.number), detail)
        self.badge.set_state(arrival_word(arrival.state), ARRIVAL_STATES.get(arrival.state, "muted"))
        lost = self.keyed.show(
            [
                CameLine(line, line.open_micro, False, line.cost_micro, products.get(line.product_id))
                for line in arrival.lines
            ]
        )
        self.grid.ask_again(lost, "came")
        is_open = arrival.state == "open"
        for button in (self.receive_button, self.due_button, self.cancel_button):
            button.setVisible(is_open)
        self.form.setVisible(is_open)
        acts = {"confirm": self.receive, "due": self.change_due, "cancel": self.cancel}
        self.can_do = dict(acts) if is_open else {}
        self.why_not = dict.fromkeys(acts, _("It has come, or was cancelled."))
        if is_first and self.isVisible():
            self.enter()

    def _version(self) -> int:
        return self.arrival.version if self.arrival is not None else 0

    def receive(self) -> None:
        """Ctrl+Enter."""
        if not self.grid.finish_editing():
            return
        rows = self.model.rows()
        received = [
            ReceivedLine(row.line.id, row.came_micro, close=row.close, cost_micro=row.cost_micro)
            for row in rows
            if row.came_micro or row.close
        ]
        version = self._version()

        def booked() -> None:
            self.keyed.booked(rows)
            self.refresh()

        def done(report: ServedReport) -> None:
            told = _("The goods are received.")
            self.message_bar.show_message(f"{told} {self.served.show_report(report)}", "ok")
            booked()

        self.once.write(
            "receive",
            lambda uow: receive_arrival(uow, arrival_id=self.arrival_id, version=version, received=received),
            done,
            content=(received, [row.line.open_micro for row in rows]),
            repeated=booked,
        )

    def change_due(self) -> None:
        """Ctrl+D: all open lines are due on the keyed day."""
        day = self.form.values()["due"]
        if not self.form.check():
            return
        if day is None:
            self.form.show_errors({"due": _("When will the goods come?")})
            return
        reason, version = self.form.text("reason"), self._version()

        def done(late: tuple[WaitingLine, ...]) -> None:
            self.served.show_waiting(late)
            text = n_(
                "The due date is changed. {count} promise is now too early.",
                "The due date is changed. {count} promises are now too early.",
                len(late),
            )
            self.message_bar.show_message(text.format(count=len(late)), "warn" if late else "ok")
            self.refresh()

        self.once.write(
            "due",
            lambda uow: change_arrival_day(
                uow,
                arrival_id=self.arrival_id,
                version=version,
                due_date=day,  # type: ignore[arg-type]  # None has returned above
                reason=reason,
            ),
            done,
            content=(day, reason),
            repeated=self.refresh,
        )

    def cancel(self) -> None:
        """Ctrl+Shift+C: what is open will not come; needs a reason."""
        reason, version = self.form.text("reason"), self._version()
        if not reason:
            self.form.show_errors({"reason": _("Why is it cancelled?")})
            return

        def done(report: ServedReport) -> None:
            self.served.show_report(report)
            left = sum(line.arrival_id is None for line in report.waiting)
            served, promised = len(report.served), len(report.waiting) - left
            text = n_(
                "The arrival is cancelled. {count} order line still waits for it.",
                "The arrival is cancelled. {count} order lines still wait for it.",
                left,
            ).format(count=left)
            if served:
                other = _("Served from other warehouses: {served}.").format(served=served)
                text = f"{text} {other}"
            if promised:
                later = _("Promised from other arrivals: {promised}.").format(promised=promised)
                text = f"{text} {later}"
            self.message_bar.show_message(text, "warn" if left else "ok")
            self.refresh()

        self.once.write(
            "cancel",
            lambda uow: cancel_arrival(uow, arrival_id=self.arrival_id, version=version, reason=reason),
            done,
            content=reason,
            repeated=self.refresh,
        )


def _line_id(row: CameLine) -> int:
    return row.line.id


def _came(row: CameLine) -> tuple[int, bool, int | None]:
    return row.came_micro, row.close, row.cost_micro


def _kept(mine: CameLine, _read: object, fresh: CameLine) -> CameLine | None:
    """What came is kept while as much is still to come as when it was keyed."""
    if mine.line.open_micro != fresh.line.open_micro:
        return None
    return replace(fresh, came_micro=mine.came_micro, close=mine.close, cost_micro=mine.cost_micro)


def _take_came(row: CameLine, text: str) -> CameLine | None:
    micro = keyed_base(text, Unit(row.line.unit), row.product)
    return None if micro is None else replace(row, came_micro=micro)


def _read(view: Reading, arrival_id: int) -> tuple[ArrivalFacts, dict[int, ProductFacts]]:
    """The arrival, and its products with their units."""
    arrival = read_arrival(view, arrival_id)
    return arrival, read_product_facts(view, [line.product_id for line in arrival.lines])


def _take_close(row: CameLine, text: str) -> CameLine | None:
    return replace(row, close=text.casefold() in {"x", "1", "*"})


def _is_open(row: CameLine) -> bool:
    return not row.line.closed


def _take_cost(row: CameLine, text: str) -> CameLine | None:
    cost = cost_column.keyed_cost(text)
    return None if cost is None else replace(row, cost_micro=cost[0])


def _columns(*, has_cost: bool) -> tuple[EntryColumn[CameLine], ...]:
    cost: EntryColumn[CameLine] = EntryColumn(
        "cost", cost_column.title(), lambda row: cost_column.shown(row.cost_micro), _take_cost, keyed=_is_open,
        wanted=lambda _row: cost_column.wanted(), align_right=True, width=cost_column.WIDTH, passed=True,
    )  # fmt: skip
    return (
        EntryColumn("sku", _("SKU"), lambda row: row.line.sku, width=130),
        EntryColumn("name", _("Name"), lambda row: row.line.name, width=110, stretch=True),
        EntryColumn("due", _("Due"), lambda row: format_date(row.line.due_date), width=100),
        EntryColumn(
            "expected", _("Expected"), lambda row: micro_text(row.line.quantity_micro, row.line.unit),
            align_right=True, width=96,
        ),
        EntryColumn(
            "received", _("Came before"), lambda row: micro_text(row.line.received_micro), align_right=True,
            width=100, quiet=True,
        ),
        EntryColumn(
            "came", _("Came now"), lambda row: micro_text(row.came_micro) if _is_open(row) else "",
            _take_came, keyed=_is_open, wanted=wanted_quantity, align_right=True, width=96,
        ),
        *([cost] if has_cost else []),
        EntryColumn(
            "close", _("No more comes"), lambda row: _("no more") if row.close or row.line.closed else "",
            _take_close, keyed=_is_open, edit=lambda row: "x" if row.close else "", width=120,
        ),
    )  # fmt: skip
