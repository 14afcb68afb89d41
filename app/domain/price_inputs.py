"""What prices, price lists and discounts must be like to be kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.money import MICRO
from app.domain.pricing.metals import HUNDRED_KILOS, is_metal
from app.domain.pricing.rules import (
    APPLIES,
    BREAKS_OVER,
    COUNTS,
    DISCOUNT_KINDS,
    PURPOSES,
    SCOPES,
    PriceRight,
)
from app.domain.products import NAME_LENGTH, SHORT_LENGTH
from app.domain.quantity import MAX_QUANTITY_MICRO
from app.domain.rights import ROLES

PRICE_MICRO_MAX = 10**9 * MICRO
FACTOR_PPM_MAX = 100 * MICRO
AMOUNT_MINOR_MAX = 10**12
FLOOR_PPM_MAX = 10 * MICRO
WEIGHT_G_MAX = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRowInput:
    """A price as keyed: from `min_quantity_micro` on, for `per` of its `unit`; days inclusive.

    `unit`: "" is the base unit, else a further one of the article; the quantities of the price are in it.
    `agreed_micro`: for how many of it a contract gives the price, None without an end.
    """

    product_id: int
    price_micro: int
    min_quantity_micro: int = 0
    per: int = 1
    valid_from: date | None = None
    valid_to: date | None = None
    agreed_micro: int | None = None
    unit: str = ""

    @property
    def place(self) -> tuple[int, str, int]:
        """What two rows of one list must not share on the same day: product, unit and break."""
        return (self.product_id, self.unit, self.min_quantity_micro)


def check_price_rows(
    rows: Sequence[PriceRowInput], kept: Sequence[PriceRowInput] = (), *, prefix: str = "rows/"
) -> tuple[Issue, ...]:
    """Everything wrong with new rows of one list, beside the rows that stay in it."""
    found = Findings("price")
    by_place: dict[tuple[int, str, int], list[PriceRowInput]] = {}
    for row in kept:
        by_place.setdefault(row.place, []).append(row)
    for number, row in enumerate(rows):
        where = f"{prefix}{number}/"
        found.block(row.price_micro < 0, "price_negative", where + "price_micro")
        found.block(row.price_micro > PRICE_MICRO_MAX, "price_too_high", where + "price_micro")
        found.block(row.per <= 0, "per_wrong", where + "per", per=row.per)
        out = not 0 <= row.min_quantity_micro <= MAX_QUANTITY_MICRO
        found.block(out, "quantity_range", where + "min_quantity_micro")
        agreed = row.agreed_micro
        wrong = agreed is not None and not 0 < agreed <= MAX_QUANTITY_MICRO
        found.block(wrong, "agreed_range", where + "agreed_micro")
        check_days(found, row.valid_from, row.valid_to, where)
        others = by_place.setdefault(row.place, [])
        clash = next((other for other in others if _overlap(row, other)), None)
        if clash is not None:
            _tell_overlap(found, clash, where + "valid_from")
        others.append(row)
    return found.all


class Named(Protocol):
    """What has a name that people read."""

    @property
    def name(self) -> str: ...


def check_lengths(found: Findings, data: Named, *short: str) -> None:
    """Tell a name, and short texts, that are longer than they are kept."""
    for field, longest in (("name", NAME_LENGTH), *((name, SHORT_LENGTH) for name in short)):
        found.block(len(getattr(data, field)) > longest, "too_long", field, longest=longest)


def check_days(found: Findings, first: date | None, last: date | None, where: str) -> None:
    """Tell days that are the wrong way round."""
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
    """A price list as keyed; see `db.schema.prices.PriceList` and `app.domain.pricing.ListFacts`."""

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
    purpose: str = "sell"
    active: bool = True
    includes_tax: bool = False


def check_price_list(data: PriceListInput) -> tuple[Issue, ...]:
    """Everything wrong with a price list as keyed."""
    found = Findings("price")
    found.block(not data.code.strip(), "code_missing", "code")
    found.block(not data.name.strip(), "name_missing", "name")
    check_lengths(found, data, "code", "price_group", "channel")
    found.block(data.kind not in LIST_KINDS, "kind_unknown", "kind", kind=data.kind)
    found.block(data.kind == "group" and not data.price_group.strip(), "group_missing", "price_group")
    found.block(data.kind == "contract" and data.customer_id is None, "customer_missing", "customer_id")
    found.block(len(data.currency) != 3 or not data.currency.isupper(), "currency_wrong", "currency")
    is_country = data.country == "" or (len(data.country) == 2 and data.country.isupper())
    found.block(not is_country, "country_wrong", "country", country=data.country)
    found.block(data.breaks_over not in BREAKS_OVER, "breaks_over_unknown", "breaks_over")
    found.block(data.purpose not in PURPOSES, "purpose_unknown", "purpose")
    found.block(data.counts not in COUNTS, "counts_unknown", "counts")
    alone = data.counts == "period" and data.breaks_over == "line"
    found.block(alone, "period_of_a_line", "counts")
    _check_formula(found, data)
    check_days(found, data.valid_from, data.valid_to, "")
    return found.all


def _check_formula(found: Findings, data: PriceListInput) -> None:
    found.block(not 0 < data.factor_ppm <= FACTOR_PPM_MAX, "factor_range", "factor_ppm")
    found.block(abs(data.add_micro) > PRICE_MICRO_MAX, "price_too_high", "add_micro")
    found.block(not 0 <= data.step_micro <= PRICE_MICRO_MAX, "step_range", "step_micro")
    beyond = abs(data.ending_micro) >= data.step_micro if data.ending_micro else False
    found.block(beyond, "ending_range", "ending_micro")
    is_plain = (data.factor_ppm, data.add_micro, data.step_micro, data.ending_micro) == (MICRO, 0, 0, 0)
    found.block(data.parent_id is None and not is_plain, "formula_alone", "parent_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountInput:
    """A percent off as keyed; what is empty means any. See `app.domain.pricing.DiscountRule`."""

    name: str
    discount_ppm: int
    customer_id: int | None = None
    price_group: str = ""
    family: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    kind: str = "best"
    scope: str = "line"
    least_minor: int = 0


def check_discount(data: DiscountInput) -> tuple[Issue, ...]:
    """Everything wrong with a discount rule as keyed."""
    found = Findings("price")
    found.block(not data.name.strip(), "name_missing", "name")
    check_lengths(found, data, "price_group", "family")
    found.block(not 0 <= data.discount_ppm <= MICRO, "discount_range", "discount_ppm")
    found.block(data.kind not in DISCOUNT_KINDS, "discount_kind", "kind")
    found.block(data.scope not in SCOPES, "scope_unknown", "scope")
    found.block(data.scope == "order" and data.family, "order_family", "family")
    found.block(data.scope == "line" and data.least_minor, "least_of_a_line", "least_minor")
    found.block(not 0 <= data.least_minor <= AMOUNT_MINOR_MAX, "amount_range", "least_minor")
    check_days(found, data.valid_from, data.valid_to, "")
    return found.all


@dataclass(frozen=True, slots=True, kw_only=True)
class SurchargeInput:
    """A surcharge as keyed; what is empty means any. See `app.domain.pricing.SurchargeRule`."""

    slot: str
    name: str
    amount_minor: int
    rate_ppm: int = 0
    applies: str = "always"
    each_g: int = 0
    free_from_minor: int = 0
    tax_class: str = ""
    customer_id: int | None = None
    price_group: str = ""
    country: str = ""
    channel: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def check_surcharge(data: SurchargeInput, tax_classes: frozenset[str]) -> tuple[Issue, ...]:
    """Everything wrong with a surcharge as keyed."""
    found = Findings("price")
    found.block(not data.slot.strip() or "," in data.slot, "slot_missing", "slot")
    found.block(not data.name.strip(), "name_missing", "name")
    check_lengths(found, data, "slot", "channel", "price_group")
    for name in ("amount_minor", "free_from_minor"):
        found.block(not 0 <= getattr(data, name) <= AMOUNT_MINOR_MAX, "amount_range", name)
    found.block(not 0 <= data.rate_ppm <= MICRO, "surcharge_rate", "rate_ppm")
    found.block(not data.amount_minor and not data.rate_ppm, "surcharge_nothing", "amount_minor")
    found.block(not 0 <= data.each_g <= WEIGHT_G_MAX, "weight_range", "each_g")
    found.block(data.applies not in APPLIES, "applies_unknown", "applies")
    is_country = data.country == "" or (len(data.country) == 2 and data.country.isupper())
    found.block(not is_country, "country_wrong", "country", country=data.country)
    known = data.tax_class == "" or data.tax_class in tax_classes
    found.block(not known, "tax_class_unknown", "tax_class", tax_class=data.tax_class)
    check_days(found, data.valid_from, data.valid_to, "")
    return found.all


@dataclass(frozen=True, slots=True, kw_only=True)
class MetalQuoteInput:
    """A quotation as keyed: `price_micro` for `per_g` grams from a day on. See `app.domain.pricing.MetalQuote`."""

    metal: str
    name: str
    price_micro: int
    valid_from: date | None
    per_g: int = HUNDRED_KILOS
    source: str = ""


def check_metal_quote(data: MetalQuoteInput) -> tuple[Issue, ...]:
    """Everything wrong with a quotation; of two from one day the newer holds."""
    found = Findings("price")
    found.block(not is_metal(data.metal), "metal_wrong", "metal", metal=data.metal)
    found.block(not data.name.strip(), "name_missing", "name")
    check_lengths(found, data)
    found.block(not 0 < data.price_micro <= PRICE_MICRO_MAX, "quotation_range", "price_micro")
    found.block(not 0 < data.per_g <= WEIGHT_G_MAX, "quotation_weight", "per_g")
    found.block(data.valid_from is None, "day_missing", "valid_from")
    return found.all


def check_price_right(row: PriceRight, others: Collection[PriceRight]) -> tuple[Issue, ...]:
    """Everything wrong with what a role may give away, beside what the others say."""
    found = Findings("price")
    found.block(row.role not in ROLES, "role_unknown", "role", role=row.role)
    found.block(len(row.family) > SHORT_LENGTH, "too_long", "family", longest=SHORT_LENGTH)
    twice = any((row.role, row.family) == (each.role, each.family) for each in others)
    found.block(twice, "right_twice", "family")
    discount, margin = row.max_discount_ppm, row.min_margin_ppm
    wrong = discount is not None and not 0 <= discount <= MICRO
    found.block(wrong, "discount_range", "max_discount_ppm")
    wrong = margin is not None and not -MICRO <= margin <= MICRO
    found.block(wrong, "margin_range", "min_margin_ppm")
    wrong = row.floor_ppm is not None and not 0 <= row.floor_ppm <= FLOOR_PPM_MAX
    found.block(wrong, "floor_range", "floor_ppm", most=FLOOR_PPM_MAX * 100 // MICRO)
    return found.all
