"""Rows of a product's card that name another article: a pasted number is looked up as the card is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.models.cells_model import CellRow, Picked, SavedRow
from app.services.products import resolve_codes
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import CellReader
from app.views.kit.row_saving import Changes, write_versioned

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class KeyedArticle(Generic[D]):
    """A row as keyed; `code`: of an article that was pasted, still to be looked up."""

    data: D
    code: str


def keyed_article(read: CellReader, column: str, data: D) -> KeyedArticle[D]:
    """The row with the number in its column, where nobody chose the article from the list."""
    picked = read.value(column)
    return KeyedArticle(data, picked.text if isinstance(picked, Picked) and not picked.id else "")


@dataclass(frozen=True, slots=True)
class ArticleRows(Generic[D]):
    """How such rows are written; `refused` is the code of a refusal that names `column`."""

    column: str
    refused: str
    with_article: Callable[[D, int], D]
    create: Callable[[UnitOfWork, int, D], int]
    update: Changes[D]

    def save(self, uow: UnitOfWork, product_id: int, row: CellRow, keyed: KeyedArticle[D]) -> SavedRow:
        """Make or change a row of the product's card."""
        data = keyed.data
        if keyed.code:
            data = self.with_article(data, find_article(uow, keyed.code, self.column, self.refused))
        return write_versioned(
            row,
            lambda: self.create(uow, product_id, data),
            lambda id_, version: self.update(uow, id_, data, version=version),
        )


def find_article(uow: UnitOfWork, code: str, where: str, refused: str) -> int:
    """The product of a number; refused as `refused` at the field `where` if nobody knows it."""
    found = resolve_codes(uow, [code]).get(code)
    if found is None:
        raise RefusedError(
            refused, issues=[Issue("price.code_unknown", Severity.BLOCK, where, {"code": code})]
        )
    return found.product_id
