"""Product models in the Ctrl+K palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.i18n import _
from app.views.kit.context import Context
from app.views.kit.searches import Answer, Found, SearchProvider

if TYPE_CHECKING:
    from app.services.product_models import ModelRow
    from app.services.unit_of_work import Reading

_MOST = 5


def model_search(context: Context) -> SearchProvider:
    """Those whose code or name has the letters, for who may write models."""

    def ask(text: str, answer: Answer) -> None:
        if not context.allowed("model.edit"):
            answer([])
            return

        def done(rows: tuple[ModelRow, ...]) -> None:
            answer([_found(context, row) for row in rows if _has(row, text)][:_MOST])

        context.jobs.read(context.jobs, _read, done, latest="palette.models")

    return SearchProvider("product_models", _("Product models"), "mdi6.cube-outline", ask)


def _read(view: Reading) -> tuple[ModelRow, ...]:
    from app.services.product_models import read_models

    return read_models(view)


def _has(row: ModelRow, text: str) -> bool:
    words = f"{row.code} {row.name}".casefold()
    return all(word in words for word in text.casefold().split())


def _found(context: Context, row: ModelRow) -> Found:
    return Found(row.code, partial(context.bus.ask, "product_model.open", row.id), secondary=row.name)
