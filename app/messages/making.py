"""Workshop orders."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "kind.workshop_order": N_("workshop order"),
    "workshop.wrong_state": N_(
        "Workshop order {number} is {state}: this cannot be done with it now. Read it again with F5."
    ),
    "line.components_short": N_(
        "Line {line}: {articles} for {sku} are neither in stock nor on their way; it has no date. Order them first."
    ),
    "line.components_late": N_("Line {line}: {articles} for {sku} come on {date}; it is made after that."),
    "order.state.open": N_("open"),
    "order.state.released": N_("released"),
    "order.state.started": N_("started"),
    "order.state.finished": N_("finished"),
    "workshop.bad_pieces": N_(
        "Workshop order {number}: {left} are left to finish. Enter a whole number up to that."
    ),
    "workshop.bad_taken_back": N_(
        "Workshop order {number}: {finished} are finished. Enter a whole number up to that to take back."
    ),
    "workshop.pieces_picked": N_(
        "Workshop order {number}: {there} can be taken back, the others are on pick list {shipment}. Cancel that first."
    ),
    "workshop.pieces_gone": N_(
        "Workshop order {number}: {there} can be taken back; the others were shipped, or are no longer its line's."
    ),
    "workshop.due_past": N_("Workshop order {number}: {date} is over. Enter today or a later day."),
    "workshop.reason_missing": N_("A reason is needed to cancel a workshop order. Say in a few words why."),
    "workshop.short": N_("Workshop order {number}: components are missing. Nothing was booked."),
    "workshop.component_short": N_(
        "{sku}: {lacks} are missing for workshop order {number}. Book in what lies there, then finish again."
    ),
    "workshop.component_unknown": N_(
        "{sku} is no article. Make it under Products, book in what lies there, then finish {number} again."
    ),
    "workshop.nothing_waits": N_(
        "Workshop order {number}: its line waits for nothing more to be made. Open the order to see why."
    ),
    "workshop.show_stock": N_("Show its stock"),
    "order.line_in_workshop": N_(
        "Line {line}: {begun} of it are finished or begun. Cancel workshop order {workshop} first, or add another line."
    ),
    "remedy.open_workshop_order": N_("Open the workshop order"),
    "verify.workshop_moves": N_(
        "Workshop order {number}: {stored} pieces are finished, but its stock moves brought {right}."
    ),
    "verify.workshop_used": N_(
        "Workshop order {number}: {stored} of {sku} count as used, but its stock moves took {right}."
    ),
    "verify.workshop_reserved": N_(
        "Workshop order {number}: {stored} of {sku} are reserved for it, but it needs only {right} more."
    ),
}
