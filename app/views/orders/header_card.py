"""The order's head: customer by type-ahead, customer's order number, dates, address, terms, contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.domain.issues import Issue, Severity
from app.domain.orders.draft import Draft, Header
from app.i18n import _, format_amount, format_date
from app.services.parties import AddressFacts, ContactFacts, CustomerContext, CustomerHit
from app.services.setup.terms import TermCard
from app.views.kit.cards import Badge, Card, badge_row, muted_label
from app.views.kit.date_edit import DateEdit
from app.views.kit.forms import field_label
from app.views.kit.search_popup import SearchPopup, SearchRow
from app.views.orders.helps import header_helps

AskCustomers = Callable[[str, Callable[[str, Sequence[CustomerHit]], None]], None]
ONE_OFF = -1
NEW_CUSTOMER = "new"


class HeaderCard(Card):
    """Shows a header and tells what was keyed; it changes nothing itself."""

    customer_chosen = Signal(int)
    new_customer_wanted = Signal(str)  # the text typed so far
    edited = Signal(object)  # dict: header field -> value
    date_refused = Signal(object)  # Issue
    finished = Signal()  # Enter in the last field: on to the lines

    def __init__(
        self, ask: AskCustomers, today: Callable[[], dt.date], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Customer"), parent)
        self._ask = ask
        self._today = today
        self._customer_name = ""
        self._addresses: tuple[AddressFacts, ...] = ()
        self._contacts: tuple[ContactFacts, ...] = ()
        self._main: Header | None = None
        self._helps = header_helps()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self.body.addLayout(self._grid)
        self._make_fields(today)
        self._make_more()
        self._make_badges()
        self._connect()
        self.show_more(shown=False)

    def _make_fields(self, today: Callable[[], dt.date]) -> None:
        self.customer = QLineEdit()
        self.customer.setPlaceholderText(_("Name, number, city, phone"))
        self.po_number = QLineEdit()
        self.requested = DateEdit(today)
        self.ship_to = QComboBox()
        self.term = QComboBox()
        fields: tuple[tuple[str, str, QWidget, int], ...] = (
            ("customer", _("&Customer *"), self.customer, 30),
            ("poNumber", _("Customer &PO"), self.po_number, 16),
            ("requestedDate", _("&Requested ship date"), self.requested, 16),
            ("shipTo", _("&Ship to"), self.ship_to, 26),
            ("term", _("&Terms"), self.term, 16),
        )
        for column, (name, label, widget, share) in enumerate(fields):
            self._place(name, label, widget, 0, column)
            self._grid.setColumnStretch(column, share)

    def _place(self, name: str, label: str, widget: QWidget, row: int, column: int) -> None:
        widget.setObjectName(name)
        widget.setAccessibleName(label.replace("&", "").rstrip(" *"))
        widget.setWhatsThis(self._helps.get(name, ""))
        widget.setMinimumWidth(70)
        self._grid.addWidget(field_label(label, widget), row, column)
        self._grid.addWidget(widget, row + 1, column)

    def _make_more(self) -> None:
        """The second row (F3): contact, phone, delivery wish, one-off address, note."""
        self.contact = QComboBox()
        self.contact.setEditable(True)
        self.phone = QLineEdit()
        self.wish = QComboBox()
        self.wish.addItem(_("In parts"), "partial")
        self.wish.addItem(_("Complete"), "complete")
        self.note = QLineEdit()
        self.street = QLineEdit()
        self.ship_name = QLineEdit()
        self.place = QLineEdit()
        self.place.setPlaceholderText(_("20457 Hamburg, DE"))
        self._place("contact", _("Co&ntact"), self.contact, 2, 0)
        self._place("contactPhone", _("P&hone"), self.phone, 2, 1)
        self._place("deliveryWish", _("&Delivery"), self.wish, 2, 2)
        self._place("shipName", _("Recip&ient"), self.ship_name, 2, 3)
        self._place("note", _("N&ote on papers"), self.note, 2, 4)
        self.valid_until = DateEdit(self._today)
        self._place("validUntil", _("Quote &valid until"), self.valid_until, 4, 0)
        self._grid.addWidget(field_label(_("Street"), self.street), 4, 2)
        self.street.setObjectName("shipStreet")
        self.street.setAccessibleName(_("Street"))
        self.street.setWhatsThis(self._helps["shipStreet"])
        self._grid.addWidget(self.street, 5, 2)
        self._grid.addWidget(field_label(_("Postcode, city, country"), self.place), 4, 3)
        self.place.setObjectName("shipPlace")
        self.place.setAccessibleName(_("Postcode, city, country"))
        self.place.setWhatsThis(self._helps["shipPlace"])
        self._grid.addWidget(self.place, 5, 3)
        self._more: tuple[QWidget, ...] = (
            self.contact, self.phone, self.wish, self.note, self.ship_name, self.valid_until, self.street, self.place,
        )  # fmt: skip

    def _make_badges(self) -> None:
        row = QHBoxLayout()
        self._badges = badge_row()
        self.credit = Badge()
        self.overdue = Badge()
        self.hold = Badge()
        for badge in (self.credit, self.overdue, self.hold):
            badge.set_state("", "muted")
            self._badges.addWidget(badge)
        row.addLayout(self._badges)
        row.addStretch(1)
        self.history = muted_label()
        self.history.setObjectName("customerHistory")
        row.addWidget(self.history)
        self.body.addLayout(row)

    def _connect(self) -> None:
        self._stops: tuple[QWidget, ...] = (
            self.customer, self.po_number, self.requested, self.ship_to, self.term, self.contact, self.phone, self.wish,
            self.ship_name, self.note, self.valid_until, self.street, self.place,
        )  # fmt: skip
        for widget in self._stops:
            widget.installEventFilter(self)
        # the popup's own filter is installed after the stops', so that it gets Enter first
        self.popup = SearchPopup(self.customer, self._question)
        self.popup.chosen.connect(self._chosen)
        self.customer.editingFinished.connect(self._restore_customer)
        self.po_number.editingFinished.connect(lambda: self._tell(po_number=self.po_number.text().strip()))
        self.requested.date_edited.connect(lambda date: self._tell(requested_date=date))
        self.valid_until.date_edited.connect(lambda date: self._tell(valid_until=date))
        for day, name in self._days:
            day.refused.connect(lambda text, name=name: self.date_refused.emit(_no_day(name, text)))
        self.ship_to.activated.connect(self._address_chosen)
        self.term.activated.connect(lambda _row: self._tell(term_id=self.term.currentData()))
        self.contact.activated.connect(self._contact_chosen)
        editor = self.contact.lineEdit()
        assert editor is not None, "the box is editable"
        editor.editingFinished.connect(lambda: self._tell(contact_name=self.contact.currentText().strip()))
        self.phone.editingFinished.connect(lambda: self._tell(contact_phone=self.phone.text().strip()))
        self.wish.activated.connect(lambda _row: self._tell(delivery_wish=self.wish.currentData()))
        self.note.editingFinished.connect(lambda: self._tell(note=self.note.text().strip()))
        for field in (self.ship_name, self.street, self.place):
            field.editingFinished.connect(self._one_off_keyed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field and from the last one to the lines; Shift+Enter goes back."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or watched not in self._stops:
            return super().eventFilter(watched, event)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return super().eventFilter(watched, event)
        self._go_on(watched, -1 if shift else 1)
        return True

    def _go_on(self, watched: QObject, direction: int) -> None:
        shown = [widget for widget in self._stops if not widget.isHidden()]
        place = next(i for i, widget in enumerate(shown) if widget is watched) + direction
        if place >= len(shown):
            self.finished.emit()
        elif place >= 0:
            shown[place].setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def _days(self) -> tuple[tuple[DateEdit, str], ...]:
        return (self.requested, "requested_date"), (self.valid_until, "valid_until")

    def wrong_day(self) -> Issue | None:
        """What stands in a date field and is no day: nothing is confirmed under it."""
        return next((_no_day(name, field.text()) for field, name in self._days if not field.is_valid()), None)

    def _tell(self, **values: object) -> None:
        self.edited.emit(values)

    def show_more(self, *, shown: bool) -> None:
        """Show or hide the second row."""
        for widget in self._more:
            widget.setVisible(shown)
        for row in (2, 4):
            for column in range(5):
                item = self._grid.itemAtPosition(row, column)
                label = item.widget() if item is not None else None
                if isinstance(label, QLabel):
                    label.setVisible(shown)

    @property
    def shows_more(self) -> bool:
        """Whether the second row is open."""
        return not self.contact.isHidden()

    def _question(self, text: str) -> None:
        self._ask(text, self._answer)

    def _answer(self, text: str, hits: Sequence[CustomerHit]) -> None:
        rows = [
            SearchRow(
                value=hit.id,
                main=hit.name,
                secondary=f"{hit.number} · {hit.city}",
                right=format_amount(hit.open_minor, self._currency) if hit.open_minor else "",
                level="warn" if hit.on_hold or not hit.active else None,
            )
            for hit in hits
        ]
        title = (
            _("New customer “{name}” …").format(name=text.strip()) if text.strip() else _("New customer …")
        )
        if len(rows) < 5:
            rows.append(SearchRow(value=NEW_CUSTOMER, main=title, fill=text))
        self.popup.put(rows, text=text)

    _currency = "EUR"

    def _chosen(self, value: object) -> None:
        if value == NEW_CUSTOMER:
            self.new_customer_wanted.emit(self.customer.text().strip())
        elif isinstance(value, int):
            self._customer_name = self.customer.text()
            self.customer_chosen.emit(value)

    def _restore_customer(self) -> None:
        """A text that names nobody goes back to the customer that is set."""
        if self._customer_name and self.customer.text() != self._customer_name:
            self.customer.setText(self._customer_name)

    def _address_chosen(self, _row: int) -> None:
        address_id = self.ship_to.currentData()
        if address_id == ONE_OFF:
            self.show_more(shown=True)
            self.ship_name.setFocus()
            return
        self.edited.emit(self._address_values(address_id))

    def _address_values(self, address_id: int | None) -> dict[str, object]:
        if address_id is None and self._main is not None:
            names = ("ship_name", "ship_street", "ship_postcode", "ship_city", "ship_country")
            return {"address_id": None} | {name: getattr(self._main, name) for name in names}
        address = next(each for each in self._addresses if each.id == address_id)
        return address_values(address)

    def _contact_chosen(self, row: int) -> None:
        if 0 <= row < len(self._contacts):
            person = self._contacts[row]
            self._tell(contact_name=person.name, contact_phone=person.phone, contact_email=person.email)

    def _one_off_keyed(self) -> None:
        postcode, city, country = split_place(self.place.text())
        self._tell(
            address_id=None,
            ship_name=self.ship_name.text().strip(),
            ship_street=self.street.text().strip(),
            ship_postcode=postcode,
            ship_city=city,
            ship_country=country,
        )

    def set_terms(self, terms: Sequence[TermCard]) -> None:
        """The payment terms to choose from."""
        self.term.clear()
        for term in terms:
            self.term.addItem(term.name, term.id)

    def show_customer(self, found: CustomerContext | None, currency: str) -> None:
        """Credit, overdue, last order, usual products, addresses and contacts of the customer."""
        self._currency = currency
        self._addresses = found.addresses if found else ()
        self._contacts = found.contacts if found else ()
        self._main = main_address(found) if found else None
        self._fill_choices()
        self._show_credit(found, currency)
        self.history.setText(_history_text(found) if found else "")
        self.history.setToolTip(_usual_text(found) if found else "")

    def _fill_choices(self) -> None:
        self.ship_to.clear()
        if self._main is not None:
            self.ship_to.addItem(_place_text(self._main), None)
        for address in self._addresses:
            self.ship_to.addItem(
                f"{address.label}, {address.street}, {address.postcode} {address.city}", address.id
            )
        self.ship_to.addItem(_("Other address …"), ONE_OFF)
        self.contact.clear()
        for person in self._contacts:
            self.contact.addItem(person.name, person.id)

    def _show_credit(self, found: CustomerContext | None, currency: str) -> None:
        if found is None:
            for badge in (self.credit, self.overdue, self.hold):
                badge.set_state("", "muted")
            return
        limit, free = found.credit.limit_minor, found.credit.available_minor
        if limit is None or free is None:
            self.credit.set_state(_("No credit limit"), "muted")
        elif free >= 0:
            text = _("Credit OK · {free} of {limit} free")
            values = {"free": format_amount(free, currency), "limit": format_amount(limit, currency)}
            self.credit.set_state(text.format(**values), "ok")
        else:
            text = _("Credit used up · {over} over {limit}")
            values = {"over": format_amount(-free, currency), "limit": format_amount(limit, currency)}
            self.credit.set_state(text.format(**values), "bad")
        late = found.credit
        text = _("{count} late, {days} days · {amount}").format(
            count=late.overdue_count,
            days=late.overdue_days,
            amount=format_amount(late.overdue_minor, currency),
        )
        self.overdue.set_state(text if late.overdue_count else "", "warn")
        self.hold.set_state(_("On hold") if found.customer.on_hold else "", "bad")

    def show_draft(self, draft: Draft, *, editable: bool) -> None:
        """Show the header; a field that has the focus keeps what is being typed."""
        header = draft.header
        self._customer_name = header.customer_name
        texts: Mapping[QLineEdit, str] = {
            self.customer: header.customer_name,
            self.po_number: header.po_number,
            self.phone: header.contact_phone,
            self.note: header.note,
            self.ship_name: header.ship_name,
            self.street: header.ship_street,
            self.place: join_place(header),
        }
        for field, text in texts.items():
            if not field.hasFocus() and field.text() != text:
                field.setText(text)
        for day, name in self._days:
            if not day.hasFocus() and (day.is_valid() or not editable):
                day.set_date(getattr(header, name))
        _select(self.term, header.term_id)
        _select(self.wish, header.delivery_wish)
        self._show_address(header)
        if not self.contact.hasFocus():
            self.contact.setEditText(header.contact_name)
        self._set_editable(editable=editable, is_new=draft.state == "draft")

    def _show_address(self, header: Header) -> None:
        row = self.ship_to.findData(header.address_id) if header.address_id else self._main_row(header)
        if row >= 0:
            self.ship_to.setCurrentIndex(row)

    def _main_row(self, header: Header) -> int:
        """The main address if it is the order's, else the row for other addresses, which then shows it."""
        last = self.ship_to.count() - 1
        if self._main is None or _place_text(self._main) != _place_text(header):
            self.ship_to.setItemText(last, _place_text(header) or _("Other address …"))
            return last
        self.ship_to.setItemText(last, _("Other address …"))
        return 0

    def _set_editable(self, *, editable: bool, is_new: bool) -> None:
        self.customer.setReadOnly(not (editable and is_new))
        for field in (
            self.po_number,
            self.requested,
            self.phone,
            self.note,
            self.ship_name,
            self.street,
            self.place,
        ):
            field.setReadOnly(not editable)
        for box in (self.ship_to, self.term, self.contact, self.wish):
            box.setEnabled(editable)


