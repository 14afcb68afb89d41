"""Doors and fronts side by side as one face: what stands behind all of them need not be painted.

Between them are joints of a few millimetres. Where a joint is narrower than a pixel, the row counts as one face, and
the joints are painted dark, as they look.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.domain.scene.solids import Points

JOINT = 50
"""Tenths of a millimetre: wider gaps are seen through."""
_ALIGNED = 10
_SMALLEST = 1500.0
"""Tenths of a millimetre that both sides of a face have at least."""


class Row(NamedTuple):
    """Faces in one plane that together fill a rectangle: its corners (4, 3), and whose they are."""

    corners: Points
    parts: tuple[int, ...]


class _Piece(NamedTuple):
    low: tuple[int, int]
    high: tuple[int, int]
    parts: tuple[int, ...]


def rows_of(corners: Points, normals: Points, parts: npt.NDArray[np.intp]) -> tuple[Row, ...]:
    """The rows of two or more faces, from their corners (faces, 4, 3), their ways and whose they are."""
    low, high = corners.min(axis=1), corners.max(axis=1)
    sides = np.sort(high - low, axis=1)
    wanted = (np.abs(normals).max(axis=1) > 1 - 1e-9) & (sides[:, 1] >= _SMALLEST)
    planes: dict[tuple[int, int, int], list[_Piece]] = defaultdict(list)
    ends = np.rint(np.concatenate((low, high), axis=1)).astype(int).tolist()
    axes = np.abs(normals).argmax(axis=1).tolist()
    for number in np.flatnonzero(wanted).tolist():
        axis, row = axes[number], ends[number]
        a, b = (n for n in range(3) if n != axis)
        key = (axis, 1 if normals[number, axis] > 0 else -1, row[axis])
        planes[key].append(_Piece((row[a], row[b]), (row[a + 3], row[b + 3]), (int(parts[number]),)))
    return tuple(
        _row(piece, axis, level)
        for (axis, _, level), pieces in planes.items()
        if len(pieces) > 1
        for piece in _merged(pieces)
        if len(piece.parts) > 1
    )


def _merged(pieces: list[_Piece]) -> list[_Piece]:
    for axis in (0, 1, 0, 1):
        pieces = _merged_along(pieces, axis)
    return pieces


def _merged_along(pieces: list[_Piece], axis: int) -> list[_Piece]:
    """Neighbours along an axis that are equally long across, as one."""
    across = 1 - axis
    found: list[_Piece] = []
    for piece in sorted(pieces, key=lambda each: (each.low[across] // _ALIGNED, each.low[axis])):
        last = found[-1] if found else None
        if (
            last is not None
            and abs(last.low[across] - piece.low[across]) <= _ALIGNED
            and abs(last.high[across] - piece.high[across]) <= _ALIGNED
            and 0 <= piece.low[axis] - last.high[axis] <= JOINT
        ):
            low, high = np.minimum(last.low, piece.low).tolist(), np.maximum(last.high, piece.high).tolist()
            found[-1] = _Piece((low[0], low[1]), (high[0], high[1]), last.parts + piece.parts)
        else:
            found.append(piece)
    return found


def _row(piece: _Piece, axis: int, level: int) -> Row:
    a, b = (n for n in range(3) if n != axis)
    corners = np.full((4, 3), float(level))
    corners[:, a] = (piece.low[0], piece.high[0], piece.high[0], piece.low[0])
    corners[:, b] = (piece.low[1], piece.low[1], piece.high[1], piece.high[1])
    return Row(corners, piece.parts)
