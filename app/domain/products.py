"""What a product must be like to be kept."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.dangerous import Hazard, check_hazard
from app.domain.export_control import is_commodity_code, is_eccn
from app.domain.findings import Findings
from app.domain.identifiers import is_gtin
from app.domain.issues import Issue
from app.domain.pricing.metals import read_contents
from app.domain.quantity import MAX_QUANTITY_MICRO
from app.domain.regulated import AGE_MOST
from app.domain.units import meaning

KINDS = ("goods", "service")
MAX_FACTOR = 10**15
NAME_LENGTH = 200
SHORT_LENGTH = 40
UNIT_DECIMALS_MAX = 6


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
    """A product as keyed; quantities in base units.

    `metals`: see `app.domain.pricing.metals.read_contents`.

    `standard_cost_micro`: what a base unit of a new product costs from the beginning; later costs have days of their
    own (`app.domain.costs`).
    """

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
    metals: str = ""
    min_quantity_micro: int = 0
    step_micro: int = 0
    standard_cost_micro: int | None = None
    active: bool = True
    discontinued: bool = False
    successor_id: int | None = None
    un_number: str = ""
    hazard_class: str = ""
    packing_group: str = ""
    shipping_name: str = ""
    limited_amount: int = 0
    inner_amount: int = 0
    licence_kind: str = ""
    age_least: int = 0
    commodity_code: str = ""
    origin_country: str = ""
    eccn: str = ""
    units: tuple[UnitInput, ...] = ()

    @property
    def hazard(self) -> Hazard:
        """What was keyed of its danger."""
        return Hazard(**{name: getattr(self, name) for name in Hazard.__slots__})


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
    unread = read_contents(data.metals) is None or len(data.metals) > NAME_LENGTH
    found.block(unread, "metals_wrong", "metals", sku=data.sku, text=data.metals)
    cost = data.standard_cost_micro
    found.block(cost is not None and cost < 0, "cost_negative", "standard_cost_micro", sku=data.sku)
    too_high = cost is not None and cost > MAX_QUANTITY_MICRO
    found.block(too_high, "cost_too_high", "standard_cost_micro", sku=data.sku)
    for field in ("min_quantity_micro", "step_micro"):
        wrong = not 0 <= getattr(data, field) <= MAX_QUANTITY_MICRO
        found.block(wrong, "quantity_range", field, sku=data.sku)
    _check_units(found, data)
    check_hazard(found, data.hazard, data.sku)
    code = data.commodity_code
    found.block(code and not is_commodity_code(code), "commodity_code_wrong", "commodity_code", number=code)
    found.block(data.eccn and not is_eccn(data.eccn), "eccn_wrong", "eccn", eccn=data.eccn)
    found.block(not 0 <= data.age_least <= AGE_MOST, "age_range", "age_least", sku=data.sku)
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