def _no_day(name: str, text: str) -> Issue:
    fields = {"requested_date": _("Requested ship date"), "valid_until": _("Quote valid until")}
    params = {"field": fields[name], "text": text.strip()}
    return Issue("order.date_not_a_day", Severity.BLOCK, f"header/{name}", params)


def address_values(address: AddressFacts) -> dict[str, object]:
    """The header fields that a chosen address sets."""
    return {
        "address_id": address.id,
        "ship_name": address.name,
        "ship_street": address.street,
        "ship_postcode": address.postcode,
        "ship_city": address.city,
        "ship_country": address.country,
    }


def main_address(found: CustomerContext) -> Header:
    """The customer's own address as a ship-to."""
    who = found.customer
    return Header(
        ship_name=who.name,
        ship_street=who.street,
        ship_postcode=who.postcode,
        ship_city=who.city,
        ship_country=who.country,
    )


def customer_values(found: CustomerContext) -> dict[str, object]:
    """The header fields that a chosen customer sets."""
    who = found.customer
    usual = next((each for each in found.addresses if each.is_default_ship_to), None)
    main = main_address(found)
    names = ("ship_name", "ship_street", "ship_postcode", "ship_city", "ship_country")
    place = address_values(usual) if usual else {"address_id": None} | {n: getattr(main, n) for n in names}
    person = next(iter(found.contacts), None)
    return {
        "customer_id": who.id,
        "customer_name": who.name,
        "term_id": who.term_id,
        "delivery_wish": who.delivery_wish,
        "contact_name": person.name if person else "",
        "contact_phone": person.phone if person else who.phone,
        "contact_email": person.email if person else who.email,
        **place,
    }


