"""The states of an order in the words of the office, and what may be done to one: `order.wrong_state` names them."""

from app.i18n import N_

TEXTS = {
    "order.state.draft": N_("draft"),
    "order.state.quoted": N_("quoted"),
    "order.state.ordered": N_("ordered"),
    "order.state.confirmed": N_("confirmed"),
    "order.state.shipped": N_("shipped"),
    "order.state.closed": N_("closed"),
    "order.state.cancelled": N_("cancelled"),
    "order.state.amended": N_("amended"),
    "order.state.revised": N_("revised"),
}
