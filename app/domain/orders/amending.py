"""What may still change on a confirmed order, line by line: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.issues import Issue, Remedy, Severity
from app.domain.orders.draft import Draft, Line, LineDifference, differences
from app.domain.quantity import Unit, shown_quantity
from app.domain.units import Counted

_PRICE_FIELDS = (
    "list_price_micro", "discount_ppm", "price_source", "discount_source", "price_micro", "price_per",
    "discount_on_micro",
)  # fmt: skip
_MONEY_FIELDS = (*_PRICE_FIELDS, "tax_code", "tax_ppm")
_PRODUCT_FIELDS = ("product_id", "kind", "unit", "factor_num", "factor_den", "configuration")
ADDRESS_FIELDS = ("ship_name", "ship_street", "ship_postcode", "ship_city", "ship_country")


@dataclass(frozen=True, slots=True)
class LineProgress:
    """How far a line is, in base units: `fixed_micro` is shipped or lies on a pick list."""

    fixed_micro: int = 0
    invoiced_micro: int = 0


@dataclass(frozen=True, slots=True)
class OrderProgress:
    """How far an order is: progress by line key, and whether a pick list is open."""

    lines: Mapping[str, LineProgress]
    has_open_pick_list: bool = False
    has_shipments: bool = False

    def of(self, key: str) -> LineProgress:
        """The progress of a line; a new line has none."""
        return self.lines.get(key, LineProgress())


def check_amendment(before: Draft, after: Draft, progress: OrderProgress) -> tuple[Issue, ...]:
    """What stands in the way of the change, each with its reason; empty when it may be made."""
    issues = list(_check_head(before, after, progress))
    numbers = {line.key: (index + 1) * 10 for index, line in enumerate(before.lines)}
    for difference in differences(before, after):
        if difference.old is not None:
            number = numbers[difference.key]
            issues.extend(_check_line(difference, number, progress.of(difference.key), before.id))
    return tuple(issues)


def _check_head(before: Draft, after: Draft, progress: OrderProgress) -> Iterator[Issue]:
    moved = any(getattr(before.header, n) != getattr(after.header, n) for n in ADDRESS_FIELDS)
    if moved and progress.has_open_pick_list:
        remedy = Remedy("remedy.open_shipments", "shipping.start", {"id": before.id})
        yield Issue("order.address_picking", Severity.BLOCK, "header/ship_to", {}, (remedy,))
    if before.header.customer_id != after.header.customer_id:
        yield Issue(
            "order.customer_fixed", Severity.BLOCK, "header/customer", {"number": before.number or ""}
        )
    if before.header.warehouse_id != after.header.warehouse_id:
        yield Issue(
            "order.ships_from_fixed", Severity.BLOCK, "header/warehouse_id", {"number": before.number or ""}
        )


def _check_line(
    difference: LineDifference, number: int, progress: LineProgress, order_id: int
) -> Iterator[Issue]:
    shipments = Remedy("remedy.open_shipments", "shipping.start", {"id": order_id})
    credit = Remedy("remedy.make_credit", "invoice.credit", {})
    old, new = difference.old, difference.new
    assert old is not None, "only lines that exist are amended"
    where = f"lines/{old.key}/quantity"
    if new is None:
        if progress.fixed_micro:
            yield Issue("order.line_picked", Severity.BLOCK, where, {"line": number}, (shipments,))
        elif progress.invoiced_micro:
            yield Issue("order.line_invoiced", Severity.BLOCK, where, {"line": number}, (credit,))
        return
    if _differs(old, new, _PRODUCT_FIELDS) and progress.fixed_micro:
        yield Issue("order.line_picked", Severity.BLOCK, where, {"line": number}, (shipments,))
    if new.base_micro < progress.fixed_micro:
        shipped = Unit(old.unit, old.factor_num, old.factor_den).from_base(progress.fixed_micro)
        params = {"line": number, "shipped": Counted(shown_quantity(shipped), old.unit)}
        yield Issue("order.shipped_already", Severity.BLOCK, where, params, (shipments,))
    elif new.base_micro < progress.invoiced_micro:
        yield Issue("order.line_invoiced", Severity.BLOCK, where, {"line": number}, (credit,))
    if _differs(old, new, _MONEY_FIELDS) and progress.invoiced_micro:
        yield _price_invoiced(old, new, number, credit)


def _price_invoiced(old: Line, new: Line, number: int, credit: Remedy) -> Issue:
    """What is invoiced keeps its price; more or less of a discount is another line, not a credit note."""
    where, params = f"lines/{old.key}/price", {"line": number}
    if old.kind == "discount" and _differs(old, new, _PRICE_FIELDS):
        return Issue("order.discount_invoiced", Severity.BLOCK, where, params)
    return Issue("order.line_invoiced", Severity.BLOCK, where, params, (credit,))


def _differs(old: Line, new: Line, names: tuple[str, ...]) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in names)


def stock_changes(before: Draft, after: Draft) -> tuple[tuple[Line | None, Line | None], ...]:
    """The lines whose need of stock changed: (as it was, as it will be)."""
    return tuple(
        (change.old, change.new)
        for change in differences(before, after)
        if _need(change.old) != _need(change.new)
    )


def is_same_need(old: Line | None, new: Line | None) -> bool:
    """Whether two states of a line need the same goods, more of them or less."""
    if old is None or new is None:
        return False
    return (old.product_id, old.kind, old.configuration) == (new.product_id, new.kind, new.configuration)


def _need(line: Line | None) -> tuple[int | None, int, str]:
    if line is None or line.kind != "goods":
        return None, 0, ""
    return line.product_id, line.base_micro, line.configuration
