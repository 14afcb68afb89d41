"""What of a confirmed order is under way in the workshop stays as it is: changes of it are refused with a way out."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.issues import Issue, Remedy, Severity
from app.domain.orders.amending import is_same_need, stock_changes
from app.domain.orders.draft import Draft, Line
from app.domain.quantity import Unit, shown_quantity
from app.domain.units import Counted
from app.services.making.checking import Begun, read_begun
from app.services.unit_of_work import Reading


def begun_issues(view: Reading, before: Draft, after: Draft) -> Iterator[Issue]:
    """Each line of which the change wants fewer pieces than are finished and begun, or others.

    No query without configured lines.
    """
    changed = [
        (old, new) for old, new in stock_changes(before, after) if old is not None and old.configuration
    ]
    if not changed:
        return
    begun = read_begun(view, before.id)
    numbers = {line.key: (index + 1) * 10 for index, line in enumerate(before.lines)}
    for old, new in changed:
        assert old is not None, "only lines that were there"
        mine = begun.get(old.key, ())
        fixed = sum(each.left_micro for each in mine) + (mine[0].held_micro if mine else 0)
        if mine and (new is None or not is_same_need(old, new) or new.base_micro < fixed):
            yield _issue(old, numbers[old.key], mine[0], fixed)


def _issue(line: Line, number: int, begun: Begun, fixed_micro: int) -> Issue:
    pieces = Unit(line.unit, line.factor_num, line.factor_den).from_base(fixed_micro)
    params = {"line": number, "workshop": begun.number, "begun": Counted(shown_quantity(pieces), line.unit)}
    remedy = Remedy("remedy.open_workshop_order", "workshop.open", {"id": begun.id})
    where = f"lines/{line.key}/quantity"
    return Issue("order.line_in_workshop", Severity.BLOCK, where, params, (remedy,))
