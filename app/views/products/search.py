"""Products in the Ctrl+K palette."""

from __future__ import annotations

from functools import partial

from app.i18n import _
from app.services.products import ProductHit, find_products
from app.views.kit.context import Context
from app.views.kit.searches import Answer, Found, SearchProvider


def product_search(context: Context) -> SearchProvider:
    """The search over SKU, name, family and GTIN."""

    def ask(text: str, answer: Answer) -> None:
        def done(hits: tuple[ProductHit, ...]) -> None:
            answer([_found(context, hit) for hit in hits])

        context.jobs.read(
            context.jobs, lambda view: find_products(view, text, limit=6), done, latest="palette.products"
        )

    return SearchProvider("products", _("Products"), "mdi6.package-variant-closed", ask)


def _found(context: Context, hit: ProductHit) -> Found:
    run = partial(context.bus.ask, "product.open", hit.id)
    return Found(hit.sku, run, secondary=hit.name, right=hit.family)
