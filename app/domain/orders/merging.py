"""Two people's edits of one order: what stands beside each other, and what a person must decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.orders.draft import (
    Draft,
    Edit,
    Line,
    as_values,
    header_values,
    insert_line,
    line_inputs,
    line_values,
)

Split = tuple[tuple[Edit, ...], tuple[Edit, ...]]


def split_edits(mine: Iterable[Edit], theirs: Draft) -> Split:
    """My edits that go onto their state of the order, and those of fields that hold neither old nor new there.

    A line that they removed and I edited is in the second part as the whole line, so that taking mine
    brings it back.
    """
    free: list[Edit] = []
    clashing: list[Edit] = []
    for edit in mine:
        if edit.target == "header":
            _share_out(edit, header_values(theirs.header), free, clashing)
            continue
        line = theirs.line(edit.target.removeprefix("lines/"))
        if edit.new is None:
            _share_out_removal(edit, line, free, clashing)
        elif edit.old is None:
            free.extend([edit] if line is None else [])
        elif line is None:
            clashing.append(edit)
        else:
            _share_out(edit, line_values(line), free, clashing)
    return tuple(free), tuple(clashing)


def revived(edits: Iterable[Edit], before: Draft, theirs: Draft) -> tuple[Edit, ...]:
    """The edits ready to be taken: a line that is gone is inserted again as it was, with what was keyed."""
    found = []
    for edit in edits:
        key = edit.target.removeprefix("lines/")
        old = before.line(key) if edit.target != "header" else None
        if edit.new is None or old is None or theirs.line(key) is not None:
            found.append(edit)
        else:
            found.append(insert_line(Line(**(line_values(old) | dict(edit.new)))))
    return tuple(found)


def _share_out(edit: Edit, stored: Mapping[str, Any], free: list[Edit], clashing: list[Edit]) -> None:
    """Value by value: one that still holds the old fields is free; one that holds the new ones is done."""
    assert edit.old is not None, "a changed target had values before"
    assert edit.new is not None, "a changed target has values after"
    values = as_values(edit.new) if edit.target != "header" else [(name,) for name in edit.new]
    moved = {name for names in values if is_another(names, edit.old, edit.new, stored) for name in names}
    shares = ([n for n in edit.new if n not in moved], free), ([n for n in edit.new if n in moved], clashing)
    for names, into in shares:
        if names:
            now = {name: stored[name] for name in names}
            into.append(Edit(edit.target, now, {name: edit.new[name] for name in names}))


def is_another(
    names: Iterable[str], old: Mapping[str, Any], new: Mapping[str, Any], stored: Mapping[Any, Any]
) -> bool:
    """Whether the stored value is neither the old nor the new one, as a whole."""
    now = [stored[name] for name in names]
    return now not in ([old[name] for name in names], [new[name] for name in names])


def _share_out_removal(edit: Edit, line: Line | None, free: list[Edit], clashing: list[Edit]) -> None:
    if line is None:
        return
    assert edit.old is not None, "a removed line was there"
    stored = line_values(line)
    is_same = all(stored[name] == edit.old[name] for name in line_inputs(line))
    (free if is_same else clashing).append(Edit(edit.target, stored, None))
