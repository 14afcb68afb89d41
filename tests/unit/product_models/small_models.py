"""Small product models for tests: a desk of one piece, and a cabinet with modules."""

from __future__ import annotations

from fractions import Fraction

from app.domain.product_models.definition import (
    BomDef,
    ComponentDef,
    CutOutDef,
    GroupDef,
    LeadDef,
    LookupDef,
    MaterialDef,
    MotionDef,
    NumberDef,
    OperationDef,
    OptionDef,
    PartDef,
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


def several(*texts):
    return tuple(parse(str(text)) for text in texts)


def part(code, material_text, size, at=(0, 0, 0), **rest):
    """A part whose expressions are given as texts; `opens` as ("left", "100"), cut-outs as `cut_out(...)`."""
    for name in ("when", "repeat", "article"):
        rest[name] = expression(rest.get(name))
    for name in ("slant", "explode"):
        rest[name] = several(*rest[name]) if name in rest else None
    if "opens" in rest:
        rest["opens"] = MotionDef(rest["opens"][0], parse(rest["opens"][1]))
    rest["joint"] = Fraction(rest.get("joint", 0))
    return PartDef(
        code, {"en": code.capitalize()}, parse(material_text), several(*size), several(*at), **rest
    )


def cut_out(at, size=None, radius=None):
    return CutOutDef(several(*at), size and several(*size), expression(radius))


def bom(code, article, quantity, when=None):
    return BomDef(code, article, parse(quantity), expression(when))


def operation(code, minutes, when=None, **rest):
    return OperationDef(code, {"en": code.capitalize()}, parse(minutes), when=expression(when), **rest)


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
    origin = several(*rest.pop("origin", ("before(width)", "0", "100")))
    slots = SlotDef("modules", {"en": "Modules"}, "module", 1, 8, origin=origin)
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


CABINET_PARTS = (
    part("side", "material_of(body)", ("19", "depth", "height"), ("i * (span + 19)", 0, 0),
         repeat="2", asks="body", edges={"front": "EDGE-2"}),
    part("bottom", "material_of(body)", ("span + 16", "depth", "19"), ("19 - 8", 0, "100 - 19"),
         joins=("side",), joint="8"),
    part("foot", "steel", ("40", "40", "81"), ("40 + i * (span - 70)", "100", 0), repeat="2",
         article="'FOOT-80'", shape="leg", slant=("10", "0")),
)  # fmt: skip
"""Two sides with a bottom let in between them, on two feet that are bought."""

MODULE_PARTS = (
    part("wall", "white19", ("19", "parent.depth - 20", "inner"), ("width - 19", "20", 0), when="not is_last"),
    part("shelf", "material_of(parent.body)", ("clear", "parent.depth - 40", "19"), (0, "40", "200 * (i + 1)"),
         repeat="if(front = open, 2, 1)", edges={"front": "EDGE-2"}, asks="front"),
    part("door", "material_of(parent.body)", ("clear - 4", "19", "inner - 4"), (2, 0, 2), when="front = doors",
         opens=("left", "100"), explode=("0", "-300", "0"), edges={"left": "EDGE-2", "right": "EDGE-2"}),
    part("rail", "steel", ("clear", "20", "20"), (0, "parent.depth - 20", "inner - 20"), shape="profile"),
)  # fmt: skip
"""What stands in a module; the last one needs no wall to the right."""


def full_cabinet(**rest):
    """A cabinet with parts, so that they lie within its outer size and do not reach into one another."""
    return cabinet(
        values=values(span="sum(modules, width)"),
        parts=CABINET_PARTS,
        outer=several("span + 38", "depth", "height"),
        module={
            "values": values(inner="parent.height - 100", clear="if(is_last, width, width - 19)"),
            "parts": MODULE_PARTS,
        },
        origin=("19 + before(width)", "0", "100"),
        **rest,
    )
