"""The configurator's commands."""

from __future__ import annotations

from app.i18n import _
from app.views.configurator.exporting import export_rows
from app.views.kit.commands import Command
from app.views.kit.tab_desk import leave_command, page_command, tab_commands


def configurator_commands() -> list[Command]:
    """Every command of the desk."""
    menu = _("Configuration")
    ways = (
        ("take", _("Take over into the order"), "Ctrl+Return"),
        ("undo", _("Undo"), "Ctrl+Z"),
        ("redo", _("Redo"), "Ctrl+Shift+Z"),
        ("complete", _("Complete the rest"), "Ctrl+M"),
        ("clear", _("Clear all choices"), "Ctrl+Shift+R"),
        ("compare", _("Compare"), "Ctrl+B"),
        ("fits_with", _("Fits with what the customer owns"), "Ctrl+I"),
        ("templates", _("Templates"), "Ctrl+T"),
        ("copy_to_order", _("Copy to a new order"), "Ctrl+Shift+D"),
        ("next_open", _("Next open field"), "F8"),
        ("next_step", _("Next step"), "PgDown"),
        ("previous_step", _("Previous step"), "PgUp"),
        ("export", _("Export …"), "Ctrl+E"),
        ("picture", _("To the picture and back"), "F4"),
        ("quantity", _("To the quantity"), "F9"),
    )
    modules = (
        ("add_module", _("Add a module"), "Ins"),
        ("copy_module", _("Copy the module"), "Ctrl+D"),
        ("remove_module", _("Remove the module"), "Ctrl+Del"),
        ("module_up", _("Move the module forward"), "Ctrl+Shift+Up"),
        ("module_down", _("Move the module back"), "Ctrl+Shift+Down"),
    )
    return [
        *(page_command(f"configurator.{name}", title, keys, name, menu=menu) for name, title, keys in ways),
        *(
            page_command(f"configurator.{name}", title, keys, name, menu=_("Module"))
            for name, title, keys in modules
        ),
        *(
            page_command(
                f"configurator.export_{name}", title, "", f"export_{name}", menu=_("Export a configuration")
            )
            for name, title in export_rows()
        ),
        leave_command("configurator", menu),
        *tab_commands("configurator", menu),
    ]
