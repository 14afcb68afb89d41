"""The papers of orders and quotes: their content from the stored rows, frozen with each revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.domain.cash_rounding import rounding_of
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import KIT, Draft, Header, Line
from app.domain.orders.repricing import draft_totals
from app.domain.papers import (
    PaperContent,
    PaperFact,
    PaperFigure,
    PaperKind,
    PaperLine,
    PaperLineKind,
    PaperParty,
    PaperTax,
    PaperTotals,
)
from app.domain.quantity import Unit
from app.domain.tax import PriceMode, TaxGroup
from app.i18n import _, format_micro, format_price, format_rate, speaking
from app.messages import spoken
from app.services.cash_rounding import read_cash_rounding
from app.services.configured_drawings import read_drawings
from app.services.documents.figures import date_text
from app.services.documents.words import fact_label, line_unit_word, title_for
from app.services.jurisdictions.facts import read_names
from app.services.jurisdictions.words import paper_taxes
from app.services.letterhead import Letterhead, party, read_letterhead
from app.services.orders.drafts import read_draft
from app.services.orders.held import read_cancelled
from app.services.paper_coins import rounded_totals
from app.services.paper_discounts import PricedLine, price_texts
from app.services.paper_exchange import exchange_notes
from app.services.paper_rounding import rounding_notes
from app.services.papers import freeze_paper, newest_paper
from app.services.seeds import reworded
from app.services.setup.taxes import read_tax_rules
from app.services.stock.availability import WAITS, read_ship_places
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import Fulfilment, OrderLine
from db.schema.parties import Customer, PaymentTerm
from db.schema.products import TaxCode
from db.statements import table_of

_LINE = table_of(OrderLine)
_FULFILMENT = table_of(Fulfilment)
_CUSTOMER = table_of(Customer)

_LINE_KINDS = {
    "goods": PaperLineKind.GOODS, "service": PaperLineKind.GOODS, "free": PaperLineKind.GOODS,
    "charge": PaperLineKind.CHARGE, "discount": PaperLineKind.DISCOUNT, "section": PaperLineKind.SECTION,
    "note": PaperLineKind.NOTE, KIT: PaperLineKind.SECTION,
}  # fmt: skip


_ID = sa.bindparam("id", type_=sa.BigInteger)
_TERM_OF = sa.select(PaymentTerm.name).where(PaymentTerm.id == sa.bindparam("term_id", type_=sa.BigInteger))
_CUSTOMER_OF = sa.select(
    *(
        _CUSTOMER.c[n]
        for n in ("number", "name", "street", "postcode", "city", "country", "vat_id", "language", "term_id")
    ),
    _TERM_OF.scalar_subquery().label("term"),
).where(_CUSTOMER.c.id == _ID)
_TEXTS_OF = sa.select(TaxCode.code, TaxCode.exemption_text).where(
    TaxCode.code.in_(sa.bindparam("codes", expanding=True))
)


@dataclass(frozen=True, slots=True)
class PaperSurroundings:
    """What a paper says beside the order itself: read once, before or inside the unit of work."""

    letterhead: Letterhead
    recipient: PaperParty
    customer_number: str
    language: str
    term: str
    exemption_texts: Mapping[str, str]
    coin_minor: int
    """The smallest coin that the order is paid with; 0 where it is not rounded."""
    cancelled: Mapping[str, int]
    """Of a revised confirmation: how much of each line was cancelled before, in base units by its key."""
    jurisdictions: Mapping[str, str] = field(default_factory=dict)
    """The names of the jurisdictions that tax it, by code."""
    drawings: Mapping[str, PaperFigure] = field(default_factory=dict)
    """What its configured lines look like, by the key of their configuration."""


def read_paper_surroundings(
    view: Reading, draft: Draft, context: OrderContext | None = None, *, term: str | None = None
) -> PaperSurroundings:
    """Letterhead, recipient, term and tax texts for the papers of the order.

    `context` and `term` (the name of the order's payment term), where they were read with the order, save queries.
    """
    header = draft.header
    buyer, term = _buyer(view, header, context, term)
    codes = sorted({line.tax_code for line in draft.lines if not line.tax_stack})
    if context is None:
        texts = {row.code: row.exemption_text for row in view.db.execute(_TEXTS_OF, {"codes": codes})}
    else:
        texts = {code: context.taxes.exemption_text(code) for code in codes}
    language = buyer.language if buyer else "en"
    cash = read_cash_rounding(view) if context is None else context.cash
    usual = buyer.term_id if buyer else None
    with speaking(language):
        letterhead = _of_who_ships(view, read_letterhead(view), header, context)
        home, nobody = letterhead.country, party(header.customer_name, "", "", "", "", home="")
        return PaperSurroundings(
            letterhead=letterhead,
            recipient=_recipient(buyer, home=home) if buyer else nobody,
            customer_number=buyer.number if buyer else "",
            language=language,
            term=term,
            exemption_texts=texts,
            jurisdictions=read_names(view, (line.tax for line in draft.lines)),
            coin_minor=cash.coin(draft.currency, header.term_id or usual),
            cancelled=read_cancelled(view, draft.id) if draft.revision and draft.kind != "quote" else {},
            drawings=read_drawings(view, draft.configurations),
        )


def _of_who_ships(
    view: Reading, letterhead: Letterhead, header: Header, context: OrderContext | None
) -> Letterhead:
    """With the firm's VAT id of the country from which the order ships, as its invoice will have it (decision 0047)."""
    if header.warehouse_id is None:
        return letterhead
    if context is None:
        country = read_ship_places(view)[header.warehouse_id].place.country
    else:
        country = context.origin_of(header).country
    taxes = read_tax_rules(view) if context is None else context.taxes
    vat_id = taxes.registered.get(country, "") if country != letterhead.country else ""
    return replace(letterhead, sender=replace(letterhead.sender, vat_id=vat_id)) if vat_id else letterhead


def _buyer(view: Reading, header: Header, context: OrderContext | None, term: str | None) -> tuple[Any, str]:
    """The customer as its card says, None without one, and the name of the order's payment term."""
    if context is not None and context.customer is not None and term is not None:
        return context.customer, term
    of = {"id": header.customer_id, "term_id": header.term_id}
    row = view.db.execute(_CUSTOMER_OF, of).one_or_none()
    return row, (row.term if row else view.db.execute(_TERM_OF, of).scalar_one_or_none()) or ""


def _recipient(buyer: Any, *, home: str) -> PaperParty:
    return party(
        buyer.name, buyer.street, buyer.postcode, buyer.city, buyer.country, home=home, vat_id=buyer.vat_id
    )


def freeze_order_paper(
    uow: UnitOfWork,
    draft: Draft,
    promises: Mapping[str, date | None],
    around: PaperSurroundings | None = None,
) -> int:
    """Freeze the quote, confirmation or revised confirmation of the order as it is stored; the paper's id.

    `promises`: the ship date by line key, None for goods that have none yet. A revision is one of today.
    """
    around = around or read_paper_surroundings(uow, draft)
    content = order_content(draft, promises, around, revised_on=uow.today)
    return freeze_order_content(uow, draft.id, content)


def freeze_order_content(uow: UnitOfWork, order_id: int, content: PaperContent) -> int:
    """Freeze a paper whose content was made before the unit of work opened; the paper's id."""
    return freeze_paper(
        uow,
        kind="quote" if content.kind is PaperKind.QUOTE else "order_confirmation",
        document_kind="order",
        document_id=order_id,
        revision=content.revision,
        number=content.number,
        content=content,
    )


def ensure_order_paper(uow: UnitOfWork, order_id: int) -> int:
    """The newest paper's id; that of an order of history is frozen here, on its first view or change."""
    found = newest_paper(uow, "order", order_id)
    if found is not None:
        return found
    draft = read_draft(uow, order_id)
    content = order_content(draft, _promises(uow, order_id), read_paper_surroundings(uow, draft))
    return freeze_order_content(uow, order_id, content)


def _promises(view: Reading, order_id: int) -> dict[str, date | None]:
    """The stored day of each line that has one, and None for each that waits without."""
    waits = sa.exists().where(_FULFILMENT.c.order_line_id == _LINE.c.id, WAITS)
    rows = view.db.execute(
        sa.select(_LINE.c.line_key, _LINE.c.promise_date)
        .where(_LINE.c.order_id == order_id)
        .where(sa.or_(_LINE.c.promise_date.is_not(None), waits))
    )
    return {row.line_key: row.promise_date for row in rows}


def order_content(
    draft: Draft,
    promises: Mapping[str, date | None],
    around: PaperSurroundings,
    revised_on: date | None = None,
) -> PaperContent:
    """The paper of an order in its customer's language; `revised_on` is the day of its revision, where known."""
    with speaking(around.language):
        return _content(draft, promises, around, revised_on)


def _kind(draft: Draft) -> PaperKind:
    if draft.kind == "quote":
        return PaperKind.QUOTE
    return PaperKind.REVISED_CONFIRMATION if draft.revision else PaperKind.ORDER_CONFIRMATION


def _content(
    draft: Draft, promises: Mapping[str, date | None], around: PaperSurroundings, revised_on: date | None
) -> PaperContent:
    header, letterhead = draft.header, around.letterhead
    kind = _kind(draft)
    return PaperContent(
        kind=kind,
        title=title_for(kind, around.language),
        number=draft.number or "",
        sender=letterhead.sender,
        logo=letterhead.logo,
        recipient=around.recipient,
        ship_to=party(
            header.ship_name,
            header.ship_street,
            header.ship_postcode,
            header.ship_city,
            header.ship_country,
            home=letterhead.country,
        ),
        language=around.language,
        revision=draft.revision,
        document_date=draft.order_date,
        currency=draft.currency,
        facts=tuple(_facts(draft, around, revised_on)),
        lines=tuple(
            _paper_line(line, _detail(line, promises, around), number, around.language)
            for number, line in _numbered(draft)
        ),
        totals=_totals(draft, around),
        notes=(
            *((header.note,) if header.note.strip() else ()),
            *exchange_notes(header.exchange, around.language),
            *rounding_notes(draft.tax_rounding),
            *_price_notes(draft),
        ),
        figures=tuple(_figures(draft, around)),
        footers=(letterhead.footer,) if letterhead.footer.strip() else (),
    )


def _price_notes(draft: Draft) -> tuple[str, ...]:
    """That each price is with tax, where it is."""
    if draft.price_mode != PriceMode.GROSS:
        return ()
    return (_("Prices include VAT; the tax is taken out of the gross sum of each rate."),)


def _numbered(draft: Draft) -> Iterable[tuple[int, Line]]:
    return (((index + 1) * 10, line) for index, line in enumerate(draft.lines))


def _figures(draft: Draft, around: PaperSurroundings) -> Iterable[PaperFigure]:
    """A picture of each configured line under its position and text."""
    for number, line in _numbered(draft):
        drawing = around.drawings.get(line.configuration)
        if drawing is not None and line.has_amount:
            yield replace(drawing, title=f"{number}  {spoken(line.text)}")


def _facts(draft: Draft, around: PaperSurroundings, revised_on: date | None) -> Iterable[PaperFact]:
    header, language = draft.header, around.language
    valid_until = header.valid_until if draft.kind == "quote" else None
    texts = {
        "revision": _revision_text(draft.revision, revised_on, language),
        "customer_number": around.customer_number,
        "customer_po": header.po_number,
        "contact": header.contact_name,
        "requested_date": date_text(header.requested_date, language) if header.requested_date else "",
        "valid_until": date_text(valid_until, language) if valid_until else "",
        "payment_terms": reworded(around.term),
    }
    return (PaperFact(fact_label(name, language), text) for name, text in texts.items() if text)


def _revision_text(revision: int, revised_on: date | None, language: str) -> str:
    """Reads on from its label: "Revision", "2 of 5 March"."""
    if not revision or revised_on is None:
        return ""
    return _("{revision} of {date}").format(revision=revision, date=date_text(revised_on, language))


def _promise_text(line: Line, promises: Mapping[str, date | None], language: str) -> str:
    """The day on which the line ships, or that it has none yet; nothing of what needs no stock."""
    if line.key not in promises:
        return ""
    promised = promises[line.key]
    return _("Ships {date}").format(date=date_text(promised, language)) if promised else _("No ship date yet")


def _detail(line: Line, promises: Mapping[str, date | None], around: PaperSurroundings) -> str:
    """When the line ships, and what of it will not: the line keeps its quantity and sum when its rest is cancelled."""
    promise, micro = _promise_text(line, promises, around.language), around.cancelled.get(line.key, 0)
    if not micro:
        return promise
    quantity = Unit(line.unit, line.factor_num, line.factor_den).from_base(micro)
    cancelled = _("Of these cancelled: {quantity}").format(quantity=format_micro(quantity))
    return " · ".join(text for text in (promise, cancelled) if text)


def _paper_line(line: Line, detail: str, number: int, language: str) -> PaperLine:
    kind = _LINE_KINDS[line.kind]
    if line.kind == KIT:
        return PaperLine(text=kit_text(line, language), kind=kind)
    if not line.has_amount:
        return PaperLine(text=line.text, kind=kind)
    told = price_texts(_priced(line), partial(price_text, per=line.price_per))
    return PaperLine(
        text=spoken(line.text),
        kind=kind,
        position=str(number),
        sku=line.sku,
        detail=" · ".join(text for text in (told.detail, detail) if text),
        quantity_text=format_micro(line.quantity_micro),
        unit_text=line_unit_word(line.unit, kind, language),
        unit_price_text=told.price,
        discount_text=told.discount,
        amount_minor=line.amount_minor,
        tax_label=format_rate(line.tax_ppm),
    )


def _priced(line: Line) -> PricedLine:
    listed = line.list_price_micro or 0
    return PricedLine(listed, line.discount_ppm, line.discount_on_micro, line.price_micro)


def kit_text(line: Line, language: str) -> str:
    """A kit above its parts: what it is, how much of it, at which price for one."""
    unit = line_unit_word(line.unit, PaperLineKind.GOODS, language)
    told = _("{sku} {text}: {quantity} {unit} at {price}")
    return told.format(
        sku=line.sku,
        text=line.text,
        quantity=format_micro(line.quantity_micro),
        unit=unit,
        price=price_text(line.price_micro, line.price_per),
    )


def price_text(price_micro: int | None, per: int = 1) -> str:
    """A price with as many decimals as it needs, at least two, and for how many units it is (A11)."""
    return format_price(price_micro or 0, per)


def _totals(draft: Draft, around: PaperSurroundings) -> PaperTotals:
    totals = draft_totals(draft)
    return PaperTotals(
        net_minor=totals.net_minor,
        gross_minor=totals.gross_minor,
        taxes=tuple(tax for group in totals.groups for tax in _paper_taxes(group, around)),
        **rounded_totals(totals.gross_minor, rounding_of(totals.gross_minor, around.coin_minor)),
    )


def _paper_taxes(group: TaxGroup, around: PaperSurroundings) -> tuple[PaperTax, ...]:
    if group.key.stack:
        return paper_taxes(group, around.jurisdictions)
    text = around.exemption_texts.get(group.key.code, "")
    label = _("{rate} VAT").format(rate=format_rate(group.key.rate_ppm))
    return (PaperTax(label, group.base_minor, group.tax_minor, reworded(text)),)
