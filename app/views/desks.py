"""The desks of the program, in the order of the navigation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from app.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.views.kit.commands import Command
    from app.views.kit.context import Context
    from app.views.kit.desk import Desk


WAKES = {
    "order.": "orders",
    "shipping.": "shipping",
    "stock.": "stock",
    "arrival.": "stock",
    "invoice.": "invoices",
    "credit.": "invoices",
    "payment.": "invoices",
    "collections.": "collections",
    "customer.": "customers",
    "product.": "products",
    "price.": "prices",
    "setup.": "setup",
    "import.": "imports",
    "inbox.": "inbox",
    "hold.": "inbox",
    "configurator.": "configurator",
    "workshop.": "workshop",
    "product_model.": "product_models",
    "screening.release_hit": "inbox",
    "screening.open_hit": "setup",
}
"""Which desk answers asks that begin so, even if it was never shown before."""

RIGHTS = {"imports": "data.import", "collections": "collections.work", "product_models": "model.edit"}
"""Desks that only who has a right can use; the others everybody reads, and their commands ask for rights."""


def places() -> list[tuple[str, str, str]]:
    """Id, title and icon of every desk, in the order of the navigation; nothing is imported for it."""
    return [
        ("orders", _("Orders"), "mdi6.file-edit-outline"),
        ("shipping", _("Shipping"), "mdi6.truck-outline"),
        ("stock", _("Stock"), "mdi6.warehouse"),
        ("invoices", _("Invoices"), "mdi6.receipt-text-outline"),
        ("collections", _("Who owes what"), "mdi6.cash-clock"),
        ("customers", _("Customers"), "mdi6.account-group-outline"),
        ("products", _("Products"), "mdi6.package-variant-closed"),
        ("prices", _("Prices"), "mdi6.tag-multiple-outline"),
        ("imports", _("Import"), "mdi6.file-import-outline"),
        ("setup", _("Set-up"), "mdi6.cog-outline"),
        ("inbox", _("Inbox"), "mdi6.inbox-outline"),
        ("configurator", _("Configurator"), "mdi6.tune-variant"),
        ("workshop", _("Workshop"), "mdi6.hammer-wrench"),
        ("product_models", _("Product models"), "mdi6.cube-outline"),
    ]


def all_desks(context: Context) -> list[Desk]:
    """Every desk that is built; each one's module is imported when it is first shown."""
    from app.views.kit.desk import Desk
    from app.views.kit.waking import Waking

    parts = {
        "orders": (_orders, _order_commands),
        "inbox": (_inbox, _inbox_commands),
        "shipping": (_shipping, _shipping_commands),
        "stock": (_stock, _stock_commands),
        "invoices": (_invoices, _invoice_commands),
        "collections": (_collections, _collection_commands),
        "customers": (_customers, _customer_commands),
        "products": (_products, _product_commands),
        "prices": (_prices, _price_commands),
        "imports": (_imports, _import_commands),
        "setup": (_setup, _setup_commands),
        "configurator": (_configurator, _configurator_commands),
        "workshop": (_workshop, _workshop_commands),
        "product_models": (_product_models, _model_commands),
    }
    desks = [
        Desk(id_, title, icon, partial(parts[id_][0], context), parts[id_][1], RIGHTS.get(id_, ""))
        for id_, title, icon in places()
    ]
    return Waking(context, WAKES).watch(desks)


def _orders(context: Context) -> QWidget:
    from app.views.orders.desk import OrderDesk

    return OrderDesk(context, context.holder())


def _order_commands() -> Sequence[Command]:
    from app.views.orders.commands import order_commands

    return order_commands()


def _shipping(context: Context) -> QWidget:
    from app.views.shipping.desk import ShippingDesk

    return ShippingDesk(context)


def _shipping_commands() -> Sequence[Command]:
    from app.views.shipping.desk import shipping_commands

    return shipping_commands()


