"""Parts of a product and what they are made of, from their entries in the file."""

from __future__ import annotations

import re
from fractions import Fraction

from app.domain.product_models.definition import CutOutDef, MaterialDef, MotionDef, PartDef
from app.domain.product_models.expressions import TRUE, Expression
from app.domain.product_models.reading.fields import Fields, Sheet
from app.domain.product_models.reading.yaml_tree import Node

SIDES = ("front", "back", "left", "right", "top", "bottom")
SHAPES = ("box", "cylinder", "profile", "leg")
MOTIONS = ("left", "right", "top", "bottom", "slide")
KINDS = ("piece", "sheet", "bar")
TEXTURES = ("plain", "wood", "metal", "glass")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NOWHERE = (TRUE, TRUE, TRUE)


def read_part(sheet: Sheet, node: Node) -> PartDef:
    """A row of `parts`."""
    fields = Fields(sheet, node, "part")
    code = fields.code()
    return PartDef(
        code,
        fields.name(code),
        fields.expression("material", "size", "material", has_i=True),
        size=_needed_triple(fields, "size"),
        at=_needed_triple(fields, "at"),
        shape=fields.one_of("shape", *SHAPES),
        when=fields.condition("size"),
        repeat=fields.expression_if_any("repeat", "size"),
        grain=fields.one_of("grain", "", "x", "y", "z"),
        edges=_edges(fields),
        article=fields.expression_if_any("article", "size", "word", has_i=True),
        cut_outs=tuple(_cut_out(sheet, one) for one in fields.listed("cut_outs")),
        opens=_motion(fields),
        slant=fields.pair("slant", has_i=True),
        explode=fields.triple("explode", has_i=True),
        joins=fields.mentions("joins", "part"),
        joint=fields.number("joint"),
        asks=fields.mention("asks", "opened"),
    )


def _needed_triple(fields: Fields, name: str) -> tuple[Expression, Expression, Expression]:
    fields.needed(name)
    return fields.triple(name, has_i=True) or _NOWHERE


def _edges(fields: Fields) -> dict[str, str]:
    found = {}
    for side, place, node in fields.entries("edges"):
        if side not in SIDES:
            fields.sheet.notes.wrong(
                place, "product_model.no_such_word", key="edges", found=side, known=", ".join(SIDES)
            )
        found[side] = fields.sheet.word(node) or ""
    return found


def _cut_out(sheet: Sheet, node: Node) -> CutOutDef:
    fields = Fields(sheet, node, "cut_out")
    fields.needed("at")
    size, radius = fields.pair("size", has_i=True), fields.expression_if_any("radius", "size", has_i=True)
    if (size is None) == (radius is None):
        sheet.notes.wrong(node.place, "product_model.cut_out_shape")
    return CutOutDef(fields.pair("at", has_i=True) or (TRUE, TRUE), size, radius)


def _motion(fields: Fields) -> MotionDef | None:
    node = fields.node("opens")
    if node is None:
        return None
    opens = Fields(fields.sheet, node, "opens")
    opens.needed("kind")
    return MotionDef(opens.one_of("kind", *MOTIONS), opens.expression("by", "size", has_i=True))


def read_material(sheet: Sheet, code: str, node: Node) -> MaterialDef:
    """An entry of `materials`."""
    fields = Fields(sheet, node, "material")
    colour = fields.text("colour", "#bfbfbf")
    if _COLOUR.fullmatch(colour) is None:
        sheet.notes.wrong(fields.place_of("colour"), "product_model.no_colour", found=colour)
    return MaterialDef(
        code,
        fields.name(code),
        kind=fields.one_of("kind", *KINDS),
        article=fields.text("article"),
        thickness=fields.number("thickness"),
        sheet=_sheet_size(fields),
        has_grain=fields.truth("grain", otherwise=False),
        colour=colour,
        texture=fields.one_of("texture", *TEXTURES),
    )


def _sheet_size(fields: Fields) -> tuple[Fraction, Fraction]:
    found = fields.numbers("sheet")
    if fields.node("sheet") is None:
        return Fraction(2800), Fraction(2070)
    if len(found) != 2:
        fields.sheet.notes.wrong(fields.place_of("sheet"), "product_model.no_several", key="sheet", count=2)
        return Fraction(2800), Fraction(2070)
    return found[0], found[1]
