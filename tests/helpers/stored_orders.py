"""Orders that a test needs and is not about: stored by the services, then opened as a clerk opens them.

Keyed letter by letter a start takes 80 ms of the processor and each line 50; opened it takes 60 with all its lines.
What is about the keys themselves, about undo or what was used last, keys its order (`order_keys.start_order`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.money import MICRO
from app.domain.orders.draft import Draft, Line, apply_edits, edit_header, insert_line, next_position
from app.domain.orders.keying import product_values
from app.domain.orders.repricing import reprice_changed
from app.services.orders.context import read_order_context
from app.services.orders.drafts import read_draft, save_edits, start_draft
from app.services.parties.context import read_customer_context
from app.services.parties.finding import find_customers
from app.services.products.finding import find_products
from app.services.unit_of_work import UnitOfWork
from app.views.orders.ship_to import customer_values
from tests.helpers.window import Desk


def open_order(desk: Desk, *lines: tuple[str, str], customer: str = "berger", number: str = "4500-1") -> int:
    """A draft with lines (letters of an article, quantity) in front, its empty line open; the draft's id.

    Customer and articles are those that the lists offer first for the letters.
    """
    work = desk.context.opened.work
    with work.begin(actor=desk.context.jobs.actor) as uow:
        order_id = start_draft(uow)
        before = read_draft(uow, order_id)
        save_edits(uow, before=before, after=_filled(uow, before, lines, customer, number))
    desk.show("orders")
    desk.context.desk().open_order(order_id)
    desk.idle()
    desk.page.grid.edit_new_line()
    desk.idle()
    return order_id


def _filled(
    uow: UnitOfWork, draft: Draft, lines: tuple[tuple[str, str], ...], customer: str, number: str
) -> Draft:
    who = find_customers(uow, customer)[0].id
    head = customer_values(read_customer_context(uow, who))
    after = apply_edits(draft, [edit_header(draft, **head, po_number=number)])
    found = [find_products(uow, letters, who)[0].id for letters, _quantity in lines]
    context = read_order_context(uow, customer_id=who, product_ids=set(found), order_id=draft.id)
    for place, (id_, (_letters, quantity)) in enumerate(zip(found, lines, strict=True)):
        line = Line(
            key=f"stored{place:04d}", position=next_position(after), quantity_micro=int(quantity) * MICRO
        )
        values: dict[str, Any] = product_values(context.products[id_], None)
        after = apply_edits(after, [insert_line(replace(line, **values))])
    after = reprice_changed(draft, after, context)
    return replace(after, rules_version=context.rules.version)
