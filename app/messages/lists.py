"""Lists: saved views and files made of them."""

from app.i18n import N_

TEXTS = {
    "saved_view.refused": N_("The view was not saved:"),
    "saved_view.name_missing": N_("A view needs a name. Type one, then press Enter."),
    "saved_view.too_long": N_("The name is too long: it may have {longest} letters."),
    "saved_view.name_taken": N_("There is a view named “{name}” already. Choose another name."),
    "export.cannot_write": N_(
        "{file} could not be written ({detail}). Is it open elsewhere, is the disk full? Choose another place."
    ),
    "export.nothing": N_("There is nothing of this kind in the configuration: no file was written."),
    "export.other_kind": N_("This is written as {kinds}, not as “{suffix}”. Change the file's name."),
    "export.unknown_kind": N_(
        "A list is exported as .xlsx or .csv, not as “{suffix}”. Change the file's name."
    ),
}
