"""The 3D view under real hands: a scene appears, is turned, pulled apart, opened and clicked."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.views.kit.scene.view import SceneView
from tests.helpers import scenes

KEYS = {"front": "1", "left": "2", "top": "3", "back": "4", "isometric": "5"}


@pytest.fixture
def view(qtbot):
    made = SceneView(animated=False)
    qtbot.addWidget(made)
    made.resize(900, 640)
    with qtbot.waitExposed(made):
        made.show()
    made.show_scene(scenes.desk())
    return made


def test_a_view_without_a_scene_says_that_there_is_nothing_yet(qtbot):
    empty = SceneView()
    qtbot.addWidget(empty)
    assert empty.accessibleDescription() == "Nothing to draw yet"
    assert empty.part_at(QPointF(10, 10)) is None


def test_the_scene_is_told_in_words(view):
    assert view.accessibleDescription() == "1600 x 800 x 745 mm, 28 parts"


def test_sizes_are_told_with_a_comma_in_german(view):
    from app.i18n import speaking

    with speaking("de"):
        view.show_scene(scenes.desk(width=1600.5))
        assert view.accessibleDescription().startswith("1600,5 x 800 x 745 mm")


def test_a_click_on_a_part_chooses_it_and_asks_for_its_group(view, qtbot):
    view.look_from("top")
    clicked: list[str] = []
    asked: list[str] = []
    view.part_clicked.connect(clicked.append)
    view.part_asked.connect(asked.append)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(450, 320))
    assert (clicked, asked, view.chosen_part) == (["top"], ["top"], "top")
    assert view.accessibleDescription().endswith("Chosen: Top, 1600 x 800 x 25 mm, Oak")


@pytest.mark.parametrize(("preset", "key"), KEYS.items())
def test_keys_look_from_a_side(view, preset, key):
    from app.domain.scene.camera import PRESETS

    QTest.keyClicks(view, key)
    assert view.looking.camera == PRESETS[preset]


def test_keys_pull_apart_open_measure_and_fit(view):
    QTest.keyClicks(view, "eo")
    assert (view.looking.pose.exploded, view.looking.pose.opened) == (1, 1)
    QTest.keyClicks(view, "d+")
    assert not view.has_dimensions
    assert view.looking.camera.zoom > 1
    QTest.keyClicks(view, "eof")
    assert (view.is_exploded, view.is_opened, view.looking.camera.zoom) == (False, False, 1)


def test_a_drag_turns_it_and_chooses_nothing(view):
    before = view.looking.camera.yaw
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(450, 320))
    QTest.mouseMove(view, QPoint(500, 320))
    QTest.mouseMove(view, QPoint(550, 320))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(550, 320))
    assert view.looking.camera.yaw != before
    assert view.chosen_part == ""


def test_parts_are_walked_through_by_keys(view):
    asked: list[str] = []
    view.part_asked.connect(asked.append)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert (view.chosen_part, asked) == ("top", ["top"])


def test_a_new_product_after_none_stands_together_and_closed(view):
    QTest.keyClicks(view, "eo")
    view.show_scene(None)
    assert view.accessibleDescription() == "Nothing to draw yet"
    view.show_scene(scenes.desk())
    assert (view.is_exploded, view.is_opened, view.looking.pose.exploded) == (False, False, 0)


def test_another_size_is_seen_from_the_same_side_in_the_same_pose(view):
    QTest.keyClicks(view, "2o")
    before = view.looking
    view.show_scene(scenes.desk(width=1800))
    assert view.looking == before
    assert view.accessibleDescription() == "1800 x 800 x 745 mm, 28 parts"


def test_grain_comes_back_when_nothing_moves_any_more(view, qtbot):
    from app.domain.scene.picture import Fill

    def surfaces():
        view.part_at(QPointF(1, 1))
        return sum(isinstance(mark, Fill) and mark.surface is not None for mark in view._picture.marks)

    assert surfaces() > 0
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert surfaces() == 0
    qtbot.waitUntil(lambda: surfaces() > 0)


def test_both_themes_draw_the_same_parts_on_their_own_ground(view):
    from PySide6.QtCore import QSize

    from app.domain.scene.looking import Looking
    from app.views.kit.scene.rendering import image_of
    from app.views.kit.tokens import DARK, LIGHT

    light, dark = (image_of(scenes.desk(), Looking(), QSize(300, 240), table) for table in (LIGHT, DARK))
    assert light.pixelColor(4, 4).lightness() > 200
    assert dark.pixelColor(4, 4).lightness() < 100
    top = light.pixelColor(140, 62)
    assert top.red() > top.green() > top.blue()  # oak
    assert abs(top.red() - dark.pixelColor(140, 62).red()) < 12


def pixels(shown):
    """All that is painted of a view or an image; without the frame that says who has the keys."""
    if isinstance(shown, SceneView):
        shown.clearFocus()
        shown = shown.grab().toImage()
    return bytes(shown.constBits())


def test_a_change_is_drawn_with_rough_grain_at_once_and_as_it_is_a_moment_later(view, qtbot):
    wide = scenes.desk(width=1800)
    view.show_scene(wide)
    rough = pixels(view)
    qtbot.waitUntil(lambda: not view._settling.isActive())
    at_rest = pixels(view)
    other = SceneView(animated=False)
    qtbot.addWidget(other)
    other.resize(view.size())
    other.show_scene(wide)  # the first scene is drawn as it is
    assert at_rest == pixels(other)
    assert rough != at_rest


def test_the_same_scene_once_more_is_not_drawn_again(view, qtbot):
    from app.domain.scene.model import Scene

    view.grab()
    scene = view.scene
    view.show_scene(Scene(scene.parts, dict(scene.materials), scene.outer, scene.dimensions))
    assert view.scene is scene
    assert view._is_drawn


def test_other_colours_look_as_if_they_had_been_there_from_the_first(view, qtbot):
    from dataclasses import replace

    def clad(material):
        desk = scenes.desk()
        return replace(desk, parts=tuple(replace(part, material=material) for part in desk.parts))

    other = SceneView(animated=False)
    qtbot.addWidget(other)
    other.resize(view.size())
    for shown in (view, other):
        shown.show_scene(clad("white"))
    view.grab()
    view.show_scene(clad("grey"))
    other.show_scene(None)
    other.show_scene(clad("grey"))
    assert pixels(view) == pixels(other)


@pytest.mark.parametrize("ratio", [1, 2])
def test_what_is_painted_in_strips_is_as_if_painted_at_once(qapp, ratio):
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QBrush, QImage, QLinearGradient, QPainter

    from app.views.kit.scene.painting import in_strips

    def painted(paint):
        image = QImage(300, 500, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        shade = QLinearGradient(0, 0, 140, 260)
        shade.setColorAt(0, Qt.GlobalColor.red)
        painter.setBrush(QBrush(shade))
        paint(painter, QRectF(-20, -30, 160, 900))
        painter.end()
        return pixels(image)

    def at_once(painter, around):
        painter.drawRect(around)

    def striped(painter, around):
        in_strips(painter, around, lambda: painter.drawRect(around))

    assert painted(striped) == painted(at_once)


def test_the_shadow_is_painted_as_far_as_it_is_seen_however_near_one_looks(qapp):
    from PySide6.QtCore import QSize

    from app.domain.scene.camera import Camera
    from app.domain.scene.looking import Looking
    from app.views.kit.scene.rendering import image_of
    from app.views.kit.tokens import LIGHT

    def shown(zoom, right):
        looking = Looking(Camera(zoom=zoom, shift=(right, -0.1 * zoom)), has_dimensions=False)
        return image_of(scenes.desk(), looking, QSize(300, 240), LIGHT)

    far, near, away = shown(1, 0), shown(12, 0), shown(1, 40)
    assert min(far.pixelColor(290, y).lightness() for y in range(120, 200)) < 200  # its end
    assert near.pixelColor(60, 8).lightness() < 205
    assert away.pixelColor(150, 200).lightness() > 200  # nothing is there
