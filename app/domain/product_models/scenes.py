"""The scene of a configuration: the parts of the product and of its sub-products in their places, and its measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from app.domain.errors import RefusedError
from app.domain.product_models.closures import number
from app.domain.product_models.definition import MaterialDef, PartDef
from app.domain.product_models.expressions import Expression
from app.domain.product_models.parts import part_row, tenths
from app.domain.product_models.remembering import Row, Rows, context_of, said
from app.domain.product_models.scopes import PATH, Model, Run, Scope, Shape
from app.domain.scene.model import HERE, Dimension, Material, Part, Scene, Vector
from app.domain.scene.quantities import SQUARE_METRE, covered_by

_ORIGIN = "/origin"
"""The cell with the place of a sub-product's corner, in tenths."""
_SCENE = "/scene"

MOST_PARTS = 5000
"""Of one scene: more are a mistake of the model, and none could be drawn in time."""


class Scenes:
    """Makes the scenes of a product model, with names in one language."""

    def __init__(self, model: Model, language: str) -> None:
        self._model = model
        shapes = [model.product, *model.components.values()]
        self._local = {
            shape: {row.code: part_row(row, shape, language) for row in shape.component.parts}
            for shape in shapes
        }
        for shape in shapes:
            self._name_keys(shape)
            shape.derived[_ORIGIN] = self._origin(shape)
        self._placed = {shape: Rows(self._placed_rows(shape)) for shape in shapes}
        self._covered = {shape: _covered_row(self._local[shape].values()) for shape in shapes}
        self._materials = MappingProxyType(
            {each.code: _material(each, language) for each in model.definition.materials}
        )
        self._outer = self._outer_size()
        model.product.derived[_SCENE] = self._make

    def of(self, product: Scope) -> Scene:
        """The scene of the product in this scope; found out once."""
        scene: Scene = product[_SCENE]
        return scene

    def _make(self, product: Scope) -> Scene:
        parts = tuple([part for scope in product.whole() for part in self._placed[scope.shape].of(scope)])
        if len(parts) > MOST_PARTS:
            raise RefusedError("evaluate.too_many_parts", count=len(parts), most=MOST_PARTS)
        outer = (
            _reach(parts) if self._outer is None else Vector(*(tenths(run(product)) for run in self._outer))
        )
        return Scene(parts, self._materials, outer, outer_dimensions(outer))

    def _outer_size(self) -> list[Run] | None:
        outer = self._model.definition.outer
        return None if outer is None else _lengths(outer, self._model.product, "outer")

    # Places

    def _origin(self, shape: Shape) -> Run:
        slots = [each for each in self._model.definition.slots if each.component == shape.component.code]
        runs = {
            each.code: _lengths(each.origin, shape, f"slots.{each.code}.origin")
            for each in slots
            if each.origin
        }

        def origin(scope: Scope) -> Vector:
            found = runs.get(scope.slot)
            return HERE if found is None else Vector(*(tenths(run(scope)) for run in found))

        return origin

    def _placed_rows(self, shape: Shape) -> list[Row[Part]]:
        return [self._placed_row(row, shape) for row in shape.component.parts]

    def _placed_row(self, row: PartDef, shape: Shape) -> Row[Part]:
        local = self._local[shape][row.code]
        joined = [_keys_cell(code) for code in row.joins if _keys_cell(code) in shape.derived]
        asks = row.asks.partition(".")[0]
        is_own = asks in shape.groups or asks in shape.numbers

        def place(scope: Scope) -> tuple[Part, ...]:
            path, origin = scope[PATH], scope[_ORIGIN]
            asked = (path if is_own else "") + row.asks.removeprefix("parent.")
            joins = [key for cell in joined for key in scope[cell]]
            return tuple([_placed(part, path, origin, asked, joins) for part in local.of(scope)])

        return Row({*local.cells, PATH, _ORIGIN, *joined}, place)

    def _name_keys(self, shape: Shape) -> None:
        """Cells with the keys of the parts of each row, of its own, else of those of the whole or of its modules."""
        model = self._model
        others = [model.product] if shape.parent else list(dict.fromkeys(model.slots.values()))
        for other in others:
            for code in self._local[other]:
                shape.derived[_keys_cell(code)] = self._foreign_keys(code)
        for code, row in self._local[shape].items():
            shape.derived[_keys_cell(code)] = _own_keys(row)

    def _foreign_keys(self, code: str) -> Run:
        def keys(scope: Scope) -> tuple[str, ...]:
            others = [scope.parent] if scope.parent is not scope else list(scope.whole())[1:]
            rows = [(each, self._local[each.shape].get(code)) for each in others]
            return tuple([key for each, row in rows if row is not None for key in _own_keys(row)(each)])

        return keys

    # Counting

    def tally(self, scope: Scope) -> Mapping[str, tuple[int, Fraction]]:
        """Parts by material and their area in m2; of the product those of its sub-products too."""
        found: dict[str, tuple[int, int]] = {}
        for each in scope.whole():
            for code, count, area in self._covered[each.shape].of(each):
                counted, covered = found.get(code, (0, 0))
                found[code] = (counted + count, covered + area)
        return {code: (count, Fraction(area, SQUARE_METRE)) for code, (count, area) in found.items()}


