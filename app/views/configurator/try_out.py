"""A model tried out where there is little room: picture, form and price one below the other, for the models desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.i18n import _, current_language
from app.views.configurator.config_view import ConfigView
from app.views.configurator.hands import Hands
from app.views.configurator.opened import Opened, Wish
from app.views.kit.action_row import CutLabel
from app.views.kit.context import Context
from app.views.kit.keyed import today_of

if TYPE_CHECKING:
    from app.domain.configuring.keeping import Kept
    from app.domain.configuring.session import Session
    from app.domain.model_drafts.checking import Ready
    from app.domain.product_models.evaluating import Evaluator
    from app.services.unit_of_work import Reading

_PICTURE = 0.36
_STEPS = 116


class NarrowView(ConfigView):
    """The parts of the configurator's page for a narrow place; `Hands` works them as there."""

    def _lay_out(self) -> None:
        self.splitter.setOrientation(Qt.Orientation.Vertical)
        middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(6)
        middle.addWidget(self.form, 1)
        middle.addWidget(self.explain)
        lower = self._right
        lower.setOrientation(Qt.Orientation.Horizontal)
        self.steps.setMaximumWidth(_STEPS)
        lower.addWidget(self.steps)
        lower.addWidget(self._middle)
        lower.setStretchFactor(1, 1)
        self.splitter.addWidget(self.picture)
        self.splitter.addWidget(lower)
        self.splitter.setStretchFactor(1, 1)
        for part in (self.price, self.buttons, self.steps_card):
            part.hide()
        self.top.crumb.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.price.total)
        column.addWidget(self.price.lead)
        self.whose = CutLabel(parent=self)
        self.whose.setObjectName("tryOutPrice")
        column.addWidget(self.whose)

    def say_whose(self, currency: str) -> None:
        """Whose price it is: nobody's, so that nobody takes it for what a customer pays."""
        told = _(
            "What the model itself adds, in {currency}: without the article's price, lists and discounts"
        )
        self.whose.setText(told.format(currency=currency))

    def resizeEvent(self, event: QResizeEvent) -> None:
        QWidget.resizeEvent(self, event)
        self._right.setSizes([_STEPS, max(1, event.size().width() - _STEPS - 10)])
        if event.size().height() != event.oldSize().height():
            high = event.size().height() - 60
            self.splitter.setSizes([round(high * _PICTURE), round(high * (1 - _PICTURE))])


@dataclass(frozen=True, slots=True)
class Tried:
    """What is configured: a session over the draft, and what follows from it."""

    session: Session
    follows: Evaluator
    currency: str


class ModelTryOut(QObject):
    """Shows one model after the other; choices stay as far as they fit."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._made: Tried | None = None
        self._hands: Hands | None = None
        self._view: NarrowView | None = None
        self._home = ""
        self._holder = QWidget(parent)
        self._holder.setObjectName("modelTryOut")
        self._holder.setAccessibleName(_("The model tried out"))
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._holder.installEventFilter(self)

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self._holder

    @property
    def made(self) -> Tried | None:
        """What is configured, None before a model could be read."""
        return self._made

    def show_model(self, ready: Ready) -> None:
        """Begin a session over this model in a job, with the choices made so far."""
        if self._home:
            self._begin(ready)
            return

        def known(currency: str) -> None:
            self._home = currency
            self._begin(ready)

        self._context.jobs.read(self, _home_currency, known, latest="home", failed=self._not_begun)

    def _begin(self, ready: Ready) -> None:
        kept = self._made.session.kept() if self._made is not None else None
        today, home = today_of(self._context), self._home
        self._context.jobs.files(
            self, lambda: _begin(ready, kept, today, home), self._show, latest="try", failed=self._not_begun
        )

    def _not_begun(self, _error: Exception) -> None:
        """What is wrong stands among the findings; what was configured before stays."""

    def _show(self, tried: Tried) -> None:
        step = self._hands.now.step if self._hands is not None else ""
        had_keys = self._has_keys()
        if self._view is not None:
            self._column.removeWidget(self._view)
            self._view.hide()
            self._view.deleteLater()
        self._made = tried
        self._view = NarrowView(tried.currency, self._holder)
        self._view.say_whose(tried.currency)
        self._column.addWidget(self._view)
        opened = Opened(Wish(0, on=today_of(self._context)), tried.session, tried.follows, tried.currency)
        self._hands = Hands(opened, self._view)
        self._hands.show(step)
        if had_keys:
            self.enter()

    def _has_keys(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self._holder.isAncestorOf(focus)

    def enter(self) -> None:
        """Give the keys to the form."""
        if self._view is not None:
            self._view.form.enter()

    def undo(self) -> None:
        """Take the last choice back."""
        if self._hands is not None:
            self._hands.undo()

    def redo(self) -> None:
        """Choose again."""
        if self._hands is not None:
            self._hands.redo()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """PgUp and PgDn turn the steps: no command has them here, since the text beside needs them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._hands is not None:
            step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._hands.step_by(step)
                return True
        return super().eventFilter(watched, event)


def _home_currency(view: Reading) -> str:
    from app.services.letterhead import read_firm

    return str(read_firm(view)["currency"])


def _begin(ready: Ready, kept: Kept | None, today: date, home: str) -> Tried:
    from app.domain.configuring.needs import Terms
    from app.domain.configuring.session import Session
    from app.domain.product_models.evaluating import Evaluator

    follows = Evaluator(ready.definition, current_language())
    terms = Terms(today, "", current_language())
    session = Session(ready.flat, follows, terms, compiled=ready.compiled, earlier=kept)
    session.view()
    follows.prices(session.preview, "", today)
    follows.scene(session.preview)
    return Tried(session, follows, ready.definition.currency or home)
