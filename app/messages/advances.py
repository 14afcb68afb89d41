"""Invoices of advances."""

from app.i18n import N_

TEXTS = {
    "advance.refused": N_("The advance cannot be asked for:"),
    "advance.order_not_open": N_(
        "Order {number} is not confirmed or is done. An advance is asked for on a confirmed order."
    ),
    "advance.is_stacked": N_(
        "Order {number} has taxes of several jurisdictions, which are due with the sale alone. Enter the money as a"
        " payment when it comes: it stays the customer's credit until the invoice."
    ),
    "advance.nothing_left": N_("Everything of order {number} is invoiced or asked for in advance already."),
    "advance.not_positive": N_("Key a percentage above 0 and up to 100, or an amount above 0."),
    "advance.above_left": N_(
        "Of order {number} only {left} are not invoiced or asked for yet, {wanted} are wanted. Enter less."
    ),
    "advance.take_rest": N_("Ask for all that is left"),
    "advance.rate_changes": N_(
        "The tax of an advance is that of the day of its receipt: {now} today, {then} on {due}, when it is due. "
        "If it comes then, credit this invoice and ask again."
    ),
    "advance.left_over": N_(
        "Nothing more of the order is to be invoiced, and {left} of its advances are not taken off. "
        "Credit them afterwards."
    ),
    "order.has_advances": N_(
        "Advance invoice {advance} on order {number} is not credited. Credit it first: what was paid goes back."
    ),
    "advance.used_elsewhere": N_(
        "The advance was taken off or credited by somebody else meanwhile. Open the order again."
    ),
    "verify.advance_deduction": N_(
        "Invoice {number} takes {stored} off for an advance, its line says {right}."
    ),
    "verify.advance_tax": N_(
        "Advance invoice {number}: tax of {stored} is posted as due, {right} was received or taken off."
    ),
}
