"""What the self-check finds of orders as a whole, of papers and of series."""

from app.i18n import N_

TEXTS = {
    "verify.order_currency": N_(
        "Order {number} is in {stored}; its rate, or without one the firm, is in {right}."
    ),
    "verify.order_customer": N_(
        "Order {number} belongs to customer {stored}, its invoice {invoice} to customer {right}."
    ),
    "verify.order_promise": N_(
        "Order {number} is promised for {stored}; what it holds and awaits makes {right}."
    ),
    "verify.order_state": N_(
        "Order {number} is marked as {state}; by what was done with it, it is {wanted}."
    ),
    "verify.order_changed": N_("Order {number} was changed after it was confirmed."),
    "verify.shipment_order": N_("Shipment {number} holds a line of another order, {order}."),
    "verify.picking": N_(
        "Order {number}, line {position}: {stored} marked as on pick lists, they hold {right}."
    ),
    "verify.rest_cancelled_explained": N_(
        "Order {number}: {order} confirmed, {invoiced} invoiced; the rest was cancelled."
    ),
    "verify.paper_missing": N_("The paper {number} ({kind}, revision {revision}) was frozen and is gone."),
    "verify.drawn_paper_missing": N_(
        "Paper no. {id} was drawn as a PDF and is gone; nothing tells its number."
    ),
    "verify.mailed_paper_missing": N_("The paper of the mail “{subject}” to {recipient} is gone."),
    "verify.export_licence_used": N_(
        "Export licence {number}: {stored} marked as used; its orders take {right}, or their worth is another."
    ),
    "verify.export_licence_use": N_(
        "Export licence {number} is drawn on by order {order}, which is not confirmed or smaller than that."
    ),
    "verify.series_gaps": N_(
        "The series “{kind}” may have gaps: somebody switched its rule off. Its next number is {number}."
    ),
}
