"""Parts of a product or a sub-product as solids, from their rows: measured from its own corner, then put in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.errors import RefusedError
from app.domain.product_models.closures import Compiled, Context, number, text
from app.domain.product_models.definition import CutOutDef, PartDef
from app.domain.product_models.expressions import Expression, Literal, Name
from app.domain.product_models.functions import material_word
from app.domain.product_models.remembering import Row, condition, context_of, said
from app.domain.product_models.scopes import Run, Scope, Shape
from app.domain.rounding import divide_half_up
from app.domain.scene.model import (
    HERE,
    Box,
    CutOut,
    Cylinder,
    Motion,
    Part,
    Profile,
    SlantedLeg,
    Solid,
    Vector,
)
from app.domain.scene.quantities import edge_length, longest_axis

MOST_REPEATS = 2000
"""Parts of one row; more are a mistake of the model, and nobody could see them."""

Made = Callable[[Scope], Solid]


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the parts of a row in a scope; the names are those of `PartDef`, ready to be evaluated."""

    row: PartDef
    place: str
    name: str
    when: Run
    repeat: Run
    material: Run
    size: Callable[[Scope], Vector]
    at: Callable[[Scope], Vector]
    solid: Callable[[Scope, Vector], Solid]
    explode: Callable[[Scope], Vector]
    opens: Run
    article: Run
    edges: Mapping[str, Run]
    shape: Shape

    def parts(self, scope: Scope) -> tuple[Part, ...]:
        """The row's parts, from the corner of the scope; their keys and what they join are not yet of the whole."""
        if not self.when(scope):
            return ()
        found = []
        try:
            for i in range(self._count(scope)):
                scope["i"] = i
                found.append(self._part(scope, i))
        finally:
            scope.pop("i", None)
        return tuple(found)

    def _count(self, scope: Scope) -> int:
        count = self.repeat(scope)
        if count.denominator != 1 or not 0 <= count <= MOST_REPEATS:
            raise RefusedError(
                "evaluate.repeat", row=self.place, found=_millimetres(count), most=MOST_REPEATS
            )
        return int(count)

    def _part(self, scope: Scope, i: int) -> Part:
        row, size = self.row, self.size(scope)
        if min(size) <= 0:
            shown = " x ".join(_millimetres(Fraction(each, 10)) for each in size)
            raise RefusedError("evaluate.size", row=self.place, size=shown)
        return Part(
            key=f"{row.code}.{i}",
            code=row.code,
            name=self.name,
            solid=self.solid(scope, size),
            at=self.at(scope),
            material=self._material(scope),
            grain=row.grain or "xyz"[longest_axis(size)],
            explode=self.explode(scope),
            opens=self.opens(scope),
            joint=tenths(row.joint),
            edges=self._edges(scope, size),
            article=self.article(scope),
        )

    def _material(self, scope: Scope) -> str:
        code: str = self.material(scope)
        if code not in self.shape.model.materials:
            raise RefusedError("evaluate.unknown_material", row=self.place, material=code)
        return code

    def _edges(self, scope: Scope, size: Vector) -> dict[str, str]:
        """Its edging by side; a side without any is left out."""
        for side in self.edges:
            if not edge_length(size, side):
                raise RefusedError("evaluate.edge_side", row=self.place, side=side)
        found = {side: article(scope) for side, article in self.edges.items()}
        return {side: article for side, article in found.items() if article}


def part_row(row: PartDef, shape: Shape, language: str) -> Row[Part]:
    """A row's parts in a scope of the shape; RefusedError `evaluate.parts_within` where it counts parts itself."""
    context = context_of(shape, f"parts.{row.code}", repeats=True)
    reader = _Reader(context)
    maker = _Maker(
        row,
        context.row,
        said(row.name, language),
        reader.kept(condition(row.when, context_of(shape, f"parts.{row.code}"))),
        reader.number(row.repeat, 1),
        reader.kept(material_word(row.material, context)),
        reader.vector(row.size),
        reader.vector(row.at),
        _solid(row, reader),
        (lambda _scope: HERE) if row.explode is None else reader.vector(row.explode),
        _motion(row, reader),
        (lambda _scope: "") if row.article is None else reader.kept(text(row.article, context)),
        {side: reader.kept(_edging(word, context)) for side, word in row.edges.items()},
        shape,
    )
    return Row(reader.cells, maker.parts)


class _Reader:
    """Compiles the expressions of a row and notes what they read."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.cells: set[str] = set()

    def kept(self, source: Compiled) -> Run:
        """How the source is evaluated; its cells are noted."""
        if source.is_of_parts:
            raise RefusedError("evaluate.parts_within", row=self._context.row)
        self.cells |= source.cells
        return source.run

    def number(self, expression: Expression | None, otherwise: int = 0) -> Run:
        """How a number is found out."""
        if expression is None:
            return lambda _scope: otherwise
        return self.kept(number(expression, self._context))

    def vector(self, axes: Sequence[Expression]) -> Callable[[Scope], Vector]:
        """How three lengths are found out, in tenths."""
        x, y, z = (self.number(each) for each in axes)
        return lambda scope: Vector(tenths(x(scope)), tenths(y(scope)), tenths(z(scope)))

    def pair(self, axes: Sequence[Expression]) -> Callable[[Scope], tuple[int, int]]:
        """How two lengths are found out, in tenths."""
        one, other = (self.number(each) for each in axes)
        return lambda scope: (tenths(one(scope)), tenths(other(scope)))


def _solid(row: PartDef, reader: _Reader) -> Callable[[Scope, Vector], Solid]:
    match row.shape:
        case "cylinder":
            return lambda _scope, size: Cylinder(size)
        case "profile":
            return lambda _scope, size: Profile(size)
        case "leg":
            slant = (lambda _scope: (0, 0)) if row.slant is None else reader.pair(row.slant)
            return lambda scope, size: SlantedLeg(size, slant(scope))
        case _:
            cuts = [_cut_out(each, reader) for each in row.cut_outs]
            return lambda scope, size: Box(size, tuple([cut(scope) for cut in cuts]))


def _cut_out(row: CutOutDef, reader: _Reader) -> Callable[[Scope], CutOut]:
    at = reader.pair(row.at)
    size = (lambda _scope: (0, 0)) if row.size is None else reader.pair(row.size)
    radius = reader.number(row.radius)
    return lambda scope: CutOut(at(scope), size(scope), tenths(radius(scope)))


def _edging(word: str, context: Context) -> Compiled:
    """The SKU of an edging: that of the named value where the word is the code of one."""
    if word in context.shape.component.values:
        return text(Name((word,)), context)
    return text(Literal(word), context)


def _motion(row: PartDef, reader: _Reader) -> Run:
    if row.opens is None:
        return lambda _scope: None
    kind, by = row.opens.kind, reader.number(row.opens.by)
    if kind == "slide":
        return lambda scope: Motion(kind, tenths(by(scope)))
    return lambda scope: Motion(kind, _whole(by(scope)))


def tenths(millimetres: Fraction | int) -> int:
    """The length in tenths of a millimetre, halves away from zero."""
    if type(millimetres) is int:
        return 10 * millimetres
    return divide_half_up(10 * millimetres.numerator, millimetres.denominator)


def _whole(value: Fraction | int) -> int:
    return divide_half_up(value.numerator, value.denominator)


def _millimetres(value: Fraction | int) -> str:
    return f"{float(value):g}"
