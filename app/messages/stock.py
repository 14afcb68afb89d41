"""Stock, arrivals and source choice."""

from __future__ import annotations

from app.i18n import N_

TEXTS: dict[str, str] = {
    "source.all_from_one": N_("All {count} lines from {warehouse}, ships {date}."),
    "source.only_line": N_("From {warehouse}, ships {date}."),
    "source.together": N_("All {count} lines together from {warehouse}, which has this on the shelf."),
    "source.most": N_(
        "{warehouse} is the nearest with most of the order ({lines} of {count} lines), ships {date}."
    ),
    "source.has_it": N_("{main} cannot ship it by then; {warehouse} has it, ships {date}."),
    "source.split": N_("No warehouse has all {whole}: {part} from {warehouse}, ships {date}."),
    "source.arrival": N_(
        "{quantity} to come with arrival {arrival}, due {due} in {warehouse}; ships {date}."
    ),
    "source.uncovered": N_(
        "Neither stock nor an arrival covers {part} of {whole}; waits in {warehouse} without a date."
    ),
    "source.made": N_("Made for this order in {days} working days; ships from {warehouse} on {date}."),
    "source.made_after": N_(
        "Made in {days} working days once {articles} come on {due}; ships from {warehouse} on {date}."
    ),
    "source.made_undated": N_(
        "Made by {warehouse} in {days} working days once {articles} are there; nothing is on the way yet."
    ),
    "source.came_elsewhere": N_(
        "{part} from {warehouse}, free there on {date}: nothing was on the way to {waited} for it."
    ),
    "stock.taken": N_(
        "Somebody else took stock since this order was checked. Nothing was reserved; choose the sources again."
    ),
    "stock.line_taken": N_("{sku}: {wanted} wanted from {warehouse}, only {left} left."),
    "stock.choose_again": N_("Choose the sources again"),
    "stock.refused": N_("Nothing was booked."),
    "stock.no_lines": N_("There is no line to book. Enter at least one product and its quantity."),
    "stock.unknown_product": N_("There is no product {id}. Choose one from the list."),
    "stock.has_no_stock": N_("{sku} is a service and has no stock. Take the line out."),
    "stock.is_configured": N_(
        "{sku} is made by configuration: nobody would get it. Finish its workshop order, or book its piece's own SKU."
    ),
    "stock.bad_quantity": N_("{sku}: a quantity of {quantity} cannot be booked. Enter one above zero."),
    "stock.part_of_a_unit": N_(
        "{sku}: {quantity} {unit} is finer than it is counted. Enter a whole quantity."
    ),
    "stock.reason_missing": N_("A reason is needed. Say in a few words why."),
    "stock.held_by_orders": N_(
        "{sku}: {reserved} of {on_hand} are reserved by {orders}; {taken} cannot be taken away."
        " Take less, or release one of these orders first."
    ),
    "stock.not_enough": N_("{sku}: only {on_hand} on hand, {taken} cannot be taken away. Take less."),
    "stock.show_holders": N_("Show who holds it"),
    "stock.same_warehouse": N_("Both warehouses are the same. Choose another one to transfer to."),
    "stock.due_in_past": N_("The due date {date} is over. Enter today or a later day."),
    "stock.arrival_not_open": N_(
        "Arrival {number} is {state}; nothing more can be booked on it. Receive the goods freely instead."
    ),
    "stock.receive_freely": N_("Receive without an arrival"),
    "stock.unknown_arrival_line": N_("Arrival {number} has no line {id}. Open the arrival again."),
    "stock.line_twice": N_("A line of arrival {number} is there twice. Enter each line once."),
}
