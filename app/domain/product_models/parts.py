"""Parts of a product or a sub-product as solids, from their rows: measured from its own corner, then put in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.domain.errors import RefusedError
from app.domain.product_models.closures import Compiled, Context, number, text
from app.domain.product_models.definition import CutOutDef, PartDef
from app.domain.product_models.expressions import Expression, Name
from app.domain.product_models.functions import material_word
from app.domain.product_models.remembering import Row, condition, context_of, said
from app.domain.product_models.scopes import Run, Scope, Shape, shown
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
from app.domain.scene.quantities import METRE, edge_length, longest_axis

MOST_REPEATS = 2000
"""Parts of one row; more are a mistake of the model, and nobody could see them."""

FARTHEST = 10_000_000
"""Tenths: no product reaches farther than a kilometre, and what is drawn must have an end."""


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
            raise RefusedError("evaluate.repeat", row=self.place, found=shown(count), most=MOST_REPEATS)
        return int(count)

    def _part(self, scope: Scope, i: int) -> Part:
        row, size, at = self.row, self.size(scope), self.at(scope)
        self._expect_measures(size, at)
        return Part(
            key=f"{row.code}.{i}",
            code=row.code,
            name=self.name,
            solid=self.solid(scope, size),
            at=at,
            material=self._material(scope),
            grain=row.grain or "xyz"[longest_axis(size)],
            explode=self.explode(scope),
            opens=self.opens(scope),
            joint=tenths(row.joint),
            edges=self._edges(scope, size),
            article=self.article(scope),
        )

    def _expect_measures(self, size: Vector, at: Vector) -> None:
        if min(size) <= 0:
            told = " x ".join(shown(Fraction(each, 10)) for each in size)
            raise RefusedError("evaluate.size", row=self.place, size=told)
        farthest = max(*map(abs, at), *size)
        if farthest > FARTHEST:
            metres = Fraction(farthest, METRE)
            raise RefusedError(
                "evaluate.too_far", row=self.place, found=shown(metres), most=FARTHEST // METRE
            )

    def _material(self, scope: Scope) -> str:
        code: str = self.material(scope)
        if code not in self.shape.model.materials:
            raise RefusedError("evaluate.unknown_material", row=self.place, material=code)
        return code

    def _edges(self, scope: Scope, size: Vector) -> dict[str, str]:
        found = {}
        for side, run in self.edges.items():
            if sku := run(scope):
                if not edge_length(size, side):
                    raise RefusedError("evaluate.edge_side", row=self.place, side=side)
                found[side] = sku
        return found


def part_row(row: PartDef, shape: Shape, language: str) -> Row[Part]:
    """A row's parts in a scope of the shape; RefusedError `evaluate.parts_within` where it counts parts itself."""
    context = context_of(shape, f"parts.{row.code}", repeats=True)
    once, reader = context_of(shape, f"parts.{row.code}"), _Reader(context)
    maker = _Maker(
        row,
        context.row,
        said(row.name, language),
        reader.kept(condition(row.when, once)),
        (lambda _scope: 1) if row.repeat is None else reader.kept(number(row.repeat, once)),
        reader.kept(material_word(row.material, context)),
        reader.vector(row.size),
        reader.vector(row.at),
        _solid(row, reader),
        (lambda _scope: HERE) if row.explode is None else reader.vector(row.explode),
        _motion(row, reader),
        (lambda _scope: "") if row.article is None else reader.kept(text(row.article, context)),
        {side: reader.sku(edging) for side, edging in row.edges.items()},
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

    def number(self, expression: Expression | None) -> Run:
        """How a number is found out; 0 where there is none."""
        if expression is None:
            return lambda _scope: 0
        return self.kept(number(expression, self._context))

    def sku(self, named: str) -> Run:
        """How a SKU is found out: it stands there, or a named value of the component has it."""
        if named in self._context.shape.component.values:
            return self.kept(text(Name((named,)), self._context))
        return lambda _scope: named

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
            return lambda scope, size: Box(size, tuple(filter(_is_open, [cut(scope) for cut in cuts])))


def _cut_out(row: CutOutDef, reader: _Reader) -> Callable[[Scope], CutOut]:
    at = reader.pair(row.at)
    size = (lambda _scope: (0, 0)) if row.size is None else reader.pair(row.size)
    radius = reader.number(row.radius)
    return lambda scope: CutOut(at(scope), size(scope), tenths(radius(scope)))


def _is_open(cut: CutOut) -> bool:
    """Openings that are not chosen have no size: nothing is cut out then."""
    return cut.radius > 0 or min(cut.size) > 0


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
