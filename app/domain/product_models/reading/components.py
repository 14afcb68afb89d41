"""What a product or a sub-product is made of, from its entry in the file: groups, numbers, rules, prices, work."""

from __future__ import annotations

import re
from fractions import Fraction

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
from app.domain.product_models.reading.fields import Fields, Sheet
from app.domain.product_models.reading.parts import read_part
from app.domain.product_models.reading.tables import read_table
from app.domain.product_models.reading.yaml_tree import Node, Word

COMPONENT = (
    *("name", "steps", "numbers", "groups", "rules", "tables", "defaults", "prices", "lead", "bom"),
    *("operations", "values", "parts", "line_text"),
)
_PICK = re.compile(r"(\d{1,4})(?:\.\.(\d{1,4}))?")


def read_component(code: str, fields: Fields) -> ComponentDef:
    """The sub-product, or the product itself, of these fields."""
    sheet = fields.sheet
    groups = tuple(_group(sheet, key, node) for key, node in fields.coded("groups"))
    numbers = tuple(_number(sheet, key, node) for key, node in fields.coded("numbers"))
    asked_numbers = {number.code for number in numbers}
    return ComponentDef(
        code,
        fields.name(code),
        steps=tuple(_step(sheet, node) for node in fields.listed("steps")),
        groups=groups,
        numbers=numbers,
        rules=tuple(_rule(sheet, key, node) for key, node in fields.coded("rules")),
        tables=tuple(read_table(sheet, key, node, asked_numbers) for key, node in fields.coded("tables")),
        defaults=tuple(
            default for node in fields.listed("defaults") for default in _defaults(sheet, node, groups)
        ),
        prices=tuple(_price(sheet, node) for node in fields.listed("prices")),
        lead=tuple(_lead(sheet, node) for node in fields.listed("lead")),
        bom=tuple(_bom(sheet, node) for node in fields.listed("bom")),
        operations=tuple(_operation(sheet, node) for node in fields.listed("operations")),
        parts=tuple(read_part(sheet, node) for node in fields.listed("parts")),
        values=_values(fields),
        line_text=fields.texts("line_text"),
    )


def _values(fields: Fields) -> dict[str, Expression]:
    return {key: fields.sheet.expression(node, "size") for key, node in fields.coded("values")}


def _step(sheet: Sheet, node: Node) -> StepDef:
    fields = Fields(sheet, node, ("code", "name", "asks"))
    code = fields.code()
    return StepDef(code, fields.name(code), fields.words("asks"))


def _group(sheet: Sheet, code: str, node: Node) -> GroupDef:
    fields = Fields(sheet, node, ("name", "pick", "when", "note", "options"))
    fields.needed("options")
    lo, hi = _picked(fields)
    return GroupDef(
        code,
        fields.name(code),
        tuple(_option(sheet, key, one) for key, one in fields.coded("options")),
        lo,
        hi,
        fields.expression_if_any("when", "when"),
        fields.texts("note"),
    )


def _picked(fields: Fields) -> tuple[int, int]:
    text = fields.text("pick", "1")
    found = _PICK.fullmatch(text)
    if found is None:
        fields.sheet.notes.wrong(fields.place_of("pick"), "product_model.no_pick", found=text)
        return 1, 1
    return int(found[1]), int(found[2] or found[1])


def _option(sheet: Sheet, code: str, node: Node) -> OptionDef:
    if isinstance(node, Word):
        return OptionDef(code, {"en": node.text or code})
    fields = Fields(sheet, node, ("name", "price", "cost", "days", "article", "material", "note"))
    return OptionDef(
        code,
        fields.name(code),
        article=fields.text("article"),
        price=fields.number_if_any("price"),
        cost=fields.number_if_any("cost"),
        days=fields.whole("days"),
        material=fields.text("material"),
        note=fields.texts("note"),
    )


def _number(sheet: Sheet, code: str, node: Node) -> NumberDef:
    fields = Fields(sheet, node, ("name", "from", "to", "step", "unit", "standard", "when", "note"))
    fields.needed("from")
    fields.needed("to")
    return NumberDef(
        code,
        fields.name(code),
        lo=fields.number("from"),
        hi=fields.number("to"),
        step=fields.number("step", 1),
        unit=fields.text("unit"),
        standard=fields.numbers("standard"),
        when=fields.expression_if_any("when", "when"),
        note=fields.texts("note"),
    )


def _rule(sheet: Sheet, code: str, node: Node) -> RuleDef:
    fields = Fields(sheet, node, ("says", "message", "from", "to"))
    return RuleDef(
        code,
        fields.expression("says", "rule"),
        fields.texts("message"),
        valid_from=fields.day("from"),
        valid_to=fields.day("to"),
    )


def _defaults(sheet: Sheet, node: Node, groups: tuple[GroupDef, ...]) -> list[DefaultDef]:
    """Those of one item of the list; more than one entry in it stand in their order."""
    is_group = {group.code for group in groups}
    found = []
    for key, _place, value in sheet.entries(node):
        told: str | Fraction = sheet.word(value) or "" if key in is_group else sheet.number(value)
        found.append(DefaultDef(key, told))
    return found


def _price(sheet: Sheet, node: Node) -> PriceDef:
    known = ("code", "name", "amount", "when", "cost", "discountable", "list", "currency", "from", "to")
    fields = Fields(sheet, node, known)
    code = fields.code()
    return PriceDef(
        code,
        fields.name(code),
        fields.expression("amount", "work"),
        when=fields.expression_if_any("when", "work"),
        cost=fields.expression_if_any("cost", "work"),
        discountable=fields.truth("discountable", otherwise=True),
        price_list=fields.text("list"),
        currency=fields.text("currency"),
        valid_from=fields.day("from"),
        valid_to=fields.day("to"),
    )


def _lead(sheet: Sheet, node: Node) -> LeadDef:
    fields = Fields(sheet, node, ("code", "days", "adds", "when"))
    when = fields.expression_if_any("when", "work")
    return LeadDef(fields.code(), fields.whole("days"), fields.whole("adds"), when)


def _bom(sheet: Sheet, node: Node) -> BomDef:
    fields = Fields(sheet, node, ("code", "article", "quantity", "when"))
    fields.needed("article")
    when = fields.expression_if_any("when", "work")
    return BomDef(fields.code(), fields.text("article"), fields.expression("quantity", "work"), when)


def _operation(sheet: Sheet, node: Node) -> OperationDef:
    known = ("code", "name", "minutes", "setup", "hourly", "workplace", "when")
    fields = Fields(sheet, node, known)
    code = fields.code()
    return OperationDef(
        code,
        fields.name(code),
        fields.expression("minutes", "work"),
        setup=fields.number("setup"),
        hourly=fields.number("hourly"),
        workplace=fields.text("workplace"),
        when=fields.expression_if_any("when", "work"),
    )