def _customers(context: Context) -> QWidget:
    from app.views.customers.desk import CustomersDesk

    return CustomersDesk(context)


def _customer_commands() -> Sequence[Command]:
    from app.views.customers.commands import customer_commands

    return customer_commands()


def attach(context: Context) -> None:
    """What serves every desk of an open office: what Ctrl+K finds besides commands, and the paper window."""
    from app.views.configurator.search import configurable_search, owned_search
    from app.views.customers.search import customer_search
    from app.views.inbox.watch import attach_inbox
    from app.views.kit.document_search import document_searches
    from app.views.papers.attach import attach_papers
    from app.views.prices.search import price_search
    from app.views.product_models.search import model_search
    from app.views.products.search import product_search
    from app.views.setup.search import setup_search

    attach_papers(context)
    attach_inbox(context)
    context.searches.register(customer_search(context))
    context.searches.register(product_search(context))
    context.searches.register(configurable_search(context))
    context.searches.register(owned_search(context))
    context.searches.register(model_search(context))
    context.searches.register(price_search(context))
    context.searches.register(setup_search(context))
    for provider in document_searches(context):
        context.searches.register(provider)


def _products(context: Context) -> QWidget:
    from app.views.products.desk import ProductsDesk

    return ProductsDesk(context)


def _product_commands() -> Sequence[Command]:
    from app.views.products.commands import product_commands

    return product_commands()


def _prices(context: Context) -> QWidget:
    from app.views.prices.desk import PricesDesk

    return PricesDesk(context)


def _price_commands() -> Sequence[Command]:
    from app.views.prices.desk import price_commands

    return price_commands()


def _stock(context: Context) -> QWidget:
    from app.views.stock.desk import StockDesk

    return StockDesk(context)


def _stock_commands() -> Sequence[Command]:
    from app.views.stock.desk import stock_commands

    return stock_commands()


def _setup(context: Context) -> QWidget:
    from app.views.setup.desk import SetupDesk

    return SetupDesk(context)


def _setup_commands() -> Sequence[Command]:
    from app.views.setup.desk import setup_commands

    return setup_commands()


def _invoices(context: Context) -> QWidget:
    from app.views.invoices.desk import InvoiceDesk

    return InvoiceDesk(context)


def _invoice_commands() -> Sequence[Command]:
    from app.views.invoices.desk import invoice_commands

    return invoice_commands()


def _imports(context: Context) -> QWidget:
    from app.views.imports.desk import ImportDesk

    return ImportDesk(context)


def _import_commands() -> Sequence[Command]:
    from app.views.imports.commands import import_commands

    return import_commands()


def _collections(context: Context) -> QWidget:
    from app.views.collections.desk import CollectionsDesk

    return CollectionsDesk(context)


def _collection_commands() -> Sequence[Command]:
    from app.views.collections.desk import collection_commands

    return collection_commands()


def _inbox(context: Context) -> QWidget:
    from app.views.inbox.desk import InboxDesk

    return InboxDesk(context)


def _inbox_commands() -> Sequence[Command]:
    from app.views.inbox.desk import inbox_commands

    return inbox_commands()


def _configurator(context: Context) -> QWidget:
    from app.views.configurator.desk import ConfiguratorDesk

    return ConfiguratorDesk(context)


def _configurator_commands() -> Sequence[Command]:
    from app.views.configurator.commands import configurator_commands

    return configurator_commands()


def _workshop(context: Context) -> QWidget:
    from app.views.workshop.desk import WorkshopDesk

    return WorkshopDesk(context)


def _workshop_commands() -> Sequence[Command]:
    from app.views.workshop.desk import workshop_commands

    return workshop_commands()


def _product_models(context: Context) -> QWidget:
    from app.views.configurator.try_out import ModelTryOut
    from app.views.product_models.desk import ModelsDesk

    return ModelsDesk(context, ModelTryOut)


def _model_commands() -> Sequence[Command]:
    from app.views.product_models.commands import model_commands

    return model_commands()
