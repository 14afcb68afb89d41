"""What documents, cards and series are called: the parameter `kind` of a message has a code."""

from app.i18n import N_

TEXTS = {
    "kind.allocation": N_("settlement"),
    "kind.arrival": N_("arrival"),
    "kind.credit_note": N_("credit note"),
    "kind.customer": N_("customer"),
    "kind.customer_part": N_("customer's part number"),
    "kind.delivery_note": N_("delivery note"),
    "kind.firm": N_("firm"),
    "kind.imported": N_("imported history"),
    "kind.invoice": N_("invoice"),
    "kind.open_item": N_("open item"),
    "kind.order": N_("order"),
    "kind.order_confirmation": N_("order confirmation"),
    "kind.outbox": N_("mail"),
    "kind.paper": N_("paper"),
    "kind.payment": N_("payment"),
    "kind.pick_list": N_("pick list"),
    "kind.price": N_("price"),
    "kind.product": N_("product"),
    "kind.quote": N_("quote"),
    "kind.reminder": N_("reminder"),
    "kind.saved_view": N_("saved view"),
    "kind.series": N_("number series"),
    "kind.shipment": N_("shipment"),
    "kind.statement": N_("statement"),
    "kind.tax": N_("tax"),
    "kind.term": N_("payment term"),
    "kind.user": N_("user"),
    "kind.warehouse": N_("warehouse"),
}
