"""What the makers of the demo firm share: the clock that moves, the people, what was made so far."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Concatenate, ParamSpec, TypeVar

from app.domain.orders.context import ProductFacts
from app.domain.rights import Actor
from app.services.clock import FixedClock
from app.services.demo.sizes import DemoSize
from app.services.unit_of_work import Reading, UnitOfWork, Work

P = ParamSpec("P")
T = TypeVar("T")

OWNER = Actor("owner", frozenset({"owner", "sales", "warehouse", "bookkeeper"}))
SALES = (
    Actor("jonas", frozenset({"sales"})),
    Actor("katrin", frozenset({"sales"})),
    Actor("emma", frozenset({"sales"})),
)
WAREHOUSE = Actor("ole", frozenset({"warehouse"}))
BOOKS = Actor("svenja", frozenset({"bookkeeper"}))


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """An active customer: how often it orders, what it usually buys, how it pays."""

    id: int
    weight: float
    usual: tuple[int, ...]
    delay_days: int


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """What ordering and purchasing need to know of a product."""

    facts: ProductFacts
    pick: tuple[int, int]
    popularity: float


@dataclass(slots=True)
class DemoOffice:
    """The firm while it is made."""

    work: Work
    clock: FixedClock
    seed: int
    size: DemoSize
    until: datetime
    warehouses: tuple[int, ...] = ()
    products: dict[int, DemoProduct] = field(default_factory=dict)
    customers: tuple[DemoCustomer, ...] = ()

    def random(self, subject: str) -> random.Random:
        """A source of its own for each subject, so that one more draw here changes nothing there."""
        return random.Random(f"{self.seed}/{subject}")

    def write(
        self, actor: Actor, call: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """One short unit of work of that person: `call(uow, *args, **kwargs)`."""
        with self.work.begin(actor=actor) as uow:
            return call(uow, *args, **kwargs)

    def read(self, call: Callable[Concatenate[Reading, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A read of the state so far: `call(view, *args, **kwargs)`."""
        with self.work.reading(actor=OWNER) as view:
            return call(view, *args, **kwargs)

    def set_time(self, day: date, hour: int, minute: int = 0) -> None:
        """Move the clock on; it never goes back, nor beyond the real one."""
        moment = min(datetime.combine(day, time(hour, minute), tzinfo=UTC), self.until)
        if moment > self.clock.now():
            self.clock.set(moment)
