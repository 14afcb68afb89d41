"""Parts that nobody sees: what stands wholly behind one face of another needs no painting."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.domain.scene.solids import Flags, Points

FEW = 12
"""Up to so many parts are painted faster than they are looked for."""
_COVERS = 32
_SMALLEST = 900.0
"""Square pixels of a face that may cover others."""


class Covers:
    """The largest opaque faces on a picture."""

    def __init__(self, quads: Points, owners: npt.NDArray[np.intp], ranks: npt.NDArray[np.intp]) -> None:
        """Take faces of four corners.

        Args:
            quads: their corners on the picture, (faces, 4, 2).
            owners: by face, its part.
            ranks: by part, its place in the painting order.
        """
        areas = _areas(quads)
        largest = np.argsort(-np.abs(areas), kind="stable")[:_COVERS]
        largest = largest[np.abs(areas[largest]) >= _SMALLEST]
        quads = quads[largest]
        edges = (np.roll(quads, -1, axis=1) - quads) * np.sign(areas[largest])[:, None, None]
        self._across, self._down = edges[:, :, 0], edges[:, :, 1]
        self._levels = self._across * quads[:, :, 1] - self._down * quads[:, :, 0]
        self._ranks = ranks[owners[largest]]

    def hide(self, seen: Points, ranks: npt.NDArray[np.intp]) -> Flags:
        """By group of places on the picture (groups, places, 2): whether all of it lies behind one face.

        `ranks` is the place of each group in the painting order.
        """
        x, y = seen[:, :, 0].ravel(), seen[:, :, 1].ravel()
        hidden = np.zeros(len(seen), dtype=bool)
        for across, down, level, rank in zip(
            self._across, self._down, self._levels, self._ranks, strict=True
        ):
            side = np.multiply.outer(across, y) - np.multiply.outer(down, x)
            inside = (side > level[:, None]).all(axis=0)
            hidden |= inside.reshape(len(seen), -1).all(axis=1) & (ranks < rank)
        return hidden


def _areas(quads: Points) -> Points:
    """Twice the area of each, by the way it turns."""
    after = np.roll(quads, -1, axis=1)
    return np.asarray((quads[:, :, 0] * after[:, :, 1] - quads[:, :, 1] * after[:, :, 0]).sum(axis=1))
