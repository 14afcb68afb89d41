"""Everything that the file of a product model says, as values.

Lengths are millimetres, amounts are in the currency of their row, times minutes, lead times working days; all of them
exact fractions. A text is by language ("en", "de"); a language that is missing falls back to English.
Codes follow `expressions.CODE`; those of options are unique in their group only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from app.domain.product_models.expressions import Expression

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OptionDef:
    """An option of a group.

    Args:
        code: unique in its group.
        name: what people read.
        article: SKU that comes with it, once (bill of materials); "" for none.
        price: what it adds to the price, None for nothing of its own; more by `PriceDef` rows.
        cost: what it adds to the cost, None for that of its article.
        days: lead time of what has it, in working days; 0 for none of its own.
        material: code of a material that it stands for ("" for none): `material_of(group)` in expressions.
    """

    code: str
    name: Texts
    article: str = ""
    price: Fraction | None = None
    cost: Fraction | None = None
    days: int = 0
    material: str = ""
    note: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupDef:
    """A characteristic: at least `lo` and at most `hi` of its options; asked where `when` holds (None: always)."""

    code: str
    name: Texts
    options: tuple[OptionDef, ...]
    lo: int = 1
    hi: int = 1
    when: Expression | None = None
    note: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NumberDef:
    """A number from `lo` to `hi` in steps, with a unit such as "mm".

    Args:
        standard: sizes that need no special making; empty: all do as well. `is_special(code)` in expressions holds
            for the others.
    """

    code: str
    name: Texts
    lo: Fraction
    hi: Fraction
    step: Fraction
    unit: str = ""
    standard: tuple[Fraction, ...] = ()
    when: Expression | None = None
    note: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleDef:
    """What every configuration fulfils. It binds where all numbers that it names are asked, between its days."""

    code: str
    says: Expression
    message: Texts = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Values of a number from `lo` to `hi`, both included; None: without that limit."""

    lo: Fraction | None
    hi: Fraction | None


CellDef = frozenset[str] | Range | None
"""Of a group's column: local codes of options ("" for nothing chosen); of a number's column a range; None: any."""


@dataclass(frozen=True, slots=True)
class TableDef:
    """Combinations of groups and numbers that are allowed, or forbidden; it binds where all of them are asked."""

    code: str
    columns: tuple[str, ...]
    rows: tuple[tuple[CellDef, ...], ...]
    allows: bool = True
    message: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LookupDef:
    """A table of values: `lookup(code, key, key)` in expressions.

    Args:
        keys: by column whether a key must stand there ("exact"), or the next one up serves ("up").
        rows: keys as read, then the value; exact keys may be numbers or words.
    """

    code: str
    keys: tuple[tuple[str, str], ...]
    rows: tuple[tuple[tuple[Fraction | str, ...], Fraction], ...]


@dataclass(frozen=True, slots=True)
class DefaultDef:
    """A soft choice: `code` of a group with a local option, or of a number with a value. The first ones win."""

    code: str
    value: str | Fraction


@dataclass(frozen=True, slots=True)
class PriceDef:
    """What is added to the price of a piece, where `when` holds.

    Args:
        price_list: code of the list for which it counts, "" for all.
        currency: of the amount, "" for the firm's (it is exchanged as a list's price is).
        discountable: whether discounts of rules and people reach it.
        cost: what it costs the firm, None for what its articles and operations cost.
    """

    code: str
    name: Texts
    amount: Expression
    when: Expression | None = None
    cost: Expression | None = None
    discountable: bool = True
    price_list: str = ""
    currency: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class LeadDef:
    """Working days until it is made: the longest of all rows with `days`, and the sum of those with `adds`."""

    code: str
    days: int = 0
    adds: int = 0
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class BomDef:
    """An article of the bill of materials and how many of it a piece takes; parts add theirs by their materials."""

    code: str
    article: str
    quantity: Expression
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class OperationDef:
    """A step of work: minutes to set up once an order, minutes for each piece, and what an hour costs."""

    code: str
    name: Texts
    minutes: Expression
    setup: Fraction = Fraction(0)
    hourly: Fraction = Fraction(0)
    workplace: str = ""
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class WorkplaceDef:
    """Where work is done, as people call it."""

    code: str
    name: Texts


@dataclass(frozen=True, slots=True)
class MaterialDef:
    """What parts are made of.

    Args:
        kind: "sheet" (cut from sheets, by area), "bar" (cut to length) or "piece" (bought as it is).
        article: SKU of the sheet, the bar or the piece; the unit of sheets is m2, of bars m.
        thickness: of a sheet.
        sheet: length and width of a whole sheet.
        has_grain: parts lie along the grain.
        colour: "#rrggbb".
        texture: "plain", "wood", "metal" or "glass".
    """

    code: str
    name: Texts
    kind: str = "piece"
    article: str = ""
    thickness: Fraction = Fraction(0)
    sheet: tuple[Fraction, Fraction] = (Fraction(2800), Fraction(2070))
    has_grain: bool = False
    colour: str = "#bfbfbf"
    texture: str = "plain"


