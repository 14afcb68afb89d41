"""What the YAML parser says of a text that is none, in words for who writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.product_models.reading.notes import Notes, Place

if TYPE_CHECKING:
    from yaml import YAMLError

_STARTS = (
    ("found unexpected end of stream", "yaml_quote"),
    ("found unexpected document indicator", "yaml_quote"),
    ("did not find expected ','", "yaml_bracket"),
    ("mapping values are not allowed", "yaml_colon"),
    ("could not find expected ':'", "yaml_key"),
    ("did not find expected key", "yaml_indent"),
    ("did not find expected '-'", "yaml_indent"),
    ("block sequence entries are not allowed", "yaml_dash"),
    ("found character that cannot start", "yaml_sign"),
    ("did not find expected node content", "yaml_sign"),
    ("found unknown escape", "yaml_escape"),
)
_FROM_ITS_BEGIN = frozenset({"yaml_quote", "yaml_bracket", "yaml_key"})
"""What is told at the line in which it is opened: the parser only notices it further down."""


def note_problem(error: YAMLError, text: str, file: str, notes: Notes) -> None:
    """Note what stands against reading a text, at the line at which it is put right."""
    position = getattr(error, "position", None)
    if isinstance(position, int):  # a character that no text has
        line = text.count("\n", 0, position) + 1
        notes.wrong(Place(file, line), "product_model.yaml_character", found=getattr(error, "character", 0))
        return
    problem = getattr(error, "problem", None) or getattr(error, "context", None) or str(error)
    met = _line(getattr(error, "problem_mark", None) or getattr(error, "context_mark", None))
    begun = _line(getattr(error, "context_mark", None) or getattr(error, "problem_mark", None))
    kind = next((kind for start, kind in _STARTS if problem.startswith(start)), "not_yaml")
    words = _line_of(text, met)
    if kind == "yaml_sign" and not words.strip():  # the text ends where a value is wanted
        kind = "yaml_bracket"
    if _has_tab(words):
        notes.wrong(Place(file, met), "product_model.yaml_tab")
    elif kind in _FROM_ITS_BEGIN:
        notes.wrong(Place(file, begun), f"product_model.{kind}", until=met)
    elif kind == "not_yaml":
        notes.wrong(Place(file, met), "product_model.not_yaml", problem=problem)
    else:
        notes.wrong(Place(file, met), f"product_model.{kind}")


def _line(mark: object) -> int:
    return int(getattr(mark, "line", 0)) + 1


def _line_of(text: str, line: int) -> str:
    lines = text.split("\n", line)
    return lines[line - 1] if line <= len(lines) else ""


def _has_tab(words: str) -> bool:
    """Whether a line is indented by a tab."""
    return "\t" in words[: len(words) - len(words.lstrip())]
