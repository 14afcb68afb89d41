"""Pick lists and shipments."""

from __future__ import annotations

from app.i18n import N_

TEXTS: dict[str, str] = {
    "shipping.refused": N_("Nothing was picked or shipped."),
    "shipping.order_state": N_(
        "Order {number} is {state}: only a confirmed order is picked and shipped. Confirm it first."
    ),
    "shipping.nothing_to_pick": N_(
        "Order {number} has nothing reserved here that is not on a pick list already."
        " Receive goods, or choose another warehouse."
    ),
    "shipping.not_reserved": N_("{sku}: {wanted} wanted, only {ready} reserved. Pick less."),
    "shipping.not_complete": N_(
        "Order {number} is to be shipped complete, and {skus} still wait. Wait, or ship what is there."
    ),
    "shipping.ship_what_is_there": N_("Ship what is there"),
    "shipping.not_picking": N_(
        "Shipment {number} is {state} already; nothing was changed. Open it to see what left."
    ),
    "shipping.unknown_line": N_("The shipment has no line {id}. Open it again."),
    "shipping.picked_too_much": N_("{sku}: {picked} picked, but the pick list asks for {quantity}."),
    "shipping.nothing_picked": N_(
        "No picked quantity is recorded on shipment {number}. Enter what was picked, then ship."
    ),
    "shipping.record_picked": N_("Enter picked quantities"),
    "shipping.reason_missing": N_("Cancelling the rest needs a reason. Say in a few words why."),
}
