"""What a product or a sub-product is made of, from its entry in the file: groups, numbers, rules, prices, work."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.domain.product_models.definition import (
    BomDef,
    ComponentDef,
    DefaultDef,
    GroupDef,
    LeadDef,
    NumberDef,
    OperationDef,
    OptionDef,
    PriceDef,
    RuleDef,
    StepDef,
)
from app.domain.product_models.expressions import Expression
from app.domain.product_models.reading.fields import DefaultRead, Fields, Sheet
from app.domain.product_models.reading.notes import Place
from app.domain.product_models.reading.parts import read_part
from app.domain.product_models.reading.tables import read_table
from app.domain.product_models.reading.values import is_value, shown
from app.domain.product_models.reading.yaml_tree import Entries, Node, Word

MOST_VALUES = 20_000
"""So many values the engine tells apart of one number."""
_BRACE = re.compile(r"\{([^{}]*)\}")
_PICK = re.compile(r"(\d{1,4})(?:\.\.(\d{1,4}))?")


def read_component(code: str, fields: Fields) -> ComponentDef:
    """The sub-product, or the product itself, of these fields."""
    sheet = fields.sheet
    groups = tuple(_group(sheet, key, node) for key, node in fields.coded("groups"))
    numbers = tuple(_number(sheet, key, node) for key, node in fields.coded("numbers"))
    slots = frozenset(key for key, _place, _node in fields.entries("slots"))
    counted = _counted(sheet, numbers, slots)
    _check_codes(fields)
    return ComponentDef(
        code,
        fields.name(code),
        steps=tuple(_step(sheet, node) for node in fields.listed("steps")),
        groups=groups,
        numbers=numbers,
        rules=tuple(_rule(sheet, key, node) for key, node in fields.coded("rules")),
        tables=tuple(read_table(sheet, key, node, counted) for key, node in fields.coded("tables")),
        defaults=tuple(
            default for node in fields.listed("defaults") for default in _defaults(sheet, node, slots)
        ),
        prices=tuple(_price(sheet, node) for node in fields.listed("prices")),
        lead=tuple(_lead(sheet, node) for node in fields.listed("lead")),
        bom=tuple(_bom(sheet, node) for node in fields.listed("bom")),
        operations=tuple(_operation(sheet, node) for node in fields.listed("operations")),
        parts=tuple(read_part(sheet, node) for node in fields.listed("parts")),
        values=_values(fields),
        line_text=_line_text(fields),
    )


def _counted(sheet: Sheet, numbers: Iterable[NumberDef], slots: Iterable[str]) -> frozenset[str]:
    """The columns of tables that have ranges: numbers and slots, in a sub-product those of the whole too."""
    own = {number.code for number in numbers} | {f"{slot}.count" for slot in slots}
    if not sheet.component:
        sheet.whole_numbers = frozenset(own)
        return sheet.whole_numbers
    return frozenset(own | {f"parent.{code}" for code in sheet.whole_numbers})


def _check_codes(fields: Fields) -> None:
    """What expressions name has one meaning; so has what reasons name, and each list's rows."""
    named, demands = ("numbers", "groups", "values", "slots"), ("rules", "tables")
    for together in (named, demands):
        fields.sheet.distinct((key, place) for name in together for key, place, _ in fields.entries(name))
    for name in ("steps", "prices", "lead", "bom", "operations", "parts"):
        codes = list(map(_code_of, fields.listed(name)))
        fields.sheet.distinct(codes)
        for code, place in codes:
            fields.sheet.stands(f"{name}.{code}", place)


def _code_of(node: Node) -> tuple[str, Place]:
    code = node.of.get("code") if isinstance(node, Entries) else None
    return (code.text, code.place) if isinstance(code, Word) else ("", node.place)


def _values(fields: Fields) -> dict[str, Expression]:
    return {
        key: fields.sheet.expression(node, "value", "any", owner=key) for key, node in fields.coded("values")
    }


def _step(sheet: Sheet, node: Node) -> StepDef:
    fields = Fields(sheet, node, "step")
    code = fields.code()
    return StepDef(code, fields.name(code), fields.mentions("asks", "asked"))


def _group(sheet: Sheet, code: str, node: Node) -> GroupDef:
    fields = Fields(sheet, node, "group")
    options = tuple(_option(sheet, key, one) for key, one in fields.coded("options"))
    for key, place, _ in fields.entries("options"):
        sheet.stands(f"groups.{code}.{key}", place)
    if not options:
        sheet.notes.wrong(node.place, "product_model.no_options", group=code)
    lo, hi = _picked(fields, max(1, len(options)))
    return GroupDef(
        code,
        fields.name(code),
        options,
        lo,
        hi,
        fields.condition("rule", owner=code),
        fields.texts("note"),
    )


