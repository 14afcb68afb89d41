"""What a keyed cell means: texts become edits or an issue that says what and where. Pure.

`2 pk`, `3 Stk.`, `1.5 m`, `12`, `1.234,56`; an emptied price or discount goes back to the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.issues import Issue, Severity
from app.domain.money import MICRO, micro_of
from app.domain.number_input import decimals_of, parse_decimal
from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import (
    KIT,
    TYPED_SIGN,
    Draft,
    Edit,
    Line,
    apply_edits,
    edit_line,
    insert_line,
    make_room,
    next_position,
)
from app.domain.quantity import Unit
from app.domain.rounding import divide_half_up
from app.domain.units import USUAL_UNIT, is_usual, unit_code

MAX_PRICE = Decimal(10) ** 9
MAX_AMOUNT = Decimal(10) ** 12  # of a line: the sum of many still fits into the database
PLACES = 6  # of a quantity and a price, which are kept in millionths
PERCENT_PLACES = 4  # of a discount, which is kept in parts per million
MAX_LENGTH = 60  # of a keyed cell; longer ones are no number
MAX_PER = 1_000_000  # units that a typed price is for
_PER = re.compile(r"(?P<price>[^/]*)/(?P<per>[^/]*)")
_EXPONENT = re.compile(r"[eE]\d+")
_QUANTITY = re.compile(r"\s*(?P<number>[+-]?[\d.,'\u2019\s]*\d[\d.,]*)\s*(?P<unit>[^\W\d][\w²³.]*)?\s*")


@dataclass(frozen=True, slots=True)
class Keyed:
    """The answer to a keyed cell: an edit, or the reason why not; `told`: what was taken another way than keyed."""

    edit: Edit | None = None
    issue: Issue | None = None
    told: Issue | None = None


def line_number(draft: Draft, key: str) -> int:
    """What the clerk sees in the first column: 10, 20, 30."""
    return next((i + 1) * 10 for i, line in enumerate(draft.lines) if line.key == key)


def _refused(code: str, at: Line, field: str, **params: object) -> Keyed:
    return Keyed(issue=Issue(code, Severity.BLOCK, f"lines/{at.key}/{field}", params))


def _too_fine(code: str, at: Line, number: int, text: str, places: int) -> Keyed:
    """A number is never rounded without a word."""
    field = code.removeprefix("line.").removesuffix("_too_fine")
    return _refused(code, at, field, line=number, text=text.strip()[:40], places=places)


def key_quantity(
    line: Line, number: int, text: str, product: ProductFacts | None, decimal_mark: str, *, beside: str = ""
) -> Keyed:
    """A quantity with or without a unit; `beside` is the unit that stands in a cell of its own."""
    match = _match_quantity(text)
    value = parse_decimal(match["number"], decimal_mark) if match else None
    if match is None or value is None:
        return _refused("line.quantity_not_a_number", line, "quantity", line=number, text=text.strip()[:40])
    if abs(value) > MAX_PRICE:
        return _refused("line.quantity_too_large", line, "quantity", line=number)
    if decimals_of(value) > PLACES:
        return _too_fine("line.quantity_too_fine", line, number, text, PLACES)
    named = match["unit"] or beside
    unit = _unit_of(line, named, product)
    if unit is None:
        params = {"line": number, "sku": line.sku, "unit": named, "units": _unit_codes(product)}
        return _refused("line.unknown_unit", line, "quantity", **params)
    price = max(line.price_micro, line.list_price_micro or 0)
    if abs(value) * price > MAX_AMOUNT * MICRO * line.price_per:
        return _refused("line.amount_too_large", line, "quantity", line=number)
    values = {
        "quantity_micro": micro_of(value), "unit": unit.code, "factor_num": unit.factor_num,
        "factor_den": unit.factor_den,
    }  # fmt: skip
    return Keyed(edit=edit_line(line, **values))


def _match_quantity(text: str) -> re.Match[str] | None:
    """Number and unit of a keyed quantity; `1e12` has no unit "e12"."""
    match = _QUANTITY.fullmatch(text) if len(text) <= MAX_LENGTH else None
    return None if match and match["unit"] and _EXPONENT.fullmatch(match["unit"]) else match


def _unit_of(line: Line, named: str, product: ProductFacts | None) -> Unit | None:
    if not named:
        return Unit(line.unit, line.factor_num, line.factor_den)
    if product is not None:
        return product.unit(named)
    is_free = line.kind not in {"goods", "service"}
    return Unit(
        (unit_code(named) if is_free else named)[:20]
    )  # an article still to be found has its own codes


def _unit_codes(product: ProductFacts | None) -> tuple[str, ...]:
    return tuple(unit.code for unit in product.units) if product else ()


def key_price(line: Line, number: int, text: str, decimal_mark: str) -> Keyed:
    """A typed net price: it stays typed. Emptied: back to the rules (goods) or 0 (free lines).

    `3.3333/1000` is the price of 1,000. What a discount line takes off may be keyed without its sign.
    """
    if not text.strip():
        values: dict[str, object] = {"price_source": "auto", "discount_source": "auto"}
        if line.product_id is None:
            values |= {"list_price_micro": 0, "price_per": 1}
        return Keyed(edit=edit_line(line, **values))
    read = price_of_text(text, decimal_mark)
    if read is None:
        return _refused("line.price_not_a_number", line, "price", line=number, text=text.strip()[:40])
    value, per = read
    if abs(value) > MAX_PRICE:
        return _refused("line.price_too_large", line, "price", line=number)
    if decimals_of(value) > PLACES:
        return _too_fine("line.price_too_fine", line, number, text, PLACES)
    if abs(value * line.quantity_micro) > MAX_AMOUNT * MICRO * per:
        return _refused("line.amount_too_large", line, "price", line=number)
    if value < 0 and line.kind != "discount":
        return _refused("line.price_negative", line, "price", line=number, sku=line.sku)
    told = None
    if value > 0 and line.kind == "discount":
        value = -value
        told = Issue("line.discount_turned", Severity.INFO, f"lines/{line.key}/price", {"line": number})
    typed: dict[str, object] = {
        "price_source": "manual", "list_price_micro": micro_of(value), "price_per": per,
        "discount_source": "manual", "discount_ppm": 0,
    }  # fmt: skip
    return Keyed(edit=edit_line(line, **typed), told=told)


def price_of_text(text: str, decimal_mark: str) -> tuple[Decimal, int] | None:
    """A keyed price and for how many units it is; None for what is none."""
    match = _PER.fullmatch(text)
    value = parse_decimal(match["price"] if match else text, decimal_mark)
    count = parse_decimal(match["per"], decimal_mark) if match else Decimal(1)
    if value is None or count is None or decimals_of(count) or not 1 <= count <= MAX_PER:
        return None
    if match and count != Decimal(re.sub(r"\D", "", match["per"])):
        return None  # 1.000 with a decimal point: is it one, or a thousand in another country's writing?
    return value, int(count)


def key_discount(line: Line, number: int, text: str, decimal_mark: str) -> Keyed:
    """A typed discount in percent, 0 to 100. Emptied: back to the rules."""
    if not text.strip():
        return Keyed(edit=edit_line(line, discount_source="auto", discount_ppm=0))
    value = parse_decimal(text, decimal_mark)
    if value is None:
        return _refused("line.discount_not_a_number", line, "discount", line=number, text=text.strip()[:40])
    if not 0 <= value <= 100:
        return _refused("line.discount_out_of_range", line, "discount", line=number, percent=value)
    if decimals_of(value) > PERCENT_PLACES:
        return _too_fine("line.discount_too_fine", line, number, text, PERCENT_PLACES)
    return Keyed(edit=edit_line(line, discount_source="manual", discount_ppm=ppm_of(value)))


def next_tax_class(line: Line, classes: Sequence[str]) -> Edit | None:
    """The line under the next of the tax classes; None for a product, whose tax is its own, and for notes."""
    if line.kind not in {"charge", "free", "discount"} or not classes:
        return None
    place = classes.index(line.tax_class) + 1 if line.tax_class in classes else 0
    return edit_line(line, tax_class=classes[place % len(classes)])


def ppm_of(percent: Decimal) -> int:
    """A percentage in parts per million, to four decimals of a percent."""
    return divide_half_up(micro_of(percent), 100)


def product_values(product: ProductFacts, unit: Unit | None = None) -> dict[str, object]:
    """The fields of a line that a chosen product sets; prices go back to the rules."""
    chosen = unit or product.units[0]
    return {
        "kind": KIT if product.kit is not None else "service" if product.kind == "service" else "goods",
        "product_id": product.id,
        "sku": product.sku,
        "text": product.name,
        "unit": chosen.code,
        "factor_num": chosen.factor_num,
        "factor_den": chosen.factor_den,
        "tax_class": product.tax_class,
        "configuration": "",
        "price_source": "auto",
        "discount_source": "auto",
    }


def product_line(
    draft: Draft, key: str, product: ProductFacts, *, quantity_micro: int = MICRO, unit: Unit | None = None
) -> Line:
    """A new line at the end for a product."""
    line = Line(key=key, position=next_position(draft), quantity_micro=quantity_micro)
    return replace(line, **product_values(product, unit))  # type: ignore[arg-type]  # fields by name


def line_of_kind(kind: str, key: str, position: int, text: str = "") -> Line:
    """An empty line without an article: a charge, free line, discount, section or note."""
    has_price = kind not in {"section", "note"}
    source = "manual" if has_price else "auto"
    return Line(
        key=key,
        position=position,
        kind=kind,
        text=text,
        quantity_micro=MICRO if has_price else 0,
        price_source=source,
        discount_source=source,
        list_price_micro=0 if has_price else None,
    )


def names_no_article(line: Line) -> bool:
    """Whether a line was keyed with a text that no article answers to."""
    return line.kind in {"goods", "service"} and line.product_id is None and bool(line.sku or line.text)


def free_line_of(line: Line) -> Edit:
    """A line that names no article as a free line: its text and quantity stay, and a price that was typed."""
    values: dict[str, object] = {
        "kind": "free", "sku": "", "text": line.text or line.sku, "price_source": "manual", "discount_source": "manual",
    }  # fmt: skip
    if not line.has_typed_price:
        values |= {"list_price_micro": 0, "price_per": 1, "discount_ppm": 0}
    return edit_line(line, **values)


def insert_before(draft: Draft, line: Line, key: str) -> tuple[Edit, ...]:
    """The line in front of another one; without a key at the end."""
    if not key:
        return (insert_line(replace(line, position=next_position(draft))),)
    room = make_room(draft, before=key)
    position = next_position(apply_edits(draft, room), before=key)
    return (*room, insert_line(replace(line, position=position)))


def copy_line(draft: Draft, source: Line, key: str) -> Edit:
    """The line again below itself (Ctrl+D)."""
    return insert_line(replace(source, key=key, position=next_position(draft, after=source.key)))


def move_line(draft: Draft, key: str, steps: int) -> tuple[Edit, ...]:
    """Swap the positions of a line and its neighbour; nothing at the ends."""
    lines = draft.keyed_lines  # parts go with their kit
    index = next((i for i, line in enumerate(lines) if line.key == key), -1)
    other = index + steps
    if index < 0 or not 0 <= other < len(lines):
        return ()
    one, two = lines[index], lines[other]
    return edit_line(one, position=two.position), edit_line(two, position=one.position)


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row of a sheet as it came: code and quantity, and what there was of price and unit.

    `beside` is the text beside the quantity, which is its unit where it is a word for one. `configuration`: the key
    that a copied line had.
    """

    code: str
    quantity_text: str
    price_text: str
    cells: tuple[str, ...]
    beside: str = ""
    configuration: str = ""

    def unit_text(self, product: ProductFacts | None) -> str:
        """The unit in a cell of its own; a word that means nothing to the product may be anything."""
        is_own = product is not None and product.unit(self.beside) is not None
        return self.beside if is_usual(self.beside) or is_own else ""


