"""Documents in the Ctrl+K palette, by number; orders by the customer's own number too."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.i18n import _
from app.services.finding import DocumentHit, find_invoices, find_orders, find_shipments, find_workshop_orders
from app.services.unit_of_work import Reading
from app.views.kit.context import Context
from app.views.kit.searches import Answer, Found, SearchProvider

HITS = 5
Find = Callable[[Reading, str], tuple[DocumentHit, ...]]


def document_searches(context: Context) -> tuple[SearchProvider, ...]:
    """The searches over documents, the newest first."""

    def provider(id_: str, title: str, icon: str, ask: str, find: Find) -> SearchProvider:
        return SearchProvider(id_, title, icon, partial(_search, context, f"palette.{id_}", ask, find))

    orders: Find = partial(find_orders, limit=HITS)
    invoices: Find = partial(find_invoices, limit=HITS)
    shipments: Find = partial(find_shipments, limit=HITS)
    workshop: Find = partial(find_workshop_orders, limit=HITS)
    return (
        provider("orders", _("Orders"), "mdi6.file-edit-outline", "order.open", orders),
        provider("invoices", _("Invoices"), "mdi6.receipt-text-outline", "invoice.open", invoices),
        provider("shipments", _("Shipments"), "mdi6.truck-outline", "shipping.open", shipments),
        provider("workshop", _("Workshop orders"), "mdi6.hammer-wrench", "workshop.open", workshop),
    )


def _search(context: Context, latest: str, ask: str, find: Find, text: str, answer: Answer) -> None:
    def done(hits: tuple[DocumentHit, ...]) -> None:
        answer([_found(context, ask, hit) for hit in hits])

    context.jobs.read(context.jobs, lambda view: find(view, text), done, latest=latest)


def _found(context: Context, ask: str, hit: DocumentHit) -> Found:
    run = partial(context.bus.ask, ask, hit.id)
    return Found(hit.number or _("draft"), run, secondary=hit.customer_name, right=hit.po_number)
