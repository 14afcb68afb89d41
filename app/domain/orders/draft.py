"""The open order as an immutable value, and edits on it that can be undone and saved one by one.

Inputs (what the clerk keyed) are saved by compare-and-set per field; derived fields (prices, amounts,
taxes) follow from them and are overwritten. An edit's inverse is its undo (foundations.md, "Changes").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, NamedTuple

from app.domain.kits import PARTS_MOST
from app.domain.orders.terms_typed import read_discount
from app.domain.places import Place, place_of_address
from app.domain.tax import TaxKey

POSITION_STEP = 2**32  # room for 32 lines in the same gap; then `make_room`

TYPED_SIGN = "\U0001f512"  # before what a person typed in place of what the rules give
GOAL = "goal"
TYPED_SOURCES = frozenset({"manual", GOAL})
"""Where a price comes from that the rules leave alone: typed, or taken to reach a total (goal_seek.py)."""


@dataclass(frozen=True, slots=True)
class Header:
    """The order's head. Ship-to fields are the document's own copy.

    `pasted` holds the rows of a sheet that wait for an article, tab-separated, a line each. `channel` is the way on
    which the order came, "" the usual one: price lists may be for one of them. `order_discount`, `services`,
    `waived` and `coupons` are typed for the order as a whole: see `app.domain.orders.terms_typed`. `carrier` is a
    carrier's code.
    `exchange`: the rate that an order in another currency than the firm's keeps (`app.domain.exchange.Exchange.text`).
    `price_kind`: "net" or "gross" where a person said whether prices include tax, "" where lists and customer do.
    `warehouse_id`: the only warehouse that gives its goods, from whose country it is taxed; None: as routed, and taxed
    from the firm's country.
    """

    customer_id: int | None = None
    customer_name: str = ""
    address_id: int | None = None
    ship_name: str = ""
    ship_street: str = ""
    ship_postcode: str = ""
    ship_city: str = ""
    ship_country: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    po_number: str = ""
    requested_date: date | None = None
    term_id: int | None = None
    delivery_wish: str = "partial"
    valid_until: date | None = None
    note: str = ""
    pasted: str = ""
    channel: str = ""
    order_discount: str = ""
    services: str = ""
    waived: str = ""
    carrier: str = ""
    coupons: str = ""
    exchange: str = ""
    price_kind: str = ""
    warehouse_id: int | None = None

    @property
    def place(self) -> Place:
        """Where the goods go, as taxes see it."""
        return place_of_address(self.ship_country, self.ship_postcode, self.ship_city)

    @property
    def tax_ground(self) -> tuple[Place, int | None]:
        """What says from where to where it is taxed."""
        return self.place, self.warehouse_id


KIT = "kit"
"""The kind of a line that sells a kit: it has the price, its parts beneath it have the money (decision 0039)."""
KIT_ORIGIN = "K"
NO_AMOUNT = frozenset({"section", "note", KIT})
"""Kinds of lines that carry no money."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line; scales as in `db.schema.orders.OrderLine`. `key` is unique in its order and never changes.

    `origin` names the rule that added the line ("" for what was keyed): all of such a line is derived (making.py).
    `configuration` is the key of the kept configuration of its article, "" for none.

    With `price_source` one of `TYPED_SOURCES` the typed price is `list_price_micro` for `price_per` units; with
    `discount_source` "manual" the typed discount is `discount_ppm`. Otherwise both are derived. `discount_on_micro`:
    of a configured line with a discount the part of the list price on which it counts; None for all (decision 0057).
    """

    key: str
    position: int
    kind: str = "goods"
    product_id: int | None = None
    sku: str = ""
    text: str = ""
    quantity_micro: int = 0
    unit: str = "pc"
    factor_num: int = 1
    factor_den: int = 1
    price_source: str = "auto"
    discount_source: str = "auto"
    tax_class: str = "standard"
    requested_date: date | None = None
    origin: str = ""
    configuration: str = ""
    # derived
    base_micro: int = 0
    list_price_micro: int | None = None
    discount_ppm: int = 0
    price_micro: int = 0
    amount_minor: int = 0
    tax_code: str = ""
    tax_category: str = ""
    tax_ppm: int = 0
    cost_micro: int | None = None
    price_per: int = 1
    cost_source: str = ""
    cost_date: date | None = None
    tax_stack: str = ""
    discount_on_micro: int | None = None

    @property
    def tax(self) -> TaxKey:
        """The line's tax, as totals group it."""
        return TaxKey(self.tax_category, self.tax_ppm, self.tax_code, self.tax_stack)

    @property
    def has_amount(self) -> bool:
        """Sections and notes carry no money; that of a kit is on its parts."""
        return self.kind not in NO_AMOUNT

    @property
    def has_price(self) -> bool:
        """Whether it is sold at a price: all that carry money, and kits."""
        return self.kind not in NO_AMOUNT or self.kind == KIT

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a kit, whose line stands above it."""
        return self.origin.startswith(KIT_ORIGIN)

    @property
    def kit_key(self) -> str:
        """The key of the kit's line that it is a part of, "" for none."""
        return self.origin.removeprefix(KIT_ORIGIN) if self.is_part else ""

    @property
    def has_typed_price(self) -> bool:
        """Whether the price is a person's: the rules leave it."""
        return self.price_source in TYPED_SOURCES

    @property
    def is_typed(self) -> bool:
        """Whether price or discount are a person's."""
        return self.has_typed_price or self.discount_source == "manual"

    @property
    def is_made(self) -> bool:
        """Whether a rule added the line: an order discount or a surcharge."""
        return self.origin != ""

    @property
    def is_off_whole(self) -> bool:
        """Whether its typed discount is the percent of the whole price, as programs before version 0052 kept it."""
        is_kept = (
            self.configuration != "" and self.discount_on_micro is None and self.list_price_micro is not None
        )
        return (
            is_kept
            and self.discount_source == "manual"
            and self.discount_ppm != 0
            and not self.has_typed_price
        )

    @property
    def discount_part_micro(self) -> int | None:
        """The part of the list price on which the discount counts; None where that is all of it."""
        return None if self.discount_on_micro == self.list_price_micro else self.discount_on_micro


