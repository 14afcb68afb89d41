"""The outbox as a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from app.domain.pages import Filter, Page, PageRequest
from app.messages import text_of
from app.services.clock import in_zone
from app.services.listing import ListSource, read_page
from app.services.unit_of_work import Reading
from db.schema.papers import Outbox, Paper
from db.schema.parties import Customer
from db.statements import table_of


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A mail. `state`: waiting, sending, sent, failed, cancelled; moments are in the firm's zone."""

    id: int
    state: str
    recipient: str
    subject: str
    attempts: int
    last_error: Mapping[str, object] | None
    created_at: datetime
    created_by: str
    next_try_at: datetime | None
    sent_at: datetime | None
    message_id: str
    customer_id: int | None
    customer_name: str | None
    paper_id: int | None
    paper_kind: str | None
    number: str | None
    version: int

    @property
    def error_text(self) -> str:
        """What went wrong last time, in the language in force; empty if nothing did."""
        if self.last_error is None:
            return ""
        params = self.last_error["params"]
        assert isinstance(params, Mapping)
        return text_of(str(self.last_error["code"]), params)


_MOMENTS = ("created_at", "next_try_at", "sent_at")
_OUTBOX, _PAPER, _CUSTOMER = table_of(Outbox).c, table_of(Paper).c, table_of(Customer).c
_OF_OTHERS = {"customer_name": _CUSTOMER.name, "paper_kind": _PAPER.kind, "number": _PAPER.number}
_COLUMNS = tuple(
    _OF_OTHERS[name] if name in _OF_OTHERS else _OUTBOX[name] for name in OutboxRow.__dataclass_fields__
)

_SOURCE = ListSource(
    record=OutboxRow,
    statement=sa.select(*_COLUMNS)
    .select_from(Outbox)
    .outerjoin(Paper, _PAPER.id == _OUTBOX.paper_id)
    .outerjoin(Customer, _CUSTOMER.id == _OUTBOX.customer_id),
    key=_OUTBOX.id,
    sortable={"id": _OUTBOX.id},
    usual_sort="id",
    filterable={name: _OUTBOX[name] for name in ("state", "customer_id", "paper_id", "recipient")},
)


def count_unsent(view: Reading) -> int:
    """How many mails wait or were given up."""
    unsent = sa.select(_OUTBOX.id).where(_OUTBOX.state.in_(("waiting", "sending", "failed"))).limit(1000)
    return int(view.db.execute(sa.select(sa.func.count()).select_from(unsent.subquery())).scalar_one())


def read_outbox(view: Reading, request: PageRequest) -> Page[OutboxRow]:
    """A page of mails by id; filters: state, customer_id, paper_id, recipient; the text finds recipients."""
    if request.text.strip():
        typed = Filter("recipient", "contains", request.text.strip())
        request = replace(request, text="", filters=(*request.filters, typed))
    page = read_page(view, _SOURCE, request)
    return replace(page, rows=tuple(in_zone(view.clock, row, *_MOMENTS) for row in page.rows))
