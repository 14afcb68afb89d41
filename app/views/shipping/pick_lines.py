"""The lines of a pick list in hand, with what is keyed as picked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.i18n import _
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.models.keyed_rows import KeyedRows
from app.services.shipping.reading import ShipmentLineFacts
from app.views.kit.keyed import keyed_quantity, micro_text

GOODS = "goods"


@dataclass(frozen=True, slots=True)
class PickLine:
    """A line with what is keyed as picked, in base units."""

    line: ShipmentLineFacts
    picked_micro: int
    open: bool

    @property
    def is_goods(self) -> bool:
        """Only goods are picked; services ride along."""
        return self.line.kind == GOODS

    @property
    def left_micro(self) -> int:
        """What is on the list and not picked."""
        return self.line.quantity_micro - self.picked_micro


def keyed_picks(model: EntryModel[PickLine]) -> KeyedRows[PickLine]:
    """What is keyed as picked stays while the pick list is read again."""
    return KeyedRows(model, pick_key, lambda row: row.picked_micro, _kept)


def pick_key(row: PickLine) -> int:
    """What a row is about."""
    return row.line.id


def _kept(mine: PickLine, read: object, fresh: PickLine) -> PickLine | None:
    """Not where somebody else keyed another quantity, or the list is no longer open."""
    is_mine_alone = fresh.picked_micro in (read, mine.picked_micro)
    if not fresh.open or not is_mine_alone or fresh.line.quantity_micro != mine.line.quantity_micro:
        return None
    return replace(fresh, picked_micro=mine.picked_micro)


def _take_picked(row: PickLine, text: str) -> PickLine | None:
    micro = keyed_quantity(text, row.line.unit_code)
    if micro is None:
        return None
    base = row.line.unit.to_base(micro)
    return replace(row, picked_micro=base) if base <= row.line.quantity_micro else None


def _wanted(row: PickLine) -> str:
    text = _("Key 0 to {most}: more is not on the pick list. What is left stays open.")
    return text.format(most=_in_unit(row.line, row.line.quantity_micro))


def _picked_state(row: PickLine) -> State | None:
    if not row.is_goods:
        return None
    return "ok" if row.left_micro == 0 else "warn"


def pick_columns() -> tuple[EntryColumn[PickLine], ...]:
    """What the grid shows of a line; only the picked quantity is keyed."""
    return (
        EntryColumn("bin", _("Bin"), lambda row: row.line.bin_code, width=90, quiet=True),
        EntryColumn("sku", _("SKU"), lambda row: row.line.sku, width=150),
        EntryColumn("text", _("Description"), lambda row: row.line.text, width=120, stretch=True),
        EntryColumn(
            "wanted", _("To pick"), lambda row: _in_unit(row.line, row.line.quantity_micro), align_right=True,
            width=110,
        ),
        EntryColumn(
            "picked", _("Picked"), lambda row: _in_unit(row.line, row.picked_micro), _take_picked,
            keyed=lambda row: row.open and row.is_goods, wanted=_wanted,
            edit=lambda row: micro_text(row.line.unit.from_base(row.picked_micro)),
            state=_picked_state, align_right=True, width=120,
        ),
    )  # fmt: skip


def _in_unit(line: ShipmentLineFacts, base_micro: int) -> str:
    return micro_text(line.unit.from_base(base_micro), line.unit_code)
