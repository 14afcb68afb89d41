"""Pictures of scenes by their structure: what opens, what is measured, what stands out, what is picked."""

from __future__ import annotations

import numpy as np
import pytest

from app.domain.scene.camera import PRESETS, Camera
from app.domain.scene.drawing import draw
from app.domain.scene.looking import Looking, dimensions_for, held, lens_for
from app.domain.scene.measuring import Lettering, measure_text, measures_of
from app.domain.scene.model import HERE, Box, Dimension, Motion, Part, Scene, Vector
from app.domain.scene.picture import Fill, Lines, Style
from app.domain.scene.standing import Pose, stand
from tests.helpers import scenes

SIZE = (900.0, 640.0)
LETTERING = Lettering(lambda text: (7.0 * len(text), 17.0))
MAKES = {"desk": scenes.desk, "cabinet": lambda: scenes.cabinet(4), "rack": scenes.rack}


def scene_of(*parts):
    return Scene(parts, scenes.MATERIALS, Vector(6000, 6000, 6000))


def box(key, size, at, **facts):
    return Part(key, key, key, Box(Vector(*size)), Vector(*at), facts.pop("material", "white"), **facts)


def ends(scene, pose, key):
    """The smallest and largest place of a part."""
    standing = stand(scene, pose)
    number = [part.key for part in scene.parts].index(key)
    points = standing.points[standing.first_point[number] : standing.first_point[number + 1]]
    return points.min(axis=0).round().tolist(), points.max(axis=0).round().tolist()


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        ("left", [0, -5000, 0], [200, 0, 8000]),
        ("right", [4800, -5000, 0], [5000, 0, 8000]),
        ("top", [0, -8000, 7800], [5000, 0, 8000]),
        ("bottom", [0, -8000, 0], [5000, 0, 200]),
    ],
)
def test_a_door_turns_about_its_edge_to_the_front(kind, low, high):
    scene = scene_of(box("door", (5000, 200, 8000), (0, 0, 0), opens=Motion(kind, 90)))
    assert ends(scene, Pose(opened=1), "door") == (low, high)


def test_a_drawer_slides_to_the_front_and_takes_its_handle_along():
    drawer = box("front", (5000, 190, 2000), (0, 0, 0), opens=Motion("slide", 3000))
    handle = box("handle", (1000, 200, 100), (2000, -200, 900))
    scene = scene_of(drawer, handle)
    assert ends(scene, Pose(opened=0.5), "front")[0] == [0, -1500, 0]
    assert ends(scene, Pose(opened=0.5), "handle")[0] == [2000, -1700, 900]


def test_a_panel_in_a_groove_ends_where_one_sees_it_and_is_whole_when_pulled_out():
    side = box("side", (190, 5000, 8000), (0, 0, 0))
    back = box(
        "back", (5000, 80, 8000), (110, 4000, 0), joins=("side",), joint=80, explode=Vector(0, 3000, 0)
    )
    scene = scene_of(side, back)
    assert ends(scene, Pose(), "back")[0] == [190, 4000, 0]
    assert ends(scene, Pose(exploded=1), "back")[0] == [110, 7000, 0]


def test_the_closed_drawer_is_picked_from_the_front_and_the_shelf_when_the_door_is_open():
    scene = scenes.cabinet(1)
    keys = []
    for pose in (Pose(), Pose(opened=1)):
        standing = stand(scene, pose)
        lens = lens_for(Looking(PRESETS["front"], pose), standing, SIZE)
        shelf = next(n for n, part in enumerate(scene.parts) if part.key == "modules.1/shelf.1")
        middle = standing.points[standing.first_point[shelf] : standing.first_point[shelf + 1]].mean(axis=0)
        x, y, _ = lens.project(middle[None])[0]
        found = draw(standing, lens).part_at(x, y)
        keys.append(scene.parts[found].key if found is not None else "")
    assert keys == ["modules.1/door.0", "modules.1/shelf.1"]


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES)
@pytest.mark.parametrize("size", [(300.0, 240.0), (900.0, 640.0), (1400.0, 900.0)])
def test_texts_of_dimensions_meet_neither_one_another_nor_the_edge(make, size):
    scene = make()
    standing = stand(scene)
    for yaw in range(0, 360, 40):
        lens = lens_for(Looking(Camera(yaw=yaw)), standing, size)
        labels = [each.label for each in measures_of(scene.dimensions, lens, LETTERING, size)]
        for number, label in enumerate(labels):
            assert not any(label.meets(other, gap=0) for other in labels[:number])
            for at, side, end in zip(label.middle, label.size, size, strict=True):
                assert side / 2 <= at <= end - side / 2


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES)
@pytest.mark.parametrize("preset", ["front", "left", "back", "top"])
def test_in_elevations_dimensions_stand_beside_the_product(make, preset):
    scene = make()
    standing, looking = stand(scene), Looking(PRESETS[preset])
    lens = lens_for(looking, standing, SIZE)
    places = lens.project(standing.corners)[:, :2]
    low, high = places.min(axis=0) - 1, places.max(axis=0) + 1
    found = measures_of(dimensions_for(looking, standing), lens, LETTERING, SIZE)
    assert len(found) == 2
    for measure in found:
        ends = np.array(measure.lines[0])
        assert ((ends <= low) | (ends >= high)).any(axis=1).all(), measure.label.text
        assert ((ends > 0) & (ends < SIZE)).all()
        middle, half = np.array(measure.label.middle), np.array(measure.label.size) / 2
        assert ((middle + half <= low + 4) | (middle - half >= high - 4)).any(), (
            "no text covers what it measures"
        )


