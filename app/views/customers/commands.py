"""The customers desk's commands."""

from __future__ import annotations

from typing import cast

from app.i18n import _
from app.views.customers.desk import CustomersDesk
from app.views.kit.commands import Command
from app.views.kit.tab_desk import desk_command, leave_command, page_command, tab_commands


def customer_commands() -> list[Command]:
    """Every command of the desk."""
    menu = _("Customer")
    return [
        desk_command(
            CustomersDesk,
            "customer.new",
            _("New customer"),
            "Ctrl+N",
            lambda desk: cast("CustomersDesk", desk).new_customer(),
            menu=menu,
            right="customer.edit",
        ),
        page_command("customer.save", _("Save"), "Ctrl+S", "save", menu=menu, right="licence.edit"),
        leave_command("customer", menu),
        page_command("customer.fit", _("Configure what is to fit"), "F6", "fit", menu=menu),
        page_command("customer.hold", _("Hold or release"), "Ctrl+H", "hold", menu=menu),
        *tab_commands("customer", menu),
    ]
