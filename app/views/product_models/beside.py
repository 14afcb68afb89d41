"""Beside the files: the model tried out, and its cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.i18n import _
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.product_models.bench_card import BenchCard

if TYPE_CHECKING:
    from app.domain.configuring.session import Session
    from app.domain.model_drafts.checking import Ready, Review
    from app.domain.product_models.evaluating import Evaluator


class Made(Protocol):
    """What is configured beside: a session, and what follows from it."""

    @property
    def session(self) -> Session: ...
    @property
    def follows(self) -> Evaluator: ...


class TryOut(Protocol):
    """A form and a picture of a model, as the configurator's desk makes them."""

    @property
    def widget(self) -> QWidget:
        """What is shown."""

    @property
    def made(self) -> Made | None:
        """What is configured, None before a model could be read."""

    def show_model(self, ready: Ready) -> None:
        """Show this model; what was chosen stays chosen as far as it fits."""

    def enter(self) -> None:
        """Give the keys to the form."""

    def undo(self) -> None:
        """Take the last choice back."""

    def redo(self) -> None:
        """Choose again."""


MakeTryOut = Callable[[Context, QWidget], TryOut]


class Beside(QWidget):
    """Two tabs: F4 and F9 go there and back."""

    def __init__(self, context: Context, make_try_out: MakeTryOut | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.bench = BenchCard(self)
        self._waits = EmptyState(
            "mdi6.tune-variant",
            _("Nothing to try out yet"),
            _("The form and the picture come as soon as the model can be read."),
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._waits)
        self._try_out = make_try_out(context, self) if make_try_out is not None else None
        if self._try_out is not None:
            self._stack.addWidget(self._try_out.widget)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("modelBeside")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.addTab(self._stack, _("Try it out"))
        self.tabs.addTab(self.bench, _("Test bench"))
        self.setMinimumWidth(320)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)

    @property
    def made(self) -> Made | None:
        """What is configured beside."""
        return self._try_out.made if self._try_out is not None else None

    def show_model(self, ready: Ready) -> None:
        """The model can be used: try it out."""
        if self._try_out is not None:
            self._stack.setCurrentIndex(1)
            self.tabs.setTabText(0, _("Try it out"))
            self._try_out.show_model(ready)

    def show_unread(self) -> None:
        """The text cannot be read now: what is tried out is the model as it last could be."""
        if self._stack.currentIndex() == 1:
            self.tabs.setTabText(0, _("Try it out (older)"))

    def show_review(self, review: Review) -> None:
        """What came of the cases."""
        self.bench.show_review(review)
        failed = len(review.report.failed) if review.report is not None else 0
        title = _("Test bench")
        self.tabs.setTabText(1, f"{title} ({failed})" if failed else title)

    def enter_try_out(self) -> bool:
        """Go to the form; False where the keys are there already, or there is none."""
        if self._try_out is None or self._stack.currentIndex() == 0 or self._has_keys(self._stack):
            return False
        self.tabs.setCurrentIndex(0)
        self._try_out.enter()
        return True

    def enter_bench(self) -> bool:
        """Go to the cases; False where the keys are there already."""
        if self._has_keys(self.bench):
            return False
        self.tabs.setCurrentIndex(1)
        self.bench.table.setFocus()
        return True

    @staticmethod
    def _has_keys(part: QWidget) -> bool:
        focus = part.window().focusWidget()
        return focus is not None and part.isAncestorOf(focus)

    def undo(self) -> None:
        """Take the last choice back, where the keys are in the form."""
        if self._try_out is not None and self._has_keys(self._stack):
            self._try_out.undo()

    def redo(self) -> None:
        """Choose again."""
        if self._try_out is not None and self._has_keys(self._stack):
            self._try_out.redo()