def read_pasted(rows: Iterable[Iterable[str]], decimal_mark: str) -> tuple[PastedRow, ...]:
    """Code, quantity and price of pasted rows; empty rows are passed over.

    The first filled cell is the code, the first number after it the quantity, the next number the price.
    A lone code is one piece; where something stands beside it and nothing is a number, the quantity is
    what stands there, and a person has to look at it.
    """
    found = []
    for cells in rows:
        texts = tuple(cell.strip() for cell in cells)
        if any(texts):
            found.append(_read_row(texts, decimal_mark))
    return tuple(found)


def _read_row(texts: tuple[str, ...], decimal_mark: str) -> PastedRow:
    first = next((i for i, text in enumerate(texts) if text), 0) + 1
    numbers = [i for i, text in enumerate(texts) if i >= first and is_quantity(text, decimal_mark)]
    if len(numbers) == 1:
        numbers += [
            i for i, text in enumerate(texts) if i > numbers[0] and _is_price_for_many(text, decimal_mark)
        ]
    typed = _typed_price(texts[first:], decimal_mark)
    others = [text for text in texts[first:] if text]
    return PastedRow(
        code=texts[first - 1],
        quantity_text=texts[numbers[0]] if numbers else (others or ["1"])[0],
        price_text=typed or (texts[numbers[1]] if len(numbers) > 1 else ""),
        cells=texts,
        beside=_beside(texts, first, numbers[0]) if numbers else "",
    )


