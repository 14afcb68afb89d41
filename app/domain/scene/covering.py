"""Parts that nobody sees: what stands wholly behind one face of another needs no painting."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.domain.scene.solids import Flags, Points

FEW = 12
"""Up to so many parts are painted faster than they are looked for."""
_COVERS = 20
_SLACK = 0.6
"""Pixels that something may look out behind a face and still count as covered."""
_SMALLEST = 900.0
"""Square pixels of a face that may cover others."""


class Covers:
    """The largest opaque faces on a picture."""

    def __init__(self, quads: Points, ranks: npt.NDArray[np.intp]) -> None:
        """Take faces of four corners.

        Args:
            quads: their corners on the picture, (faces, 4, 2).
            ranks: by face, its place in the painting order.
        """
        areas = _areas(quads)
        largest = np.argsort(-np.abs(areas), kind="stable")[:_COVERS]
        largest = largest[np.abs(areas[largest]) >= _SMALLEST]
        quads = quads[largest]
        self._numbers = largest
        self.used: set[int] = set()
        """Which of the faces (by their number) have hidden something."""
        edges = (np.roll(quads, -1, axis=1) - quads) * np.sign(areas[largest])[:, None, None]
        self._across, self._down = edges[:, :, 0], edges[:, :, 1]
        slack = _SLACK * np.hypot(self._across, self._down)
        self._levels = self._across * quads[:, :, 1] - self._down * quads[:, :, 0] - slack
        self._ranks = ranks[largest]

    def hide(self, seen: Points, ranks: npt.NDArray[np.intp]) -> Flags:
        """By group of places on the picture (groups, places, 2): whether all of it lies behind one face.

        `ranks` is the place of each group in the painting order.
        """
        x, y = seen[:, :, 0].ravel(), seen[:, :, 1].ravel()
        inside = np.ones((len(self._numbers), len(x)), dtype=bool)
        for edge in range(4):  # one after the other: an array of all sides at once is slower than its reading
            side = self._across[:, edge, None] * y
            side -= self._down[:, edge, None] * x
            inside &= side > self._levels[:, edge, None]
        hides = inside.reshape(len(self._numbers), *seen.shape[:2]).all(axis=2)
        hides &= ranks < self._ranks[:, None]
        self.used.update(self._numbers[hides.any(axis=1)].tolist())
        return np.asarray(hides.any(axis=0))


def _areas(quads: Points) -> Points:
    """Twice the area of each, by the way it turns."""
    after = np.roll(quads, -1, axis=1)
    return np.asarray((quads[:, :, 0] * after[:, :, 1] - quads[:, :, 1] * after[:, :, 0]).sum(axis=1))
