"""The 3D view of a configured product: orbit, zoom, pan, presets, pulled apart, opened, measured, clicked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QPointF, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.empty_state import EmptyState
from app.views.kit.scene.keys import press
from app.views.kit.scene.words import part_text, scene_text

if TYPE_CHECKING:  # numpy is loaded when the first scene is shown
    from app.domain.scene.camera import Camera
    from app.domain.scene.looking import Looking
    from app.domain.scene.model import Part, Scene
    from app.domain.scene.picture import Grain, Picture
    from app.views.kit.scene.rendering import Renderer

SETTLE_MS = 80
"""After the last move grain and brush lines come back."""
MOVE_MS = 320
_DRAG_DEGREES = 0.4
_STEP = 1.2
_CLICK_PIXELS = 4


class SceneView(QWidget):
    """Shows a scene; tells which part is clicked and what is asked by it.

    Signals:
        part_clicked(key): of the part under the click.
        part_asked(asks): the code of the group or number that the part stands for, where it names one.
        looks_changed(): from where or how it is looked at: buttons beside the view follow.
    """

    part_clicked = Signal(str)
    part_asked = Signal(str)
    looks_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, animated: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("sceneView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.animated = animated
        self._renderer: Renderer | None = None
        self._looking: Looking | None = None
        self._picture: Picture | None = None
        self._kept = QImage()
        self._is_drawn = False
        self._chosen = ""
        self._pressed: QPointF | None = None
        self._moved_from: QPointF | None = None
        self._is_moving = self._is_draft = False
        self._posed_from = self._wanted_pose = (0.0, 0.0)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._settle)
        self._animation = QVariantAnimation(self, duration=MOVE_MS)
        self._animation.setEasingCurve(QEasingCurve(QEasingCurve.Type.InOutCubic))
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._pose_share)
        self._animation.finished.connect(self._settle)
        self._empty = EmptyState(
            "mdi6.cube-outline", _("Nothing to draw yet"), _("It appears as you choose."), self
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty)
        theme.signals().changed.connect(self._repaint)
        self._tell()

    # What is shown

    def show_scene(self, scene: Scene | None) -> None:
        """Draw a scene from where one looks already; None (or no part) shows that there is nothing yet.

        A scene that follows another is drawn with rough grain first, as it is when nothing changed for a moment.
        """
        if self._renderer is not None and scene == self._renderer.scene:
            return
        if scene is None or not scene.parts:
            self._renderer = self._looking = None
            self._posed_from = self._wanted_pose = (0.0, 0.0)
            self._animation.stop()
        else:
            self._take(scene)
        self._empty.setVisible(self._renderer is None)
        self._tell()
        self._repaint()

    def _take(self, scene: Scene) -> None:
        from app.domain.scene.looking import Looking
        from app.views.kit.scene.rendering import Renderer

        self._is_draft = self._renderer is not None and self.isVisible()
        if self._is_draft:
            self._settling.start()
        self._renderer = Renderer(scene, self._renderer)
        if self._looking is None:
            self._looking = Looking()
        if self._chosen not in {part.key for part in scene.parts}:
            self._chosen = ""

    @property
    def scene(self) -> Scene | None:
        """What is drawn; None for nothing."""
        return self._renderer.scene if self._renderer else None

    @property
    def looking(self) -> Looking | None:
        """From where and how it is looked at."""
        return self._looking

    @property
    def chosen_part(self) -> str:
        """The key of the part that stands out; "" for none."""
        return self._chosen

    def choose_part(self, key: str) -> None:
        """Let a part stand out; "" for none."""
        self._chosen = key
        self._tell()
        self._repaint()

    def part_at(self, place: QPointF) -> Part | None:
        """The part that is seen at a place of the widget."""
        if self._renderer is None or self._looking is None:
            return None
        if not self._is_drawn:
            self._draw(self._renderer, self._looking)
        number = self._picture.part_at(place.x(), place.y()) if self._picture else None
        return None if number is None else self._renderer.scene.parts[number]

    # How it is looked at

    def look(self, looking: Looking, *, moving: bool = False) -> None:
        """Look so; while one is moving it is drawn without grain."""
        if self._renderer is None or looking == self._looking:
            return
        self._looking = looking
        if moving:
            self._is_moving = True
            self._settling.start()
        self._repaint()
        self.looks_changed.emit()

    def orbit(self, yaw: float, pitch: float) -> None:
        """Turn the camera about the product by degrees, at the same scale."""
        from app.domain.scene.looking import held

        if self._renderer is not None and self._looking is not None:
            camera = self._looking.camera.orbited(yaw, pitch)
            standing = self._renderer.standing(self._looking.pose)
            self.look(held(self._looking, camera, standing, self._size()), moving=True)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Nearer by a factor; what is at a place of the widget stays there."""
        place = at or QPointF(self.width() / 2, self.height() / 2)
        share = (place.x() / max(self.width(), 1) - 0.5, place.y() / max(self.height(), 1) - 0.5)
        if self._looking is not None:
            self._look_through(self._looking.camera.zoomed(factor, share), moving=True)

    def pan(self, right: float, down: float) -> None:
        """Move the picture aside by pixels."""
        if self._looking is not None:
            share = (right / max(self.width(), 1), down / max(self.height(), 1))
            self._look_through(self._looking.camera.panned(*share), moving=True)

    def fit(self) -> None:
        """All of it in the picture, from the same side."""
        if self._looking is not None:
            self._look_through(self._looking.camera.fitted())

    def look_from(self, preset: str) -> None:
        """From one of "front", "left", "top", "back", "isometric"."""
        from app.domain.scene.camera import PRESETS

        self._look_through(PRESETS[preset])

    def _look_through(self, camera: Camera, *, moving: bool = False) -> None:
        if self._looking is not None:
            self.look(replace(self._looking, camera=camera), moving=moving)

    @property
    def is_exploded(self) -> bool:
        """Whether it is (or is on its way to be) pulled apart."""
        return self._wanted_pose[0] > 0

    @property
    def is_opened(self) -> bool:
        """Whether doors and drawers are (or are on their way to be) open."""
        return self._wanted_pose[1] > 0

    @property
    def has_dimensions(self) -> bool:
        """Whether dimensions are shown while it stands together."""
        return self._looking is not None and self._looking.has_dimensions

    def set_exploded(self, wanted: bool) -> None:
        """Pull the parts apart, or together again."""
        self._pose_to((float(wanted), self._wanted_pose[1]))

    def set_opened(self, wanted: bool) -> None:
        """Open doors and drawers, or close them."""
        self._pose_to((self._wanted_pose[0], float(wanted)))

    def set_dimensions(self, wanted: bool) -> None:
        """Show or hide the dimensions."""
        if self._looking is not None:
            self.look(replace(self._looking, has_dimensions=wanted))

    def _pose_to(self, wanted: tuple[float, float]) -> None:
        if self._looking is None or wanted == self._wanted_pose:
            return
        self._animation.stop()
        pose = self._looking.pose
        self._posed_from, self._wanted_pose = (pose.exploded, pose.opened), wanted
        if self.animated and self.isVisible():
            self._animation.start()
        else:
            self._pose_share(1.0)
        self.looks_changed.emit()

    def _pose_share(self, share: float) -> None:
        """A part of the way from one pose to the other."""
        if self._looking is None:
            return
        exploded, opened = (
            start + (end - start) * share
            for start, end in zip(self._posed_from, self._wanted_pose, strict=True)
        )
        self.look(self._looking.exploded(exploded).opened(opened), moving=share < 1)

    # Painting

    def _size(self) -> tuple[float, float]:
        return (float(max(self.width(), 1)), float(max(self.height(), 1)))

    def _repaint(self) -> None:
        self._is_drawn = False
        self.update()

    def _settle(self) -> None:
        """Nothing moves or changes any more: grain and brush lines as they are."""
        if (self._is_moving or self._is_draft) and (
            self._animation.state() != QVariantAnimation.State.Running
        ):
            self._is_moving = self._is_draft = False
            self._repaint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._renderer is None or self._looking is None:
            return
        if not self._is_drawn:
            self._draw(self._renderer, self._looking)
        painter = QPainter(self)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)  # nothing shines through
        painter.drawImage(0, 0, self._kept)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.tokens().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _draw(self, renderer: Renderer, looking: Looking) -> None:
        """Draw into the image that is kept; a new one costs as much as its background."""
        from app.domain.scene.picture import Style
        from app.views.kit.scene.rendering import PIXELS, accent_of

        table = theme.tokens()
        grain: Grain = "none" if self._is_moving else "surface"
        style = Style(grain, self._chosen, accent_of(table))
        ratio = self.devicePixelRatioF()
        if self._kept.size() != self.size() * ratio:
            self._kept = QImage(self.size() * ratio, PIXELS)
        self._kept.setDevicePixelRatio(ratio)
        painter = QPainter(self._kept)
        self._picture = renderer.paint(painter, looking, self._size(), style, table, is_draft=self._is_draft)
        painter.end()
        self._is_drawn = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._repaint()

    def sizeHint(self) -> QSize:
        return QSize(640, 440)

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._moved_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._moved_from is None or not event.buttons():
            self._hover(event.position())
            return
        moved = event.position() - self._moved_from
        if self._pressed is not None and (event.position() - self._pressed).manhattanLength() > _CLICK_PIXELS:
            self._pressed = None
        if self._pressed is not None:
            return
        self._moved_from = event.position()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.orbit(-moved.x() * _DRAG_DEGREES, moved.y() * _DRAG_DEGREES)
        else:
            self.pan(moved.x(), moved.y())

    def _hover(self, place: QPointF) -> None:
        """The part under the mouse tells what it is; a hand says that a click asks for something."""
        part = self.part_at(place)
        told = part_text(part, self.scene) if part and self.scene else ""
        if told != self.toolTip():
            QToolTip.hideText()
            self.setToolTip(told)
        asks = part is not None and part.asks
        self.setCursor(Qt.CursorShape.PointingHandCursor if asks else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed, self._moved_from = self._pressed, None, None
        if pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            part = self.part_at(event.position())
            self._click(part) if part else self.choose_part("")

    def _click(self, part: Part) -> None:
        self.choose_part(part.key)
        self.part_clicked.emit(part.key)
        if part.asks:
            self.part_asked.emit(part.asks)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._renderer is None or not press(self, event):
            super().keyPressEvent(event)

    def walk(self, step: int) -> None:
        """Choose the next part (or the one before)."""
        if self.scene is not None:
            keys = [part.key for part in self.scene.parts]
            at = keys.index(self._chosen) + step if self._chosen in keys else min(step, 0)
            self.choose_part(keys[at % len(keys)])

    def click_chosen(self) -> None:
        """What a click on the chosen part does."""
        if self.scene is not None:
            for part in self.scene.parts:
                if part.key == self._chosen:
                    self._click(part)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _tell(self) -> None:
        """Name and description in words."""
        self.setAccessibleName(_("3D view"))
        self.setAccessibleDescription(scene_text(self.scene, self._chosen))
