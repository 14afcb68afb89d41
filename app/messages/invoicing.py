"""Invoices and credit notes."""

from app.i18n import N_

TEXTS = {
    "invoice.refused": N_("The invoice cannot be posted:"),
    "invoice.no_firm": N_("There is no firm yet: set up its card before invoicing."),
    "invoice.no_shipments": N_("Nothing was chosen to invoice. Choose a shipment or an order."),
    "invoice.not_shipped": N_("Shipment {number} has not left yet. Confirm its picked quantities first."),
    "invoice.order_not_confirmed": N_("Order {number} is not confirmed. Confirm it before invoicing."),
    "invoice.two_customers": N_("Orders {numbers} belong to different customers. Invoice them one by one."),
    "invoice.two_currencies": N_(
        "Orders {numbers} differ in currency or in net and gross prices. Invoice them one by one."
    ),
    "invoice.nothing_to_invoice": N_(
        "Everything that left of order {numbers} is invoiced already. Ship more, or open its invoices."
    ),
    "invoice.date_ahead": N_("The date {date} lies ahead of today ({today}). Choose today or earlier."),
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
    "credit.above_rest": N_(
        "Of “{text}” on invoice {number} only {left} can still be credited, not {wanted}. Enter less."
    ),
    "credit.take_rest": N_("Credit the remaining {left}"),
    "credit.credited_elsewhere": N_("The invoice was credited by somebody else meanwhile. Open it again."),
    "credit.free_no_reason": N_("Why is this credited? Enter a reason."),
    "credit.free_no_lines": N_("The credit note has no line. Enter a text, a quantity and a price."),
    "credit.no_text": N_("Line {position} has no text. Say what is credited."),
    "credit.quantity_out_of_range": N_("The quantity of line {position} must be more than 0 and below 1e9."),
    "credit.price_not_positive": N_("The price of line {position} must be more than 0 and below 1e9."),
    "credit.unknown_tax": N_("There is no tax “{tax}”. Choose one of the firm's taxes."),
}