class DerivedMoney(NamedTuple):
    """The derived amounts of a line, as `Line` has them."""

    list_price_micro: int | None
    discount_ppm: int
    price_micro: int
    amount_minor: int
    cost_micro: int | None
    price_per: int
    cost_source: str = ""
    cost_date: date | None = None
    discount_on_micro: int | None = None


def with_derived(line: Line, base_micro: int, money: DerivedMoney, tax: TaxKey) -> Line:
    """The line with all its derived fields. Field by field: `replace` takes as long as finding the price."""
    return Line(
        line.key, line.position, line.kind, line.product_id, line.sku, line.text, line.quantity_micro, line.unit,
        line.factor_num, line.factor_den, line.price_source, line.discount_source, line.tax_class,
        line.requested_date, line.origin, line.configuration, base_micro, money.list_price_micro, money.discount_ppm,
        money.price_micro, money.amount_minor, tax.code, tax.category, tax.rate_ppm, money.cost_micro, money.price_per,
        money.cost_source, money.cost_date, tax.stack, money.discount_on_micro,
    )  # fmt: skip


DERIVED = frozenset(
    {
        "base_micro", "list_price_micro", "discount_ppm", "price_micro", "amount_minor", "tax_code",
        "tax_category", "tax_ppm", "cost_micro", "price_per", "cost_source", "cost_date",
        "tax_stack", "discount_on_micro",
    }
)  # fmt: skip
TOGETHER = (
    frozenset({"quantity_micro", "unit", "factor_num", "factor_den"}),
    frozenset({"price_source", "list_price_micro", "price_per"}),
    frozenset({"discount_source", "discount_ppm"}),
)
"""Fields of a line that are one value to people: 3.3333 for 1,000, or 2 packs. Half of it is nobody's."""
LINE_FIELDS = tuple(f.name for f in fields(Line))
HEADER_FIELDS = tuple(f.name for f in fields(Header))


