"""Statement of account and payment reminder: what is open of a customer, as a paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.aging import days_overdue
from app.domain.errors import NotFoundError, RefusedError
from app.domain.findings import Findings
from app.domain.papers import (
    CellAlign,
    PaperColumn,
    PaperContent,
    PaperFact,
    PaperKind,
    PaperPayment,
    PaperTable,
)
from app.i18n import _, n_, speaking
from app.services.documents.figures import amount_text, date_text
from app.services.documents.words import fact_label, open_item_name, title_for
from app.services.letterhead import party, read_letterhead
from app.services.papers import freeze_paper, hash_of
from app.services.payments.lists import OpenItemRow, read_open_items
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.papers import Paper
from db.schema.parties import Customer


@dataclass(frozen=True, slots=True)
class _Account:
    """A customer with what is open on a day."""

    customer: Any
    items: tuple[OpenItemRow, ...]
    as_of: dt.date

    @property
    def late(self) -> tuple[OpenItemRow, ...]:
        return tuple(item for item in self.items if item.is_claim and item.due_date < self.as_of)


def statement_paper(view: Reading, *, customer_id: int, as_of: dt.date | None = None) -> PaperContent:
    """Every open claim and credit of a customer on a day, with the balance."""
    account = _read_account(view, customer_id, as_of)
    with speaking(account.customer["language"]):
        return _paper(view, account, PaperKind.STATEMENT, account.items, _statement_intro(account))


def reminder_paper(view: Reading, *, customer_id: int) -> PaperContent:
    """The overdue claims of a customer today; refused where nothing is overdue."""
    account = _read_account(view, customer_id, None)
    if not account.late:
        findings = Findings("reminder")
        findings.block(True, "nothing_overdue", "", customer=account.customer["name"])
        raise RefusedError("reminder.refused", issues=findings.all)
    with speaking(account.customer["language"]):
        return _paper(view, account, PaperKind.REMINDER, account.late, _reminder_intro(account))


def freeze_statement(uow: UnitOfWork, *, customer_id: int, as_of: dt.date | None = None) -> int:
    """Freeze a statement for sending or printing; the paper's id. One that says just the same is shown again."""
    uow.actor.require("collections.work")
    return _freeze(uow, customer_id, statement_paper(uow, customer_id=customer_id, as_of=as_of))


def freeze_reminder(uow: UnitOfWork, *, customer_id: int) -> int:
    """Freeze a reminder for sending or printing; the paper's id. One that says just the same is shown again."""
    uow.actor.require("collections.work")
    return _freeze(uow, customer_id, reminder_paper(uow, customer_id=customer_id))


def _freeze(uow: UnitOfWork, customer_id: int, content: PaperContent) -> int:
    """Each statement or reminder of a customer is a revision of its own, unless it says what the last one says."""
    same = sa.and_(
        Paper.document_kind == "customer", Paper.document_id == customer_id, Paper.kind == content.kind.value
    )
    uow.db.execute(sa.select(Customer.id).where(Customer.id == customer_id).with_for_update())
    newest = sa.select(Paper.id, Paper.revision, Paper.content_hash).where(same)
    last = uow.db.execute(newest.order_by(Paper.revision.desc()).limit(1)).one_or_none()
    if last is not None and last.content_hash == hash_of(content):
        return int(last.id)
    paper_id = freeze_paper(
        uow,
        kind=content.kind.value,
        document_kind="customer",
        document_id=customer_id,
        revision=0 if last is None else last.revision + 1,
        number=content.number,
        content=content,
    )
    uow.audit("customer", customer_id, before={}, after={"paper": content.kind.value, "paper_id": paper_id})
    uow.changed("paper", paper_id, version=1)
    return paper_id


def _read_account(view: Reading, customer_id: int, as_of: dt.date | None) -> _Account:
    statement = sa.select(Customer.__table__).where(Customer.id == customer_id)
    customer = view.db.execute(statement).mappings().one_or_none()
    if customer is None:
        raise NotFoundError("document.not_found", kind="customer", id=customer_id)
    day = as_of or view.clock.today()
    return _Account(customer, read_open_items(view, customer_id, as_of=day), day)


