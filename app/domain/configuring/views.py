"""What the configurator's screen shows of a session: frozen values, all words already in the session's language.

Codes are the flat ones of `product_models.results.Configuration`: "top" a group, "top.oak" an option, "width" a number,
"modules.2/front" a group in the second sub-product of the slot "modules", "modules.count" how many it holds.
Amounts are exact, for one piece, as `Consequences` says them; days are working days.
A difference is to the preview as it stands; None: no configuration has it beside the choices made (see `repairs`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.domain.issues import Issue


class Level(StrEnum):
    """Who decided something; the first ones weigh more."""

    GIVEN = "given"
    """What the customer owns: nothing at the desk takes it back."""
    USER = "user"
    """Chosen or refused at the desk."""
    FOLLOWS = "follows"
    """The only one that given and user's choices leave; it goes as they go."""
    DEFAULT = "default"
    """The model's default; it gives way by itself."""
    AUTOMATIC = "automatic"
    """Filled in so that the preview is whole; it gives way by itself."""
    OPEN = "open"
    """Nobody: it is not part of the preview."""


class State(StrEnum):
    """How an option stands."""

    CHOSEN = "chosen"
    """Part of the preview; its `level` says by whom. Only GIVEN and USER are choices of people."""
    OPEN = "open"
    """Some configuration has it beside the other choices: `Session.choose` takes it."""
    BLOCKED = "blocked"
    """None has it: ask `Session.reason` and `Session.repairs`."""
    REFUSED = "refused"
    """The user said "not this one"; choosing it takes that back."""


class FieldKind(StrEnum):
    """What is asked."""

    GROUP = "group"
    NUMBER = "number"
    SLOT = "slot"
    """How many sub-products stand in a slot: a whole number, added to and taken from as well."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What something changes in the preview: price of a piece and working days, both may be below zero.

    `moves`: how many other fields of the preview would change with it.
    """

    price: Fraction
    days: int
    moves: int = 0


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What would become of a field: what stands there now and then, in words; "" for nothing."""

    field: str
    path: str
    field_name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice in words: of an option, of a number's value, or a refusal.

    Args:
        code: of the option or the number.
        field: of its group, number or slot.
        path: of its sub-product, "" for the product itself.
        field_name: "Top".
        name: "Oak"; of a number its value with unit: "1800 mm".
        value: of a number, None of an option.
        is_taken: False for a refusal of an option.
        origin: of a given choice, where it comes from: "frame F2, hall 3, order 2024-17".
    """

    code: str
    field: str
    path: str
    field_name: str
    name: str
    level: Level
    value: Fraction | None = None
    is_taken: bool = True
    origin: str = ""


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option of a group.

    Args:
        code: flat, what `Session.choose` takes: "top.oak".
        name: what people read.
        note: more of it, "" for none.
        level: who chose it, for CHOSEN (and USER for REFUSED); else OPEN.
        difference: what choosing it changes; None where it is chosen or blocked, its group is not asked, or nobody
            wanted to know.
        article: SKU that comes with it, "" for none (the stock dot asks for it).
        colour: "#rrggbb" of its material, "" for none.
        texture: "plain", "wood", "metal" or "glass" with the colour.
        is_default: the model's first default of its group.
    """

    code: str
    name: str
    note: str
    state: State
    level: Level
    difference: Difference | None = None
    article: str = ""
    colour: str = ""
    texture: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class SizeView:
    """A standard size of a number, worked like an option."""

    value: Fraction
    state: State
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Possible values from `lo` to `hi`, both included, in steps of the number."""

    lo: Fraction
    hi: Fraction


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number, or how many sub-products stand in a slot.

    Args:
        value: in the preview; None where it is not asked.
        lo, hi, step: of the model, whatever is possible now.
        unit: "mm", or "".
        spans: the values that are possible beside the other choices, exactly, in order.
        sizes: the standard sizes; empty: all values do as well.
        is_special: the value is none of the standard sizes.
        special: what the value costs more than the nearest possible standard size; None where it is not special.
    """

    value: Fraction | None
    lo: Fraction
    hi: Fraction
    step: Fraction
    unit: str
    spans: tuple[Span, ...]
    sizes: tuple[SizeView, ...] = ()
    is_special: bool = False
    special: Difference | None = None


@dataclass(frozen=True, slots=True)
class FieldView:
    """A group, a number or a slot as the form asks it.

    Args:
        code: flat: "top", "modules.2/front", for a slot that of the slot: "modules".
        path: of its sub-product: "modules.2", "" for the product itself.
        is_asked: False: its condition does not hold now (show it greyed or not at all).
        level: who decided it: the heaviest of what is chosen in it; OPEN where nothing is.
        summary: what is chosen in words: "Oak", "1800 mm", "Lamp, Tray", "" for nothing.
        options: of a group, in order; empty for the others.
        number: of a number or a slot; None for groups.
        least, most: how many options are to be chosen.
        origin: of a given choice, where it comes from.
    """

    code: str
    kind: FieldKind
    path: str
    name: str
    note: str
    is_asked: bool
    level: Level
    summary: str
    options: tuple[OptionView, ...] = ()
    number: NumberView | None = None
    least: int = 1
    most: int = 1
    origin: str = ""

    @property
    def is_many(self) -> bool:
        """Whether more than one option can be chosen (check boxes rather than radio buttons)."""
        return self.most > 1


@dataclass(frozen=True, slots=True)
class Progress:
    """Of so many asked fields so many are decided: by people, or because they follow from that."""

    decided: int
    asked: int


@dataclass(frozen=True, slots=True)
class StepView:
    """A page of the form.

    Args:
        code: for `Session.view`: "size", in a sub-product "modules.2/size"; what no step asks is in "rest"
            (with an empty name: the screen says "More").
        path: of the sub-product whose page it is; "" for the product itself.
        place: of a sub-product in its slot, from 1; 0 for the product itself.
        owner: name of the sub-product ("Module"); "" for the product itself.
        name: of the page.
        fields: codes of its fields, in order.
        progress: of its asked fields.
    """

    code: str
    path: str
    place: int
    owner: str
    name: str
    fields: tuple[str, ...]
    progress: Progress


@dataclass(frozen=True, slots=True)
class ConfiguringView:
    """Everything the screen shows after a click.

    Args:
        steps: all pages; those of sub-products follow the one that asks for their slot.
        step: code of the page whose fields are shown.
        fields: of that page, in order, with all their differences.
        progress: of all asked fields.
        price: of a piece of the preview.
        cost: what its rows cost the firm as far as rows say it.
        lead_days: of the preview.
        line_text: what stands on the order's line.
        is_complete: whether all asked fields are decided by people or follow; the preview is whole anyhow.
        conflicts: choices that became invalid (of an earlier configuration that was opened), to be repaired on wish.
        undoes: what `undo` takes back, None where there is nothing.
        redoes: what `redo` does again, None where there is nothing.
        version: counts the changes of the session; the same number: nothing changed.
        issues: why price or days cannot be reckoned; they are 0 then.
    """

    steps: tuple[StepView, ...]
    step: str
    fields: tuple[FieldView, ...]
    progress: Progress
    price: Fraction
    cost: Fraction
    lead_days: int
    line_text: str
    is_complete: bool
    conflicts: tuple[ChoiceView, ...]
    undoes: Deed | None
    redoes: Deed | None
    version: int
    issues: tuple[Issue, ...] = ()


class DeedKind(StrEnum):
    """What was done; the screen has the words."""

    CHOSE = "chose"
    REFUSED = "refused"
    SET = "set"
    RETRACTED = "retracted"
    CLEARED = "cleared"
    CLEARED_ALL = "cleared_all"
    REPAIRED = "repaired"
    COMPLETED = "completed"
    COPIED = "copied"
    """An earlier configuration was taken over."""
    ADDED = "added"
    REMOVED = "removed"
    DOUBLED = "doubled"
    """A sub-product was copied beside itself."""
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Deed:
    """A step that can be undone.

    Args:
        field_name: "Top", or the slot's name; "" where it is about all.
        name: "Oak", "1800 mm", "Module 2"; "" for none.
    """

    kind: DeedKind
    field_name: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule or table in words; `message` falls back to "" where the model has none (then show the code)."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why something is blocked: only choices of people, never what was filled in.

    Args:
        wanted: what was asked for.
        choices: the smallest set that blocks it, given ones first; up to FOLDED_AT of them.
        folded: how many more choices there are.
        rules: that forbid it together; none: the structure alone does ("only one of a group").
        is_smallest: False where the search for a smaller set was cut short.
    """

    wanted: ChoiceView
    choices: tuple[ChoiceView, ...]
    folded: int
    rules: tuple[RuleView, ...]
    is_smallest: bool = True


