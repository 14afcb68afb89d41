"""Names and kinds of an expression: what each name means, and whether it is a number, a truth or a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from app.domain.product_models.definition import GroupDef, LookupDef, ProductDefinition
from app.domain.product_models.expression_text import place_in, text_of
from app.domain.product_models.expressions import (
    Among,
    Binary,
    Call,
    Expression,
    Literal,
    Name,
    Unary,
    children,
    names_in,
)
from app.domain.product_models.reading.fields import Said, Wanted
from app.domain.product_models.reading.notes import Notes, nearest
from app.domain.product_models.reading.worlds import World


class Kind(Enum):
    """What a value is."""

    NUMBER = "number"
    TRUTH = "truth"
    WORD = "word"


FUNCTIONS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(("min", "max"), (1, 50)),
    **dict.fromkeys(("ceil", "floor", "round", "before", "is_special"), (1, 1)),
    **dict.fromkeys(("material_of", "article_of", "thickness_of", "part_count", "part_area"), (1, 1)),
    **dict.fromkeys(("sum", "count", "any", "all", "largest"), (2, 2)),
    "if": (3, 3),
    "lookup": (1, 50),
}
"""How many arguments a function takes, at least and at most."""
_OF_NUMBERS = frozenset({"min", "max", "ceil", "floor", "round"})
_OVER_SLOT: Mapping[str, tuple[Kind, Kind]] = {
    "sum": (Kind.NUMBER, Kind.NUMBER),
    "count": (Kind.TRUTH, Kind.NUMBER),
    "any": (Kind.TRUTH, Kind.TRUTH),
    "all": (Kind.TRUTH, Kind.TRUTH),
    "largest": (Kind.NUMBER, Kind.NUMBER),
}
"""What is asked of each sub-product, and what comes out."""
IN_RULES = frozenset({"is_special", "sum", "count", "any", "all", "before", "if"})
OF_PARTS = frozenset({"part_count", "part_area"})
_LOGIC = frozenset({"and", "or", "->", "<->"})
_ARITHMETIC = frozenset({"+", "-", "*", "/"})


class Kinds:
    """The kinds of all expressions of a definition.

    Attributes:
        has_bad_values: whether a named value is wrong, so that what names it cannot be judged.
    """

    def __init__(self, definition: ProductDefinition, said: Sequence[Said]) -> None:
        self.has_bad_values = False
        self._definition = definition
        self._known: dict[tuple[str, str], Kind | None] = {}
        for each in said:
            if each.use == "value":
                world = World.of(definition, each.component)
                kind = _Reader(self, each, Notes()).kind(each.expression, world)
                self._known[each.component, each.owner] = kind

    def check(self, said: Said, notes: Notes) -> bool:
        """Note what is wrong with it; whether nothing is."""
        reader = _Reader(self, said, notes)
        reader.expect(said.expression, World.of(self._definition, said.component), said.wanted)
        self.has_bad_values |= reader.is_wrong and said.use == "value"
        return not reader.is_wrong

    def of_value(self, world: World, code: str) -> Kind | None:
        """The kind of a named value; None where it is wrong or stands below, which is told at its own place."""
        return self._known.get((world.component.code if world.parent else "", code))


def is_of_parts(world: World, code: str) -> bool:
    """Whether a named value counts or measures parts, or names one that does."""
    waiting, seen = [code], {code}
    for each in waiting:
        expression = world.values[each]
        if any(call.function in OF_PARTS for call in _calls_in(expression)):
            return True
        named = {name.path[0] for name in names_in(expression)} & world.values.keys() - seen
        seen |= named
        waiting += sorted(named)
    return False


def _calls_in(expression: Expression) -> Iterator[Call]:
    if isinstance(expression, Call):
        yield expression
    for child in children(expression):
        yield from _calls_in(child)


class _Reader:
    """One expression as it is judged; what is wrong is noted at its place."""

    def __init__(self, kinds: Kinds, said: Said, notes: Notes) -> None:
        self.is_wrong = False
        self._kinds = kinds
        self._said = said
        self._notes = notes

    def _wrong(self, code: str, place: int, **params: object) -> None:
        self.is_wrong = True
        self._notes.expression(self._said.place, code, place=place, **params)

    def expect(self, expression: Expression, world: World, wanted: Wanted) -> None:
        """Note where it is not what is wanted there."""
        match wanted:
            case "number":
                self._number(expression, world)
            case "truth":
                self._truth(expression, world)
            case "word":
                self._word(expression, world)
            case "material":
                self._material(expression, world)
            case "any":
                self.kind(expression, world)

    def _number(self, expression: Expression, world: World) -> None:
        """A truth counts as 1 or 0."""
        if self.kind(expression, world) is Kind.WORD:
            self._wrong("expression.wants_number", place_in(expression), found=text_of(expression))

    def _truth(self, expression: Expression, world: World) -> None:
        if self.kind(expression, world) not in {Kind.TRUTH, None}:
            self._wrong("expression.wants_truth", place_in(expression), found=text_of(expression))

    def _word(self, expression: Expression, world: World) -> None:
        if self.kind(expression, world) not in {Kind.WORD, None}:
            self._wrong("expression.wants_word", place_in(expression), found=text_of(expression))

    def _material(self, expression: Expression, world: World) -> None:
        match expression:
            case Literal(str(code)):
                if code not in world.materials:
                    self._unknown_material(code, world, place_in(expression))
            case Name((code,)) if code in world.materials and world.found(code) is None:
                pass
            case Call("if", (when, *branches)) if len(branches) == 2:
                self._truth(when, world)
                for branch in branches:
                    self._material(branch, world)
            case _:
                self._word(expression, world)

    def _unknown_material(self, code: str, world: World, place: int) -> None:
        known = nearest(code, world.materials) or ", ".join(sorted(world.materials)[:8]) or "-"
        self._wrong("expression.unknown_material", place, material=code, known=known)

    def kind(self, expression: Expression, world: World) -> Kind | None:
        """What its value is; None where that cannot be said."""
        match expression:
            case Literal(bool()):
                return Kind.TRUTH
            case Literal(value):
                return Kind.WORD if isinstance(value, str) else Kind.NUMBER
            case Name():
                return self._named(expression, world)
            case Unary("-", of):
                self._number(of, world)
                return Kind.NUMBER
            case Unary(_, of):
                self._truth(of, world)
                return Kind.TRUTH
            case Among(left, of):
                for each in of:
                    self._compared("=", left, each, world)
                return Kind.TRUTH
            case Binary():
                return self._joined(expression, world)
            case Call():
                return self._called(expression, world)

    def _joined(self, expression: Binary, world: World) -> Kind:
        sign, sides = expression.sign, (expression.left, expression.right)
        if sign in _ARITHMETIC:
            for side in sides:
                self._number(side, world)
            return Kind.NUMBER
        if sign in _LOGIC:
            for side in sides:
                self._truth(side, world)
        else:
            self._compared(sign, *sides, world)
        return Kind.TRUTH

    # Names

    def _named(self, name: Name, world: World) -> Kind | None:
        match name.path:
            case ("i",) if self._said.has_i:
                return Kind.NUMBER
            case ("index",) if world.parent is not None:
                return Kind.NUMBER
            case ("is_first" | "is_last",) if world.parent is not None:
                return Kind.TRUTH
            case ("parent", *rest) if world.parent is not None and rest:
                return self._named(Name(tuple(rest), name.place), world.parent)
            case (slot, "count") if slot in world.slots:
                return Kind.NUMBER
            case (group, option) if group in world.groups:
                self._expect_option(world.groups[group], option, name.place)
                return Kind.TRUTH
            case (code,):
                return self._named_alone(code, name, world)
            case _:
                self._unknown(name, world)
                return None

    def _named_alone(self, code: str, name: Name, world: World) -> Kind | None:
        match world.found(code):
            case "number":
                return Kind.NUMBER
            case "group":
                if world.groups[code].hi > 1:
                    self._wrong("expression.several", name.place, group=code)
                return Kind.WORD
            case "value":
                self._check_value(code, name, world)
                return self._kinds.of_value(world, code)
            case _:
                self._unknown(name, world)
                return None

    def _check_value(self, code: str, name: Name, world: World) -> None:
        said, order = self._said, list(world.values)
        is_own = said.component == (world.component.code if world.parent else "")
        if said.use == "value" and is_own and order.index(code) >= order.index(said.owner):
            self._wrong("expression.value_later", name.place, name=code)
        if said.use == "size" and is_of_parts(world, code):
            self._wrong("expression.not_for_parts", name.place, function=code)

    def _unknown(self, name: Name, world: World) -> None:
        told = ".".join(name.path)
        likely = nearest(told, world.known)
        if told in {"index", "is_first", "is_last"} or name.path[0] == "parent":
            self._wrong("expression.only_in_slots", name.place, name=told)
        elif likely:
            self._wrong("expression.unknown_name_like", name.place, name=told, likely=likely)
        else:
            self._wrong("expression.unknown_name", name.place, name=told)

    def _expect_option(self, group: GroupDef, option: str, place: int) -> None:
        codes = [each.code for each in group.options]
        if option not in codes:
            known = nearest(option, codes) or ", ".join(codes[:8])
            self._wrong("expression.unknown_option", place, option=option, group=group.code, known=known)

    # Comparisons

    def _compared(self, sign: str, left: Expression, right: Expression, world: World) -> None:
        for one, other in ((left, right), (right, left)):
            group = world.group(one)
            if group is not None and _is_option(other, group, world):
                return self._group_compared(sign, group, other, place_in(one))
        kinds = {self.kind(left, world), self.kind(right, world)}
        are_words = Kind.WORD in kinds
        if None not in kinds and are_words and (len(kinds) > 1 or sign not in {"=", "!="}):
            told = {"left": text_of(left), "right": text_of(right)}
            self._wrong("expression.not_comparable", place_in(left), sign=sign, **told)
        return None

    def _group_compared(self, sign: str, group: GroupDef, other: Expression, place: int) -> None:
        if group.hi > 1:
            self._wrong("expression.several", place, group=group.code)
        if sign not in {"=", "!="}:
            self._wrong("expression.not_ordered", place, group=group.code)
        if isinstance(other, Name) and other.path != ("none",):
            self._expect_option(group, other.path[0], other.place)

    # Functions

    def _called(self, call: Call, world: World) -> Kind | None:
        function, arguments = call.function, call.arguments
        if function not in FUNCTIONS:
            known = nearest(function, FUNCTIONS) or ", ".join(sorted(FUNCTIONS))
            self._wrong("expression.unknown_function", call.place, function=function, known=known)
            return None
        if self._said.use == "rule" and function not in IN_RULES:
            known = ", ".join(sorted(IN_RULES))
            self._wrong("expression.not_in_rules", call.place, function=function, known=known)
            return None
        if self._said.use == "size" and function in OF_PARTS:
            self._wrong("expression.not_for_parts", call.place, function=function)
        lo, hi = FUNCTIONS[function]
        if not lo <= len(arguments) <= hi:
            wanted = str(lo) if lo == hi else f"{lo}.."
            self._wrong("expression.arguments", call.place, function=function, wanted=wanted)
            return None
        return self._function(call, world)

    def _function(self, call: Call, world: World) -> Kind | None:
        match call:
            case Call(function, arguments) if function in _OF_NUMBERS:
                for each in arguments:
                    self._number(each, world)
                return Kind.NUMBER
            case Call(function, (slot, each)) if function in _OVER_SLOT:
                return self._over_slot(function, slot, each, world)
            case Call("before", (each,)):
                if world.parent is None:
                    self._wrong("expression.only_in_slots", call.place, name="before")
                self._number(each, world)
                return Kind.NUMBER
            case Call("if", (when, then, otherwise)):
                return self._chosen_by(when, then, otherwise, world)
            case Call("lookup", (table, *keys)):
                return self._lookup(call, table, keys, world)
            case Call(function, (argument,)):
                return self._of_one(function, argument, world)
            case _:
                return None

    def _chosen_by(
        self, when: Expression, then: Expression, otherwise: Expression, world: World
    ) -> Kind | None:
        self._truth(when, world)
        kinds = [self.kind(each, world) for each in (then, otherwise)]
        if None not in kinds and kinds[0] is not kinds[1]:
            told = {"left": text_of(then), "right": text_of(otherwise)}
            self._wrong("expression.not_comparable", place_in(then), sign="if", **told)
        return kinds[0]

    def _over_slot(self, function: str, slot: Expression, each: Expression, world: World) -> Kind:
        wanted, kind = _OVER_SLOT[function]
        match slot:
            case Name((code,)) if code in world.slots:
                inner = world.within(code)
                if wanted is Kind.TRUTH:
                    self._truth(each, inner)
                else:
                    self._number(each, inner)
            case _:
                self._wrong("expression.unknown_slot", place_in(slot), name=text_of(slot))
        return kind

    def _lookup(self, call: Call, table: Expression, keys: list[Expression], world: World) -> Kind:
        match table:
            case Name((code,)) | Literal(str(code)) if code in world.lookups:
                self._check_keys(call, world.lookups[code], keys, world)
            case _:
                known = ", ".join(world.lookups) or "-"
                self._wrong("expression.unknown_lookup", call.place, lookup=text_of(table), known=known)
        return Kind.NUMBER

    def _check_keys(self, call: Call, lookup: LookupDef, keys: list[Expression], world: World) -> None:
        if len(keys) != len(lookup.keys):
            names = ", ".join(name for name, _ in lookup.keys)
            self._wrong("expression.lookup_keys", call.place, lookup=lookup.code, keys=names)
            return
        for (_name, match), key in zip(lookup.keys, keys, strict=True):
            if match == "up":
                self._number(key, world)
            else:
                self.kind(key, world)

    def _of_one(self, function: str, argument: Expression, world: World) -> Kind:
        match function:
            case "is_special":
                if not world.is_number(argument):
                    self._wrong("expression.wants_size", place_in(argument), found=text_of(argument))
                return Kind.TRUTH
            case "material_of" | "article_of":
                group = world.group(argument)
                if group is None:
                    self._wrong("expression.wants_group", place_in(argument), found=text_of(argument))
                elif group.hi > 1:
                    self._wrong("expression.several", place_in(argument), group=group.code)
                return Kind.WORD
            case _:
                self._material(argument, world)
                return Kind.NUMBER


def _is_option(expression: Expression, group: GroupDef, world: World) -> bool:
    """Whether what stands beside a group is meant as one of its options, rightly or not."""
    if not isinstance(expression, Name) or len(expression.path) != 1:
        return False
    code = expression.path[0]
    return any(each.code == code for each in group.options) or world.found(code) is None
