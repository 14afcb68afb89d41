"""The product models desk's commands."""

from __future__ import annotations

from app.i18n import _
from app.views.kit.commands import Command
from app.views.kit.tab_desk import leave_command, page_command, tab_commands

_RIGHT = "model.edit"


def model_commands() -> list[Command]:
    """Every command of the desk."""
    lists, text = _("Product model"), _("Text of the model")
    of_list = (
        ("new", _("New product model"), "Ctrl+N"),
        ("files", _("Take in files or a feature model"), "Ctrl+I"),
        ("folder", _("Take in a folder"), "Ctrl+Shift+I"),
        ("copy", _("New draft of the version"), "Ctrl+D"),
        ("release", _("Release the draft"), "Ctrl+Return"),
        ("retire", _("Take the version out of use"), "Ctrl+R"),
        ("remove", _("Remove the draft, or the row of a table"), "Ctrl+Del"),
        ("article", _("Article configured by the model"), "Ctrl+L"),
        ("free_article", _("Article no longer configured"), "Ctrl+Shift+L"),
        ("export", _("Files into a folder"), "Ctrl+Shift+E"),
        ("export_uvl", _("Save as a feature model (UVL)"), "Ctrl+Shift+U"),
    )
    of_text = (
        ("save", _("Save the draft"), "Ctrl+S"),
        ("check", _("Check now"), "F7"),
        ("next_finding", _("Next finding"), "F8"),
        ("previous_finding", _("Previous finding"), "Shift+F8"),
        ("next_file", _("Next file"), "Ctrl+PgDown"),
        ("previous_file", _("Previous file"), "Ctrl+PgUp"),
        ("switch", _("Table or text"), "Ctrl+E"),
        ("new_file", _("New file"), "Ctrl+Shift+N"),
        ("remove_file", _("Take the file out"), "Ctrl+Shift+Del"),
        ("try_out", _("To the form and back"), "F4"),
        ("bench", _("To the test bench and back"), "F9"),
        ("case", _("Keep what is configured as a case"), "Ctrl+B"),
        ("undo", _("Undo"), "Ctrl+Z"),
        ("redo", _("Redo"), "Ctrl+Shift+Z"),
    )
    return [
        *(_command(*each, menu=lists) for each in of_list),
        *(_command(*each, menu=text) for each in of_text),
        leave_command("product_model", lists),
        *tab_commands("product_model", lists),
    ]


def _command(name: str, title: str, keys: str, *, menu: str) -> Command:
    return page_command(f"product_model.{name}", title, keys, name, menu=menu, right=_RIGHT)
