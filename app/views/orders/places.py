"""Where an issue lies on the page: a path such as `lines/k3/quantity` or `header/customer`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.domain.issues import Issue
from app.messages import text_of_issue

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.domain.orders.draft import Header
    from app.views.orders.header_card import HeaderCard
    from app.views.orders.order_page import OrderPage

COLUMN_OF_FIELD = {
    "quantity": "quantity",
    "sku": "sku",
    "price": "price",
    "discount": "discount",
    "promise": "date",
    "requested_date": "date",
}


def go_to_place(page: OrderPage, where: str) -> None:
    """Put the cursor there; the head itself means the customer, the lines themselves the empty line."""
    head, _slash, rest = where.partition("/")
    if head == "header":
        _header_field(page, rest).setFocus()
    elif head == "hold":  # of the order as a whole: its remedy leads to it
        page.grid.setFocus()
    elif cell_of(where)[0]:
        page.grid.edit_key(*cell_of(where))
    else:
        page.grid.edit_new_line()


def cell_of(where: str) -> tuple[str, str]:
    """The line and the column that an issue is about; two empty words where it is about no line.

    A path without a line but with a field (`lines//sku`) is about the empty line at the end.
    """
    head, _slash, rest = where.partition("/")
    key, _slash, field = rest.partition("/")
    return (key, COLUMN_OF_FIELD.get(field, "sku")) if head == "lines" and rest else ("", "")


def stand_on_cell(page: OrderPage, where: str) -> None:
    """Put the cursor on a cell without opening it."""
    key, column = cell_of(where)
    if key:
        place = page.model.index(page.model.row_of(key), page.model.column_of(column))
        page.grid.setCurrentIndex(place)


def bad_cells(issues: Sequence[Issue]) -> dict[tuple[str, str], str]:
    """The cells that block, with their texts."""
    bad = {}
    for issue in issues:
        cell = cell_of(issue.where)
        if cell != ("", "") and issue.severity == "block":
            bad[cell] = text_of_issue(issue)
    return bad


def _header_field(page: OrderPage, name: str) -> QWidget:
    card = page.header
    fields: dict[str, QWidget] = {
        "customer": card.customer,
        "po_number": card.po_number,
        "requested_date": card.requested,
        "ship_to": card.ship_to,
        "ship_address": _first_missing_of_address(card, page.session.draft.header),
        "contact": card.contact,
        "contact_name": card.contact,
        "contact_phone": card.phone,
        "contact_email": card.contact,
        "ship_name": card.ship_name,
        "ship_street": card.street,
        "ship_city": card.place,
        "ship_postcode": card.place,
        "ship_country": card.place,
        "valid_until": card.valid_until,
        "delivery_wish": card.wish,
        "carrier": card.carrier,
        "warehouse_id": card.ships_from,
        "order_discount": card.order_discount,
        "services": card.surcharges,
        "coupons": card.coupons,
        "exchange": card.currency,
        "pasted": page.side_list.list,
    }
    field = fields.get(name, card.customer)
    if field.isHidden() and name != "pasted":
        card.show_more(shown=True)
    return field


def _first_missing_of_address(card: HeaderCard, header: Header) -> QWidget:
    if not header.ship_name.strip():
        return card.ship_name
    return card.place if header.ship_street.strip() else card.street


def leave_field(page: OrderPage) -> QWidget | None:
    """Write what stands in the open cell or field; where the keys were."""
    keyed_in = page.grid if page.grid.is_keying() else page.window().focusWidget()
    if page.isVisible():  # else the keys are on another desk, and stay there
        page.setFocus()
    page.grid.close_editor()
    return keyed_in


def back_to_keying(page: OrderPage, place: QWidget | None) -> None:
    """What was not done leaves the keys where they were, unless they went on meanwhile: the clerk keys on."""
    if page.window().focusWidget() is page and place is not None and page.isAncestorOf(place):
        place.setFocus(Qt.FocusReason.OtherFocusReason)
