"""A group of options in the form."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.configuring.views import FieldView, OptionView
from app.views.configurator.field_box import FieldBox
from app.views.configurator.option_list import OptionList
from app.views.kit.tokens import Level


class GroupBox(FieldBox):
    """Enter takes an option and goes on; Space takes it and stays."""

    def __init__(self, view: FieldView, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        self.list = OptionList(currency, self)
        self.list.setObjectName(f"options:{view.code}")
        self.body.addWidget(self.list)
        self.list.picked.connect(self._pick)
        self.list.toggled.connect(self.chosen)
        self.list.refused.connect(self.refused)
        self.list.retracted.connect(lambda: self.retracted.emit(self.view.code))
        self.list.cursor_moved.connect(lambda option: self.told.emit(self.view.code, option))
        self.list.passed.connect(lambda step: self.went_on.emit(self.view.code, step))
        self.head.show_field(view)
        self.show_field(view)

    def show_field(self, view: FieldView) -> None:
        self.list.show_field(view)

    def first_stop(self) -> QWidget:
        return self.list

    def tell(self) -> None:
        self.told.emit(self.view.code, self.list.current())

    def set_stock(self, stock: dict[str, tuple[Level, str]]) -> None:
        self.list.set_stock(stock)

    def option(self) -> OptionView | None:
        """The option that the keys are on."""
        return self.list.current()

    def _pick(self, code: str) -> None:
        """Have it and go on; where it cannot be had, the keys stay with the reason."""
        option = self.list.rows.option(self.list.rows.row_of(code))
        if option is None:
            return
        go_on = partial(self.went_on.emit, self.view.code, 1)
        if self.is_firm(option):
            go_on()
            return
        self.chosen.emit(code)
        if self.is_open(option):
            go_on()

    @staticmethod
    def is_firm(option: OptionView) -> bool:
        """Whether people chose it already."""
        return option.state == "chosen" and option.level in ("user", "given")

    @staticmethod
    def is_open(option: OptionView) -> bool:
        """Whether choosing it needs no repair."""
        return option.state != "blocked"
