"""The warehouse that ships an order: it alone gives the goods, and its country decides the taxes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.domain.routing.facts import WarehouseFacts
from app.i18n import _
from app.views.kit.cut_combo_box import CutComboBox


class ShipsFromField(CutComboBox):
    """Offers the warehouses that ship, and the order's own as long as it has it."""

    warehouse_chosen = Signal(object)  # its id, None: as routed

    def __init__(self) -> None:
        super().__init__()
        self._warehouses: tuple[WarehouseFacts, ...] = ()
        self._is_of_use = False
        self._shown: int | None = None
        self.activated.connect(lambda _row: self.warehouse_chosen.emit(self.currentData()))

    def set_warehouses(self, warehouses: Sequence[WarehouseFacts], home: str) -> None:
        """The warehouses that ship; a firm with one of its own country has nothing to choose."""
        self._warehouses = tuple(warehouses)
        self._is_of_use = len(self._warehouses) > 1 or any(each.country != home for each in self._warehouses)
        self.show_warehouse(self._shown)

    @property
    def has_choice(self) -> bool:
        """Whether there is anything to choose, or was."""
        return self._is_of_use or self._shown is not None

    def chosen_name(self) -> str:
        """The order's warehouse; "" where it ships as routed."""
        return self.currentText() if self._shown is not None else ""

    def show_warehouse(self, warehouse_id: int | None) -> None:
        """Show the order's."""
        self._shown = warehouse_id
        offered: dict[int | None, str] = {None: _("as routed")}
        offered |= {each.id: f"{each.name} ({each.country})" for each in self._warehouses}
        offered.setdefault(warehouse_id, _("a warehouse that is given up"))
        if offered != {self.itemData(row): self.itemText(row) for row in range(self.count())}:
            self.clear()
            for id_, name in offered.items():
                self.addItem(name, id_)
        self.setCurrentIndex(list(offered).index(warehouse_id))
