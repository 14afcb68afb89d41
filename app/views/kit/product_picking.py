"""Products by type-ahead, for the cells and fields of this desk."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from app.models.cells_model import Picked
from app.services.products import ProductHit, find_products
from app.views.kit.cells_grid import AskPicks, PickRows
from app.views.kit.context import Context
from app.views.kit.search_popup import SearchPopup, SearchRow


def ask_products(context: Context, owner: QObject) -> AskPicks:
    """Answers what is typed with products, each by its SKU."""

    def ask(text: str, answer: PickRows) -> None:
        def done(hits: tuple[ProductHit, ...]) -> None:
            answer([_row(hit) for hit in hits])

        context.jobs.read(owner, lambda view: find_products(view, text), done, latest="products")

    return ask


def attach_products(context: Context, field: QWidget) -> None:
    """Type-ahead under a field that takes a product's SKU."""
    assert isinstance(field, QLineEdit), "a product is keyed in a line"
    ask = ask_products(context, field)
    popup = SearchPopup(field, lambda text: ask(text, lambda rows: popup.put(rows, text=text)))


def _row(hit: ProductHit) -> SearchRow:
    return SearchRow(Picked(hit.id, hit.sku), hit.sku, secondary=hit.name, right=hit.family)