def _picked(fields: Fields, most: int) -> tuple[int, int]:
    text = fields.text("pick", "1")
    found = _PICK.fullmatch(text)
    lo, hi = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not (lo <= hi <= most and hi >= 1):
        fields.sheet.notes.wrong(fields.place_of("pick"), "product_model.no_pick", found=text, most=most)
        return 1, 1
    return lo, hi


def _option(sheet: Sheet, code: str, node: Node) -> OptionDef:
    if isinstance(node, Word):
        return OptionDef(code, {"en": node.text or code})
    fields = Fields(sheet, node, "option")
    return OptionDef(
        code,
        fields.name(code),
        article=fields.text("article"),
        price=fields.number_if_any("price"),
        cost=fields.number_if_any("cost"),
        days=fields.whole("days"),
        material=fields.mention("material", "material"),
        note=fields.texts("note"),
    )


def _number(sheet: Sheet, code: str, node: Node) -> NumberDef:
    fields = Fields(sheet, node, "number")
    fields.needed("from")
    fields.needed("to")
    found = NumberDef(
        code,
        fields.name(code),
        lo=fields.number("from"),
        hi=fields.number("to"),
        step=fields.number("step", 1),
        unit=fields.text("unit"),
        standard=fields.numbers("standard"),
        when=fields.condition("rule", owner=code),
        note=fields.texts("note"),
    )
    if fields.node("from") and fields.node("to"):
        _check_number(fields, found)
    return found


def _check_number(fields: Fields, number: NumberDef) -> None:
    wrong, told = fields.sheet.notes.wrong, {"number": number.code}
    told |= {"lo": shown(number.lo), "hi": shown(number.hi), "step": shown(number.step)}
    if number.lo > number.hi or number.step <= 0:
        wrong(fields.place_of("to"), "product_model.number_bounds", **told)
        return
    steps = (number.hi - number.lo) / number.step
    if steps.denominator != 1:
        wrong(fields.place_of("step"), "product_model.number_steps", **told)
    if steps >= MOST_VALUES:
        wrong(fields.place_of("step"), "product_model.number_many", **told, most=MOST_VALUES)
    for size in number.standard:
        if not is_value(number, size):
            wrong(fields.place_of("standard"), "product_model.number_value", **told, found=shown(size))


def _rule(sheet: Sheet, code: str, node: Node) -> RuleDef:
    fields = Fields(sheet, node, "rule")
    return RuleDef(
        code,
        fields.expression("says", "rule", "truth"),
        fields.texts("message"),
        *fields.days(),
    )


def _defaults(sheet: Sheet, node: Node, slots: frozenset[str]) -> list[DefaultDef]:
    """Those of one item of the list; more than one entry in it stand in their order."""
    found = []
    for key, place, value in sheet.entries(node):
        text = sheet.word(value) or ""
        told = sheet.number(value) if text[:1].isdigit() or text[:1] in {"-", "+"} else text
        default = DefaultDef(f"{key}.count" if key in slots else key, told)
        sheet.defaults.append(DefaultRead(default, place, sheet.component))
        found.append(default)
    return found


def _price(sheet: Sheet, node: Node) -> PriceDef:
    fields = Fields(sheet, node, "price")
    code = fields.code()
    begins, ends = fields.days()
    return PriceDef(
        code,
        fields.name(code),
        fields.expression("amount", "work"),
        when=fields.condition("work"),
        cost=fields.expression_if_any("cost", "work"),
        discountable=fields.truth("discountable", otherwise=True),
        price_list=fields.text("list"),
        currency=fields.currency(),
        valid_from=begins,
        valid_to=ends,
    )


def _lead(sheet: Sheet, node: Node) -> LeadDef:
    fields = Fields(sheet, node, "lead")
    when = fields.condition("work")
    if (fields.node("days") is None) == (fields.node("adds") is None):
        sheet.notes.wrong(node.place, "product_model.days_or_adds")
    return LeadDef(fields.code(), fields.whole("days"), fields.whole("adds"), when)


def _bom(sheet: Sheet, node: Node) -> BomDef:
    fields = Fields(sheet, node, "bom")
    fields.needed("article")
    when = fields.condition("work")
    return BomDef(fields.code(), fields.text("article"), fields.expression("quantity", "work"), when)


def _operation(sheet: Sheet, node: Node) -> OperationDef:
    fields = Fields(sheet, node, "operation")
    code = fields.code()
    return OperationDef(
        code,
        fields.name(code),
        fields.expression("minutes", "work"),
        setup=fields.number("setup"),
        hourly=fields.number("hourly"),
        workplace=fields.mention("workplace", "workplace"),
        when=fields.condition("work"),
    )


def _line_text(fields: Fields) -> dict[str, str]:
    found = fields.texts("line_text")
    for text in found.values():
        for name in _BRACE.findall(text):
            fields.sheet.mention("brace", name, fields.place_of("line_text"))
    return found
