"""Lines that were copied from the order grid, on their way back into one.

A line without an article is told by two columns more than the grid shows: what it is, and its class of tax; a line
that is configured by one more: the key of its configuration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.orders.draft import Line
from app.domain.orders.keying import (
    Keyed,
    PastedRow,
    is_quantity,
    key_price,
    key_quantity,
    line_of_kind,
    read_pasted,
)
from app.i18n import _
from app.models.order_columns import LOCK, grid_columns
from app.models.tax_words import tax_class_word

_NEEDED = ("sku", "text", "quantity", "unit", "discount", "price")
_CLASSES = ("standard", "reduced", "zero", "service")


def kind_words() -> dict[str, str]:
    """The kinds of lines without an article, in words."""
    return {
        "charge": _("Charge"),
        "free": _("Free line"),
        "discount": _("Discount"),
        "section": _("Section"),
        "note": _("Note"),
    }


def more_heads() -> list[str]:
    """The headings that copied lines have beside those of the grid."""
    return [_("Kind"), _("Tax class"), _("Configuration")]


def more_cells(line: Line | None) -> list[str]:
    """What stands under them; nothing for an article that is sold as it is."""
    words = kind_words()
    if line is None or line.kind not in words:
        return ["", "", line.configuration if line is not None else ""]
    return [words[line.kind], tax_class_word(line.tax_class) if line.has_amount else "", ""]


def read_rows(rows: Sequence[Sequence[str]], decimal_mark: str) -> tuple[PastedRow | Line, ...]:
    """Pasted rows: those under the grid's own headings as the lines that they were, all others as any sheet.

    What rules and plan had made of a line is left out: they make it again. Lines have no key and no place yet.
    """
    titles = {column.name: column.title for column in grid_columns()}
    titles |= dict(zip(("kind", "tax", "configuration"), more_heads(), strict=True))
    heads = list(rows[0]) if rows else []
    if not all(titles[name] in heads for name in _NEEDED):
        return read_pasted(rows, decimal_mark)
    places = {name: heads.index(title) for name, title in titles.items() if title in heads}
    found: list[PastedRow | Line] = []
    for row in rows[1:]:
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        line = _line_of(cells, decimal_mark)
        found += [line] if line is not None else _sheet_rows(cells, decimal_mark)
    return tuple(found)


def _sheet_rows(line: dict[str, str], decimal_mark: str) -> list[PastedRow]:
    code, text = line["sku"] or line["text"], line["text"]
    is_typed = LOCK in line["price"] + line["discount"]
    price = _bare(line["price"]) if is_typed else ""
    is_told = bool(line["sku"]) and not is_quantity(text, decimal_mark)  # it must not be read as a price
    cells = [code, line["quantity"], line["unit"], price, text if is_told else ""]
    found = read_pasted([cells], decimal_mark)
    if price and any(
        row.price_text != price for row in found
    ):  # where it waits, its cells are all that stays
        cells[3] = f"{LOCK} {price}"
        found = read_pasted([cells], decimal_mark)
    configuration = line.get("configuration", "")
    return [replace(row, price_text=price, configuration=configuration) for row in found]


def _line_of(cells: dict[str, str], decimal_mark: str) -> Line | None:
    """A line without an article; None for an article, and where a cell cannot be read: a person looks at it."""
    kind = "" if cells["sku"] else _kind_of(cells)
    if not kind:
        return None
    line = line_of_kind(kind, "", 0, cells["text"])
    if not line.has_amount:
        return line
    line = replace(line, tax_class=_tax_class_of(cells.get("tax", "")))
    counted: Line | None = line
    if cells["quantity"]:
        keyed = key_quantity(line, 0, cells["quantity"], None, decimal_mark, beside=cells["unit"])
        counted = _with(line, keyed)
    return _with(counted, key_price(counted, 0, _bare(cells["price"]), decimal_mark)) if counted else None


def _kind_of(cells: dict[str, str]) -> str:
    """What the row says it is; in a sheet of one's own what its cells say."""
    word = cells.get("kind", "").casefold()
    named = [kind for kind, each in kind_words().items() if word in {kind, each.casefold()}]
    if named or word or not cells["text"]:
        return named[0] if named else ""
    if not cells["price"]:
        return "" if cells["quantity"] else "note"
    return "discount" if cells["price"].startswith(("-", "\u2212")) else "free"


def _with(line: Line, keyed: Keyed) -> Line | None:
    if keyed.edit is None or keyed.edit.new is None:
        return None
    return replace(line, **keyed.edit.new)


def _tax_class_of(word: str) -> str:
    """The class of a word; classes that a firm made itself are their own word."""
    named = (name for name in _CLASSES if word.casefold() == tax_class_word(name).casefold())
    return next(named, word) or "standard"


def _bare(price: str) -> str:
    return price.removeprefix(LOCK).strip()
