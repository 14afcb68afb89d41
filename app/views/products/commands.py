"""The products desk's commands."""

from __future__ import annotations

from typing import cast

from app.i18n import _
from app.views.kit.commands import Command
from app.views.kit.tab_desk import desk_command, leave_command, page_command, tab_commands
from app.views.products.desk import ProductsDesk


def product_commands() -> list[Command]:
    """Every command of the desk."""
    menu = _("Product")
    return [
        desk_command(
            ProductsDesk,
            "product.new",
            _("New product"),
            "Ctrl+N",
            lambda desk: cast("ProductsDesk", desk).new_product(),
            menu=menu,
            right="product.edit",
        ),
        desk_command(
            ProductsDesk,
            "product.substitutes",
            _("Substitutes of all products"),
            "Ctrl+U",
            lambda desk: cast("ProductsDesk", desk).open_substitutes(),
            menu=menu,
        ),
        page_command("product.import", _("Take in a file"), "Ctrl+I", "import", menu=menu),
        page_command("product.save", _("Save"), "Ctrl+S", "save", menu=menu, right="product.edit"),
        leave_command("product", menu),
        page_command("product.prices", _("Prices of the list"), "Ctrl+O", "prices", menu=menu),
        page_command("product.configure", _("Configure"), "F6", "configure", menu=menu),
        *tab_commands("product", menu),
    ]
