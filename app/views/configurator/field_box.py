"""What every field of the form is: a head over what is worked, asked for by signals with its code."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.domain.configuring.views import FieldView
from app.views.configurator.field_head import FieldHead
from app.views.kit.tokens import Level


class FieldBox(QFrame):
    """One field. `view` is what it shows; subclasses fill `body`."""

    chosen = Signal(str)
    """Code of an option: have it (or, of many, turn it round)."""
    refused = Signal(str)
    retracted = Signal(str)
    """Code of the field: take back what was chosen in it."""
    valued = Signal(str, object)
    """Code of a number and a Fraction."""
    told = Signal(str, object)
    """Code of the field, and the OptionView or SizeView that the keys are on, None, or what is wrong in words."""
    went_on = Signal(str, int)
    """Code of the field; to the next field (1) or the one before (-1)."""

    def __init__(self, view: FieldView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.view = view
        self.head = FieldHead(self)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(1, 4, 1, 6)
        self.body.setSpacing(2)
        self.body.addWidget(self.head)

    def show_view(self, view: FieldView) -> None:
        """Show the field as it stands now; an equal view costs a comparison."""
        if view is not self.view and view == self.view:
            return
        self.view = view
        self.head.show_field(view)
        self.show_field(view)

    @abstractmethod
    def show_field(self, view: FieldView) -> None:
        """Show what is below the head."""

    @abstractmethod
    def first_stop(self) -> QWidget:
        """Where the keys go first."""

    def last_stop(self) -> QWidget:
        """Where the keys go from below."""
        return self.first_stop()

    def enter(self, *, from_below: bool = False) -> None:
        """Take the keys."""
        reason = Qt.FocusReason.BacktabFocusReason if from_below else Qt.FocusReason.TabFocusReason
        (self.last_stop() if from_below else self.first_stop()).setFocus(reason)

    def tell(self) -> None:
        """Ask for what is to be said of what the keys are on."""
        self.told.emit(self.view.code, None)

    def set_stock(self, stock: dict[str, tuple[Level, str]]) -> None:
        """By article: the level of its dot and its words."""

    def articles(self) -> frozenset[str]:
        """Whose stock is asked for."""
        return frozenset(option.article for option in self.view.options if option.article)

    def ask_value(self, value: Fraction) -> None:
        """Ask for a value of the number."""
        self.valued.emit(self.view.code, value)
