"""What is painted last is what the eye meets first: compared with rays through the same scene."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.scene.camera import PRESETS, Camera
from app.domain.scene.drawing import draw
from app.domain.scene.looking import Looking, lens_for
from app.domain.scene.model import Box, Part, Scene, Vector
from app.domain.scene.picture import Style
from app.domain.scene.standing import Pose, stand
from tests.helpers import scenes
from tests.helpers.rays import nearest_parts

SIZE = (420.0, 320.0)
FLAT = Style("none")
BEHIND, ABOVE, BELOW = Camera(yaw=205, pitch=25), Camera(yaw=-40, pitch=55), Camera(yaw=-70, pitch=-8)
OPEN, APART, BOTH = Pose(opened=1), Pose(exploded=1), Pose(0.4, 0.6)
LOOKS = [
    (scenes.desk(), Pose(), Camera()),
    (scenes.desk(), Pose(), PRESETS["top"]),
    (scenes.desk(), OPEN, BELOW),
    (scenes.desk(), APART, BEHIND),
    (scenes.cabinet(2), Pose(), Camera()),
    (scenes.cabinet(2), OPEN, ABOVE),
    (scenes.cabinet(2), BOTH, BELOW),
    (scenes.cabinet(3), OPEN, PRESETS["front"]),
    (scenes.rack(), OPEN, Camera()),
    (scenes.rack(), BOTH, BEHIND),
]


def wrong_places(scene, camera, pose=None, *, step=17):
    """Places of the picture where another part is painted than the eye meets, away from edges."""
    standing = stand(scene, pose or Pose())
    lens = lens_for(Looking(camera, has_dimensions=False), standing, SIZE)
    picture = draw(standing, lens, FLAT)
    places = [
        (x + 0.37, y + 0.41) for x in range(0, int(SIZE[0]), step) for y in range(0, int(SIZE[1]), step)
    ]
    return [
        (place, sure, picture.part_at(*place))
        for place, sure in zip(places, nearest_parts(standing, lens, places), strict=True)
        if sure != "edge" and picture.part_at(*place) != sure
    ]


@pytest.mark.parametrize(("scene", "pose", "camera"), LOOKS)
def test_every_place_shows_the_part_that_the_eye_meets_first(scene, pose, camera):
    assert wrong_places(scene, camera, pose) == []


boxes = st.tuples(*[st.integers(0, 9)] * 3, *[st.integers(1, 5)] * 3)


def apart(rows):
    """The boxes that meet none before them."""
    kept: list[tuple[np.ndarray, np.ndarray]] = []
    for row in rows:
        low, high = np.array(row[:3]), np.array(row[:3]) + row[3:]
        if all((high <= a).any() or (b <= low).any() for a, b in kept):
            kept.append((low, high))
    return kept


@settings(max_examples=30)
@given(st.lists(boxes, min_size=2, max_size=14), st.integers(0, 359), st.integers(-8, 88))
def test_boxes_that_do_not_meet_are_painted_right_from_every_side(rows, yaw, pitch):
    parts = tuple(
        Part(f"p{n}", "p", "P", Box(Vector(*((b - a) * 500).tolist())), Vector(*(a * 500).tolist()), "oak")
        for n, (a, b) in enumerate(apart(rows))
    )
    scene = Scene(parts, scenes.MATERIALS, Vector(7000, 7000, 7000))
    assert wrong_places(scene, Camera(yaw=yaw, pitch=pitch), step=23) == []
