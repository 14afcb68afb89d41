"""The rules of docs/pricing.md, and requests in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.domain.money import MICRO, micro_of
from app.domain.pricing import (
    AskedLine,
    Buyer,
    DiscountRule,
    ListFacts,
    PriceResult,
    PriceRow,
    RulesSnapshot,
    SharedFacts,
    explain_line,
    price_line,
)
from app.domain.quantity import Unit

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "pricing.md"
MONDAY = date(2026, 3, 2)
UNITS = {"pc": Unit("pc"), "dz": Unit("dz", 12), "m": Unit("m", 1, 1, 3), "pk": Unit("pk", 10)}
FAMILIES = {1: "seating", 2: "cable", 3: "screws", 4: "light"}
Row = dict[str, str]


def tables() -> list[list[Row]]:
    """Every table of the document as rows by column title."""
    found: list[list[Row]] = []
    titles: list[str] | None = None
    for text in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if not text.startswith("|"):
            titles = None
            continue
        cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
        if titles is None:
            titles = cells
            found.append([])
        elif not set(text) <= set("|-"):
            found[-1].append(dict(zip(titles, cells, strict=True)))
    return found


def micro(text: str) -> int:
    return micro_of(Decimal(text))


def ppm(text: str) -> int:
    return int(Decimal(text) * 10_000)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def snapshot(
    lists: Iterable[ListFacts], rows: Iterable[tuple[int, PriceRow]], discounts: Iterable[DiscountRule] = ()
) -> RulesSnapshot:
    by_product: dict[int, tuple[PriceRow, ...]] = {}
    for product_id, row in rows:
        by_product[product_id] = (*by_product.get(product_id, ()), row)
    return RulesSnapshot(
        version=1, currency="EUR", lists={each.id: each for each in lists}, rows=by_product,
        discounts=tuple(discounts),
    )  # fmt: skip


def list_of(row: Row) -> ListFacts:
    id_, _, name = row["list"].partition(" ")
    return ListFacts(
        id=int(id_), code=name.lower(), name=name, kind=row["kind"],
        price_group=row["for"] if row["kind"] == "group" else "",
        customer_id=int(row["for"]) if row["kind"] == "contract" else None,
        priority=int(row["priority"]), valid_from=day(row["from"]), valid_to=day(row["to"]),
    )  # fmt: skip


def price_row_of(row: Row) -> tuple[int, PriceRow]:
    return int(row["product"]), PriceRow(
        id=int(row["row"]), list_id=int(row["list"]), min_micro=micro(row["min"]), price_micro=micro(row["price"]),
        per=int(row["per"]), valid_from=day(row["from"]), valid_to=day(row["to"]),
    )  # fmt: skip


def discount_of(row: Row) -> DiscountRule:
    return DiscountRule(
        id=int(row["rule"]), name=row["name"], discount_ppm=ppm(row["percent"]),
        customer_id=int(row["for customer"]) if row["for customer"] else None, price_group=row["for group"],
        family=row["family"], valid_from=day(row["from"]), valid_to=day(row["to"]),
        kind=row["kind"],
    )  # fmt: skip


def documented() -> RulesSnapshot:
    """The rules as the document lists them."""
    lists, rows, discounts = tables()[:3]
    return snapshot(map(list_of, lists), map(price_row_of, rows), map(discount_of, discounts))


@dataclass(frozen=True)
class Ask:
    """A line and who buys it: prices of an order of this line alone."""

    line: AskedLine
    buyer: Buyer

    def priced(self, rules: RulesSnapshot) -> PriceResult:
        return price_line(self.line, rules, SharedFacts(self.buyer))

    def explained(self, rules: RulesSnapshot) -> PriceResult:
        return explain_line(self.line, rules, SharedFacts(self.buyer))

    def but(self, **values: Any) -> Ask:
        """The same with other values of the line or the buyer."""
        of_buyer = {name: value for name, value in values.items() if name in BUYER_FIELDS}
        of_line = {name: value for name, value in values.items() if name not in BUYER_FIELDS}
        return Ask(replace(self.line, **of_line), replace(self.buyer, **of_buyer))


BUYER_FIELDS = frozenset(each.name for each in fields(Buyer))


def ask(product_id: int, quantity: str, **values: Any) -> Ask:
    """A question such as `ask(1, "1 dz", customer_id=7)`."""
    number, _, unit = quantity.partition(" ")
    family = FAMILIES.get(product_id, "")
    line = AskedLine("k", product_id, family, micro(number), UNITS[unit or "pc"], MONDAY)
    return Ask(line, Buyer(customer_id=1)).but(**values)


__all__ = [
    "DOCUMENT", "MICRO", "MONDAY", "UNITS", "Ask", "Row", "ask", "day", "documented", "micro", "ppm", "snapshot",
    "tables",
]  # fmt: skip
