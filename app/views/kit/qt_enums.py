"""Making the Python enums of Qt's classes at a fifth of what `enum` takes for it: 3,700 members in one start.

PySide makes an enum by `Enum(name, [(member, number), ...])` when its class is first named. `enum` then builds a class
body, checks each name, makes a placeholder for each member and turns it into a member. Here the class is a copy of an
empty one that `enum` itself made, and its members are put in. What is not as plain as that goes the usual way, and so
does everything in another Python than the one whose `enum` this follows (a test compares every enum of Qt).
"""

from __future__ import annotations

import enum
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLLOWED = ((3, 11),)
"""The Pythons whose `enum` is laid out so."""

_Maker = enum.EnumMeta
_create = cast("Any", _Maker)._create_
_put = type.__setattr__
_OWN = ("_member_names_", "_member_map_", "_value2member_map_", "_unhashable_values_")
_templates: dict[tuple[type, object], dict[str, Any]] = {}
_taken: dict[type, frozenset[str]] = {}  # base -> names that have a meaning of their own there


def install() -> None:
    """From now on plain enums are made quickly."""
    if sys.version_info[:2] in FOLLOWED:
        setattr(_Maker, "_create_", create)  # noqa: B010 - private, so mypy knows no such name


def create(base: Any, name: str, members: Any, **options: Any) -> Any:
    """In place of `EnumMeta._create_`, which `Enum("Name", members)` calls."""
    boundary = options.pop("boundary", None)
    module = options.pop("module", None) or _caller()
    rest = {key: value for key, value in options.items() if value is not None and key != "start"}
    if rest or not module or not is_plain(base, members):
        return _create(base, name, members, module=module, boundary=boundary, **options)
    return make(base, name, members, module, boundary)


def _caller() -> str | None:
    """The module that asks for an enum, as `enum` finds it; PySide says later where it belongs."""
    with suppress(ValueError):  # nothing of Python asks
        name = sys._getframe(3).f_globals.get("__name__")  # noqa: SLF001 - `enum` itself does so
        return name if isinstance(name, str) else None
    return None


def is_plain(base: type, members: object) -> bool:
    """Whether these are names with numbers that `enum` would take as they are."""
    if base not in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag) or not isinstance(
        members, list | tuple
    ):
        return False
    taken = _taken.get(base) or _taken.setdefault(base, frozenset({*dir(base), "name", "value", "mro", ""}))
    least = 0 if issubclass(base, enum.Flag) else None
    for member in members:
        if type(member) is not tuple or len(member) != 2:
            return False
        name, value = member
        if type(name) is not str or type(value) is not int or name in taken or name[0] == "_":
            return False
        if least is not None and value < least:
            return False
    return len({name for name, _value in members}) == len(members)


def make(base: Any, name: str, members: Sequence[tuple[str, int]], module: str, boundary: object) -> Any:
    """An enum with these members."""
    template = _templates.get((base, boundary))
    if template is None:
        empty = _create(base, "Empty", [], module=module, boundary=boundary)
        template = _templates[base, boundary] = dict(vars(empty))
    own: dict[str, Any] = {key: type(template[key])() for key in _OWN if key in template}
    made = type.__new__(_Maker, name, (base,), {**template, **own, "__module__": module})
    _put_members(made, members)
    if issubclass(base, enum.Flag):
        _end_flag(made, members)
    return made


def _put_members(made: Any, members: Sequence[tuple[str, int]]) -> None:
    new, use_value = made._new_member_, made._use_args_
    is_flag = issubclass(made, enum.Flag)
    names, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
    for name, value in members:
        member = by_value.get(value)
        if member is None:
            member = new(made, value) if use_value else new(made)
            member._value_ = value
            member._name_ = name
            member.__objclass__ = made
            member._sort_order_ = len(names)
            by_value[value] = member
            if not is_flag or (value and not value & (value - 1)):
                names.append(name)
        by_name[name] = member
        _put(made, name, member)


def _end_flag(made: Any, members: Sequence[tuple[str, int]]) -> None:
    mask = singles = 0
    for _name, value in members:
        mask |= value
        singles |= value if value and not value & (value - 1) else 0
    made._flag_mask_ = mask
    if "_singles_mask_" in vars(made):  # since 3.11.4
        made._singles_mask_ = singles
    made._all_bits_ = 2 ** mask.bit_length() - 1
    values = [member._value_ for member in made]
    if values != sorted(values):
        made._iter_member_ = made._iter_member_by_def_
