"""What a file names by code has to be there: steps and parts, materials, columns and cells of tables, defaults."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from app.domain.product_models.definition import (
    ComponentDef,
    GroupDef,
    NumberDef,
    ProductDefinition,
    Range,
    SlotDef,
)
from app.domain.product_models.reading.fields import DefaultRead, Mention, Sheet, TableRead
from app.domain.product_models.reading.notes import Place, nearest
from app.domain.product_models.reading.values import is_value, shown


def check_references(definition: ProductDefinition, sheet: Sheet) -> None:
    """Note every code that names nothing, and what stands beside one and does not fit it."""
    checker = _Checker(definition, sheet)
    for mention in sheet.mentions:
        checker.check_mention(mention)
    for table in sheet.tables:
        checker.check_table(table)
    for default in sheet.defaults:
        checker.check_default(default)


class _Checker:
    def __init__(self, definition: ProductDefinition, sheet: Sheet) -> None:
        self._definition = definition
        self._sheet = sheet

    def check_mention(self, mention: Mention) -> None:
        component = self._component(mention.component)
        match mention.subject:
            case "asked":
                self._expect(mention, [*_asked(component), *self._slots(mention.component)])
            case "opened":
                whole = [*_asked(self._definition.product), *self._slots("")]
                parents = [f"parent.{code}" for code in whole] if mention.component else []
                self._expect(mention, [*_asked(component), *self._slots(mention.component), *parents])
            case "material":
                self._expect(mention, [each.code for each in self._definition.materials])
            case "workplace" if self._definition.workplaces:  # older files name them by codes alone
                self._expect(mention, [each.code for each in self._definition.workplaces])
            case "component":
                self._expect(mention, [each.code for each in self._definition.components])
            case "part":
                self._expect(mention, [each.code for each in component.parts])
            case "brace":
                counts = [f"{code}.count" for code in self._slots(mention.component)]
                self._expect(mention, [*_asked(component), *component.values, *counts])

    def _expect(self, mention: Mention, known: Iterable[str]) -> None:
        self._known(mention.code, known, mention.place)

    def _known(self, code: str, known: Iterable[str], place: Place) -> bool:
        codes = list(known)
        if code in codes:
            return True
        likely = nearest(code, codes) or ", ".join(codes[:8]) or "-"
        self._sheet.notes.wrong(place, "product_model.no_such_code", found=code, likely=likely)
        return False

    def _component(self, code: str) -> ComponentDef:
        """The one of this code; the product for "" and where there is none."""
        return self._definition.component(code) or self._definition.product

    def _slots(self, component: str) -> dict[str, SlotDef]:
        return {} if component else {slot.code: slot for slot in self._definition.slots}

    def _asked_in_slots(self, component: str) -> dict[str, GroupDef | NumberDef]:
        """What the product may propose for single places of its slots: "modules.2/width"."""
        return {
            f"{slot.code}.{place}/{code}": asked
            for slot in self._slots(component).values()
            for code, asked in _asked(self._component(slot.component)).items()
            for place in range(1, slot.hi + 1)
        }

    # Tables

    def check_table(self, read: TableRead) -> None:
        component, table = self._component(read.component), read.table
        known = _columns(component, "", self._slots(read.component))
        if read.component:
            whole = self._definition.product
            known |= _columns(whole, "parent.", self._slots(""))
        for at, column in enumerate(table.columns):
            if self._known(column, known, read.place):
                self._check_column(read, at, known[column])
        if not table.columns:
            self._sheet.notes.wrong(read.place, "product_model.missing_key", key="columns")

    def _check_column(self, read: TableRead, at: int, column: GroupDef | NumberDef | None) -> None:
        wrong, name = self._sheet.notes.wrong, read.table.columns[at]
        if isinstance(column, GroupDef) and column.hi > 1:
            wrong(read.place, "product_model.column_many", column=name)
            return
        for place, row in zip(read.rows, read.table.rows, strict=True):
            cell = row[at]
            if isinstance(cell, Range) and isinstance(column, NumberDef) and _is_empty(cell, column):
                wrong(place, "product_model.range_empty", found=_range_text(cell), column=name)
            elif isinstance(cell, frozenset) and isinstance(column, GroupDef):
                options = [each.code for each in column.options]
                for option in sorted(cell - {*options, ""}):
                    likely = nearest(option, options) or ", ".join(options[:8])
                    wrong(place, "product_model.cell_option", found=option, column=name, likely=likely)

    # Defaults

    def check_default(self, read: DefaultRead) -> None:
        default, component = read.default, self._component(read.component)
        slots = {f"{code}.count": slot for code, slot in self._slots(read.component).items()}
        asked = _asked(component) | self._asked_in_slots(read.component)
        if not self._known(default.code, {**asked, **slots}, read.place):
            return
        target = asked.get(default.code) or slots[default.code]
        if not _fits(target, default.value):
            told = default.value if isinstance(default.value, str) else shown(default.value)
            self._sheet.notes.wrong(read.place, "product_model.default_value", found=told, asked=default.code)


def _asked(component: ComponentDef) -> dict[str, GroupDef | NumberDef]:
    found: dict[str, GroupDef | NumberDef] = {each.code: each for each in component.numbers}
    return found | {each.code: each for each in component.groups}


def _columns(
    component: ComponentDef, prefix: str, slots: Iterable[str]
) -> dict[str, GroupDef | NumberDef | None]:
    """What a table's columns may be about; None for the number of sub-products in a slot."""
    found: dict[str, GroupDef | NumberDef | None] = {
        prefix + code: each for code, each in _asked(component).items()
    }
    return found | {f"{prefix}{slot}.count": None for slot in slots}


def _is_empty(cell: Range, number: NumberDef) -> bool:
    """Whether the number has no value in the range."""
    lo = number.lo if cell.lo is None else max(cell.lo, number.lo)
    hi = number.hi if cell.hi is None else min(cell.hi, number.hi)
    if number.step <= 0:
        return False
    steps = -((number.lo - lo) // number.step)
    return number.lo + steps * number.step > hi


def _range_text(cell: Range) -> str:
    lo = "" if cell.lo is None else shown(cell.lo)
    hi = "" if cell.hi is None else shown(cell.hi)
    return f"{lo}..{hi}"


def _fits(target: GroupDef | NumberDef | SlotDef, value: str | Fraction) -> bool:
    match target:
        case GroupDef():
            return any(each.code == value for each in target.options)
        case NumberDef():
            return isinstance(value, Fraction) and target.step > 0 and is_value(target, value)
        case SlotDef(lo=lo, hi=hi):
            return isinstance(value, Fraction) and value.denominator == 1 and lo <= value <= hi
