"""Two clerks give the same name at the same moment: the second is refused as if he had come later (PostgreSQL)."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from functools import partial
from types import ModuleType

import pytest

from app.bootstrap import open_office
from app.domain.errors import RefusedError
from app.domain.kits import KitPartInput
from app.services import parties, people, products, setup
from app.services.parties import cards as customer_cards
from app.services.products import cards as product_cards
from app.services.products import kits
from app.services.setup import warehouses
from app.services.unit_of_work import UnitOfWork
from tests.helpers.order_office import OWNER, make_order_office

MEET_S = 1.0  # who does not meet the other by then is held up by him, as it should be


def new_product(sku: str) -> Callable[[UnitOfWork], int]:
    return lambda uow: products.create_product(uow, products.ProductInput(sku=sku, name="x"))


def new_customer(number: str) -> Callable[[UnitOfWork], int]:
    return lambda uow: parties.create_customer(
        uow, parties.CustomerInput(name="A", country="DE", number=number)
    )


def new_warehouse(code: str) -> Callable[[UnitOfWork], int]:
    return lambda uow: setup.create_warehouse(uow, setup.WarehouseInput(code=code, name="X", country="DE"))


def new_user(name: str) -> Callable[[UnitOfWork], int]:
    return lambda uow: people.create_user(uow, people.UserInput(name=name, roles=("sales",)))


def new_part(kit_id: int, part_id: int) -> Callable[[UnitOfWork], int]:
    return lambda uow: kits.create_part(uow, kit_id, KitPartInput(part_id))


@pytest.mark.parametrize(
    ("checks", "check", "first", "second", "code"),
    [
        (product_cards, "_check_all", new_product("NEW-1"), new_product("NEW-1"), "product.sku_taken"),
        (product_cards, "_check_all", new_product("New-2"), new_product("NEW-2"), "product.sku_taken"),
        (customer_cards, "_check_all", new_customer("77"), new_customer("77"), "customer.number_taken"),
        (warehouses, "refuse_blocked", new_warehouse("X1"), new_warehouse("X1"), "warehouse.code_taken"),
        (people, "refuse_blocked", new_user("bob"), new_user("Bob"), "user.name_taken"),
        (kits, "refuse_blocked", new_part(1, 2), new_part(1, 2), "kit.part_twice"),
    ],
    ids=["sku", "sku by case", "customer number", "warehouse code", "user", "part of a kit"],
)
def test_one_of_two_is_told_that_the_name_is_taken(
    postgres_url, clock, monkeypatch, checks: ModuleType, check: str, first, second, code
):
    opened = open_office(postgres_url, clock=clock)
    make_order_office(opened.work)
    meet_in(monkeypatch, checks, check)
    told = at_once(opened.work, first, second)
    opened.close()
    assert [each for each in told if not isinstance(each, int)] == [[code]]
    assert len(told) == 2


def test_one_of_two_owners_who_give_up_the_role_stays_owner(postgres_url, clock, monkeypatch):
    opened = open_office(postgres_url, clock=clock)
    make_order_office(opened.work)
    with opened.work.begin(actor=OWNER) as uow:
        owners = [person for person in people.read_users(uow) if "owner" in person.roles]
        made = [make_owner(name)(uow) for name in ("Ada", "Bob")]
        for person in owners:
            people.update_user(uow, person.id, step_down(person.name), version=person.version)
    meet_in(monkeypatch, people, "refuse_blocked")
    ada, bob = (partial(people.update_user, id=id_, version=1) for id_ in made)
    told = at_once(
        opened.work, lambda uow: ada(uow, data=step_down("Ada")), lambda uow: bob(uow, data=step_down("Bob"))
    )
    with opened.work.reading(actor=OWNER) as view:
        left = [person.name for person in people.read_users(view) if "owner" in person.roles]
    opened.close()
    assert [each for each in told if not isinstance(each, int)] == [["user.last_owner"]]
    assert len(left) == 1


def make_owner(name: str) -> Callable[[UnitOfWork], int]:
    return lambda uow: people.create_user(uow, people.UserInput(name=name, roles=("owner",)))


def step_down(name: str) -> people.UserInput:
    return people.UserInput(name=name, roles=("sales",))


def meet_in(monkeypatch, module: ModuleType, check: str) -> None:
    """Each of two threads waits for the other behind this check."""
    barrier = threading.Barrier(2)

    def checked(real, *arguments, **named):
        found = real(*arguments, **named)
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(MEET_S)
        return found

    monkeypatch.setattr(module, check, partial(checked, getattr(module, check)))


def at_once(work, *calls: Callable[[UnitOfWork], int]) -> list[object]:
    """What each call says, made at the same time by the owner; a refusal as the codes of its issues."""
    told: list[object] = []

    def make(call: Callable[[UnitOfWork], int]) -> None:
        try:
            with work.begin(actor=OWNER) as uow:
                told.append(call(uow))
        except RefusedError as error:
            told.append([issue.code for issue in error.issues])
        except Exception as error:  # noqa: BLE001 - the test looks at it
            told.append(error)

    threads = [threading.Thread(target=make, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told
