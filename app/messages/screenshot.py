"""Pictures of desks."""

from app.i18n import N_

TEXTS = {
    "screenshot.unknown_desk": N_("There is no desk “{desk}”. The desks are: {desks}."),
    "screenshot.no_document": N_(
        "Nothing here has the number {number}. Give an order, shipment, invoice, arrival, customer or SKU."
    ),
    "screenshot.cannot_write": N_("{file} could not be written. Choose another place for the picture."),
    "screenshot.never_idle": N_("The window did not come to rest. Is the database busy? Try again."),
}
