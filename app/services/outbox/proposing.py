"""The mail that the office would write for a paper: to whom, in whose language, with which words."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.papers import PaperKind
from app.i18n import LANGUAGES, N_, _, speaking
from app.services.documents.words import title_for
from app.services.unit_of_work import Reading
from db.schema.firm import Firm
from db.schema.invoicing import Invoice
from db.schema.orders import Order
from db.schema.papers import Paper
from db.schema.parties import Contact, Customer
from db.schema.shipping import Shipment


@dataclass(frozen=True, slots=True)
class MailProposal:
    """What the preview shows; `recipient` is empty where neither a contact nor the customer has an address."""

    paper_id: int
    customer_id: int | None
    recipient: str
    subject: str
    body: str
    attachment_name: str


@dataclass(frozen=True, slots=True)
class _PaperFacts:
    id: int
    kind: str
    document_kind: str
    document_id: int
    revision: int
    number: str


@dataclass(frozen=True, slots=True)
class _Reader:
    customer_id: int | None = None
    email: str = ""
    language: str = "en"
    contact_name: str = ""


_BODIES = {
    "quote": N_("Please find our quote {number} attached. We look forward to your order."),
    "order_confirmation": N_("Thank you for your order. Our confirmation {number} is attached."),
    "pick_list": N_("The pick list {number} is attached."),
    "delivery_note": N_("Your goods are on their way. The delivery note {number} is attached."),
    "invoice": N_("Thank you for your business. Our invoice {number} is attached."),
    "credit_note": N_("Our credit note {number} is attached."),
    "statement": N_("Your statement of account is attached. Please compare it with your books."),
    "reminder": N_(
        "Perhaps you have overlooked it: some of our invoices are overdue. The list is attached."
        " If you have paid meanwhile, please take this mail as settled."
    ),
}


def propose_mail(view: Reading, paper_id: int) -> MailProposal:
    """The usual mail for a paper, in its customer's language.

    It goes to the contact who gets this kind of paper, else to the customer.
    """
    paper = _read_paper(view, paper_id)
    firm = view.db.execute(sa.select(Firm.name).limit(1)).scalar_one_or_none() or ""
    reader = _find_reader(view, paper)
    with speaking(reader.language):
        title = _title(paper, reader.language)
        subject = _("{paper} from {firm}") if firm else "{paper}"
        hello = _("Dear {name},") if reader.contact_name else _("Good day,")
        paragraphs = (hello, _(_BODIES[paper.kind]), _("Kind regards") + f"\n{firm}")
        body = "\n\n".join(paragraphs).format(name=reader.contact_name, number=paper.number)
    return MailProposal(
        paper_id=paper_id,
        customer_id=reader.customer_id,
        recipient=reader.email,
        subject=subject.format(paper=title, firm=firm),
        body=body.rstrip() + "\n",
        attachment_name=_file_name(title, paper.revision),
    )


def attachment_name(view: Reading, paper_id: int) -> str:
    """The name under which the paper's PDF goes out, in its customer's language."""
    paper = _read_paper(view, paper_id)
    return _file_name(_title(paper, _find_reader(view, paper).language), paper.revision)


def _title(paper: _PaperFacts, language: str) -> str:
    return f"{title_for(PaperKind(paper.kind), language)} {paper.number}".strip()


def _file_name(title: str, revision: int) -> str:
    """A name that every file system takes."""
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", title)
    return f"{safe}-{revision}.pdf" if revision else f"{safe}.pdf"


def _read_paper(view: Reading, paper_id: int) -> _PaperFacts:
    columns = (getattr(Paper, name) for name in _PaperFacts.__dataclass_fields__)
    row = view.db.execute(sa.select(*columns).where(Paper.id == paper_id)).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="paper", id=paper_id)
    return _PaperFacts(*row)


def _find_reader(view: Reading, paper: _PaperFacts) -> _Reader:
    """Whom the paper is for; nobody where the customer is unknown (counter sale)."""
    customer_id = _customer_of(paper)
    statement = sa.select(Customer.id, Customer.email, Customer.language).where(Customer.id == customer_id)
    customer = view.db.execute(statement).one_or_none()
    if customer is None:
        return _Reader()
    language = customer.language if customer.language in LANGUAGES else "en"
    contact = _find_contact(view, customer.id, paper.kind)
    if contact is None:
        return _Reader(customer.id, customer.email, language)
    return _Reader(customer.id, contact.email, language, contact.name)


def _customer_of(paper: _PaperFacts) -> sa.ScalarSelect[int | None] | int:
    """The id of the document's customer, as a subquery."""
    if paper.document_kind == "customer":
        return paper.document_id
    if paper.document_kind == "shipment":
        order = sa.select(Shipment.order_id).where(Shipment.id == paper.document_id).scalar_subquery()
        return sa.select(Order.customer_id).where(Order.id == order).scalar_subquery()
    document = Invoice if paper.document_kind == "invoice" else Order
    return sa.select(document.customer_id).where(document.id == paper.document_id).scalar_subquery()


def _find_contact(view: Reading, customer_id: int, kind: str) -> sa.Row[str, str, str] | None:
    """The first active contact with an address who gets this kind of paper."""
    rows = view.db.execute(
        sa.select(Contact.name, Contact.email, Contact.papers)
        .where(Contact.customer_id == customer_id, Contact.active.is_(True), Contact.email != "")
        .order_by(Contact.id)
    )
    return next((row for row in rows if kind in {part.strip() for part in row.papers.split(",")}), None)
