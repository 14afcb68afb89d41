"""In which order convex bodies are painted, so that what is nearer covers what it hides.

Two bodies that do not reach into one another are parted by a plane, nearly always one of their own faces. The eye is on
one side of that plane: the body on the other side cannot hide anything of the one on the eye's side. What may hide what
then gives an order; only bodies that hide one another in a ring have none, and the farthest goes first there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.scene.solids import Flags, Points, crossed

TOUCHING = 1.0
"""Tenths of a millimetre that bodies may reach into one another: what has turned stands at no whole numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Hulls:
    """Bodies with three pairs of parallel faces: cuboids, turned or slanted.

    Args:
        points: their corners, (bodies, 8, 3).
        normals: of their faces, outwards, (bodies, 6, 3).
        offsets: (bodies, 6): `normal @ x` on the face.
        parts: (bodies, 6, bodies): the plane of the face parts its body from the other; holds for every camera.
    """

    points: Points
    normals: Points
    offsets: Points
    parts: Flags


def hulls_of(middles: Points, halves: Points) -> Hulls:
    """Bodies with what parts them, from their middles (bodies, 3) and half edges (bodies, 3 edges, 3)."""
    ways = crossed(halves[:, [1, 2, 0]], halves[:, [2, 0, 1]])
    ways /= np.maximum(np.sqrt((ways * ways).sum(axis=2, keepdims=True)), 1e-12)
    ways *= np.sign((ways * halves).sum(axis=2))[:, :, None]
    normals = np.concatenate((ways, -ways), axis=1)
    reach = np.abs((ways * halves).sum(axis=2))
    offsets = np.einsum("bfi,bi->bf", normals, middles) + np.tile(reach, 2)
    gaps = _gaps(middles, halves, normals, offsets)
    best = gaps.max(axis=1)
    nearest = np.maximum(best, best.T)[:, None, :]
    points = middles[:, None] + np.einsum("ce,bei->bci", _SIGNS, halves)
    return Hulls(points, normals, offsets, gaps >= np.minimum(nearest - 1e-6, -TOUCHING))


def _gaps(middles: Points, halves: Points, normals: Points, offsets: Points) -> Points:
    """(bodies, 6, bodies): how far the second lies beyond the face of the first."""
    sides = halves[:, (0, 1, 2), (0, 1, 2)]
    if np.count_nonzero(halves) == sides.size and (sides > 0).all():
        return _aligned_gaps(middles, sides)
    flat = normals.reshape(-1, 3)
    radii = sum(np.abs(flat @ halves[:, edge].T) for edge in range(3))
    return np.asarray((flat @ middles.T - radii - offsets.reshape(-1, 1)).reshape(len(middles), 6, -1))


def _aligned_gaps(middles: Points, reaches: Points) -> Points:
    """The same where all edges run along x, y and z, as they nearly always do: a fifth of the time."""
    away = middles.T[:, None, :] - middles.T[:, :, None]  # (axes, bodies, bodies)
    both = reaches.T[:, None, :] + reaches.T[:, :, None]
    return np.asarray(np.concatenate((away - both, -away - both)).transpose(1, 0, 2))


_SIGNS = np.array([[1 if n >> edge & 1 else -1 for edge in range(3)] for n in range(8)], dtype=float)


def hiding(hulls: Hulls, heights: Points) -> Flags:
    """(bodies, bodies): whether the first may hide the second from an eye so high above each face (bodies, 6)."""
    sees = (heights > 0)[:, :, None]
    behind = (hulls.parts & sees).any(axis=1)
    before = (hulls.parts & ~sees).any(axis=1)
    return np.asarray(~(behind | before.T))


def overlapping(seen: Points) -> Flags:
    """(bodies, bodies): whether their rectangles on the picture meet; `seen` is (bodies, 8, 2 or more)."""
    low, high = seen[:, :, :2].min(axis=1), seen[:, :, :2].max(axis=1)
    meets = low[:, None, :] < high[None, :, :]
    return np.asarray((meets & meets.transpose(1, 0, 2)).all(axis=2))


def painting_order(hides: Flags, depths: Points) -> list[int]:
    """The bodies from the first that is painted to the last.

    Args:
        hides: (bodies, bodies): the first may hide the second, so the second is painted first.
        depths: by body, how far ahead of the eye it is: decides where nothing else does.
    """
    hides = hides.copy()
    np.fill_diagonal(hides, val=False)
    hides &= ~(hides.T & (depths[:, None] > depths[None, :]))
    waiting = hides.sum(axis=1)
    left = np.ones(len(depths), dtype=bool)
    order: list[int] = []
    while left.any():
        ready = np.flatnonzero(left & (waiting <= 0))
        if not len(ready):  # a ring
            ready = np.array([int(np.argmax(np.where(left, depths, -np.inf)))])
        ready = ready[np.argsort(-depths[ready], kind="stable")]
        order.extend(ready.tolist())
        left[ready] = False
        waiting -= hides[:, ready].sum(axis=1)
    return order
