"""What F1 says of the fields and columns of an order."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import _


def header_helps() -> Mapping[str, str]:
    """Help by the field's object name."""
    return {**_first_row_helps(), **_more_helps()}


def _first_row_helps() -> Mapping[str, str]:
    return {
        "customer": _(
            "Type letters of the name, number, city, phone or e-mail; your own usual customers come first."
            " Enter takes one. The last row makes a new customer."
        ),
        "poNumber": _(
            "The number under which the customer ordered. It stands on all papers; if the customer used it before,"
            " the verdict bar says so and opens that order."
        ),
        "requestedDate": _(
            "The day on which the customer wants the goods to ship: 23.11., +3, 2026-11-23. Up and Down move by"
            " a day, F4 opens a calendar. A line can have a day of its own."
        ),
        "shipTo": _(
            "To where the goods go. The last row takes an address for this order only; F3 shows its fields."
        ),
        "term": _("When the customer pays, and what discount is given for paying early."),
    }


def _more_helps() -> Mapping[str, str]:
    """Of the fields behind F3."""
    return {
        "contact": _(
            "Who ordered. Papers of this order go to this person unless another one is set for them."
        ),
        "contactPhone": _("The number to call back."),
        "deliveryWish": _(
            "In parts: what is there ships at once. Complete: nothing ships before all is there."
        ),
        "channel": _(
            "The way on which the order came. Price lists may be for one of them; another one reprices the order."
        ),
        "carrier": _(
            "Who brings the goods. Dangerous goods need a carrier of whom it is known that he takes them."
        ),
        "shipsFrom": _(
            "The warehouse that ships this order: it alone gives the goods, and the order is taxed from its country."
            " As routed, each line comes from where it lies, and taxes are those of the firm's country."
        ),
        "orderCurrency": _(
            "In what the order is. The firm's prices are converted at the rate, which stays with the order; chosen"
            " again, it takes the newest rate. Typed prices keep their numbers."
        ),
        "priceKind": _(
            "Whether the prices of this order include VAT. Private customers with such a price list have them so."
            " Another kind reprices the order; typed prices keep their numbers. Ctrl+Shift+G from anywhere turns it."
        ),
        "orderDiscount": _(
            "A discount off the order as a whole, in percent or as an amount."
            " Empty leaves it to the rules; 0 gives none."
        ),
        "surcharges": _(
            "What comes beside the lines, such as express or freight. Space, or Ctrl+F6 from anywhere, opens the list:"
            " a tick chooses, a tick taken away leaves it out of this order."
        ),
        "coupons": _(
            "Codes of promotions, with a comma between two; capitals and blanks do not count. Shift+F6 comes here from"
            " anywhere. A code that brings nothing says why in the bar below."
        ),
        "shipName": _("Who receives the goods, for an address of this order only."),
        "shipStreet": _("Street and number, for an address of this order only."),
        "shipPlace": _("Postcode and city, then a comma and the country's two letters: 20457 Hamburg, DE."),
        "note": _("A sentence that is printed on the papers of this order."),
        "validUntil": _("The last day on which a quote holds; without one it holds for 30 days."),
    }


def column_helps() -> Mapping[str, str]:
    """Help by the column's name."""
    return {
        "sku": _(
            "Type letters of the number or the name, a bar code, or the customer's own number. Enter takes the first,"
            " F4 shows all. An unknown text stays, and blocks until it names an article."
        ),
        "text": _("What is printed for this line. A change stays with this line."),
        "quantity": _("A number, with a unit if you like: 12, 2 pk, 1.5 m. Prices by quantity follow."),
        "discount": _(
            "Percent off the list price. A typed one stays typed; emptied, it goes back to the rules."
        ),
        "price": _(
            "Net for one unit. A typed price stays typed and carries a lock; emptied, or by Ctrl+L, the rules set it."
            " F9 shows how a price came about."
        ),
        "date": _("The day on which this line is wanted, if it differs from the order's."),
    }
