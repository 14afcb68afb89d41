"""The picture of what is configured, with buttons for how it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from app.views.kit.buttons import key_button
from app.views.kit.scene.view import SceneView

if TYPE_CHECKING:
    from app.domain.scene.model import Scene


class PictureCard(QFrame):
    """`view` is the kit's 3D view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.view = SceneView(self)
        self.exploded = self._button(_("Exploded"), _("Pull the parts apart (E in the picture)"))
        self.opened = self._button(_("Opened"), _("Open doors and drawers (O in the picture)"))
        self.sized = self._button(_("Dimensions"), _("Show dimensions (D in the picture)"))
        self.exploded.clicked.connect(lambda: self.view.set_exploded(not self.view.is_exploded))
        self.opened.clicked.connect(lambda: self.view.set_opened(not self.view.is_opened))
        self.sized.clicked.connect(lambda: self.view.set_dimensions(not self.view.has_dimensions))
        self.view.looks_changed.connect(self._follow)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 4)
        row.setSpacing(2)
        row.addStretch(1)
        for button in (self.exploded, self.opened, self.sized):
            row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(self.view, 1)
        self._column.addLayout(row)

    def _button(self, title: str, hint: str) -> QPushButton:
        button = key_button(title, "", "quiet", self)
        button.setCheckable(True)
        button.setToolTip(hint)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _follow(self) -> None:
        self.exploded.setChecked(self.view.is_exploded)
        self.opened.setChecked(self.view.is_opened)
        self.sized.setChecked(self.view.has_dimensions)

    def show_scene(self, scene: Scene | None) -> None:
        """Draw it; what is drawn already is not drawn again."""
        if scene is not self.view.scene:
            self.view.show_scene(scene)
            self._follow()

    def make_tight(self, *, tight: bool) -> None:
        """Without the row of buttons, where the window is low: the keys do the same."""
        for button in (self.exploded, self.opened, self.sized):
            button.setVisible(not tight)
