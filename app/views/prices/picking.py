"""Customers by type-ahead, for the cells and fields of this desk."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.models.cells_model import Picked
from app.services.parties import CustomerHit, find_customers
from app.views.kit.cells_grid import AskPicks, PickRows
from app.views.kit.context import Context
from app.views.kit.search_popup import SearchRow


def ask_customers(context: Context, owner: QObject) -> AskPicks:
    """The type-ahead of the customer columns."""

    def ask(text: str, answer: PickRows) -> None:
        def done(hits: tuple[CustomerHit, ...]) -> None:
            answer([_search_row(hit) for hit in hits])

        context.jobs.read(owner, lambda view: find_customers(view, text), done, latest="customers")

    return ask


def _search_row(hit: CustomerHit) -> SearchRow:
    return SearchRow(Picked(hit.id, hit.name), hit.name, secondary=hit.city, right=hit.number)