def _lengths(axes: Iterable[Expression], shape: Shape, row: str) -> list[Run]:
    context = context_of(shape, row)
    found = [number(each, context) for each in axes]
    if any(each.is_of_parts for each in found):
        raise RefusedError("evaluate.parts_within", row=context.row)
    return [each.run for each in found]


def _keys_cell(code: str) -> str:
    return f"/keys/{code}"


def _own_keys(row: Row[Part]) -> Run:
    return lambda scope: tuple([scope[PATH] + part.key for part in row.of(scope)])


def _placed(part: Part, path: str, origin: Vector, asks: str, joins: list[str]) -> Part:
    """The part as it is in the whole; spelled out, for `replace` takes ten times as long."""
    key, at = path + part.key, part.at
    return Part(
        key,
        part.code,
        part.name,
        part.solid,
        Vector(at.x + origin.x, at.y + origin.y, at.z + origin.z),
        part.material,
        part.grain,
        part.explode,
        part.opens,
        asks,
        tuple([each for each in joins if each != key]),
        part.joint,
        part.edges,
        part.article,
    )


def _covered_row(rows: Iterable[Row[Part]]) -> Row[Any]:
    parts = Rows(list(rows))

    def count(scope: Scope) -> tuple[tuple[str, int, int], ...]:
        found = covered_by(parts.of(scope))
        return tuple([(code, each.count, each.area) for code, each in found.items()])

    return Row(parts.cells, count)


def _material(row: MaterialDef, language: str) -> Material:
    return Material(
        row.code,
        said(row.name, language),
        row.kind,
        row.article,
        tenths(row.thickness),
        (tenths(row.sheet[0]), tenths(row.sheet[1])),
        row.has_grain,
        row.colour,
        row.texture,
    )


def _reach(parts: Iterable[Part]) -> Vector:
    """How far the parts reach from the corner: the outer size of a product that names none."""
    ends = [[start + size for start, size in zip(part.at, part.solid.size, strict=True)] for part in parts]
    return Vector(*(max(axis) for axis in zip(*ends, strict=True))) if ends else HERE


def outer_dimensions(outer: Vector) -> tuple[Dimension, ...]:
    """Width in front below, depth on the right below, height on the left: a twelfth of the largest aside."""
    aside = max(outer) // 12
    right, top = Vector(outer.x, 0, 0), Vector(0, 0, outer.z)
    found = (
        Dimension(HERE, right, Vector(0, -aside, 0)),
        Dimension(right, Vector(outer.x, outer.y, 0), Vector(aside, 0, 0)),
        Dimension(HERE, top, Vector(-aside, 0, 0)),
    )
    return tuple(each for each in found if each.start != each.end)
