"""The roles of people as the office calls them."""

from app.i18n import N_

TEXTS = {
    "role.owner": N_("Owner"),
    "role.sales": N_("Sales"),
    "role.warehouse": N_("Warehouse"),
    "role.bookkeeper": N_("Bookkeeping"),
    "role.compliance": N_("Compliance"),
}
