"""Invoices and credit notes."""

from app.i18n import N_

TEXTS = {
    "order.total_negative": N_(
        "The order comes to {total}: its discounts are greater than the rest. Make them smaller; "
        "money is given back by a credit note."
    ),
    "remedy.change_discount": N_("Change the discount"),
    "invoice.refused": N_("The invoice cannot be posted:"),
    "invoice.no_firm": N_("There is no firm yet: set up its card before invoicing."),
    "invoice.no_shipments": N_("Nothing was chosen to invoice. Choose a shipment or an order."),
    "invoice.not_shipped": N_("Shipment {number} has not left yet. Confirm its picked quantities first."),
    "invoice.order_not_confirmed": N_("Order {number} is not confirmed. Confirm it before invoicing."),
    "invoice.two_customers": N_("Orders {numbers} belong to different customers. Invoice them one by one."),
    "invoice.two_currencies": N_(
        "Orders {numbers} differ in currency, in net and gross prices, or in how taxes are rounded."
        " Invoice them one by one."
    ),
    "invoice.two_countries": N_(
        "Orders {numbers} ship from different countries, and each has its own VAT id. Invoice them one by one."
    ),
    "invoice.no_vat_id_there": N_(
        "What ships from {country} is taxed there, and the firm has no VAT id of {country}: the paper shows its own. "
        "Enter the id in the set-up first."
    ),
    "invoice.shipped_elsewhere": N_(
        "Shipment {number} left {warehouse} in {country}, and the order is taxed as one from {ship_from}. "
        "Ask whoever answers for taxes before it is posted."
    ),
    "invoice.nothing_to_invoice": N_(
        "Everything that left of order {numbers} is invoiced already. Ship more, or open its invoices."
    ),
    "invoice.date_ahead": N_("The date {date} lies ahead of today ({today}). Choose today or earlier."),
    "invoice.no_vat_id": N_(
        "Without tax the invoice must show the VAT id of {customer}, and the card has none. "
        "Enter it on the customer's card; without one, amend the order so that its tax is found anew."
    ),
    "invoice.open_customer": N_("Open the customer's card"),
    "invoice.open_firm": N_("Open the firm's card"),
    "invoice.firm_no_street": N_("The firm's card has no street; the paper is frozen without it."),
    "invoice.firm_no_city": N_("The firm's card has no city; the paper is frozen without it."),
    "invoice.firm_no_vat_id": N_(
        "The firm's card has neither VAT id nor tax number; the paper is frozen without."
    ),
    "invoice.firm_no_iban": N_("The firm's card has no bank account; the paper is frozen without it."),
    "invoice.before_supply": N_("The invoice of {date} would stand before its supply of {supplied}."),
    "invoice.other_tax": N_(
        "“{text}” was ordered with tax {stored}; the customer's card and the tax table now give {now}. "
        "Look at the card, or amend the order."
    ),
    "invoice.rate_moved": N_(
        "“{text}” was ordered with tax {stored}; on the day of its supply the rate is {now}, and that one is taken. "
        "Net prices stay. Tell the customer if the total is higher than confirmed."
    ),
    "invoice.negative_no_reason": N_(
        "The discounts are greater than the rest: this would be a credit note of {gross}. Enter its reason, or amend "
        "the order (Ctrl+E): Make the discount smaller; if a part of it was invoiced already, add a free line "
        "against it."
    ),
    "invoice.discount_above_rest": N_(
        "The discounts of the order are greater than what is left of it: its invoice would be a credit note of "
        "{gross}. Amend the order (Ctrl+E): Make the discount smaller; if a part of it was invoiced already, add a "
        "free line against it."
    ),
    "invoice.open_order": N_("Open the order"),
    "invoice.credit_below_zero": N_(
        "A credit note of {gross} would charge the customer. Invoice an order instead."
    ),
    "invoice.invoiced_elsewhere": N_(
        "Order {number} was invoiced by somebody else meanwhile. Open it again to see the invoice."
    ),
    "credit.refused": N_("The credit note for invoice {number} cannot be posted:"),
    "credit.free_refused": N_("The credit note cannot be posted:"),
    "credit.not_an_invoice": N_("{number} is a credit note itself. Choose an invoice."),
    "credit.no_reason": N_("Why is invoice {number} credited? Enter a reason."),
    "credit.no_lines": N_("No line of invoice {number} was chosen. Enter a quantity on at least one line."),
    "credit.unknown_line": N_("The line does not belong to invoice {number}. Open the invoice again."),
    "credit.quantity_not_positive": N_("The credited quantity of “{text}” must be more than 0."),
    "credit.discount_follows": N_(
        "“{text}” is a discount: it is taken back in proportion with the lines it was given on. "
        "Credit these, and leave it out."
    ),
    "credit.broken_piece": N_(
        "“{text}” has no such parts: key the quantity in pieces, with at most {decimals} decimals."
    ),
    "credit.before_invoice": N_(
        "A credit note of {date} would stand before its invoice {number} of {day}. Key {day} or a later day."
    ),
    "credit.negative": N_(
        "Of invoice {number} this would give {gross} back: a discount is greater than these lines. "
        "Credit everything that is left, or charge the customer by an order."
    ),
    "credit.beyond": N_(
        "Of invoice {number} this would give {gross} back, more than it has left: a discount has another tax "
        "than its goods. Credit everything that is left."
    ),
    "credit.take_all": N_("Credit everything that is left"),
    "credit.above_rest": N_(
        "Of “{text}” on invoice {number} only {left} can still be credited, not {wanted}. Enter less."
    ),
    "credit.take_rest": N_("Credit the remaining {left}"),
    "credit.credited_elsewhere": N_("The invoice was credited by somebody else meanwhile. Open it again."),
    "credit.free_no_reason": N_("Why is this credited? Enter a reason."),
    "credit.free_no_lines": N_("The credit note has no line. Enter a text, a quantity and a price."),
    "credit.no_text": N_("Line {position} has no text. Say what is credited."),
    "credit.quantity_out_of_range": N_("The quantity of line {position} must be more than 0 and below 1e9."),
    "credit.amount_too_large": N_(
        "Line {position}: its amount would be above one trillion. Check quantity and price."
    ),
    "credit.price_not_positive": N_("The price of line {position} must be more than 0 and below 1e9."),
    "credit.part_of_a_whole": N_(
        "Line {position}: {quantity} is no whole number. Key whole ones, or a unit that has parts, such as 1.5 h."
    ),
    "credit.unknown_unit": N_("Line {position}: the article has no unit “{unit}”. Key one of its units."),
    "credit.amount_zero": N_("Line {position} comes to nothing: its price is too small for the quantity."),
    "credit.unknown_tax": N_("There is no tax “{tax}”. Choose one of the firm's taxes."),
}
