"""Open items of a customer with what is keyed of each: the lines of entering a payment and of paying back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.money import minor_digits
from app.i18n import _, format_amount
from app.models.entry_model import EntryColumn
from app.services.payments.lists import OpenItemRow
from app.views.kit.field_state import too_many_decimals
from app.views.kit.keyed import keyed_minor


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An open claim or credit with the part of it that is keyed."""

    item: OpenItemRow
    part_minor: int = 0

    @property
    def open_minor(self) -> int:
        """What is open, of a credit too without a sign."""
        return abs(self.item.open_minor)


def carried(rows: Sequence[ItemLine], items: Sequence[OpenItemRow]) -> tuple[list[ItemLine], tuple[str, ...]]:
    """What is keyed, over the items as they are now; and the numbers of those that no longer take it."""
    keyed = {row.item.id: row.part_minor for row in rows}
    now = [ItemLine(item, min(keyed.get(item.id, 0), abs(item.open_minor))) for item in items]
    kept = {row.item.id: row.part_minor for row in now}
    return now, tuple(row.item.number for row in rows if kept.get(row.item.id, 0) < row.part_minor)


def told_less(numbers: Sequence[str]) -> str:
    """That somebody settled meanwhile what is keyed here."""
    text = _("{numbers}: less of it is open now than was keyed. Look at the amounts, then book.")
    return text.format(numbers=", ".join(numbers))


def amount_column(
    name: str, title: str, minor: Callable[[ItemLine], int], *, width: int = 108, quiet: bool = False
) -> EntryColumn[ItemLine]:
    """A column of amounts in the item's currency."""

    def text(row: ItemLine) -> str:
        return format_amount(minor(row), row.item.currency)

    return EntryColumn(name, title, text, align_right=True, quiet=quiet, width=width)


def part_column(name: str, title: str, *, width: int = 112) -> EntryColumn[ItemLine]:
    """The keyed column: nothing, or at the most what is open."""

    def text(row: ItemLine) -> str:
        return format_amount(row.part_minor, row.item.currency) if row.part_minor else ""

    return EntryColumn(name, title, text, _take_part, wanted=_wanted_part, align_right=True, width=width)


def _wanted_part(row: ItemLine) -> str:
    currency = row.item.currency
    most = format_amount(row.open_minor, currency)
    told = _("Key 0 to {most}: more of it is not open.").format(most=most)
    return " ".join((told, too_many_decimals(minor_digits(currency))))


def _take_part(row: ItemLine, text: str) -> ItemLine | None:
    minor = keyed_minor(text, row.item.currency)
    return replace(row, part_minor=minor) if minor is not None and minor <= row.open_minor else None
