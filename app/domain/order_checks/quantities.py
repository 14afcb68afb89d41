"""Checks of a line's quantity; at most one of them speaks of a line."""

from __future__ import annotations

from app.domain.issues import Remedy, Severity
from app.domain.money import MICRO
from app.domain.order_checks.check import Hit, LineCheck, LineSeen, Threshold, focus
from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import Line
from app.domain.quantity import MAX_QUANTITY_MICRO, Unit, fits_decimals, is_multiple, shown_quantity
from app.domain.units import Counted, is_whole, told_unit


def is_negative(seen: LineSeen) -> Hit | None:
    """What comes back is credited or returned."""
    if seen.line.quantity_micro >= 0:
        return None
    remedy = Remedy("remedy.make_credit", "invoice.credit", {})
    return Hit(seen.at("quantity"), {"line": seen.number}, (remedy,))


def is_zero(seen: LineSeen) -> Hit | None:
    """No quantity was keyed."""
    if seen.line.quantity_micro:
        return None
    params = {"key": seen.line.key, "quantity_micro": MICRO}
    remedy = Remedy("remedy.set_quantity", "order.set_quantity", params)
    return Hit(seen.at("quantity"), {"line": seen.number}, (remedy,))


def is_too_large(seen: LineSeen) -> Hit | None:
    """More than the program counts."""
    if seen.line.quantity_micro <= MAX_QUANTITY_MICRO:
        return None
    return Hit(seen.at("quantity"), {"line": seen.number}, _type_it(seen))


def has_too_many_decimals(seen: LineSeen) -> Hit | None:
    """A half of what is sold by the piece."""
    unit = seen.product.unit(seen.line.unit) if seen.product and _is_in_range(seen.line) else None
    if unit is None or fits_decimals(seen.line.quantity_micro, unit.decimals):
        return None
    params = {"line": seen.number, "unit": unit.code, "decimals": unit.decimals}
    return Hit(seen.at("quantity"), params, _type_it(seen))


def is_part_of_a_whole(seen: LineSeen) -> Hit | None:
    """The same on a line without article, by the word for its unit."""
    line = seen.line
    if seen.product is not None or not _is_in_range(line) or fits_decimals(line.quantity_micro, 0):
        return None
    if not is_whole(told_unit(line.unit, line.kind)):
        return None
    params = {"line": seen.number, "quantity": Counted(shown_quantity(line.quantity_micro), line.unit)}
    return Hit(seen.at("quantity"), params, _type_it(seen))


def is_below_minimum(seen: LineSeen) -> Hit | None:
    """Fewer than the article is sold in."""
    product, line = seen.product, seen.line
    if product is None or line.base_micro >= product.min_micro or not _is_in_range(line):
        return None
    params = {"line": seen.number, "minimum": _in_base(product, product.min_micro), "sku": product.sku}
    return Hit(seen.at("quantity"), params, _take(line, product.min_micro))


