"""What keys do in the 3D view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from app.views.kit.scene.view import SceneView

_DEGREES = 7.5
_ZOOM = 1.2
_TURNS = {
    Qt.Key.Key_Left: (_DEGREES, 0.0),
    Qt.Key.Key_Right: (-_DEGREES, 0.0),
    Qt.Key.Key_Up: (0.0, _DEGREES),
    Qt.Key.Key_Down: (0.0, -_DEGREES),
}
_ZOOMS = {
    Qt.Key.Key_Plus: _ZOOM,
    Qt.Key.Key_Equal: _ZOOM,
    Qt.Key.Key_Minus: 1 / _ZOOM,
    Qt.Key.Key_Underscore: 1 / _ZOOM,
}
_VIEWS = {
    Qt.Key.Key_1: "front",
    Qt.Key.Key_2: "left",
    Qt.Key.Key_3: "top",
    Qt.Key.Key_4: "back",
    Qt.Key.Key_5: "isometric",
}
_TYPED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def press(view: SceneView, event: QKeyEvent) -> bool:
    """Do what the key says; False where it says nothing here."""
    if event.modifiers() & ~_TYPED:
        return False
    key = Qt.Key(event.key())
    if key in _TURNS:
        view.orbit(*_TURNS[key])
    elif key in _ZOOMS:
        view.zoom(_ZOOMS[key])
    elif key in _VIEWS:
        view.look_from(_VIEWS[key])
    else:
        return _press_letter(view, key)
    return True


def _press_letter(view: SceneView, key: Qt.Key) -> bool:
    match key:
        case Qt.Key.Key_E:
            view.set_exploded(not view.is_exploded)
        case Qt.Key.Key_O:
            view.set_opened(not view.is_opened)
        case Qt.Key.Key_D:
            view.set_dimensions(not view.has_dimensions)
        case Qt.Key.Key_F:
            view.fit()
        case Qt.Key.Key_PageDown:
            view.walk(1)
        case Qt.Key.Key_PageUp:
            view.walk(-1)
        case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if view.chosen_part:
            view.click_chosen()
        case _:
            return False
    return True
