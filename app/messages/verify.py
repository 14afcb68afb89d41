"""What the self-check finds."""

from app.i18n import N_

TEXTS = {
    "verify.invoice_tax": N_("Invoice {number}: the tax {tax} is {stored}, by its base it is {right}."),
    "verify.tax_parts": N_(
        "Invoice {number}: the tax {tax} is {stored}, what its jurisdictions take sums to {right}."
    ),
    "verify.invoice_lines": N_("Invoice {number}: lines of tax {tax} sum to {lines}, its base says {base}."),
    "verify.invoice_sums": N_("Invoice {number}: the total is {stored}, its parts sum to {right}."),
    "verify.invoice_rounding": N_(
        "{number}: {stored} were rounded to the smallest coin, which cannot be. Compare it with its paper."
    ),
    "verify.posted_changed": N_("Invoice {number} was changed after it was posted."),
    "verify.paper_changed": N_("The paper {number} ({kind}) was changed after it was frozen."),
    "verify.order_line_discount": N_(
        "Order {number}, line {position}: the net price is not the list price less discount."
    ),
    "verify.order_line_amount": N_("Order {number}, line {position}: {amount} is not quantity times price."),
    "verify.order_sums": N_("Order {number}: the total is {stored}, its lines sum to {right}."),
    "verify.order_line_shipped": N_(
        "Order {number}, line {position}: {stored} marked as shipped, shipments hold {right}."
    ),
    "verify.order_line_invoiced": N_(
        "Order {number}, line {position}: {stored} marked as invoiced, invoices hold {right}."
    ),
    "verify.shipment_invoiced": N_(
        "Order {number}, line {position}: {stored} invoiced, its shipments say {right}."
    ),
    "verify.order_net": N_(
        "Order {number}, line {position}: fully invoiced with {invoiced}, the order says {order}."
    ),
    "verify.tax_difference_explained": N_(
        "Order {number}: tax {order}, on its invoices {invoiced}; each invoice rounds its own base, "
        "at the rates of its days of supply."
    ),
    "verify.credited": N_(
        "Invoice {number}, line {position}: {stored} marked as credited, credit notes hold {right}."
    ),
    "verify.credits_beyond": N_(
        "Invoice {number}: its credit notes give {credited} back, it is over {invoiced}."
    ),
    "verify.credits_beyond_tax": N_(
        "Invoice {number}: at tax {tax} its credit notes give {credited} back, it has {invoiced}."
    ),
    "verify.ledger_entry": N_(
        "Ledger entry {entry} ({debit} / {credit}) moves nothing between two accounts."
    ),
    "verify.ledger_document": N_("The ledger does not say what {kind} {number} says."),
    "verify.allocation": N_("The settlement of {claim} by {credit} joins what does not belong together."),
    "verify.item_amount": N_("{number}: the open item is over {stored}, the document over {right}."),
    "verify.item_applied": N_("{number}: {stored} marked as settled, its settlements sum to {right}."),
    "verify.customer_balance": N_(
        "Customer {number} {customer}: balance {stored}, open items sum to {right}."
    ),
    "verify.screening_list": N_(
        "{kind} of {date} has {right} entries, imported were {stored}. Import it again."
    ),
    "verify.screening_result": N_(
        "“{party}” was screened with {stored} hits, and has {right}. Screen it again."
    ),
    "verify.customer_hold": N_("Customer {number} {customer}: the card does not say what the holds say."),
    "verify.customer_ledger": N_(
        "Customer {number} {customer}: open items and ledger differ by {difference}."
    ),
    "verify.stock_moves": N_("{sku} in {warehouse}: {stored} on hand, the moves sum to {right}."),
    "verify.reserved_twice": N_("Order {number}, line {position}: {held} held, only {ordered} ordered."),
    "verify.stock_reserved": N_("{sku} in {warehouse}: {stored} reserved, order lines hold {right}."),
    "verify.oversold": N_("{sku} in {warehouse}: {stored} reserved, only {right} on hand."),
    "verify.item_copy": N_(
        "The open item of {number} has another number, date or currency than its document."
    ),
    "verify.ledger_copy": N_("The ledger has {number} under another date or currency than the document."),
    "verify.planned": N_(
        "Order {number}, line {position}: {stored} are planned to be delivered, {right} are due."
    ),
    "verify.held": N_(
        "{number}, line {position}: {stored} are held as by an order that waits for approval, {right} may be held."
    ),
    "verify.changes_held": N_(
        "{number}, {sku}: {stored} are held for changes that wait for approval, {right} may be held."
    ),
    "verify.cost_average": N_("{sku}: an average cost says {stored}, its receipts make {right}."),
    "verify.bonus_credit": N_("The bonus credited with {number} is {stored}, the paper says {right}."),
    "verify.promotion_tally": N_(
        "Promotion “{name}”: {stored} orders and {spent} taken off are counted, its orders are {right} with"
        " {right_spent}."
    ),
    "verify.promotion_use": N_(
        "Order {number}: the promotion “{name}” is counted with {stored}, its lines take off {right}."
    ),
    "verify.promotion_user": N_(
        "Order {number} is counted as having the promotion “{name}”, but it is not confirmed, is another customer's,"
        " or does not name its coupon."
    ),
    "verify.bonus_share": N_(
        "The bonus credited with {number} is {stored}, its share of the turnover is {right}."
    ),
    "verify.shipment_moves": N_("Shipment {number}, {sku}: {stored} left the stock, {right} were picked."),
    "verify.number_printed": N_(
        "The {kind} “{number}” has number {right} of its series, which it does not show."
    ),
    "verify.number_gap": N_("The number {number} is missing in the series “{kind}”."),
    "verify.number_double": N_("The number {number} was given twice in the series “{kind}”."),
    "verify.number_ahead": N_("The number {number} was never drawn from the series “{kind}”."),
}
