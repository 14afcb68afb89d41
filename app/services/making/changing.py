"""A workshop order is started, gets another day, or is cancelled."""

from __future__ import annotations

from datetime import date

from app.domain.errors import RefusedError
from app.domain.making import CANCELLED, LIVE, RELEASED, STARTED
from app.services.making.lines import parts_for, promise_parts
from app.services.making.releasing import give_all_back
from app.services.making.rows import hold_to_change, write_order
from app.services.unit_of_work import UnitOfWork


def start(uow: UnitOfWork, id: int, *, version: int) -> int:
    """The work begins: from now on its line stays as it is. The new version."""
    row = hold_to_change(uow, id, version, allowed=(RELEASED,))
    return write_order(uow, row, {"state": STARTED})


def set_due_date(uow: UnitOfWork, id: int, *, version: int, due: date | None) -> int:
    """Another day on which it is ready; what its line promises follows. The new version."""
    row = hold_to_change(uow, id, version, allowed=LIVE)
    if due is not None and due < uow.today:
        raise RefusedError("workshop.due_past", number=row.number, date=due)
    new = write_order(uow, row, {"due_date": due})
    promise_parts(uow, row, parts_for(uow, row), due)
    return new


def cancel_workshop_order(uow: UnitOfWork, id: int, *, version: int, reason: str) -> int:
    """It is not made, or no more of it: reserved components are given back. The new version.

    Its line waits without a day then, until it is amended; finished pieces stay the line's.
    """
    if not reason.strip():
        raise RefusedError("workshop.reason_missing")
    row = hold_to_change(uow, id, version, allowed=LIVE)
    new = write_order(uow, row, {"state": CANCELLED}, reason=reason.strip())
    give_all_back(uow, row)
    promise_parts(uow, row, parts_for(uow, row), None)
    return new
