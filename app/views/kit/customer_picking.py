"""Customers by type-ahead, or by number or name out of a file or a sheet."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.models.cells_model import Picked
from app.services.parties import CustomerHit, find_customers
from app.services.unit_of_work import Reading
from app.views.kit.cells_grid import AskPicks, PickRows
from app.views.kit.context import Context
from app.views.kit.search_popup import SearchRow


def ask_customers(context: Context, owner: QObject) -> AskPicks:
    """The type-ahead of customer columns."""

    def ask(text: str, answer: PickRows) -> None:
        def done(hits: tuple[CustomerHit, ...]) -> None:
            answer([_search_row(hit) for hit in hits])

        context.jobs.read(owner, lambda view: find_customers(view, text), done, latest="customers")

    return ask


def customer_named(view: Reading, text: str) -> Picked | None:
    """The one customer with this number or name; None where there is none or more than one."""
    wanted = text.casefold()
    hits = find_customers(view, text)
    same = [hit for hit in hits if wanted in {hit.number.casefold(), hit.name.casefold()}]
    return Picked(same[0].id, same[0].name) if len(same) == 1 else None


def _search_row(hit: CustomerHit) -> SearchRow:
    return SearchRow(Picked(hit.id, hit.name), hit.name, secondary=hit.city, right=hit.number)