@dataclass(frozen=True, slots=True)
class RepairView:
    """A way to have what was wanted, taken by `Session.take`, undone in one step.

    Args:
        wanted: what was asked for.
        dropped: the user's choices that go.
        instead: what the preview has then in the fields of those, and wherever else it changes because of it.
        difference: of the preview after it to the preview now.
        nearest: numbers whose choice was dropped, chosen anew as near to it as possible.
    """

    wanted: ChoiceView
    dropped: tuple[ChoiceView, ...]
    instead: tuple[ChoiceView, ...]
    difference: Difference
    nearest: tuple[ChoiceView, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A row of the comparison of two configurations.

    Args:
        left, right: what is chosen in words, "" where it is not asked or nothing is.
        left_price, right_price: what prices of this field's own rows say: the sum of its options' prices.
    """

    field: str
    path: str
    name: str
    left: str
    right: str
    left_price: Fraction
    right_price: Fraction

    @property
    def is_same(self) -> bool:
        """Whether both have the same in it."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class ComparedPrice:
    """A row of prices, by the code of its price share; 0 where a side has none."""

    code: str
    name: str
    left: Fraction
    right: Fraction


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two configurations side by side.

    Args:
        fields: in the order of the form; those that neither asks are left out.
        prices: all rows of prices of both.
        left_price, right_price: of a piece.
        left_days, right_days: working days.
    """

    fields: tuple[ComparedField, ...]
    prices: tuple[ComparedPrice, ...]
    left_price: Fraction
    right_price: Fraction
    left_days: int
    right_days: int


FOLDED_AT = 5
"""A reason names so many choices; of more it tells the number."""