def _typed_price(texts: Sequence[str], decimal_mark: str) -> str:
    """The price behind the sign of a typed one, for any number of units: such a cell is no day and no size."""
    for text in texts:
        bare = text.removeprefix(TYPED_SIGN).strip()
        read = price_of_text(bare, decimal_mark) if text.startswith(TYPED_SIGN) else None
        if read is not None and read[1] != 1:  # a discount may stand behind that sign, too
            return bare
    return ""


def _is_price_for_many(text: str, decimal_mark: str) -> bool:
    """Whether a text is a price for 100, 1,000 ...: 23/11 is a day, and 1/2 a size."""
    read = price_of_text(text, decimal_mark)
    return read is not None and read[1] >= 100 and str(read[1]).rstrip("0") == "1"


def _beside(texts: tuple[str, ...], first: int, place: int) -> str:
    """The cell behind the quantity; the one before it where that is a word for a unit and the other is none."""
    behind = texts[place + 1] if place + 1 < len(texts) else ""
    before = texts[place - 1] if place > first else ""
    return before if is_usual(before) and not is_usual(behind) else behind


def is_quantity(text: str, decimal_mark: str) -> bool:
    """Whether a text reads as a number with or without a unit."""
    match = _match_quantity(text)
    return match is not None and parse_decimal(match["number"], decimal_mark) is not None