def is_not_a_multiple(seen: LineSeen) -> Hit | None:
    """Between two steps; the next one is offered."""
    product, line = seen.product, seen.line
    if product is None or is_multiple(line.base_micro, product.step_micro):
        return None
    if line.base_micro < product.min_micro or not _is_in_range(line):
        return None
    wanted = (line.base_micro // product.step_micro + 1) * product.step_micro
    params = {"line": seen.number, "step": _in_base(product, product.step_micro), "sku": product.sku}
    return Hit(seen.at("quantity"), params, _take(line, wanted))


def is_above_maximum(seen: LineSeen) -> Hit | None:
    """More of one article than the firm sells without a question."""
    product, line = seen.product, seen.line
    most = seen.world.thresholds["line.quantity_above_maximum"]
    if product is None or line.base_micro <= most or not _is_in_range(line):
        return None
    params = {"line": seen.number, "maximum": _in_base(product, most), "sku": product.sku}
    return Hit(seen.at("quantity"), params, _take(line, most))


def breaks_a_pack(seen: LineSeen) -> Hit | None:
    """The article comes in packs, and one of them would have to be opened; the next whole pack is offered."""
    product, line = seen.product, seen.line
    packs = product.units[1:] if product is not None else ()
    whole = min((unit.to_base(MICRO) for unit in packs), default=0)
    if product is None or whole <= 0 or not _is_in_range(line) or line.base_micro % whole == 0:
        return None
    params = {"line": seen.number, "pack": _in_base(product, whole), "sku": product.sku}
    return Hit(seen.at("quantity"), params, _take(line, (line.base_micro // whole + 1) * whole))


def has_another_unit(seen: LineSeen) -> Hit | None:
    """The article's card does not know the line's unit, or lets it hold another quantity by now."""
    product, line = seen.product, seen.line
    if product is None or not _is_in_range(line):
        return None
    unit = product.unit(line.unit)
    if unit is not None and unit.factor_num * line.factor_den == line.factor_num * unit.factor_den:
        return None
    wanted = unit or product.units[0]
    quantity = line.quantity_micro if unit is not None else line.base_micro
    told = Counted(shown_quantity(quantity), wanted.code)
    params = {"key": line.key, "quantity_micro": quantity, "quantity": told, "unit": wanted.code}
    params |= {"factor_num": wanted.factor_num, "factor_den": wanted.factor_den}
    remedy = Remedy("remedy.set_quantity_to", "order.set_unit", params)
    holds = _in_base(product, Unit(line.unit, line.factor_num, line.factor_den).to_base(MICRO))
    named = {"line": seen.number, "unit": line.unit, "holds": holds, "sku": product.sku}
    return Hit(seen.at("quantity"), named, (remedy,))


def _is_in_range(line: Line) -> bool:
    return 0 < line.quantity_micro <= MAX_QUANTITY_MICRO


def _type_it(seen: LineSeen) -> tuple[Remedy, ...]:
    return focus("remedy.type_quantity", seen.at("quantity"))


def _in_base(product: ProductFacts, micro: int) -> Counted:
    return Counted(shown_quantity(micro), product.units[0].code)


def _take(line: Line, base_micro: int) -> tuple[Remedy, ...]:
    """A quantity in base units, offered in the line's own unit."""
    quantity = Unit(line.unit, line.factor_num, line.factor_den).from_base(base_micro)
    shown = Counted(shown_quantity(quantity), line.unit)
    params = {"key": line.key, "quantity_micro": quantity, "quantity": shown}
    return (Remedy("remedy.set_quantity_to", "order.set_quantity", params),)


CHECKS = (
    LineCheck(
        code="line.quantity_negative",
        area="quantity",
        severity=Severity.BLOCK,
        held_by="books",
        run=is_negative,
    ),
    LineCheck(
        code="line.quantity_zero", area="quantity", severity=Severity.BLOCK, held_by="books", run=is_zero
    ),
    LineCheck(
        code="line.quantity_too_large",
        area="quantity",
        severity=Severity.BLOCK,
        held_by="books",
        run=is_too_large,
    ),
    LineCheck(
        code="line.quantity_decimals",
        area="quantity",
        severity=Severity.BLOCK,
        held_by="books",
        run=has_too_many_decimals,
    ),
    LineCheck(code="line.unit_changed", area="quantity", severity=Severity.WARN, run=has_another_unit),
    LineCheck(code="line.part_of_a_whole", area="quantity", severity=Severity.BLOCK, run=is_part_of_a_whole),
    LineCheck(
        code="line.quantity_below_minimum", area="quantity", severity=Severity.WARN, run=is_below_minimum
    ),
    LineCheck(
        code="line.quantity_not_multiple", area="quantity", severity=Severity.WARN, run=is_not_a_multiple
    ),
    LineCheck(
        code="line.quantity_above_maximum",
        area="quantity",
        severity=Severity.WARN,
        is_on=False,
        threshold=Threshold(10_000 * MICRO, "quantity", least=1),
        run=is_above_maximum,
    ),
    LineCheck(
        code="line.broken_pack", area="quantity", severity=Severity.WARN, is_on=False, run=breaks_a_pack
    ),
)
