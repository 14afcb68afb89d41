"""Fields of a draft in people's words: for the two values of a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.money import decimal_of_micro
from app.domain.units import unit_word
from app.i18n import N_, _, current_language, format_price, format_rate
from app.messages import spoken

_WORDS = {
    "customer_id": N_("Customer"),
    "customer_name": N_("Customer"),
    "address_id": N_("Ship-to address"),
    "ship_name": N_("Recipient"),
    "ship_street": N_("Street"),
    "ship_postcode": N_("Postcode"),
    "ship_city": N_("City"),
    "ship_country": N_("Country"),
    "contact_name": N_("Contact"),
    "contact_phone": N_("Phone"),
    "contact_email": N_("E-mail"),
    "po_number": N_("Customer PO number"),
    "requested_date": N_("Requested date"),
    "term_id": N_("Terms"),
    "delivery_wish": N_("Delivery"),
    "valid_until": N_("Valid until"),
    "note": N_("Note"),
    "channel": N_("Channel"),
    "order_discount": N_("Order discount"),
    "services": N_("Chosen services"),
    "waived": N_("Taken out"),
    "carrier": N_("Carrier"),
    "coupons": N_("Coupons"),
    "exchange": N_("Currency"),
    "price_kind": N_("Prices"),
    "warehouse_id": N_("Ships from"),
    "pasted": N_("Pasted rows"),
    "position": N_("Place in the order"),
    "kind": N_("Kind of line"),
    "product_id": N_("Article"),
    "sku": N_("Article"),
    "text": N_("Text"),
    "quantity_micro": N_("Quantity"),
    "unit": N_("Unit"),
    "factor_num": N_("Unit"),
    "factor_den": N_("Unit"),
    "price_source": N_("Price"),
    "list_price_micro": N_("Price"),
    "price_per": N_("Units per price"),
    "discount_source": N_("Discount"),
    "discount_ppm": N_("Discount"),
    "tax_class": N_("Tax class"),
    "configuration": N_("Configuration"),
}


def has_word(name: str) -> bool:
    """Whether people know the field by a name."""
    return name in _WORDS


def field_words(name: str, line: str = "") -> str:
    """What the field is called, with the line that it is on."""
    word = _(_WORDS.get(name, name))
    return _("{line}: {field}").format(line=spoken(line), field=word) if line else word


def shown_price(values: Mapping[Any, Any]) -> object:
    """The price of a line, with the number of units that it is for where that is not one."""
    price = values["list_price_micro"] or 0
    per = values["price_per"]
    return decimal_of_micro(price) if per == 1 else format_price(price, per)


def shown_value(name: str, value: object) -> object:
    """The value as people know it: a quantity or price as a number, a discount in percent."""
    if isinstance(value, int) and name.endswith("_micro"):
        return decimal_of_micro(value)
    if name == "unit":
        return unit_word(str(value or ""), current_language())
    if isinstance(value, int) and name.endswith("_ppm"):
        return format_rate(value)
    return "" if value is None else value