def issue_of_row(row: PastedRow, product: ProductFacts, decimal_mark: str) -> Issue | None:
    """Why a pasted row whose article is known cannot become a line as it is."""
    line = Line("", 0, product_id=product.id, sku=product.sku)
    beside = row.unit_text(product)
    keyed = [key_quantity(line, 0, row.quantity_text, product, decimal_mark, beside=beside)]
    if row.price_text:
        keyed.append(key_price(line, 0, row.price_text, decimal_mark))
    return next((each.issue for each in keyed if each.issue is not None), None)


def unmatched_line(line: Line, row: PastedRow, decimal_mark: str) -> Line:
    """The line with what the row says of quantity, unit and price; what cannot be read is 0 and blocks."""
    values: dict[str, object] = {"quantity_micro": 0}
    unit = row.unit_text(None)
    quantity = key_quantity(line, 0, row.quantity_text, None, decimal_mark, beside=unit)
    price = key_price(line, 0, row.price_text, decimal_mark) if row.price_text else Keyed()
    for keyed in (quantity, price):
        if keyed.edit is not None:
            values |= keyed.edit.new or {}
    return replace(line, **values)  # type: ignore[arg-type]  # names and types come from the line's own edits


def fill_line(line: Line, number: int, product: ProductFacts, unit_code: str) -> Keyed:
    """A product for a line. Where none was known, the unit and price that wait on the line are its own.

    A unit that the product does not have makes the quantity 0, so that nobody ships 3 pieces for 3 boxes.
    """
    waits = line.product_id is None
    code = unit_code or (line.unit if waits and line.unit != USUAL_UNIT else "")
    unit = product.unit(code) if code else None
    values = product_values(product, unit)
    if waits and line.has_typed_price:
        kept = ("price_source", "list_price_micro", "price_per", "discount_source", "discount_ppm")
        values |= {name: getattr(line, name) for name in kept}
    if not code or unit is not None:
        return Keyed(edit=edit_line(line, **values))
    params = {"line": number, "sku": product.sku, "unit": code, "units": _unit_codes(product)}
    issue = Issue("line.unknown_unit", Severity.BLOCK, f"lines/{line.key}/quantity", params)
    return Keyed(edit=edit_line(line, **values, quantity_micro=0), issue=issue)


def join_rows(rows: Iterable[PastedRow]) -> str:
    """Rows as the tab-separated text in which they stand with their draft."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row.cells) for row in rows)


def split_rows(text: str, decimal_mark: str) -> tuple[PastedRow, ...]:
    """The rows of such a text."""
    return read_pasted((line.split("\t") for line in text.split("\n")), decimal_mark)
