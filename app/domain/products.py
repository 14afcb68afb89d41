"""What a product and its prices must be like to be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.findings import Findings
from app.domain.identifiers import is_gtin
from app.domain.issues import Issue
from app.domain.money import MICRO
from app.domain.pricing.rules import DISCOUNT_KINDS
from app.domain.quantity import MAX_QUANTITY_MICRO
from app.domain.units import meaning

KINDS = ("goods", "service")
MAX_FACTOR = 10**15
NAME_LENGTH = 200
SHORT_LENGTH = 40
UNIT_DECIMALS_MAX = 6
PRICE_MICRO_MAX = 10**9 * MICRO


@dataclass(frozen=True, slots=True)
class UnitInput:
    """A further unit as keyed: `factor_num / factor_den` base units make one."""

    code: str
    factor_num: int
    factor_den: int = 1
    decimals: int = 0
    gtin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductInput:
    """A product as keyed; quantities in base units, the cost per base unit."""

    sku: str
    name: str
    description: str = ""
    family: str = ""
    kind: str = "goods"
    unit: str = "pc"
    unit_decimals: int = 0
    gtin: str = ""
    tax_class: str = "standard"
    weight_g: int = 0
    min_quantity_micro: int = 0
    step_micro: int = 0
    standard_cost_micro: int | None = None
    active: bool = True
    discontinued: bool = False
    successor_id: int | None = None
    units: tuple[UnitInput, ...] = ()


def check_product(data: ProductInput, tax_classes: frozenset[str], *, prefix: str = "") -> tuple[Issue, ...]:
    """Everything wrong with a product as keyed; `where` is the field's name."""
    found = Findings("product", prefix=prefix)
    found.block(not data.sku.strip(), "sku_missing", "sku")
    found.block(not data.name.strip(), "name_missing", "name", sku=data.sku)
    for field, longest in (("sku", SHORT_LENGTH), ("family", SHORT_LENGTH), ("name", NAME_LENGTH)):
        found.block(len(getattr(data, field)) > longest, "too_long", field, longest=longest)
    found.block(data.kind not in KINDS, "kind_unknown", "kind", kind=data.kind)
    known = data.tax_class in tax_classes
    found.block(not known, "tax_class_unknown", "tax_class", sku=data.sku, tax_class=data.tax_class)
    found.block(data.gtin and not is_gtin(data.gtin), "gtin_wrong", "gtin", sku=data.sku, gtin=data.gtin)
    found.block(data.weight_g < 0, "weight_negative", "weight_g", sku=data.sku)
    cost = data.standard_cost_micro
    found.block(cost is not None and cost < 0, "cost_negative", "standard_cost_micro", sku=data.sku)
    too_high = cost is not None and cost > MAX_QUANTITY_MICRO
    found.block(too_high, "cost_too_high", "standard_cost_micro", sku=data.sku)
    for field in ("min_quantity_micro", "step_micro"):
        wrong = not 0 <= getattr(data, field) <= MAX_QUANTITY_MICRO
        found.block(wrong, "quantity_range", field, sku=data.sku)
    _check_units(found, data)
    return found.all


def _check_units(found: Findings, data: ProductInput) -> None:
    found.block(not data.unit.strip(), "unit_missing", "unit", sku=data.sku)
    found.block(not 0 <= data.unit_decimals <= UNIT_DECIMALS_MAX, "decimals_range", "unit_decimals")
    codes = {meaning(data.unit)}
    for number, unit in enumerate(data.units):
        where = f"units/{number}/"
        found.block(not unit.code.strip(), "unit_missing", where + "code", sku=data.sku)
        found.block(len(unit.code) > SHORT_LENGTH, "too_long", where + "code", longest=SHORT_LENGTH)
        twice = meaning(unit.code) in codes  # `pk` and `pack` read the same
        found.block(twice, "unit_twice", where + "code", sku=data.sku, unit=unit.code)
        bad = unit.factor_num <= 0 or unit.factor_den <= 0
        found.block(bad, "factor_wrong", where + "factor_num", sku=data.sku, unit=unit.code)
        huge = max(unit.factor_num, unit.factor_den) > MAX_FACTOR
        found.block(huge, "factor_too_large", where + "factor_num", sku=data.sku, unit=unit.code)
        found.block(not 0 <= unit.decimals <= UNIT_DECIMALS_MAX, "decimals_range", where + "decimals")
        wrong = unit.gtin and not is_gtin(unit.gtin)
        found.block(wrong, "gtin_wrong", where + "gtin", sku=data.sku, gtin=unit.gtin)
        codes.add(meaning(unit.code))


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRowInput:
    """A price as keyed: from `min_quantity_micro` base units on, for `per` base units; days inclusive."""

    product_id: int
    price_micro: int
    min_quantity_micro: int = 0
    per: int = 1
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def place(self) -> tuple[int, int]:
        """What two rows of one list must not share on the same day: product and break."""
        return (self.product_id, self.min_quantity_micro)


