"""The order's head: customer by type-ahead, customer's order number, dates, address, terms, contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.domain.dangerous import Carrier
from app.domain.issues import Issue, Severity
from app.domain.orders.draft import Draft, Header
from app.domain.orders.lengths import head_too_long
from app.domain.orders.terms_typed import with_names
from app.domain.routing.facts import WarehouseFacts
from app.i18n import _
from app.services.parties import ContactFacts, CustomerContext
from app.services.setup.terms import TermCard
from app.views.kit.cards import Card
from app.views.kit.cut_combo_box import CutComboBox, SteadyComboBox
from app.views.kit.date_edit import DateEdit
from app.views.kit.field_state import set_invalid
from app.views.kit.tokens import Level
from app.views.orders.currency_field import CurrencyField
from app.views.orders.customer_badges import CustomerBadges
from app.views.orders.customer_search import AskCustomers, CustomerSearch
from app.views.orders.header_rows import HeaderRows
from app.views.orders.helps import header_helps
from app.views.orders.order_discount import OrderDiscountField
from app.views.orders.price_kind import PriceKindField
from app.views.orders.ship_to import ShipTo, ShipToFields, join_place, place_values
from app.views.orders.ships_from import ShipsFromField
from app.views.orders.surcharges import SurchargeField


class HeaderCard(Card):
    """Shows a header and tells what was keyed; it changes nothing itself."""

    edited = Signal(object)  # dict: header field -> value
    date_refused = Signal(object)  # Issue
    day_left = Signal()  # whatever was keyed there
    finished = Signal()  # Enter in the last field: on to the lines

    def __init__(
        self, ask: AskCustomers, today: Callable[[], dt.date], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Customer"), parent)
        self._contacts: tuple[ContactFacts, ...] = ()
        self._make_fields(today)
        self._rows = HeaderRows(header_helps(), self)
        self.further = self._rows.further
        self.body.addLayout(self._rows.grid)
        self.body.addWidget(self.further)
        self._place_first_row()
        self._place_more()
        self._badges = CustomerBadges()
        self.body.addLayout(self._badges.row)
        self._rows.walk_by_enter()
        # the popup's own filter is installed after that of the rows, so that it gets Enter first
        self.search = CustomerSearch(self.customer, ask, self)
        fields = ShipToFields(self.ship_to, self.ship_name, self.street, self.place)
        self._ship_to = ShipTo(fields, self)
        self._connect_first_row()
        self._connect_more()
        self.show_more(shown=False)

    def _make_fields(self, today: Callable[[], dt.date]) -> None:
        self.customer, self.po_number, self.phone, self.note = (QLineEdit() for _field in range(4))
        self.coupons = QLineEdit()
        self.ship_name, self.street, self.place = (QLineEdit() for _field in range(3))
        self.ship_to, self.term, self.wish, self.channel, self.carrier = (CutComboBox() for _box in range(5))
        self._channels: tuple[str, ...] = ()
        self.currency, self.price_kind, self.ships_from = CurrencyField(), PriceKindField(), ShipsFromField()
        self.order_discount, self.surcharges = OrderDiscountField(), SurchargeField()
        self._carriers: tuple[Carrier, ...] = ()
        self.contact = SteadyComboBox()
        self.requested, self.valid_until = DateEdit(today), DateEdit(today)
        self.customer.setPlaceholderText(_("Name, number, city, phone"))
        self.place.setPlaceholderText(_("20457 Hamburg, DE"))
        self.contact.setEditable(True)
        self.wish.addItem(_("In parts"), "partial")
        self.wish.addItem(_("Complete"), "complete")

    def _place_first_row(self) -> None:
        fields: tuple[tuple[str, str, QWidget, int], ...] = (
            ("customer", _("&Customer *"), self.customer, 30),
            ("poNumber", _("Customer &PO"), self.po_number, 16),
            ("requestedDate", _("&Requested ship date"), self.requested, 16),
            ("shipTo", _("&Ship to"), self.ship_to, 26),
            ("term", _("&Terms"), self.term, 16),
        )
        for name, label, field, share in fields:
            self._rows.place(name, label, field, share)

    def _place_more(self) -> None:
        """What F3 opens, in the order in which it is walked through; what a firm has no use for takes no room."""
        fields: tuple[tuple[str, str, QWidget, int], ...] = (
            ("contact", _("Co&ntact"), self.contact, 15),
            ("contactPhone", _("P&hone"), self.phone, 13),
            ("deliveryWish", _("&Delivery"), self.wish, 11),
            ("shipName", _("Recip&ient"), self.ship_name, 16),
            ("shipStreet", _("Street"), self.street, 14),
            ("shipPlace", _("Postcode, city, country"), self.place, 17),
            ("note", _("N&ote on papers"), self.note, 14),
            ("orderDiscount", _("Order disco&unt"), self.order_discount, 13),
            ("surcharges", _("Surch&arges"), self.surcharges, 14),
            ("coupons", _("Coupons (&G)"), self.coupons, 11),
            ("carrier", _("Carri&er"), self.carrier, 14),
            ("shipsFrom", _("Ships &from"), self.ships_from, 13),
            ("channel", _("C&hannel"), self.channel, 13),
            ("orderCurrency", _("Currenc&y"), self.currency, 13),
            ("priceKind", _("Prices (&X)"), self.price_kind, 13),
            ("validUntil", _("Quote &valid until"), self.valid_until, 13),
        )
        for name, label, field, share in fields:
            self._rows.place_further(name, label, field, share)

    def _connect_first_row(self) -> None:
        self._rows.finished.connect(self.finished)
        self.po_number.editingFinished.connect(lambda: self._tell(po_number=self.po_number.text().strip()))
        self.requested.date_edited.connect(lambda date: self._tell(requested_date=date))
        self.term.activated.connect(lambda _row: self._tell(term_id=self.term.currentData()))
        self._ship_to.edited.connect(self.edited)
        self._ship_to.one_off_wanted.connect(self._open_one_off)
        for day, name in self._days:
            day.refused.connect(lambda text, name=name: self.date_refused.emit(_no_day(name, text)))
            day.editingFinished.connect(self.day_left)
            day.date_edited.connect(lambda _date: self.day_left.emit())

    @property
    def _contact_text(self) -> QLineEdit:
        field = self.contact.lineEdit()
        assert field is not None, "the box is editable"
        return field

    def _connect_more(self) -> None:
        self._contact_text.editingFinished.connect(
            lambda: self._tell(contact_name=self.contact.currentText().strip())
        )
        self.contact.activated.connect(self._contact_chosen)
        self.phone.editingFinished.connect(lambda: self._tell(contact_phone=self.phone.text().strip()))
        self.wish.activated.connect(lambda _row: self._tell(delivery_wish=self.wish.currentData()))
        self.currency.exchange_chosen.connect(lambda exchange: self._tell(exchange=exchange))
        self.price_kind.kind_chosen.connect(lambda kind: self._tell(price_kind=kind))
        self.ships_from.warehouse_chosen.connect(lambda id_: self._tell(warehouse_id=id_))
        self.channel.activated.connect(lambda _row: self._tell(channel=self.channel.currentData()))
        self.carrier.activated.connect(lambda _row: self._tell(carrier=self.carrier.currentData()))
        self.order_discount.discount_edited.connect(lambda text: self._tell(order_discount=text))
        self.order_discount.refused.connect(self.date_refused)
        self.order_discount.editingFinished.connect(self.day_left)
        self.note.editingFinished.connect(lambda: self._tell(note=self.note.text().strip()))
        self.coupons.editingFinished.connect(lambda: self._tell(coupons=with_names(self.coupons.text())))
        self.valid_until.date_edited.connect(lambda date: self._tell(valid_until=date))

    def _tell(self, **values: object) -> None:
        self.edited.emit(values)

    def _contact_chosen(self, row: int) -> None:
        if 0 <= row < len(self._contacts):
            person = self._contacts[row]
            self._tell(contact_name=person.name, contact_phone=person.phone, contact_email=person.email)

    def _open_one_off(self) -> None:
        self.show_more(shown=True)
        self.ship_name.setFocus()

    # what the page asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rows.fit(self.contentsRect().width() - 24)

    def show_more(self, *, shown: bool) -> None:
        """Show or hide the further rows (F3)."""
        self._rows.show_more(shown=shown)

    @property
    def shows_more(self) -> bool:
        """Whether the further rows are open."""
        return self._rows.shows_more

    @property
    def _days(self) -> tuple[tuple[DateEdit, str], ...]:
        return (self.requested, "requested_date"), (self.valid_until, "valid_until")

    def wrong(self) -> Issue | None:
        """What stands in a field and cannot be taken, no day or too long: nothing is confirmed under it."""
        return next(iter(self.all_wrong()), None)

    def all_wrong(self) -> list[Issue]:
        """Everything of that kind."""
        days = [_no_day(name, field.text()) for field, name in self._days if not field.is_valid()]
        texts = (head_too_long(values) for values in self._texts().values())
        found = (*texts, self.order_discount.wrong())
        return [*days, *(issue for issue in found if issue is not None)]

    def mark_wrong(self) -> None:
        """Give the texts that are too long the red edge, and take it from those that are right."""
        for field, values in self._texts().items():
            set_invalid(field, invalid=head_too_long(values) is not None)

    def _texts(self) -> dict[QLineEdit, dict[str, str]]:
        """The fields of text, with what stands in them as values of the header."""
        return {
            self.po_number: {"po_number": self.po_number.text().strip()},
            self._contact_text: {"contact_name": self._contact_text.text().strip()},
            self.phone: {"contact_phone": self.phone.text().strip()},
            self.ship_name: {"ship_name": self.ship_name.text().strip()},
            self.street: {"ship_street": self.street.text().strip()},
            self.place: place_values(self.place.text()),
            self.note: {"note": self.note.text().strip()},
            self.coupons: {"coupons": with_names(self.coupons.text())},
        }

    def leave_customer(self) -> None:
        """After the customer comes the customer's order number."""
        if self.customer.hasFocus():
            self.po_number.setFocus()
            self.po_number.selectAll()

    # showing

    def set_terms(self, terms: Sequence[TermCard]) -> None:
        """The payment terms to choose from; an open list of the same ones stays as it is."""
        known = [(self.term.itemText(row), self.term.itemData(row)) for row in range(self.term.count())]
        if known == [(term.name, term.id) for term in terms]:
            return
        self.term.clear()
        for term in terms:
            self.term.addItem(term.name, term.id)

    def set_channels(self, channels: Sequence[str]) -> None:
        """The ways on which the firm's orders come; without any there is nothing to choose."""
        self._channels = tuple(channels)
        self._show_channel(self.channel.currentData() or "")

    def set_offers(self, offers: Sequence[str]) -> None:
        """The rates of today; without any the firm's currency is the only one."""
        self.currency.set_offers(offers)
        self._rows.withhold(self.currency, withheld=not self.currency.has_choice)

    def _show_channel(self, channel: str) -> None:
        """The order's own way is offered as long as it has it, whatever the firm calls its ways by now."""
        offered = list(dict.fromkeys(["", *self._channels, channel]))
        if offered != [self.channel.itemData(row) for row in range(self.channel.count())]:
            self.channel.clear()
            for each in offered:
                self.channel.addItem(each or _("the usual one"), each)
        _select(self.channel, channel)
        self._rows.withhold(self.channel, withheld=len(offered) == 1)

    def show_surcharges(self, text: str, *, offered: bool) -> None:
        """What was chosen or taken out of them; a firm without any has no such field."""
        if self.surcharges.text() != text:
            self.surcharges.setText(text)
        self._rows.withhold(self.surcharges, withheld=not (offered or text))

    def offer_price_kind(self, *, offered: bool) -> None:
        """A firm whose prices are all without tax has no such field."""
        self._rows.withhold(self.price_kind, withheld=not offered)

    def set_carriers(self, carriers: Sequence[Carrier]) -> None:
        """Who brings the firm's goods; without any there is nothing to choose."""
        self._carriers = tuple(carriers)
        self._show_carrier(self.carrier.currentData() or "")

    def _show_carrier(self, code: str) -> None:
        """Active carriers, and the order's own as long as it has him."""
        names = {each.code: each.name for each in self._carriers if each.active or each.code == code}
        offered = {"": _("none chosen")} | names | ({code: names.get(code, code)} if code else {})
        known = {
            self.carrier.itemData(row): self.carrier.itemText(row) for row in range(self.carrier.count())
        }
        if offered != known:
            self.carrier.clear()
            for each, name in offered.items():
                self.carrier.addItem(name, each)
        _select(self.carrier, code)
        self._rows.withhold(self.carrier, withheld=len(offered) == 1)

    def set_warehouses(self, warehouses: Sequence[WarehouseFacts], home: str) -> None:
        """The warehouses from which an order may ship, and the firm's country."""
        self.ships_from.set_warehouses(warehouses, home)
        self._badges.show_ships_from(self.ships_from.chosen_name())
        self._rows.withhold(self.ships_from, withheld=not self.ships_from.has_choice)

    def show_customer(self, found: CustomerContext | None, currency: str) -> None:
        """Credit, overdue, last order, usual products, addresses and contacts of the customer."""
        self.search.currency = currency
        self._contacts = found.contacts if found else ()
        self.contact.clear()
        for person in self._contacts:
            self.contact.addItem(person.name, person.id)
        self._ship_to.offer(found)
        self._badges.show_customer(found, currency)

    def count_order(self, order_minor: int) -> None:
        """What the order in front uses of the customer's credit beside what is counted already."""
        self._badges.count_order(order_minor)

    def show_held(self, text: str, level: Level) -> None:
        """What the order holds while it waits for approval."""
        self._badges.show_held(text, level)

    def show_draft(self, draft: Draft, *, editable: bool) -> None:
        """Show the header; a field that has the focus keeps what is being typed."""
        header = draft.header
        self.search.show_name(header.customer_name)
        self._show_texts(header, editable=editable)
        for day, name in self._days:
            if not day.hasFocus() and (day.is_valid() or not editable):
                day.set_date(getattr(header, name))
        _select(self.term, header.term_id)
        _select(self.wish, header.delivery_wish)
        self._show_channel(header.channel)
        self._show_carrier(header.carrier)
        self.ships_from.show_warehouse(header.warehouse_id)
        self._badges.show_ships_from(self.ships_from.chosen_name())
        self._rows.withhold(self.ships_from, withheld=not self.ships_from.has_choice)
        self.price_kind.show_kind(header.price_kind)
        self._badges.show_kind(draft.price_mode)
        self.currency.show_exchange(header.exchange)
        self._rows.withhold(self.currency, withheld=not self.currency.has_choice)
        self.order_discount.show_discount(header.order_discount, draft.currency, editable=editable)
        self._ship_to.show_address(header)
        self._set_editable(editable=editable, is_new=draft.state == "draft")

    def _show_texts(self, header: Header, *, editable: bool) -> None:
        """A text that is too long to be taken waits in its field to be shortened."""
        texts: Mapping[QLineEdit, str] = {
            self.po_number: header.po_number,
            self._contact_text: header.contact_name,
            self.phone: header.contact_phone,
            self.note: header.note,
            self.ship_name: header.ship_name,
            self.street: header.ship_street,
            self.place: join_place(header),
            self.coupons: header.coupons.replace(",", ", "),
        }
        keyed = self._texts()
        for field, text in texts.items():
            waits = editable and head_too_long(keyed[field]) is not None
            if not field.hasFocus() and not waits and field.text() != text:
                field.setText(text)
                field.setCursorPosition(0)  # a long one is read from its beginning
        self.mark_wrong()

    def _set_editable(self, *, editable: bool, is_new: bool) -> None:
        self.customer.setReadOnly(not (editable and is_new))
        texts = (self.po_number, self.phone, self.note, self.ship_name, self.street, self.place, self.coupons)
        for field in (*texts, self.requested, self.valid_until):
            field.setReadOnly(not editable)
        for box in (self.ship_to, self.term, self.contact, self.wish, self.channel, self.carrier):
            box.setEnabled(editable)
        for box in (self.currency, self.price_kind, self.ships_from):
            box.setEnabled(editable and is_new)


def _no_day(name: str, text: str) -> Issue:
    fields = {"requested_date": _("Requested ship date"), "valid_until": _("Quote valid until")}
    params = {"field": fields[name], "text": text.strip()}
    return Issue("order.date_not_a_day", Severity.BLOCK, f"header/{name}", params)


def _select(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(box.findData(value))  # an order without a customer has no terms: none are shown
