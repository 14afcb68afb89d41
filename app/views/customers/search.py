"""Customers in the Ctrl+K palette."""

from __future__ import annotations

from functools import partial

from app.i18n import _
from app.services.parties import CustomerHit, find_customers
from app.views.kit.context import Context
from app.views.kit.searches import Answer, Found, SearchProvider


def customer_search(context: Context) -> SearchProvider:
    """The search over name, number, city, phone and e-mail."""

    def ask(text: str, answer: Answer) -> None:
        def done(hits: tuple[CustomerHit, ...]) -> None:
            answer([_found(context, hit) for hit in hits])

        context.jobs.read(
            context.jobs, lambda view: find_customers(view, text, limit=6), done, latest="palette.customers"
        )

    return SearchProvider("customers", _("Customers"), "mdi6.account-group-outline", ask)


def _found(context: Context, hit: CustomerHit) -> Found:
    place = " ".join(filter(None, (hit.postcode, hit.city)))
    run = partial(context.bus.ask, "customer.open", hit.id)
    return Found(hit.name, run, secondary=place, right=hit.number)