def _place_text(header: Header) -> str:
    town = f"{header.ship_postcode} {header.ship_city}".strip()
    return ", ".join(part for part in (header.ship_street, town, header.ship_country) if part)


def join_place(header: Header) -> str:
    """Postcode, city and country in one field."""
    town = f"{header.ship_postcode} {header.ship_city}".strip()
    return ", ".join(part for part in (town, header.ship_country) if part)


def split_place(text: str) -> tuple[str, str, str]:
    """Postcode, city, country (two letters after a comma) of one keyed field."""
    town, _comma, country = text.rpartition(",")
    if len(country.strip()) != 2:  # an ISO 3166 code
        town, country = text, ""
    words = town.split()
    codes = [word for word in words if any(ch.isdigit() for ch in word)]
    city = " ".join(word for word in words if word not in codes)
    return " ".join(codes), city.strip(" ,"), country.strip().upper()


def _select(box: QComboBox, value: object) -> None:
    row = box.findData(value)
    if row >= 0:
        box.setCurrentIndex(row)


def _history_text(found: CustomerContext) -> str:
    parts = []
    if found.last_order:
        parts.append(_("Last order {date}").format(date=format_date(found.last_order)))
    open_orders = [order for order in found.open_orders if order.state != "draft"]
    if open_orders:
        parts.append(_("{count} open").format(count=len(open_orders)))
    usual = ", ".join(product.sku for product in found.usual_products[:3])
    if usual:
        parts.append(_("usual: {products}").format(products=usual))
    return " · ".join(parts)


def _usual_text(found: CustomerContext) -> str:
    lines = [f"{p.sku}  {p.name}  {format_date(p.last_date)}" for p in found.usual_products]
    return "\n".join([*lines, *([found.customer.notes] if found.customer.notes else [])])
