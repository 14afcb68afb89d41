"""To where the goods of an order go: a known address of the customer, or one for this order only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from app.domain.orders.draft import Header
from app.i18n import _
from app.services.parties import AddressFacts, CustomerContext

ONE_OFF = -1
_SHIP_FIELDS = ("ship_name", "ship_street", "ship_postcode", "ship_city", "ship_country")


@dataclass(frozen=True, slots=True)
class ShipToFields:
    """The choice and, for an address of this order only, its fields."""

    choice: QComboBox
    name: QLineEdit
    street: QLineEdit
    place: QLineEdit  # postcode, city and country


class ShipTo(QObject):
    """Fills the choice and tells what was chosen or keyed; `one_off_wanted` opens the fields."""

    edited = Signal(object)  # dict: header field -> value
    one_off_wanted = Signal()

    def __init__(self, fields: ShipToFields, parent: QObject) -> None:
        super().__init__(parent)
        self._fields = fields
        self._addresses: tuple[AddressFacts, ...] = ()
        self._main: Header | None = None
        self._shown = Header()
        fields.choice.activated.connect(self._chosen)
        for field in (fields.name, fields.street, fields.place):
            field.editingFinished.connect(self._one_off_keyed)

    def offer(self, found: CustomerContext | None) -> None:
        """Offer the addresses of the customer, its own one first."""
        self._addresses = found.addresses if found else ()
        self._main = main_address(found) if found else None
        box = self._fields.choice
        box.clear()
        if self._main is not None:
            box.addItem(place_text(self._main), None)
        for each in self._addresses:
            box.addItem(f"{each.label}, {each.street}, {each.postcode} {each.city}", each.id)
        box.addItem(_("Other address …"), ONE_OFF)

    def show_address(self, header: Header) -> None:
        """Put the choice on the address of the order."""
        self._shown = header
        box = self._fields.choice
        row = box.findData(header.address_id) if header.address_id else self._main_row(header)
        if row >= 0:
            box.setCurrentIndex(row)

    def _main_row(self, header: Header) -> int:
        """The main address if it is the order's, else the row for other addresses, which then shows it."""
        box = self._fields.choice
        last = box.count() - 1
        if self._main is None or place_text(self._main) != place_text(header):
            box.setItemText(last, place_text(header) or _("Other address …"))
            return last
        box.setItemText(last, _("Other address …"))
        return 0

    def _chosen(self, _row: int) -> None:
        address_id = self._fields.choice.currentData()
        if address_id == ONE_OFF:
            self.one_off_wanted.emit()
        elif address_id is None and self._main is not None:
            self.edited.emit(_own_address_values(self._main))
        else:
            chosen = next(each for each in self._addresses if each.id == address_id)
            self.edited.emit(address_values(chosen))

    def _one_off_keyed(self) -> None:
        """Only what was keyed over: a known address stays known when its fields are walked through."""
        fields, shown = self._fields, self._shown
        keyed: dict[str, object] = {
            "ship_name": fields.name.text().strip(),
            "ship_street": fields.street.text().strip(),
        }
        if fields.place.text().strip() != join_place(
            shown
        ):  # else it would be read another way than it is kept
            keyed |= place_values(fields.place.text())
        if any(value != getattr(shown, name) for name, value in keyed.items()):
            self.edited.emit({"address_id": None, **keyed})


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


def _own_address_values(main: Header) -> dict[str, object]:
    return {"address_id": None} | {name: getattr(main, name) for name in _SHIP_FIELDS}


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
    person = next(iter(found.contacts), None)
    return {
        "customer_id": who.id,
        "customer_name": who.name,
        "term_id": who.term_id,
        "exchange": found.exchange,
        "delivery_wish": who.delivery_wish,
        "contact_name": person.name if person else "",
        "contact_phone": person.phone if person else who.phone,
        "contact_email": person.email if person else who.email,
        **(address_values(usual) if usual else _own_address_values(main_address(found))),
    }


def place_text(header: Header) -> str:
    """Street, town and country in one line; empty where nothing is known."""
    return ", ".join(part for part in (header.ship_street, join_place(header)) if part)


def join_place(header: Header) -> str:
    """Postcode, city and country in one field."""
    town = f"{header.ship_postcode} {header.ship_city}".strip()
    return ", ".join(part for part in (town, header.ship_country) if part)


class Place(NamedTuple):
    """A place as the header has it; the country as two letters of ISO 3166."""

    postcode: str
    city: str
    country: str


def place_values(text: str) -> dict[str, str]:
    """The header fields of a keyed place."""
    place = split_place(text)
    return {"ship_postcode": place.postcode, "ship_city": place.city, "ship_country": place.country}


def split_place(text: str) -> Place:
    """Postcode, city, country (two letters after a comma) of one keyed field."""
    town, _comma, country = text.rpartition(",")
    if len(country.strip()) != 2:  # an ISO 3166 code
        town, country = text, ""
    words = town.split()
    codes = [word for word in words if any(ch.isdigit() for ch in word)]
    city = " ".join(word for word in words if word not in codes)
    return Place(" ".join(codes), city.strip(" ,"), country.strip().upper())