def check_price_rows(
    rows: Sequence[PriceRowInput], kept: Sequence[PriceRowInput] = (), *, prefix: str = "rows/"
) -> tuple[Issue, ...]:
    """Everything wrong with new rows of one list, beside the rows that stay in it."""
    found = Findings("price")
    by_place: dict[tuple[int, int], list[PriceRowInput]] = {}
    for row in kept:
        by_place.setdefault(row.place, []).append(row)
    for number, row in enumerate(rows):
        where = f"{prefix}{number}/"
        found.block(row.price_micro < 0, "price_negative", where + "price_micro")
        found.block(row.price_micro > PRICE_MICRO_MAX, "price_too_high", where + "price_micro")
        found.block(row.per <= 0, "per_wrong", where + "per", per=row.per)
        out = not 0 <= row.min_quantity_micro <= MAX_QUANTITY_MICRO
        found.block(out, "quantity_range", where + "min_quantity_micro")
        _check_days(found, row.valid_from, row.valid_to, where)
        others = by_place.setdefault(row.place, [])
        clash = next((other for other in others if _overlap(row, other)), None)
        if clash is not None:
            _tell_overlap(found, clash, where + "valid_from")
        others.append(row)
    return found.all


def _check_days(found: Findings, first: date | None, last: date | None, where: str) -> None:
    backwards = first is not None and last is not None and last < first
    found.block(backwards, "days_backwards", where + "valid_to", first=first, last=last)


def _tell_overlap(found: Findings, other: PriceRowInput, where: str) -> None:
    """The days on which the other price holds; an open end has words of its own."""
    since, until = other.valid_from, other.valid_to
    if since is None and until is None:
        found.block(True, "overlap_always", where)
    elif until is None:
        found.block(True, "overlap_since", where, since=since)
    elif since is None:
        found.block(True, "overlap_until", where, until=until)
    else:
        found.block(True, "overlap", where, since=since, until=until)


def _overlap(one: PriceRowInput, other: PriceRowInput) -> bool:
    """Both days inclusive; None is no limit (A14)."""
    starts, ends = one.valid_from or date.min, one.valid_to or date.max
    return starts <= (other.valid_to or date.max) and (other.valid_from or date.min) <= ends


LIST_KINDS = ("general", "group", "contract")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListInput:
    """A price list as keyed."""

    code: str
    name: str
    kind: str
    currency: str
    price_group: str = ""
    customer_id: int | None = None
    priority: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    channel: str = ""
    country: str = ""
    breaks_over: str = "line"
    counts: str = "order"
    parent_id: int | None = None
    factor_ppm: int = MICRO
    add_micro: int = 0
    step_micro: int = 0
    ending_micro: int = 0
    active: bool = True


def check_price_list(data: PriceListInput) -> tuple[Issue, ...]:
    """Everything wrong with a price list as keyed."""
    found = Findings("price")
    found.block(not data.code.strip(), "code_missing", "code")
    found.block(not data.name.strip(), "name_missing", "name")
    found.block(len(data.code) > SHORT_LENGTH, "too_long", "code", longest=SHORT_LENGTH)
    found.block(data.kind not in LIST_KINDS, "kind_unknown", "kind", kind=data.kind)
    found.block(data.kind == "group" and not data.price_group.strip(), "group_missing", "price_group")
    found.block(data.kind == "contract" and data.customer_id is None, "customer_missing", "customer_id")
    found.block(len(data.currency) != 3 or not data.currency.isupper(), "currency_wrong", "currency")
    _check_days(found, data.valid_from, data.valid_to, "")
    return found.all


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountInput:
    """A percent off as keyed; what is empty means any. `kind`: see `DISCOUNT_KINDS`."""

    name: str
    discount_ppm: int
    customer_id: int | None = None
    price_group: str = ""
    family: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    kind: str = "best"


def check_discount(data: DiscountInput) -> tuple[Issue, ...]:
    """Everything wrong with a discount rule as keyed."""
    found = Findings("price")
    found.block(not data.name.strip(), "name_missing", "name")
    found.block(not 0 <= data.discount_ppm <= MICRO, "discount_range", "discount_ppm")
    found.block(data.kind not in DISCOUNT_KINDS, "discount_kind", "kind")
    _check_days(found, data.valid_from, data.valid_to, "")
    return found.all