def test_dimensions_go_while_the_product_is_open_or_pulled_apart():
    standing = stand(scenes.desk())
    for pose, count in ((Pose(), 3), (Pose(opened=0.2), 0), (Pose(exploded=1), 0)):
        assert len(dimensions_for(Looking(pose=pose), standing)) == count


def test_a_dimension_writes_its_decimal_as_the_reader_does():
    dimension = Dimension(HERE, Vector(16005, 0, 0), Vector(0, -1000, 0))
    assert [measure_text(dimension, decimal) for decimal in ".,"] == ["1600.5 mm", "1600,5 mm"]
    assert measure_text(Dimension(HERE, Vector(0, 0, 7450), HERE), ",") == "745 mm"


def test_a_dimension_that_is_seen_end_on_is_left_out():
    away = Dimension(HERE, Vector(0, 8000, 0), Vector(-1000, 0, 0))
    standing = stand(scenes.desk())
    lens = lens_for(Looking(PRESETS["front"]), standing, SIZE)
    assert measures_of((away,), lens, LETTERING) == ()


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES)
@pytest.mark.parametrize("pose", [Pose(), Pose(opened=1), Pose(exploded=1)])
def test_everything_fits_the_picture(make, pose):
    standing = stand(make(), pose)
    lens = lens_for(Looking(pose=pose), standing, SIZE)
    places = lens.project(standing.points)[:, :2]
    assert (places > 0).all()
    assert (places < SIZE).all()


def test_who_turns_a_product_sees_it_at_the_same_scale():
    standing = stand(scenes.cabinet(4))
    before = Looking(PRESETS["isometric"])
    after = held(before, before.camera.orbited(50, 10), standing, SIZE)
    assert lens_for(after, standing, SIZE).scale == pytest.approx(lens_for(before, standing, SIZE).scale)


def test_what_is_under_the_mouse_stays_there_while_one_zooms():
    standing = stand(scenes.desk())
    before = Looking()
    place = np.array([[8000.0, 4000.0, 7450.0]])
    lens = lens_for(before, standing, SIZE)
    x, y, _ = lens.project(place)[0]
    share = (x / SIZE[0] - 0.5, y / SIZE[1] - 0.5)
    after = Looking(before.camera.zoomed(1.5, share))
    moved = lens_for(after, standing, SIZE).project(place)[0]
    assert moved[:2] == pytest.approx([x, y])


def test_the_chosen_part_stands_out_in_the_accent():
    standing = stand(scenes.desk())
    lens = lens_for(Looking(), standing, SIZE)
    marks = draw(standing, lens, Style("none", chosen="front.0", accent=(26, 102, 214))).marks
    number = [part.key for part in standing.scene.parts].index("front.0")
    assert {mark.colour for mark in marks if isinstance(mark, Lines) and mark.part == number} == {
        (26, 102, 214, 255)
    }


def test_papers_have_grain_as_lines_along_it_and_the_screen_as_surfaces():
    standing = stand(scene_of(box("top", (8000, 4000, 250), (0, 0, 0), material="oak", grain="x")))
    lens = lens_for(Looking(PRESETS["top"]), standing, SIZE)
    lines = [
        mark
        for mark in draw(standing, lens, Style("lines")).marks
        if isinstance(mark, Lines) and len(mark.rows) > 8
    ]
    ways = np.abs(np.concatenate([mark.rows[:, 2:] - mark.rows[:, :2] for mark in lines]))
    assert (ways[:, 0] > 5 * ways[:, 1]).all()
    fills = [mark for mark in draw(standing, lens).marks if isinstance(mark, Fill)]
    assert [mark.surface.texture for mark in fills if mark.surface] == ["wood"]


def test_the_same_scene_gives_the_same_picture():
    first, second = (
        draw(stand(scenes.desk()), lens_for(Looking(), stand(scenes.desk()), SIZE), Style("lines")).marks
        for _ in range(2)
    )
    assert len(first) == len(second)
    for one, two in zip(first, second, strict=True):
        if isinstance(one, Lines) and isinstance(two, Lines):
            assert (one.rows == two.rows).all()
        else:
            assert one == two
