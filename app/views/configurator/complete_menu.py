"""Ctrl+M: the rest is filled in by the defaults, as cheap or as soon as possible; a number takes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.views.configurator.numbered_menu import NumberedMenu

if TYPE_CHECKING:
    from app.views.configurator.page import ConfigPage

NEAREST = "nearest"


class CompleteMenu(NumberedMenu):
    """`taken(name)`: "defaults", "cheapest", "soonest" or `NEAREST`."""

    def __init__(self, owner: ConfigPage) -> None:
        ways = (
            ("defaults", _("By the defaults")),
            ("cheapest", _("As cheap as possible")),
            ("soonest", _("As soon as possible")),
            (NEAREST, _("As near as possible to the noted one")),
        )
        super().__init__(_("Complete the rest"), ways, owner)
        self.list.setObjectName("completeWays")