def _paper(
    view: Reading,
    account: _Account,
    kind: PaperKind,
    items: tuple[OpenItemRow, ...],
    intro: tuple[str, ...],
) -> PaperContent:
    customer, language = account.customer, account.customer["language"]
    head = read_letterhead(view)
    currencies = sorted({item.currency for item in items}) or [head.currency]
    total = sum(item.open_minor for item in items)
    payment = None
    if total > 0 and len(currencies) == 1:
        payment = PaperPayment(amount_minor=total, reference=customer["number"])
    return PaperContent(
        kind=kind,
        title=title_for(kind, language),
        number=customer["number"],
        sender=head.sender,
        recipient=party(
            customer["name"],
            customer["street"],
            customer["postcode"],
            customer["city"],
            customer["country"],
            home=head.country,
        ),
        language=language,
        document_date=view.clock.today(),
        currency=currencies[0] if len(currencies) == 1 else head.currency,
        facts=_facts(account, kind, language),
        intro=intro,
        tables=tuple(_table(account, items, kind, each) for each in currencies) if items else (),
        payment=payment,
        footers=tuple(line for line in head.footer.splitlines() if line.strip()),
        logo=head.logo,
    )


def _facts(account: _Account, kind: PaperKind, language: str) -> tuple[PaperFact, ...]:
    texts = {
        "customer_number": account.customer["number"],
        "as_of": date_text(account.as_of, language),
    }
    if kind is PaperKind.STATEMENT and account.late:
        sums: dict[str, int] = {}
        for item in account.late:
            sums[item.currency] = sums.get(item.currency, 0) + item.open_minor
        told = (f"{each} {amount_text(minor, each, language)}" for each, minor in sorted(sums.items()))
        texts["overdue"] = ", ".join(told)
    return tuple(PaperFact(fact_label(name, language), text) for name, text in texts.items())


def _table(account: _Account, items: tuple[OpenItemRow, ...], kind: PaperKind, currency: str) -> PaperTable:
    language, right = account.customer["language"], CellAlign.RIGHT
    columns = (
        PaperColumn(fact_label("type", language), 6),
        PaperColumn(fact_label("date", language), 3),
        PaperColumn(fact_label("due_date", language), 3),
        PaperColumn(fact_label("days_late", language), 3, right),
        PaperColumn(f"{fact_label('amount', language)} {currency}", 3, right),
        PaperColumn(f"{fact_label('open_amount', language)} {currency}", 3, right),
    )
    mine = [item for item in items if item.currency == currency]
    rows = tuple(_row(item, account.as_of, language) for item in mine)
    label = "overdue" if kind is PaperKind.REMINDER else "balance"
    total = sum(item.open_minor for item in mine)
    return PaperTable(
        columns=columns,
        rows=rows,
        total_row=(fact_label(label, language), "", "", "", "", total),
        carried_column=5,
    )


def _row(item: OpenItemRow, as_of: dt.date, language: str) -> tuple[str | int, ...]:
    days = days_overdue(item.due_date, as_of) if item.is_claim else 0
    return (
        open_item_name(item.kind, item.number, language),
        date_text(item.date, language),
        date_text(item.due_date, language) if item.is_claim else "",
        str(days) if days else "",
        item.amount_minor,
        item.open_minor,
    )


def _statement_intro(account: _Account) -> tuple[str, ...]:
    if not account.items:
        return (_("Your account is balanced: nothing is open."),)
    return (_("These claims and credits are open on your account."),)


def _reminder_intro(account: _Account) -> tuple[str, ...]:
    count = len(account.late)
    first = n_(
        "According to our books one invoice is past its due date.",
        "According to our books {count} invoices are past their due date.",
        count,
    ).format(count=count)
    ask = _("Please pay the open amount now. If your payment has crossed this letter, accept our thanks.")
    return (first, ask)
