"""A pick list in hand: what was really picked, by keys or scanner; then it leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.domain.changes import Change
from app.domain.issues import Issue
from app.domain.orders.context import ProductFacts
from app.i18n import _, format_date, n_
from app.messages import text_of_issue, text_of_remedy
from app.models.entry_model import EntryModel
from app.services.invoicing.turned import read_turned
from app.services.orders.context import read_product_facts
from app.services.papers import PaperFacts, read_papers
from app.services.shipping.papers import ensure_shipment_paper
from app.services.shipping.picking import cancel_shipment, record_picked
from app.services.shipping.posting import post_shipment
from app.services.shipping.reading import ShipmentFacts, read_shipment
from app.services.shipping.to_ship import Scanned, read_scanned
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Badge, Card
from app.views.kit.catch_up import CatchUp
from app.views.kit.context import Context
from app.views.kit.cut_combo_box import SteadyComboBox
from app.views.kit.entry_grid import EntryGrid
from app.views.kit.forms import field_label
from app.views.kit.message_bar import MessageAction
from app.views.kit.tab_desk import DeskPage, keyed_title
from app.views.shipping.pick_lines import (
    GOODS,
    PickLine,
    is_meant,
    keyed_picks,
    pick_columns,
    pick_key,
    shown_sku,
)
from app.views.shipping.words import STATES, address_text, state_word


@dataclass(frozen=True, slots=True)
class _Shown:
    shipment: ShipmentFacts
    papers: tuple[PaperFacts, ...]
    products: dict[int, ProductFacts]


def _read(view: Reading, shipment_id: int) -> _Shown:
    shipment = read_shipment(view, shipment_id)
    goods = {line.product_id for line in shipment.lines if line.kind == GOODS and line.product_id is not None}
    products = read_product_facts(view, sorted(goods))
    return _Shown(shipment, read_papers(view, "shipment", shipment_id), products)


class PickPage(DeskPage):
    """One shipment. Ctrl+Enter ships what is keyed as picked."""

    def __init__(self, context: Context, shipment_id: int) -> None:
        super().__init__(context, f"shipment:{shipment_id}", _("Shipment"))
        self.shipment_id = shipment_id
        self.shipment: ShipmentFacts | None = None
        self._papers: tuple[PaperFacts, ...] = ()
        self._counts_by_scan = False
        self.model: EntryModel[PickLine] = EntryModel(pick_columns(), parent=self, key=pick_key)
        self.keyed = keyed_picks(self.model)
        self.grid = EntryGrid("pickGrid", _("Picked quantities"), self.model)
        self.catch_up = CatchUp(self, self.grid)
        self.address = QLabel()
        self.badge = Badge()
        self.scan = QLineEdit()
        self.scan.setObjectName("scan")
        self.scan.setPlaceholderText(_("SKU or GTIN, then Enter"))
        self.scan.setToolTip(_("Each scan raises the picked quantity by one, or by the unit of its GTIN"))
        self.scan.setAccessibleName(_("Scan"))
        self.rest = SteadyComboBox()
        self.rest.setObjectName("restChoice")
        self.rest.setAccessibleName(_("What was not picked"))
        self.rest.addItem(_("The rest stays open"), False)
        self.rest.addItem(_("Cancel the rest"), True)
        self.reason = QLineEdit()
        self.reason.setObjectName("restReason")
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Reason, needed to cancel the rest"))
        self.ship_button = key_button(_("Ship"), "Ctrl+Return", "primary")
        self.ship_button.setObjectName("ship")
        self.list_button = key_button(_("Pick list"), "Ctrl+P")
        self.cancel_button = key_button(_("Cancel pick list"), "Ctrl+Shift+C", "danger")
        self.invoice_button = key_button(_("Invoice"), "Ctrl+Shift+I")
        self.action_row = ActionRow(
            buttons=(self.cancel_button, self.list_button, self.invoice_button, self.ship_button)
        )
        self.sum = self.action_row.hint
        self._controls = QWidget()
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        head = Card(_("Ship to"))
        row = QHBoxLayout()
        row.addWidget(self.address, 1)
        row.addWidget(self.badge)
        head.body.addLayout(row)
        self.column.addWidget(head)
        fields = QGridLayout(self._controls)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setHorizontalSpacing(10)
        labels = (
            (_("S&can"), self.scan, 2),
            (_("What was not &picked"), self.rest, 1),
            (_("&Reason"), self.reason, 3),
        )
        for place, (title, widget, stretch) in enumerate(labels):
            fields.addWidget(field_label(title, widget), 0, place)
            fields.addWidget(widget, 1, place)
            fields.setColumnStretch(place, stretch)
        self.column.addWidget(self._controls)
        self.column.addWidget(self.grid, 1)
        self.column.addWidget(self.action_row)

    def _connect(self) -> None:
        self.scan.returnPressed.connect(self._scanned)
        self.model.edited.connect(lambda _row: self._show_sum())
        self.rest.currentIndexChanged.connect(lambda _number: self._show_sum())
        self.ship_button.clicked.connect(self.ship)
        self.list_button.clicked.connect(self.show_paper)
        self.cancel_button.clicked.connect(self.cancel)
        self.invoice_button.clicked.connect(self.invoice)

    def enter(self) -> None:
        if self.shipment is not None and self.shipment.state == "picking":
            self.grid.start()
        else:
            self.grid.setFocus()

    def refresh(self) -> None:
        id_ = self.shipment_id
        self.context.jobs.read(self, lambda view: _read(view, id_), self._show, latest="shipment")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind == "shipment" and change.id == self.shipment_id for change in changes):
            self.refresh()

    def _show(self, shown: _Shown) -> None:
        if self.catch_up.puts_off(self.refresh):
            return
        if self.once.is_under_way("ship") or self.once.is_under_way("cancel"):
            self.context.jobs.when_idle(self, self.refresh)  # the answer says what of it is booked
            return
        shipment = shown.shipment
        is_first = self.shipment is None
        self.shipment, self._papers = shipment, shown.papers
        title = _("Shipment {number}").format(number=shipment.number)
        detail = _("{order} · {customer} · from {warehouse}")
        order, customer = shipment.order_number, shipment.customer_name
        told = detail.format(order=order, customer=customer, warehouse=shipment.warehouse_name)
        self.set_heading(title, told)
        self.address.setText(
            address_text(
                shipment.ship_name,
                shipment.ship_street,
                shipment.ship_postcode,
                shipment.ship_city,
                shipment.ship_country,
            )
        )
        state = state_word(shipment.state)
        left = f" · {format_date(shipment.ship_date)}" if shipment.ship_date else ""
        self.badge.set_state(state + left, STATES.get(shipment.state, "muted"))
        self._show_lines(shipment, shown.products)
        if is_first and self.isVisible():
            self.enter()

    def _show_lines(self, shipment: ShipmentFacts, products: Mapping[int, ProductFacts]) -> None:
        is_open = shipment.state == "picking"
        goods = [line for line in shipment.lines if line.kind == GOODS]
        counted = any(line.picked_micro for line in goods)
        rows = [
            PickLine(
                line,
                line.quantity_micro if is_open and line in goods and not counted else line.picked_micro,
                is_open,
                products.get(line.product_id or 0),
            )
            for line in shipment.lines
        ]
        lost = self.keyed.show(rows)
        self.grid.ask_again(lost, "picked")
        self._controls.setVisible(is_open)
        self.ship_button.setVisible(is_open)
        self.cancel_button.setVisible(is_open)
        is_billable = shipment.state == "shipped" and self.context.allowed("invoice.post")
        self.invoice_button.setVisible(is_billable)
        self.list_button.setText(keyed_title(_("Pick list") if is_open else _("Delivery note"), "Ctrl+P"))
        self.can_do = {
            "paper": self.show_paper,
            "invoice": self.invoice,
            "order": self._open_order,
            "hold": lambda: self.context.bus.ask("hold.order", shipment.order_id),
        }
        of_open = ("confirm", "cancel", "save", "scan")
        self.why_not = dict.fromkeys(of_open, _("Its goods have left, or it was cancelled."))
        if is_open:
            self.can_do |= {
                "confirm": self.ship,
                "cancel": self.cancel,
                "save": self.save,
                "scan": self._to_scan,
            }
        self._show_sum()

    # keying

    def _to_scan(self) -> None:
        self.scan.setFocus()
        self.scan.selectAll()

    def _scanned(self) -> None:
        code = self.scan.text().strip()
        if code:
            self.context.jobs.read(
                self, lambda view: read_scanned(view, code), lambda found: self._count(code, found)
            )
            self.scan.clear()

    def _count(self, code: str, found: Scanned | None) -> None:
        rows = self.model.rows()
        mine = [place for place, row in enumerate(rows) if found and is_meant(row, found.product_id)]
        if found is None or not mine:
            text = _("{code} is not on this pick list. Put it back, or check the label.")
            self.message_bar.show_message(text.format(code=code), "bad")
            return
        if len({rows[place].line.piece_id for place in mine}) > 1:
            text = _("{sku} is on the list in several configurations: scan or key the SKU of the piece.")
            self.message_bar.show_message(text.format(sku=code), "warn")
            return
        if not self._counts_by_scan:
            self._counts_by_scan = True
            for place, row in enumerate(rows):
                if row.is_goods:
                    self.model.replace(place, replace(row, picked_micro=0))
            rows = self.model.rows()
        takers = [each for each in mine if rows[each].left_micro >= found.base_micro]
        if not takers:
            text = _("{sku}: all that the list asks for is picked already.")
            self.message_bar.show_message(text.format(sku=shown_sku(rows[mine[0]])), "warn")
            return
        place, row = takers[0], rows[takers[0]]
        self.model.replace(place, replace(row, picked_micro=row.picked_micro + found.base_micro))
        self.grid.select_row(place, self.model.column_of("picked"))
        self.message_bar.clear()
        self._show_sum()

    def _show_sum(self) -> None:
        rows = [row for row in self.model.rows() if row.is_goods]
        short = [row for row in rows if row.left_micro > 0]
        if not rows or not rows[0].open:
            self.sum.setText("")
        elif not short:
            self.sum.setText(_("Everything on the list is picked."))
        elif self.rest.currentData():
            text = n_(
                "{count} line is short; its rest is cancelled.",
                "{count} lines are short; their rest is cancelled.",
                len(short),
            )
            self.sum.setText(text.format(count=len(short)))
        else:
            text = n_(
                "{count} line is short; its rest stays open.",
                "{count} lines are short; their rest stays open.",
                len(short),
            )
            self.sum.setText(text.format(count=len(short)))
        self.reason.setEnabled(bool(self.rest.currentData()))

    # doing

    def _refresh_booked(self, rows: Sequence[PickLine]) -> None:
        self.keyed.booked(rows)
        self.refresh()

    def save(self) -> None:
        """Ctrl+S: note what is picked so far."""
        if not self.grid.finish_editing():
            return
        rows = self.model.rows()
        quantities = _quantities(rows)

        def done(_version: int) -> None:
            self.keyed.booked(rows)
            self.message_bar.show_message(_("The picked quantities are saved."), "ok")

        self.context.jobs.write(self, lambda uow: record_picked(uow, self.shipment_id, quantities), done)

    def ship(self) -> None:
        """Ctrl+Enter: record what was picked and book it out."""
        if self.shipment is None or not self.grid.finish_editing():
            return
        rows = self.model.rows()
        quantities = _quantities(rows)
        cancel_rest, reason = bool(self.rest.currentData()), self.reason.text().strip()
        if cancel_rest and not reason:
            self.message_bar.show_message(_("Cancelling the rest needs a reason."), "warn")
            self.reason.setFocus()
            return

        order_id = self.shipment.order_id

        def write(uow: UnitOfWork) -> Issue | None:
            record_picked(uow, self.shipment_id, quantities)
            post_shipment(uow, self.shipment_id, cancel_rest=cancel_rest, reason=reason)
            return read_turned(uow, order_id, on=uow.today) if cancel_rest else None

        def booked() -> None:
            self._refresh_booked(rows)

        self.once.write(
            "ship",
            write,
            lambda turned: self._shipped(rows, turned),
            content=(quantities, cancel_rest, reason),
            repeated=booked,
        )

    def _shipped(self, rows: Sequence[PickLine], turned: Issue | None) -> None:
        assert self.shipment is not None, "it was shown before it was shipped"
        text = _("{number} has left. Its delivery note is ready.").format(number=self.shipment.number)
        actions = [
            MessageAction(keyed_title(_("Delivery note"), "Ctrl+P"), self.show_paper),
            MessageAction(keyed_title(_("Invoice"), "Ctrl+Shift+I"), self.invoice),
        ]
        if turned is not None:
            text = f"{text} {text_of_issue(turned)}"
            (remedy,) = turned.remedies
            actions = [MessageAction(text_of_remedy(remedy), self._open_order, "F8"), *actions]
        self.message_bar.show_message(text, "ok" if turned is None else "warn", actions)
        self._refresh_booked(rows)

    def cancel(self) -> None:
        """Ctrl+Shift+C: tear the pick list up; its goods stay reserved."""
        id_, reason = self.shipment_id, self.reason.text().strip()

        rows = self.model.rows()

        def booked() -> None:
            self._refresh_booked(rows)

        def done(_none: None) -> None:
            text = _("The pick list is cancelled; its goods are reserved as before.")
            self.message_bar.show_message(text, "ok")
            booked()

        self.once.write(
            "cancel",
            lambda uow: cancel_shipment(uow, id_, reason=reason),
            done,
            content=reason,
            repeated=booked,
        )

    def show_paper(self) -> None:
        """Ctrl+P: the delivery note once it left, the pick list before."""
        wanted = "delivery_note" if self.shipment and self.shipment.state == "shipped" else "pick_list"
        id_ = self.shipment_id

        def show(papers: tuple[PaperFacts, ...]) -> None:
            paper = next((paper for paper in papers if paper.kind == wanted), None)
            if paper is not None:
                ask(paper.id)
            else:  # history: its paper is made on the first view
                self.context.jobs.write(self, lambda uow: ensure_shipment_paper(uow, id_), ask)

        def ask(paper_id: int) -> None:
            self.context.bus.ask("paper.show", paper_id)

        self.context.jobs.read(self, lambda view: read_papers(view, "shipment", id_), show)

    def _open_order(self) -> None:
        if self.shipment is not None:
            self.context.bus.ask("order.open", self.shipment.order_id)

    def invoice(self) -> None:
        """Ctrl+Shift+I: invoice what left of the order."""
        if self.shipment is not None:
            self.context.bus.ask("invoice.start", self.shipment.order_id)


def _quantities(rows: Sequence[PickLine]) -> dict[int, int]:
    return {row.line.id: row.picked_micro for row in rows if row.is_goods}
