"""Outlines and edges in space, cut off at planes."""

from __future__ import annotations

import numpy as np

from app.domain.scene.piercing import Plane
from app.domain.scene.solids import Points


def clipped(ring: Points, planes: tuple[Plane, ...]) -> Points:
    """What of an outline (n, 3) lies above the planes (Sutherland and Hodgman); empty where nothing does."""
    for way, level in planes:
        heights = ring @ np.array(way) - level
        rows = []
        for at in range(len(ring)):
            before, height = heights[at - 1], heights[at]
            if (before > 0) != (height > 0):
                rows.append(ring[at - 1] + (ring[at] - ring[at - 1]) * (before / (before - height)))
            if height > 0:
                rows.append(ring[at])
        ring = np.array(rows).reshape(-1, 3)
    return ring if len(ring) > 2 else ring[:0]


def clipped_edges(starts: Points, ends: Points, planes: tuple[Plane, ...]) -> Points:
    """What of edges lies above the planes, (n, 2, 3)."""
    for way, level in planes:
        low, high = starts @ np.array(way) - level, ends @ np.array(way) - level
        kept = (low > 0) | (high > 0)
        starts, ends, low, high = starts[kept], ends[kept], low[kept], high[kept]
        share = (low / np.where(low == high, 1.0, low - high))[:, None]
        cut = starts + (ends - starts) * share
        starts, ends = np.where((low > 0)[:, None], starts, cut), np.where((high > 0)[:, None], ends, cut)
    return np.stack((starts, ends), axis=1)
