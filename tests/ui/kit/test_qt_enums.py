"""Qt's enums are made quickly, and are what Python's own `enum` would have made of them."""

from __future__ import annotations

import enum
import pickle
import sys

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

from app.views.kit import qt_enums

BASES = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)


def enums_of_qt():
    """Every enum of every class and of the modules themselves."""
    modules = [QtCore, QtGui, QtWidgets]
    holders = [*modules, *(getattr(module, name) for module in modules for name in dir(module))]
    found = {}
    for holder in holders:
        if holder in modules or isinstance(holder, type):
            parts = [value for value in vars(holder).values() if isinstance(value, enum.EnumMeta)]
            found.update({f"{part.__module__}.{part.__qualname__}": part for part in parts})
    return found


ENUMS = enums_of_qt()


def seen(made):
    """All that a class says of itself and of its members."""
    told: dict[str, object] = {}
    for name, value in vars(made).items():
        if isinstance(value, made):
            told[name] = (
                value._name_,
                value._value_,
                value._sort_order_,
                repr(value),
                str(value),
                sorted(vars(value)),
            )
        elif name in ("_member_map_", "_value2member_map_"):
            told[name] = [(key, member._name_, member._value_) for key, member in value.items()]
        elif name == "__new__":
            told[name] = made.__new__
        else:
            told[name] = getattr(value, "__func__", value)
    return told


def both(base, members, boundary=None):
    """The same enum, made quickly and by Python."""
    options = {"module": "somewhere", "boundary": boundary}
    return qt_enums.create(base, "Kind", members, **options), qt_enums._create(
        base, "Kind", members, **options
    )


@pytest.mark.skipif(sys.version_info[:2] not in qt_enums.FOLLOWED, reason="made by Python itself")
def test_enums_of_qt_are_made_here():
    assert vars(enum.EnumMeta)["_create_"] is qt_enums.create


def test_every_enum_of_qt_is_what_python_would_have_made():
    assert len(ENUMS) > 400
    for name, made in ENUMS.items():
        base = made.__mro__[1]
        assert base in BASES, name
        members = [(key, member._value_) for key, member in made.__members__.items()]
        boundary = getattr(made, "_boundary_", None)
        quick, slow = both(base, members, boundary)
        assert seen(quick) == seen(slow), name
        assert [*map(int, map(_number, quick))] == [*map(int, map(_number, slow))], name
        assert quick.__mro__[1:] == slow.__mro__[1:], name
        mine = seen(made)
        assert mine["_member_map_"] == seen(slow)["_member_map_"], name
        assert mine["_member_names_"] == seen(slow)["_member_names_"], name


def _number(member):
    return member._value_


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(
    "members",
    [
        [("A", 1), ("B", 2), ("AB", 3), ("SAME", 1)],
        [("HIGH", 8), ("NONE", 0), ("LOW", 1)],
        [],
    ],
    ids=["alias", "order", "empty"],
)
def test_aliases_order_and_sums(base, members):
    quick, slow = both(base, members)
    assert seen(quick) == seen(slow)
    assert [member.name for member in quick] == [member.name for member in slow]
    if members and issubclass(base, enum.Flag):
        first, second = quick[members[0][0]], quick[members[-1][0]]
        assert (first | second).value == members[0][1] | members[-1][1]
        assert (~first & first).value == 0
        assert [part.name for part in first | second] == [
            part.name for part in slow(first.value | second.value)
        ]


@pytest.mark.parametrize(
    "members",
    [
        [("name", 1)],
        [("_odd", 1)],
        [("A", "text")],
        [("A", True)],
        "A B C",
        ["A", "B"],
        {"A": 1},
        [("A", 1, 2)],
    ],
)
def test_what_is_not_plain_goes_the_usual_way(members):
    assert not qt_enums.is_plain(enum.Enum, members)


def test_a_name_that_stands_twice_is_refused_as_ever():
    with pytest.raises(TypeError):
        qt_enums.create(enum.Enum, "Kind", [("A", 1), ("A", 2)])


def test_an_enum_of_one_s_own_is_where_it_was_made():
    kind = enum.Enum("kind", [("A", 1), ("B", 2)])
    assert kind.__module__ == __name__
    assert enum.Enum("Texts", [("A", "a")]).__module__ == __name__
    packed = pickle.dumps(QtCore.Qt.Key.Key_A)
    assert pickle.loads(packed) is QtCore.Qt.Key.Key_A  # noqa: S301 - packed one line above
    assert QtCore.Qt.KeyboardModifier(0x06000000) == (
        QtCore.Qt.KeyboardModifier.ControlModifier | QtCore.Qt.KeyboardModifier.ShiftModifier
    )
