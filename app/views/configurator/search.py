"""Articles that can be configured, in the Ctrl+K palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.i18n import _
from app.views.kit.context import Context
from app.views.kit.searches import Answer, Found, SearchProvider

if TYPE_CHECKING:
    from app.services.owned import OwnedFacts
    from app.services.product_models import ConfigurableRow
    from app.services.unit_of_work import Reading

_MOST = 6


def configurable_search(context: Context) -> SearchProvider:
    """Those whose SKU, name or model has the letters."""

    def ask(text: str, answer: Answer) -> None:
        def done(rows: tuple[ConfigurableRow, ...]) -> None:
            answer([_found(context, row) for row in rows if _has(row, text)][:_MOST])

        context.jobs.read(context.jobs, _read, done, latest="palette.configurable")

    return SearchProvider("configurable", _("Configurator"), "mdi6.tune-variant", ask)


def owned_search(context: Context) -> SearchProvider:
    """Things of customers by their serial number; Enter asks what is to be configured to fit them."""

    def ask(text: str, answer: Answer) -> None:
        def read(view: Reading) -> tuple[OwnedFacts, ...]:
            from app.services.owned import find_by_serial

            return find_by_serial(view, text)

        def done(rows: tuple[OwnedFacts, ...]) -> None:
            answer([_owned(context, row) for row in rows])

        context.jobs.read(context.jobs, read, done, latest="palette.owned")

    return SearchProvider("owned", _("What customers own"), "mdi6.package-variant-closed", ask)


def _owned(context: Context, row: OwnedFacts) -> Found:
    run = partial(context.bus.ask, "configurator.fits", row.customer_id, **row.asked)
    return Found(row.serial, run, secondary=row.text, right=row.customer)


def _read(view: Reading) -> tuple[ConfigurableRow, ...]:
    from app.services.product_models import read_configurable

    return read_configurable(view)


def _has(row: ConfigurableRow, text: str) -> bool:
    words = f"{row.sku} {row.name} {row.model_name}".casefold()
    return all(word in words for word in text.casefold().split())


def _found(context: Context, row: ConfigurableRow) -> Found:
    run = partial(context.bus.ask, "configurator.open", row.id, sku=row.sku, title=row.name)
    return Found(row.sku, run, secondary=row.name, right=row.model_name)
