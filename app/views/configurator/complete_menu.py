"""Ctrl+M: the rest is filled in by the defaults, as cheap or as soon as possible; a number takes one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.views.configurator.numbered_menu import NumberedMenu


class CompleteMenu(NumberedMenu):
    """`taken(name)`: "defaults", "cheapest" or "soonest"."""

    def __init__(self, owner: QWidget) -> None:
        ways = (
            ("defaults", _("By the defaults")),
            ("cheapest", _("As cheap as possible")),
            ("soonest", _("As soon as possible")),
        )
        super().__init__(_("Complete the rest"), ways, owner)
        self.list.setObjectName("completeWays")
