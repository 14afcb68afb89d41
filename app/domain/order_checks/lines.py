"""Checks of one line: product, quantity, price, tax."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.issues import Issue, Remedy, Severity
from app.domain.money import MICRO, Rate
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import Line
from app.domain.orders.keying import names_no_article
from app.domain.quantity import MAX_QUANTITY_MICRO, Unit, fits_decimals, is_multiple, shown_quantity
from app.domain.units import Counted, is_whole, told_unit


def check_line(line: Line, number: int, context: OrderContext) -> Iterator[Issue]:
    """All issues of a line; `number` is what the clerk sees in the first column."""
    if not line.has_amount:
        return
    product = context.products.get(line.product_id) if line.product_id is not None else None
    yield from _check_product(line, number, product)
    yield from _check_quantity(line, number, product)
    yield from _check_price(line, number)
    if product is not None or line.price_micro:
        yield from _check_tax(line, number)


def _where(line: Line, field: str) -> str:
    return f"lines/{line.key}/{field}"


def _check_product(line: Line, number: int, product: ProductFacts | None) -> Iterator[Issue]:
    where = _where(line, "sku")
    if line.kind in {"goods", "service"} and product is None:
        yield _unknown_product(line, number)
        return
    if product is None or (product.active and not product.discontinued):
        return
    remedy = Remedy("remedy.remove_line", "order.delete_line", {"key": line.key})
    if product.successor_id is not None:
        params = {"key": line.key, "product_id": product.successor_id, "sku": product.successor_sku}
        remedy = Remedy("remedy.use_successor", "order.replace_product", params)
    severity = Severity.WARN if product.active else Severity.BLOCK
    yield Issue("line.discontinued", severity, where, {"line": number, "sku": product.sku}, (remedy,))


def _unknown_product(line: Line, number: int) -> Issue:
    """A text that was keyed may become a free line; where there is none, the article is looked up."""
    key = {"key": line.key}
    remedy = Remedy("remedy.look_up", "order.look_up", key)
    if names_no_article(line):
        remedy = Remedy("remedy.make_free_line", "order.make_free_line", key)
    params = {"line": number, "text": line.sku or line.text}
    return Issue("line.unknown_product", Severity.BLOCK, _where(line, "sku"), params, (remedy,))


def _check_quantity(line: Line, number: int, product: ProductFacts | None) -> Iterator[Issue]:
    where = _where(line, "quantity")
    quantity = line.quantity_micro
    if quantity < 0:
        remedy = Remedy("remedy.make_credit", "invoice.credit", {})
        yield Issue("line.quantity_negative", Severity.BLOCK, where, {"line": number}, (remedy,))
    elif quantity == 0:
        remedy = Remedy(
            "remedy.set_quantity", "order.set_quantity", {"key": line.key, "quantity_micro": MICRO}
        )
        yield Issue("line.quantity_zero", Severity.BLOCK, where, {"line": number}, (remedy,))
    elif quantity > MAX_QUANTITY_MICRO:
        remedy = Remedy("remedy.type_quantity", "focus", {"where": where})
        yield Issue("line.quantity_too_large", Severity.BLOCK, where, {"line": number}, (remedy,))
    elif product is not None:
        yield from _check_steps(line, number, product)
    elif not fits_decimals(quantity, 0) and is_whole(told_unit(line.unit, line.kind)):
        params = {"line": number, "quantity": Counted(shown_quantity(quantity), line.unit)}
        remedy = Remedy("remedy.type_quantity", "focus", {"where": where})
        yield Issue("line.part_of_a_whole", Severity.BLOCK, where, params, (remedy,))


def _check_steps(line: Line, number: int, product: ProductFacts) -> Iterator[Issue]:
    where = _where(line, "quantity")
    unit = product.unit(line.unit)
    if unit is not None and not fits_decimals(line.quantity_micro, unit.decimals):
        params = {"line": number, "unit": unit.code, "decimals": unit.decimals}
        remedy = Remedy("remedy.type_quantity", "focus", {"where": where})
        yield Issue("line.quantity_decimals", Severity.BLOCK, where, params, (remedy,))
    base_micro = line.base_micro
    wanted = base_micro
    if base_micro < product.min_micro:
        wanted = product.min_micro
        yield Issue(
            "line.quantity_below_minimum", Severity.WARN, where,
            {"line": number, "minimum": _in_base(product, product.min_micro), "sku": product.sku},
            (_quantity_remedy(line, wanted),),
        )  # fmt: skip
    elif not is_multiple(base_micro, product.step_micro):
        wanted = (base_micro // product.step_micro + 1) * product.step_micro
        yield Issue(
            "line.quantity_not_multiple", Severity.WARN, where,
            {"line": number, "step": _in_base(product, product.step_micro), "sku": product.sku},
            (_quantity_remedy(line, wanted),),
        )  # fmt: skip


def _in_base(product: ProductFacts, micro: int) -> Counted:
    return Counted(shown_quantity(micro), product.units[0].code)


def _quantity_remedy(line: Line, base_micro: int) -> Remedy:
    quantity = Unit(line.unit, line.factor_num, line.factor_den).from_base(base_micro)
    shown = Counted(shown_quantity(quantity), line.unit)
    params = {"key": line.key, "quantity_micro": quantity, "quantity": shown}
    return Remedy("remedy.set_quantity_to", "order.set_quantity", params)


def _check_price(line: Line, number: int) -> Iterator[Issue]:
    params: dict[str, object] = {
        "line": number,
        "sku": line.sku or line.text or "?",
    }  # a charge has no number
    rules = Remedy("remedy.take_rules_price", "order.take_rules_price", {"key": line.key})
    if not 0 <= line.discount_ppm <= MICRO:
        percent = Rate(line.discount_ppm).percent
        yield Issue(
            "line.discount_out_of_range",
            Severity.BLOCK,
            _where(line, "discount"),
            {**params, "percent": percent},
            (rules,),
        )
    where = _where(line, "price")
    is_typed = line.product_id is not None and "manual" in {line.price_source, line.discount_source}
    typed = (rules if is_typed else Remedy("remedy.type_price", "focus", {"where": where}),)
    if line.kind == "discount":
        if line.price_micro > 0:
            remedy = Remedy("remedy.type_price", "focus", {"where": where})
            yield Issue("line.discount_not_negative", Severity.BLOCK, where, params, (remedy,))
        elif line.price_micro == 0:
            yield Issue("line.price_zero", Severity.WARN, where, params, typed)
        return
    if line.price_micro < 0:
        remedy = Remedy("remedy.make_discount_line", "order.insert_discount", {"key": line.key})
        yield Issue("line.price_negative", Severity.BLOCK, where, params, (remedy,))
    elif line.list_price_micro is None and line.price_source == "auto" and line.product_id is not None:
        remedy = Remedy("remedy.type_price", "focus", {"where": where})
        yield Issue("line.no_price", Severity.BLOCK, where, params, (remedy,))
    elif line.price_micro == 0:
        yield Issue("line.price_zero", Severity.WARN, where, params, typed)
    elif line.cost_micro is not None and line.price_micro < line.cost_micro * line.price_per:
        yield Issue("line.below_cost", Severity.WARN, where, params, typed)


def _check_tax(line: Line, number: int) -> Iterator[Issue]:
    if not line.tax_code:
        params = {"line": number, "tax_class": line.tax_class}
        remedy = Remedy("remedy.open_taxes", "setup.open", {"page": "tax"})
        yield Issue("line.no_tax", Severity.BLOCK, _where(line, "tax"), params, (remedy,))