@dataclass(frozen=True, slots=True)
class CutOutDef:
    """An opening through a box along its thinnest side: a rectangle by corner and size, or a round one by radius."""

    at: tuple[Expression, Expression]
    size: tuple[Expression, Expression] | None = None
    radius: Expression | None = None


@dataclass(frozen=True, slots=True)
class MotionDef:
    """How a part opens: turned about an upright or level edge, or pulled out.

    Args:
        kind: "left", "right", "top", "bottom" (the edge with the hinge, seen from the front) or "slide".
        by: degrees, or millimetres to the front.
    """

    kind: str
    by: Expression


@dataclass(frozen=True, slots=True)
class PartDef:
    """Solids of the product: they are drawn, cut and counted from this row.

    x runs to the right, y to the back, z up; the front lower left corner of the product is 0, 0, 0.

    Args:
        shape: "box", "cylinder" (upright along its longest side), "profile" (a box that is hollow) or "leg"
            (a box whose foot is moved by `slant`).
        material: an expression whose value is the code of a material.
        size: along x, y and z.
        at: the lower corner with the smallest x, y and z.
        repeat: how many there are; `i` in the expressions is 0, 1, ...
        grain: the axis along which the grain runs, "" for the longest.
        edges: by side of a panel ("front", "back", "left", "right", "top", "bottom") the SKU of its edging, or the
            name of a value that is one ("" for a bare side).
        article: of a part that is bought as it is: an expression whose value is a SKU.
        explode: where it goes in the exploded view.
        joins: codes of parts into which it may reach by `joint` millimetres.
        asks: code of the group or number that a click on it opens.
    """

    code: str
    name: Texts
    material: Expression
    size: tuple[Expression, Expression, Expression]
    at: tuple[Expression, Expression, Expression]
    shape: str = "box"
    when: Expression | None = None
    repeat: Expression | None = None
    grain: str = ""
    edges: Mapping[str, str] = field(default_factory=dict)
    article: Expression | None = None
    cut_outs: tuple[CutOutDef, ...] = ()
    opens: MotionDef | None = None
    slant: tuple[Expression, Expression] | None = None
    explode: tuple[Expression, Expression, Expression] | None = None
    joins: tuple[str, ...] = ()
    joint: Fraction = Fraction(0)
    asks: str = ""


@dataclass(frozen=True, slots=True)
class SlotDef:
    """Room for `lo` to `hi` sub-products of a kind; their number is `code.count`.

    Args:
        component: code of a `ComponentDef`.
        is_ordered: whether it matters which stands where (modules beside one another); else they are interchangeable.
        origin: where the corner of each stands, in the words of the sub-product (`index`, `before(width)`).
    """

    code: str
    name: Texts
    component: str
    lo: int
    hi: int
    is_ordered: bool = True
    origin: tuple[Expression, Expression, Expression] | None = None


@dataclass(frozen=True, slots=True)
class StepDef:
    """A page of the form: codes of groups, numbers and slots in the order in which they are asked."""

    code: str
    name: Texts
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComponentDef:
    """What a product or a sub-product is made of. In rules of a sub-product `parent.name` is of the whole."""

    code: str
    name: Texts
    steps: tuple[StepDef, ...] = ()
    groups: tuple[GroupDef, ...] = ()
    numbers: tuple[NumberDef, ...] = ()
    rules: tuple[RuleDef, ...] = ()
    tables: tuple[TableDef, ...] = ()
    defaults: tuple[DefaultDef, ...] = ()
    prices: tuple[PriceDef, ...] = ()
    lead: tuple[LeadDef, ...] = ()
    bom: tuple[BomDef, ...] = ()
    operations: tuple[OperationDef, ...] = ()
    parts: tuple[PartDef, ...] = ()
    values: Mapping[str, Expression] = field(default_factory=dict)
    """Named values for other expressions, each in terms of those before it; not for rules unless they are linear."""
    line_text: Texts = field(default_factory=dict)
    """What stands on an order's line, with names in braces: "Desk {width} x {depth} mm, {top}"."""


@dataclass(frozen=True, slots=True)
class ProductDefinition:
    """A product model: the product itself, sub-products for its slots, and what both look up.

    Args:
        workplaces: names of the places that operations name; one that is not listed is called by its code.
        outer: outer width, depth and height, within which every part lies.
        currency: of all amounts that name none, "" for the firm's.
        owned: codes of groups and numbers that say what the customer owns already; empty: nobody said.
    """

    product: ComponentDef
    slots: tuple[SlotDef, ...] = ()
    components: tuple[ComponentDef, ...] = ()
    materials: tuple[MaterialDef, ...] = ()
    lookups: tuple[LookupDef, ...] = ()
    outer: tuple[Expression, Expression, Expression] | None = None
    currency: str = ""
    note: Texts = field(default_factory=dict)
    owned: tuple[str, ...] = ()
    workplaces: tuple[WorkplaceDef, ...] = ()

    @property
    def code(self) -> str:
        """That of its product."""
        return self.product.code

    def component(self, code: str) -> ComponentDef | None:
        """The sub-product of this code, or None."""
        return next((each for each in self.components if each.code == code), None)
