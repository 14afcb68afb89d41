"""YAML as a tree whose every node knows its line; words stay text, so that numbers stay exact.

Of YAML only what a model needs: no tags, no anchors and no aliases, so that a small file is a small tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from app.domain.product_models.reading.notes import Notes, Place
from app.domain.product_models.reading.yaml_problems import note_problem
from app.domain.watched import going_on

if TYPE_CHECKING:
    from yaml.events import Event, ScalarEvent

MOST_CHARACTERS = 2_000_000
"""So long a file may be."""
MOST_NODES = 200_000
DEEPEST = 20
"""Lists and entries one in the other, up to here."""


@dataclass(frozen=True, slots=True)
class Word:
    """A single value, as it is written."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    of: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entries:
    """Values by key, with the places of the keys."""

    place: Place
    of: dict[str, Node] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


Node: TypeAlias = Word | Items | Entries


def read_tree(text: str, file: str, notes: Notes) -> Node | None:
    """The tree of a YAML text; None, with notes, where it is none."""
    if len(text) > MOST_CHARACTERS:
        notes.wrong(Place(file, 1), "product_model.too_long", most=MOST_CHARACTERS)
        return None
    from yaml import YAMLError  # noqa: PLC0415  most days nobody reads a model

    grower = _Grower(file, notes)
    try:
        for event in _events(text):
            going_on()
            if not grower.take(event):
                return None
    except YAMLError as error:
        note_problem(error, text, file, notes)
        return None
    return grower.root


def _events(text: str) -> Iterator[Event]:
    import yaml  # noqa: PLC0415

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.parse(text.removeprefix("\ufeff"), Loader=loader)


def _line(mark: object) -> int:
    return int(getattr(mark, "line", 0)) + 1


class _Grower:
    """The tree as it grows, event by event, without recursion."""

    def __init__(self, file: str, notes: Notes) -> None:
        self.root: Node | None = None
        self._file = file
        self._notes = notes
        self._open: list[Items | Entries] = []
        self._keys: list[tuple[str, Place] | None] = []
        self._nodes = 0

    def take(self, event: Event) -> bool:
        """Add what it says; whether to go on."""
        place = Place(self._file, _line(event.start_mark))
        if not self._is_plain(event, place):
            return False
        match type(event).__name__:
            case "ScalarEvent":
                self._add(Word(cast("ScalarEvent", event).value, place))
            case "DocumentStartEvent" if self.root is not None:
                self._notes.wrong(place, "product_model.not_plain")
                return False
            case "SequenceStartEvent":
                return self._begin(Items(place))
            case "MappingStartEvent":
                return self._begin(Entries(place))
            case "SequenceEndEvent" | "MappingEndEvent":
                self._open.pop()
                self._keys.pop()
        return True

    def _is_plain(self, event: Event, place: Place) -> bool:
        if getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None:
            self._notes.wrong(place, "product_model.not_plain")
            return False
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._notes.wrong(place, "product_model.too_many", most=MOST_NODES)
            return False
        return True

    def _begin(self, node: Items | Entries) -> bool:
        if len(self._open) >= DEEPEST:
            self._notes.wrong(node.place, "product_model.too_deep", deepest=DEEPEST)
            return False
        if self._open and isinstance(self._open[-1], Entries) and self._keys[-1] is None:
            self._notes.wrong(node.place, "product_model.key_no_word")
            return False
        self._add(node)
        self._open.append(node)
        self._keys.append(None)
        return True

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = self.root or node
            return
        above = self._open[-1]
        if isinstance(above, Items):
            above.of.append(node)
            return
        key = self._keys[-1]
        if key is None:
            assert isinstance(node, Word)
            self._keys[-1] = (node.text, node.place)
            return
        self._keys[-1] = None
        self._set(above, key, node)

    def _set(self, above: Entries, key: tuple[str, Place], node: Node) -> None:
        name, place = key
        if name in above.of:
            first = above.places[name].line
            self._notes.wrong(place, "product_model.key_twice", key=name, first=first)
            return
        above.of[name] = node
        above.places[name] = place
