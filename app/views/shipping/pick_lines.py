"""The lines of a pick list in hand, with what is keyed as picked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.orders.context import ProductFacts
from app.i18n import _
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.models.keyed_rows import KeyedRows
from app.models.unit_words import unit_word
from app.services.shipping.reading import ShipmentLineFacts
from app.views.kit.keyed import keyed_base, micro_text
from app.views.shipping.words import kind_word, with_numbers

GOODS = "goods"


@dataclass(frozen=True, slots=True)
class PickLine:
    """A line with what is keyed as picked, in base units."""

    line: ShipmentLineFacts
    picked_micro: int
    open: bool
    product: ProductFacts | None = None  # its units; what is keyed in packs counts as what they make

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


def shown_sku(row: PickLine) -> str:
    """Of what was configured, the SKU of the finished piece: its article's is that of other pieces, too."""
    return row.line.piece.sku or row.line.sku


def is_meant(row: PickLine, product_id: int) -> bool:
    """Whether the scanned article is the row's, or that of its finished piece."""
    return product_id in (row.line.product_id, row.line.piece_id)


def _kept(mine: PickLine, read: object, fresh: PickLine) -> PickLine | None:
    """Not where somebody else keyed another quantity, or the list is no longer open."""
    is_mine_alone = fresh.picked_micro in (read, mine.picked_micro)
    if not fresh.open or not is_mine_alone or fresh.line.quantity_micro != mine.line.quantity_micro:
        return None
    return replace(fresh, picked_micro=mine.picked_micro)


def _take_picked(row: PickLine, text: str) -> PickLine | None:
    if text.strip() == _edited(row):  # as it stands: 35 pieces are shown as 2.92 packs, and stay 35
        return row
    base = keyed_base(text, row.line.unit, row.product)
    return None if base is None or base > row.line.quantity_micro else replace(row, picked_micro=base)


def _edited(row: PickLine) -> str:
    return micro_text(row.line.unit.from_base(row.picked_micro))


def _wanted(row: PickLine) -> str:
    text = _("Key 0 to {most}: more is not on the pick list. What is left stays open.")
    told = text.format(most=_in_unit(row.line, row.line.quantity_micro))
    if row.product is None or len(row.product.units) < 2:
        return told
    units = ", ".join(unit_word(unit.code) for unit in row.product.units)
    whole = _("Any of its units will do ({units}), where it comes out whole.").format(units=units)
    return f"{told} {whole}"


def _picked_state(row: PickLine) -> State | None:
    if not row.is_goods:
        return None
    return "ok" if row.left_micro == 0 else "warn"


def pick_columns() -> tuple[EntryColumn[PickLine], ...]:
    """What the grid shows of a line; only the picked quantity is keyed."""
    return (
        EntryColumn("bin", _("Bin"), lambda row: row.line.bin_code, width=90, quiet=True),
        EntryColumn("sku", _("SKU"), shown_sku, width=190),
        EntryColumn("text", _("Description"), _described, width=120, stretch=True),
        EntryColumn(
            "wanted", _("To pick"), _to_pick, align_right=True, width=110,
        ),
        EntryColumn(
            "picked", _("Picked"), _picked, _take_picked,
            keyed=lambda row: row.open and row.is_goods, wanted=_wanted,
            edit=_edited,
            state=_picked_state, align_right=True, width=120,
        ),
    )  # fmt: skip


def _described(row: PickLine) -> str:
    return with_numbers(row.line.text, row.line.piece)


def _to_pick(row: PickLine) -> str:
    """How much; of what rides along, what it is."""
    return _in_unit(row.line, row.line.quantity_micro) if row.is_goods else kind_word(row.line.kind)


def _picked(row: PickLine) -> str:
    return _in_unit(row.line, row.picked_micro) if row.is_goods else ""


def _in_unit(line: ShipmentLineFacts, base_micro: int) -> str:
    return micro_text(line.unit.from_base(base_micro), line.unit_code)
