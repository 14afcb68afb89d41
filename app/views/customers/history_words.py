"""How the history of a customer says its fields."""

from __future__ import annotations

from app.i18n import _
from app.views.customers.fields import language_choices, wish_choices
from app.views.customers.people import paper_words
from app.views.customers.vat_grid import result_words
from app.views.kit.history_words import Word, Words, chosen, country, listed, money, percent
from app.views.kit.hold_words import hold_fields


def field_words(currency: str) -> Words:
    """The fields as the history calls them, and how it shows them."""
    return {
        "name": _("Name"), "number": _("Number"), "street": _("Street"), "postcode": _("Postcode"),
        "city": _("City"), "phone": _("Phone"), "email": _("E-mail"), "vat_id": _("VAT id"),
        "is_business": _("Business"), "active": _("Active"), "term_id": _("Payment term"),
        "price_group": _("Price group"), "credit_class": _("Credit class"), "currency": _("Buys in"),
        "notes": _("Notes"), "on_hold": _("On hold"), "label": _("Label"),
        "is_default_ship_to": _("Usual address"), "is_counter_sale": _("Counter sale"),
        "vat_check.": _("Online check of the VAT id"), "day": _("Asked on"), "asked_by": _("Asked by"),
        "result": Word(_("Answer"), chosen(tuple(result_words().items()))), "reference": _("Enquiry no."),
        "licence.": _("Licence"), "kind": _("Kind"), "issuer": _("Issued by"),
        "valid_from": _("Valid from"), "valid_until": _("Valid until"),
        "owned.": _("Owns"), "text": _("What it is"), "choices": _("Known of it"), "place": _("Place"),
        "serial": _("Serial number"), "since": _("Since"),
        "address.": _("Address"), "contact.": _("Contact"),
        "language": Word(_("Language"), chosen(language_choices())),
        "country": Word(_("Country"), country),
        "credit_limit_minor": Word(_("Credit limit"), money(currency)),
        "discount_ppm": Word(_("Discount"), percent),
        "delivery_wish": Word(_("Orders"), chosen(wish_choices())),
        **hold_fields(),
        "papers": Word(_("Papers"), listed(paper_words())),
    }  # fmt: skip
