"""What lies on the desks when the window opens: quotes, parked drafts, talks about money, holds."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from app.domain.holds import HoldKind
from app.i18n import N_, _
from app.services.collections.talks import TalkInput, add_talk_note
from app.services.demo.office import BOOKS, OWNER, SALES, DemoOffice
from app.services.demo.ordering import draw_wish, key_draft, quote
from app.services.demo.proofs import note_last_proofs
from app.services.holds.laying import HoldInput, place_hold
from app.services.unit_of_work import Reading
from db.schema.invoicing import OpenItem

TALKS = (
    N_("Reached the bookkeeper; the invoice lies with the managing director and goes out this week."),
    N_("No answer. Left word with the front desk."),
    N_("Asks for a copy of the delivery note before paying."),
    N_("Promised to pay in two parts."),
)


def close_history(office: DemoOffice, today: date) -> None:
    """Make the open work of today."""
    source = office.random("closing")
    note_last_proofs(office, today)
    for number in range(office.size.open_quotes):
        wish = draw_wish(office, source, today)
        valid_until = today + timedelta(days=7 + 5 * number)
        quote(office, wish, actor=source.choice(SALES), valid_until=valid_until)
    for _draft in range(office.size.parked_drafts):
        wish = draw_wish(office, source, today)
        office.write(OWNER, key_draft, wish)
    late = office.read(_read_late, today)
    for number, customer_id in enumerate(late[:10]):
        talk = TalkInput(
            customer_id=customer_id,
            text=_(TALKS[number % len(TALKS)]),
            promised_date=today + timedelta(days=5) if number % 2 == 0 else None,
            next_call=today + timedelta(days=number % 4),
        )
        office.write(BOOKS, add_talk_note, talk)
    for customer_id in late[:2]:
        held = HoldInput(kind=HoldKind.CREDIT, customer_id=customer_id, reason=_("Reminded three times"))
        office.write(OWNER, place_hold, held)


def _read_late(view: Reading, today: date) -> list[int]:
    """Customers by what they owe beyond its due date."""
    item = OpenItem
    rows = view.db.execute(
        sa.select(item.customer_id)
        .where(item.is_open, item.amount_minor > 0, item.due_date < today)
        .group_by(item.customer_id)
        .order_by(sa.func.sum(item.amount_minor - item.applied_minor).desc(), item.customer_id)
    )
    return list(rows.scalars())
