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
        page_command("product.save", _("Save"), "Ctrl+S", "save", menu=menu, right="product.edit"),
        leave_command("product", menu),
        page_command("product.prices", _("Prices of the list"), "Ctrl+O", "prices", menu=menu),
        *tab_commands("product", menu),
    ]