@dataclass(frozen=True, slots=True)
class Draft:
    """An order while it is keyed. `lines` are in the order of their positions.

    `price_mode`: whether its prices include tax, "net" or "gross" (A6).
    `approval`: "" or the state of the live request for one, which ends with the next change.
    """

    id: int
    version: int
    kind: str
    currency: str
    order_date: date
    header: Header = field(default_factory=Header)
    lines: tuple[Line, ...] = ()
    price_mode: str = "net"
    rules_version: int = 0
    state: str = "draft"
    number: str | None = None
    revision: int = 0
    approval: str = ""
    tax_rounding: str = "group"

    @property
    def is_empty(self) -> bool:
        """Whether it is a draft into which nobody keyed anything."""
        return self.state == "draft" and not self.lines and self.header == Header()

    @property
    def keyed_lines(self) -> tuple[Line, ...]:
        """The lines that were keyed, without those that rules added."""
        return tuple(line for line in self.lines if not line.origin)

    @property
    def own_lines(self) -> tuple[Line, ...]:
        """What was keyed, with the parts of its kits: all but what rules add to the order as a whole."""
        return tuple(line for line in self.lines if not line.origin or line.is_part)

    @property
    def configurations(self) -> frozenset[str]:
        """The keys of the configurations on its lines."""
        return frozenset(line.configuration for line in self.lines if line.configuration)

    def line(self, key: str) -> Line | None:
        """The line with the key, or None."""
        return next((line for line in self.lines if line.key == key), None)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one target: "header" or "lines/<key>". None as old or new: the line did not or does not exist."""

    target: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None

    @property
    def inverse(self) -> Edit:
        """The edit that undoes this one."""
        return Edit(target=self.target, old=self.new, new=self.old)


def edit_header(draft: Draft, **values: Any) -> Edit:
    """An edit of header fields. With the currency goes an amount off the order, so that an undo brings it back."""
    if "exchange" in values and read_discount(draft.header.order_discount).minor is not None:
        values = {"order_discount": draft.header.order_discount, **values}
    return Edit("header", {name: getattr(draft.header, name) for name in values}, values)


_TYPED_BESIDE = (("price_source", ("list_price_micro", "price_per")), ("discount_source", ("discount_ppm",)))


def edit_line(line: Line, **values: Any) -> Edit:
    """An edit of fields of one line. With where a price is from goes the price, so that an undo brings it back."""
    for source, names in _TYPED_BESIDE:
        if source in values:
            values = {**{name: getattr(line, name) for name in names}, **values}
    return Edit(f"lines/{line.key}", {name: getattr(line, name) for name in values}, values)


def insert_line(line: Line) -> Edit:
    """An edit that adds the line."""
    return Edit(f"lines/{line.key}", None, line_values(line))


def delete_line(line: Line) -> Edit:
    """An edit that removes the line; its inverse brings all its fields back."""
    return Edit(f"lines/{line.key}", line_values(line), None)


def line_values(line: Line) -> dict[str, Any]:
    """All fields of a line by name."""
    return {name: getattr(line, name) for name in LINE_FIELDS}


def header_values(header: Header) -> dict[str, Any]:
    """All fields of a header by name."""
    return {name: getattr(header, name) for name in HEADER_FIELDS}


def apply_edits(draft: Draft, edits: Iterable[Edit]) -> Draft:
    """The draft after the edits. Lines that an edit names and that are gone are passed over."""
    header = draft.header
    lines = {line.key: line for line in draft.lines}
    for edit in edits:
        if edit.target == "header":
            assert edit.new is not None, "a header is edited, never removed"
            header = replace(header, **edit.new)
            continue
        key = edit.target.removeprefix("lines/")
        if edit.new is None:
            lines.pop(key, None)
        elif edit.old is None:
            lines[key] = Line(**edit.new)
        elif key in lines:
            lines[key] = replace(lines[key], **edit.new)
    ordered = tuple(sorted(lines.values(), key=lambda line: (line.position, line.key)))
    return replace(draft, header=header, lines=ordered)


def next_position(draft: Draft, *, after: str | None = None, before: str | None = None) -> int:
    """A position at the end, or next to the line `after` or `before`; `make_room` first where many go."""
    low, high = _gap(draft, after, before)
    if low is None:
        return POSITION_STEP if high is None else high - POSITION_STEP
    return low + POSITION_STEP if high is None else (low + high) // 2


def make_room(draft: Draft, *, after: str | None = None, before: str | None = None) -> tuple[Edit, ...]:
    """Edits that spread the lines again if none fits there any more; usually there are none."""
    low, high = _gap(draft, after, before)
    if low is None or high is None or high - low > 2 * PARTS_MOST:  # a kit's parts stand behind it
        return ()
    return tuple(
        edit_line(line, position=(index + 1) * POSITION_STEP) for index, line in enumerate(draft.keyed_lines)
    )


def _gap(draft: Draft, after: str | None, before: str | None) -> tuple[int | None, int | None]:
    """The positions on both sides of the place; None where there is no line. What rules added stands at the end."""
    lines = draft.keyed_lines
    places = [line.position for line in lines]
    index = len(places)
    if after is not None or before is not None:
        found = next((i for i, line in enumerate(lines) if line.key in {after, before}), None)
        assert found is not None, "the neighbour is a line of the draft"
        index = found if before is not None else found + 1
    low = places[index - 1] if index > 0 else None
    return low, places[index] if index < len(places) else None


@dataclass(frozen=True, slots=True)
class LineDifference:
    """What a save writes for one line: inputs by compare-and-set, derived fields plainly."""

    key: str
    old: Line | None
    new: Line | None

    @property
    def is_made(self) -> bool:
        """Whether it is a line that rules add: nothing of it was keyed."""
        return any(line is not None and line.is_made for line in (self.old, self.new))

    @property
    def inputs(self) -> dict[str, tuple[Any, Any]]:
        """Changed keyed fields, each with those that are one value with it: name -> (old, new)."""
        assert self.old is not None, "an inserted line has no old fields"
        assert self.new is not None, "a deleted line has no new fields"
        changed = _changed(self.old, self.new, line_inputs(self.new))
        if not changed:
            return {}
        wanted = with_their_others(changed)
        keyed = {*line_inputs(self.old), *line_inputs(self.new)}
        pairs = {name: (getattr(self.old, name), getattr(self.new, name)) for name in LINE_FIELDS}
        return {name: pair for name, pair in pairs.items() if name in wanted and name in keyed}

    @property
    def derived(self) -> dict[str, Any]:
        """Changed derived fields: name -> new."""
        assert self.old is not None, "an inserted line has no old fields"
        assert self.new is not None, "a deleted line has no new fields"
        names = [name for name in LINE_FIELDS if name not in line_inputs(self.new)]
        return {name: new for name, (_, new) in _changed(self.old, self.new, names).items()}


def as_values(names: Iterable[str]) -> list[tuple[str, ...]]:
    """The fields of a line by what is one value (`TOGETHER`); others are values of their own."""
    found: dict[object, list[str]] = {}
    for name in names:
        group = next((group for group in TOGETHER if name in group), name)
        found.setdefault(group, []).append(name)
    return [tuple(each) for each in found.values()]


def with_their_others(names: Iterable[str]) -> frozenset[str]:
    """The fields of a line, and those that are one value with any of them (`TOGETHER`)."""
    found = frozenset(names)
    return found.union(*(group for group in TOGETHER if group & found))


def line_inputs(line: Line) -> list[str]:
    """The fields that are keyed on this line: a typed price or discount is an input, a computed one is not."""
    if line.is_made:
        return []
    names = [name for name in LINE_FIELDS if name not in DERIVED and name != "key"]
    if line.has_typed_price or line.product_id is None:
        names += ["list_price_micro", "price_per"]
    if line.discount_source == "manual":
        names.append("discount_ppm")
    return names


def _changed(old: Line, new: Line, names: Iterable[str]) -> dict[str, tuple[Any, Any]]:
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in names)
    return {name: (before, after) for name, before, after in pairs if before != after}


def differences(before: Draft, after: Draft) -> tuple[LineDifference, ...]:
    """The lines that differ between two states of one draft."""
    old = {line.key: line for line in before.lines}
    new = {line.key: line for line in after.lines}
    keys = [*old, *(key for key in new if key not in old)]
    return tuple(
        LineDifference(key=key, old=old.get(key), new=new.get(key))
        for key in keys
        if old.get(key) != new.get(key)
    )
