"""Which column fills which field: proposed from the header, checked, and known again by signature."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

from app.domain.importing.problems import RowProblem
from app.domain.importing.targets import ImportKind, TargetField, fields_of

_LIKE_ENOUGH = 0.84
_SHORTEST_FUZZY = 5
_REPEAT = re.compile(r" \((?:[2-9]|[1-9]\d+)\)$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Field name -> header text, for one kind of import."""

    kind: ImportKind
    columns: Mapping[str, str]

    def positions(self, header: Sequence[str]) -> Mapping[str, int]:
        """Field name -> index of its column; the mapping must have been checked against the header."""
        places = {column_key(name): index for index, name in reversed(list(enumerate(header)))}
        return {field: places[column_key(name)] for field, name in self.columns.items()}


@lru_cache(maxsize=2_048)  # asked for every row
def column_key(name: str) -> str:
    """A header's text without case, spaces, marks and umlauts: "Artikel-Nr." and "ARTIKEL NR" are one.

    "InvoiceNo" and "invoice no" are one too. Of marks alone ("€", "%") the marks count.
    """
    folded = unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS)
    flat = unicodedata.normalize("NFKD", folded)
    return re.sub(r"[\W_]+", "", flat) or folded.strip()


def header_signature(header: Sequence[str]) -> str:
    """The same for headers with the same columns, in any order and spelling: finds a saved mapping."""
    keys = "\n".join(sorted(column_key(name) for name in header))
    return sha256(keys.encode()).hexdigest()[:32]


def propose_mapping(header: Sequence[str], kind: ImportKind) -> ColumnMapping:
    """The likeliest mapping: equal names first, then similar ones; each column at most once.

    Of columns with the same name none is proposed: which of two prices counts is for a person to say.
    """
    twins = _twins(header)
    free = {column_key(name): name for name in reversed(header) if column_key(name) and name not in twins}
    chosen: dict[str, str] = {}
    for field, key in _equal_names(fields_of(kind)):
        if field not in chosen and key in free:
            chosen[field] = free.pop(key)
    for field, key in _similar_names(fields_of(kind), free):
        if field not in chosen and key in free:
            chosen[field] = free.pop(key)
    return ColumnMapping(kind, chosen)


def _twins(header: Sequence[str]) -> frozenset[str]:
    """The names that stand more than once, and their numbered repeats ("Price", "Price (2)")."""
    repeats = [name for name in header if _REPEAT.search(name)]
    named = {column_key(_REPEAT.sub("", name)) for name in repeats}
    found = {name for name in header if column_key(name) in named}
    known = {column_key(name) for name in found}
    return frozenset({*found, *(name for name in repeats if column_key(_REPEAT.sub("", name)) in known)})


def _equal_names(fields: Sequence[TargetField]) -> list[tuple[str, str]]:
    """Field and key pairs, the better synonyms of all fields first, so that a weak one takes no column."""
    ranked = [
        (rank, place, field.name, column_key(word))
        for place, field in enumerate(fields)
        for rank, word in enumerate(field.synonyms)
    ]
    return [(name, key) for _rank, _place, name, key in sorted(ranked)]


def _similar_names(fields: Sequence[TargetField], free: Mapping[str, str]) -> list[tuple[str, str]]:
    scored = []
    for place, field in enumerate(fields):
        for key in free:
            if len(key) >= _SHORTEST_FUZZY:
                likeness = max(_likeness(key, column_key(word)) for word in field.synonyms)
                scored.append((-likeness, place, field.name, key))
    return [(name, key) for score, _place, name, key in sorted(scored) if -score >= _LIKE_ENOUGH]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def check_mapping(mapping: ColumnMapping, header: Sequence[str]) -> tuple[RowProblem, ...]:
    """What keeps the mapping from being used with the header; empty when nothing does."""
    known = {column_key(name) for name in header}
    fields = {field.name: field for field in fields_of(mapping.kind)}
    found = [_missing(field, header) for field in fields.values() if _is_missing(field, mapping)]
    for field, column in mapping.columns.items():
        if field not in fields:
            found.append(RowProblem("field-unknown", row=1, params={"field": field}))
        elif column_key(column) not in known:
            found.append(RowProblem("column-unknown", row=1, params={"header": column}))
    return (*found, *_used_twice(mapping))


def _is_missing(field: TargetField, mapping: ColumnMapping) -> bool:
    return field.required and not mapping.columns.get(field.name)


def _missing(field: TargetField, header: Sequence[str]) -> RowProblem:
    params = {
        "field": field.name,
        "header": ", ".join(header) or "-",
        "known": ", ".join(field.synonyms[:6]),
    }
    return RowProblem("missing-column", row=1, column=field.name, params=params)


def _used_twice(mapping: ColumnMapping) -> list[RowProblem]:
    used = sorted((column_key(column), field, column) for field, column in mapping.columns.items())
    return [
        RowProblem("column-twice", row=1, params={"header": one[2], "fields": f"{one[1]}, {two[1]}"})
        for one, two in pairwise(used)
        if one[0] == two[0]
    ]
