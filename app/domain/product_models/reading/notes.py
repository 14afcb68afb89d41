"""What is wrong with the files of a model, collected by file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.domain.told_texts import written

MOST_TOLD = 50
"""So many mistakes are told at once."""


_AS_WRITTEN = frozenset({"found", "key", "name", "column"})
_SHORT = 60
"""So many characters of what stands in the file are told."""
_LIKE = 70
"""From so many of a hundred on a word is like another: "withd" is 80 to "width", "hight" 60."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, from 1."""

    file: str
    line: int


class Notes:
    """The mistakes found so far."""

    def __init__(self) -> None:
        self._issues: dict[tuple[str, int, str, tuple[object, ...]], Issue] = {}

    def wrong(self, place: Place, code: str, **params: object) -> None:
        """Note a mistake by its whole code; the same twice at one place counts once."""
        told = {"file": place.file, "line": place.line, **_short(params)}
        issue = Issue(code, Severity.BLOCK, f"{place.file}:{place.line}", told)
        self._issues.setdefault((place.file, place.line, code, tuple(map(str, params.values()))), issue)

    def expression(self, place: Place, code: str, /, **params: object) -> None:
        """Note what is wrong with an expression by its code `expression.*`; `place` is the character there."""
        reason = written((code, _short(params)))
        self.wrong(place, "product_model.expression", reason=reason, about=code, at=params.get("place", 1))

    def refuse(self, model: str) -> None:
        """RefusedError `product_model.refused` with all that was found, if anything was."""
        if self._issues:
            issues = sorted(self._issues.values(), key=_by_place)[:MOST_TOLD]
            raise RefusedError("product_model.refused", issues, model=model, count=len(self._issues))

    @property
    def has_any(self) -> bool:
        """Whether anything was found."""
        return bool(self._issues)


def _short(params: Mapping[str, object]) -> dict[str, object]:
    """What stands in the file as it is told: a whole line of it says no more than its beginning."""
    return {
        name: f"{text[:_SHORT]}\N{HORIZONTAL ELLIPSIS}"
        if name in _AS_WRITTEN and len(text := str(value)) > _SHORT
        else value
        for name, value in params.items()
    }


def _by_place(issue: Issue) -> tuple[str, int]:
    line = issue.params["line"]
    assert isinstance(line, int)
    return str(issue.params["file"]), line


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like this one, "" where none is."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only where something is wrong

    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return found[0] if found else ""
