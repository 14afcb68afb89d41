"""The configurator's screen over a model made by hand: what stands in it, and real keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.domain.configurator.checking import compile_model
from app.domain.configuring.session import Session
from app.views.configurator.config_view import ConfigView
from app.views.configurator.group_box import GroupBox
from app.views.configurator.hands import Hands
from app.views.configurator.module_hands import ModuleHands
from app.views.configurator.opened import Opened, Wish
from tests.helpers import scenes
from tests.unit.configuring.small_models import TERMS, PlainConsequences

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


class Drawn(PlainConsequences):
    """Prices of options, and the same desk for all."""

    drawn = scenes.desk()

    def scene(self, _configuration):
        return self.drawn

    def bom(self, _configuration):
        return ()

    def operations(self, _configuration):
        return ()


class Screen:
    """A form with its picture and price; keys go where the focus is."""

    def __init__(self, qtbot, flat, language="en", given=(), follows=None):
        terms = replace(TERMS, language=language)
        self.follows = follows or Drawn(flat.definition)
        session = Session(flat, self.follows, terms, compiled=compile_model(flat.model), given=given)
        wish = Wish(1, sku="DSK", order_id=1, line="a", on=date(2026, 11, 23), may_take=True)
        self.opened = Opened(wish, session, self.follows)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.view = ConfigView("EUR", self.window)
        QVBoxLayout(self.window).addWidget(self.view)
        self.view.picture.view.animated = False
        self.hands = Hands(self.opened, self.view)
        self.modules = ModuleHands(self.hands, self.view)
        self.window.resize(1090, 640)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.hands.show()
        self.view.form.enter()
        QApplication.processEvents()

    def focus(self) -> QWidget:
        """The widget that has the keys."""
        return QApplication.focusWidget() or self.window

    @property
    def session(self):
        return self.opened.session

    def press(self, key, modifiers=NONE, *, times=1):
        for _time in range(times):
            QTest.keyClick(self.focus(), key, modifiers)
            QApplication.processEvents()

    def type(self, text):
        QTest.keyClicks(self.focus(), text)
        QApplication.processEvents()

    def field(self):
        """The code of the field that has the keys."""
        box = self.view.form.current()
        return box.view.code if box else ""

    def at(self):
        """The name of the option that the keys are on."""
        box = self.view.form.current()
        assert isinstance(box, GroupBox)
        option = box.option()
        return option.name if option else ""

    def told(self):
        """What stands below the form."""
        return self.view.explain.text()

    def chosen(self):
        return {code for code, value in self.session.choices.items() if value is True}
