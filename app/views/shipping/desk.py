"""The shipping desk: to ship and shipments first, then orders and pick lists in tabs."""

from __future__ import annotations

from app.i18n import _
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.message_bar import MessageAction
from app.views.kit.tab_desk import TabDesk, keyed_title, page_command, tab_commands, wants
from app.views.shipping.home_page import HomePage
from app.views.shipping.order_page import OrderPage
from app.views.shipping.pick_page import PickPage

DESK = "shipping"


class ShippingDesk(TabDesk):
    """Hears "shipping.start" (an order's id) and "shipping.open" (a shipment's id)."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Shipping"))
        self.home = self.add_fixed(HomePage(context))
        self.home.order_opened.connect(self.start_order)
        self.home.shipment_opened.connect(self.open_shipment)

    def asked(self, ask: object) -> None:
        if (order_id := wants(ask, "shipping.start")) is not None:
            self.to_front()
            self.start_order(order_id)
        elif (shipment_id := wants(ask, "shipping.open")) is not None:
            self.to_front()
            self.open_shipment(shipment_id)

    def start_order(self, order_id: int) -> None:
        """Show what of an order can be picked."""

        def make() -> OrderPage:
            page = OrderPage(self.context, order_id)
            page.shipment_opened.connect(lambda id_: self._go_on(page, id_))
            page.shipment_made.connect(lambda id_: self._made(page, id_))
            return page

        self.open_page(f"orderToShip:{order_id}", make)

    def open_shipment(self, shipment_id: int) -> PickPage:
        """Show a pick list or a shipment that left."""
        page = self.open_page(f"shipment:{shipment_id}", lambda: PickPage(self.context, shipment_id))
        assert isinstance(page, PickPage), "the key says so"
        return page

    def _made(self, page: OrderPage, shipment_id: int) -> None:
        opened = self._go_on(page, shipment_id)
        paper = MessageAction(keyed_title(_("Pick list"), "Ctrl+P"), opened.show_paper)
        text = _("The pick list is made. Confirm what was picked, then ship.")
        opened.message_bar.show_message(text, "ok", (paper,))

    def _go_on(self, page: OrderPage, shipment_id: int) -> PickPage:
        """From the order to its pick list, in the same place."""
        opened = self.open_shipment(shipment_id)
        self.close_page(page)
        self.tabs.setCurrentWidget(opened)
        opened.enter()
        return opened


def shipping_commands() -> list[Command]:
    """Every command of the desk."""
    menu, right = _("Shipping"), "shipping.ship"
    opened = _("Open a pick list first: Enter in the list.")
    return [
        *tab_commands("shipping", menu),
        page_command("shipping.confirm", _("Make pick list / ship"), "Ctrl+Return", "confirm", menu=menu, right=right),
        page_command("shipping.scan", _("Scan"), "Ctrl+B", "scan", menu=menu, right=right, why=opened),
        page_command(
            "shipping.save", _("Save picked quantities"), "Ctrl+S", "save", menu=menu, right=right, why=opened
        ),
        page_command(
            "shipping.cancel", _("Cancel pick list"), "Ctrl+Shift+C", "cancel", menu=menu, right=right, why=opened
        ),
        page_command("shipping.paper", _("Pick list or delivery note"), "Ctrl+P", "paper", menu=menu, why=opened),
        page_command(
            "shipping.invoice", _("Invoice"), "Ctrl+Shift+I", "invoice", menu=menu, right="invoice.post", why=opened
        ),
        page_command("shipping.hold", _("Hold or release"), "Ctrl+H", "hold", menu=menu),
        page_command("shipping.order", _("Open the order"), "Ctrl+O", "order", menu=menu),
    ]  # fmt: skip
