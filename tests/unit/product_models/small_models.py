"""Small product models for tests: a desk of one piece, and a cabinet with modules."""

from __future__ import annotations

from fractions import Fraction

from app.domain.product_models.definition import (
    ComponentDef,
    GroupDef,
    LeadDef,
    LookupDef,
    MaterialDef,
    NumberDef,
    OptionDef,
    PriceDef,
    ProductDefinition,
    SlotDef,
)
from app.domain.product_models.expressions import Expression, parse
from app.domain.product_models.results import Configuration


def expression(text: str | None) -> Expression | None:
    return None if text is None else parse(text)


def option(code, **rest):
    for amount in ("price", "cost"):
        if amount in rest:
            rest[amount] = Fraction(rest[amount])
    return OptionDef(code, {"en": code.capitalize(), "de": f"{code} (de)"}, **rest)


def group(code, *options, **rest):
    made = tuple(each if isinstance(each, OptionDef) else option(each) for each in options)
    return GroupDef(code, {"en": code.capitalize(), "de": f"{code} (de)"}, made, **rest)


def number(code, lo, hi, step=1, **rest):
    rest["standard"] = tuple(map(Fraction, rest.get("standard", ())))
    return NumberDef(code, {"en": code}, Fraction(lo), Fraction(hi), Fraction(step), "mm", **rest)


def price(code, amount, when=None, cost=None, **rest):
    return PriceDef(code, {"en": code}, parse(amount), expression(when), expression(cost), **rest)


def lead(code, when=None, **rest):
    return LeadDef(code, when=expression(when), **rest)


def lookup(code, keys, *rows):
    kept = tuple(
        (tuple(each if isinstance(each, str) else Fraction(each) for each in row), Fraction(value))
        for *row, value in rows
    )
    return LookupDef(code, tuple(keys.items()), kept)


def values(**texts):
    return {code: parse(text) for code, text in texts.items()}


def material(code, kind="sheet", **rest):
    return MaterialDef(code, {"en": code.capitalize(), "de": f"{code} (de)"}, kind, **rest)


def chosen(*options, **numbers):
    """A configuration: options by flat code, numbers by name, `modules_2_width` for "modules.2/width"."""
    return Configuration(frozenset(options), {code: Fraction(value) for code, value in numbers.items()})


def placed(numbers):
    """The numbers of a configuration by flat code."""
    return {code: Fraction(value) for code, value in numbers.items()}


OAK = material("oak25", article="SHEET-OAK", thickness=Fraction(25), has_grain=True)
WHITE = material("white19", article="SHEET-WHITE", thickness=Fraction(19))
STEEL = material("steel", "bar", article="BAR-STEEL")

DESK_GROUPS = (
    group(
        "top",
        option("oak", price=120, cost=70, days=5, article="ART-OAK", material="oak25"),
        option("white", material="white19"),
    ),
    group("extras", option("lamp", price=35), option("cable", price="12.5", days=2), lo=0, hi=2),
    group("colour", option("red", price=0), option("blue"), lo=0),
)
DESK_NUMBERS = (
    number("width", 1200, 2400, 50, standard=(1200, 1400, 1600)),
    number("depth", 600, 1000, 50),
    number("lift", 300, 650),
)
TOPS = lookup(
    "tops",
    {"width": "up", "top": "exact"},
    (1600, "oak", 200),
    (2000, "oak", 260),
    (1600, "white", 90),
)


def desk(**rest) -> ProductDefinition:
    """A desk whose product has the rows given: `prices`, `lead`, `values`, `parts`, ..."""
    lookups = rest.pop("lookups", (TOPS,))
    outer = rest.pop("outer", None)
    currency = rest.pop("currency", "")
    product = ComponentDef(
        "desk", {"en": "Desk", "de": "Tisch"}, groups=DESK_GROUPS, numbers=DESK_NUMBERS, **rest
    )
    return ProductDefinition(
        product, materials=(OAK, WHITE, STEEL), lookups=lookups, outer=outer, currency=currency
    )


def cabinet(*, module=None, **rest) -> ProductDefinition:
    """A cabinet of 1 to 8 modules; `module` has the rows of its sub-product, `rest` those of the whole."""
    slots = SlotDef(
        "modules",
        {"en": "Modules"},
        "module",
        1,
        8,
        origin=(parse("before(width)"), parse("0"), parse("100")),
    )
    part = ComponentDef(
        "module",
        {"en": "Module"},
        groups=(group("front", option("doors", price=60), "drawers", "open"),),
        numbers=(number("width", 300, 1200, 50), number("drawers", 1, 6)),
        **(module or {}),
    )
    outer = rest.pop("outer", None)
    product = ComponentDef(
        "cabinet",
        {"en": "Cabinet", "de": "Schrank"},
        groups=(group("body", option("oak", material="oak25"), option("white", material="white19")),),
        numbers=(number("height", 400, 2400), number("depth", 300, 700)),
        **rest,
    )
    return ProductDefinition(
        product, (slots,), (part,), materials=(OAK, WHITE, STEEL), lookups=(TOPS,), outer=outer
    )


def modules(*fronts_and_widths, **numbers):
    """A cabinet whose modules have these fronts and widths, from the left."""
    options = {"body.oak"}
    found = {
        "modules.count": Fraction(len(fronts_and_widths)),
        "height": Fraction(2000),
        "depth": Fraction(600),
    }
    for index, (front, width) in enumerate(fronts_and_widths, 1):
        options.add(f"modules.{index}/front.{front}")
        found[f"modules.{index}/width"] = Fraction(width)
    return Configuration(frozenset(options), found | placed(numbers))
