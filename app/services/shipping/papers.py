"""Pick list and delivery note: their content from the stored shipment, frozen with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import sqlalchemy as sa

from app.domain.papers import PaperContent, PaperFact, PaperKind, PaperLine, PaperLineKind
from app.domain.quantity import Unit
from app.domain.units import unit_word
from app.i18n import format_micro, speaking
from app.services.documents.figures import date_text
from app.services.documents.words import fact_label, title_for, words_for
from app.services.goods.statements import age_statements, dangerous_statements, licence_statements
from app.services.letterhead import Letterhead, party, read_letterhead
from app.services.orders.line_numbers import STANDS
from app.services.paper_headings import read_headings
from app.services.papers import freeze_paper, newest_paper
from app.services.shipping.reading import ShipmentFacts, ShipmentLineFacts, read_shipment
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.orders import OrderLine
from db.statements import table_of

_SHOWN_KINDS = frozenset({"goods", "service", "free"})
_LINE = table_of(OrderLine).c
_COLUMNS: tuple[Any, ...] = (
    *(_LINE[name] for name in ("id", "kind", "sku", "text", "unit", "factor_num", "factor_den")),
    _LINE.base_micro - _LINE.cancelled_micro - _LINE.shipped_micro,
    _LINE.base_micro,
    STANDS,
)
_ORDERED = (
    sa.select(*_COLUMNS)
    .where(_LINE.order_id == sa.bindparam("order_id", type_=sa.BigInteger))
    .order_by(_LINE.position, _LINE.line_key)
)


@dataclass(frozen=True, slots=True)
class _Ordered:
    """A line of the order behind the shipment; `_micro` quantities are base units."""

    id: int
    kind: str
    sku: str
    text: str
    unit_code: str
    factor_num: int
    factor_den: int
    open_micro: int
    ordered_micro: int
    stands: bool

    @property
    def unit(self) -> Unit:
        return Unit(self.unit_code, self.factor_num, self.factor_den)


def freeze_pick_list(uow: UnitOfWork, shipment_id: int) -> int:
    """Freeze the pick list; the paper's id."""
    return _freeze(uow, pick_list_content(uow, shipment_id), "pick_list", shipment_id)


def freeze_delivery_note(uow: UnitOfWork, shipment_id: int) -> int:
    """Freeze the delivery note of a shipment that leaves; the paper's id."""
    return _freeze(uow, delivery_note_content(uow, shipment_id), "delivery_note", shipment_id)


def ensure_shipment_paper(uow: UnitOfWork, shipment_id: int) -> int:
    """The delivery note of what left, the pick list before; one of history is frozen here, on its first view."""
    is_out = read_shipment(uow, shipment_id).state == "shipped"
    kind, freeze = ("delivery_note", freeze_delivery_note) if is_out else ("pick_list", freeze_pick_list)
    return newest_paper(uow, "shipment", shipment_id, (kind,)) or freeze(uow, shipment_id)


def _freeze(uow: UnitOfWork, content: PaperContent, kind: str, shipment_id: int) -> int:
    return freeze_paper(
        uow,
        kind=kind,
        document_kind="shipment",
        document_id=shipment_id,
        revision=0,
        number=content.number,
        content=content,
    )


def pick_list_content(view: Reading, shipment_id: int) -> PaperContent:
    """The pick list: goods by bin with tick boxes, in the firm's own language."""
    shipment = read_shipment(view, shipment_id)
    letterhead = read_letterhead(view, in_own_language=True)
    joined = _joined(_shown(shipment), lambda line: (line.order_line_id, line.bin_code, line.piece_id))
    lines = sorted(joined, key=lambda line: (not line.bin_code, line.bin_code, line.position))
    numbers = _line_numbers(_read_ordered(view, shipment.order_id))
    with speaking(letterhead.language):
        shown = tuple(_pick_line(line, numbers, letterhead.language) for line in lines)
        return _content(view, shipment, PaperKind.PICK_LIST, shown, letterhead)


def delivery_note_content(view: Reading, shipment_id: int) -> PaperContent:
    """The delivery note: what left, what was ordered and what is still to come, in the customer's language."""
    shipment = read_shipment(view, shipment_id)
    picked = [line for line in _shown(shipment) if line.picked_micro]
    left = _joined(picked, lambda line: line.order_line_id)
    headings = read_headings(view, [line.order_line_id for line in left])
    ordered = _read_ordered(view, shipment.order_id)
    numbers = _line_numbers(ordered)
    with speaking(shipment.language):
        shown = [(line.order_line_id, _delivery_line(line, numbers, shipment.language)) for line in left]
        stayed = _stayed_behind(ordered, numbers, {line.order_line_id for line in left}, shipment.language)
        lines = (*headings.around(shown), *stayed)
        content = _content(view, shipment, PaperKind.DELIVERY_NOTE, lines, read_letterhead(view))
        return replace(content, notes=_told_by_law(view, shipment, left))


def _told_by_law(
    view: Reading, shipment: ShipmentFacts, left: Sequence[ShipmentLineFacts]
) -> tuple[str, ...]:
    """What the law wants said of the goods that left."""
    products = [line.product_id for line in left if line.is_told_of and line.product_id is not None]
    dangers = dangerous_statements(view, products, shipment.language)
    lines = [line.order_line_id for line in left] if shipment.draws_on_licence else []
    licences = licence_statements(view, lines, shipment.language)
    return (*dangers, *age_statements(view, products, shipment.language), *licences)


def _read_ordered(view: Reading, order_id: int) -> tuple[_Ordered, ...]:
    return tuple(_Ordered(*row) for row in view.db.execute(_ORDERED, {"order_id": order_id}))


def _line_numbers(ordered: Iterable[_Ordered]) -> dict[int, str]:
    """The numbers of the order's lines as the confirmation says them; positions are only their order."""
    lines = tuple(ordered)
    counts = accumulate(int(line.stands) for line in lines)
    return {
        line.id: str(count * 10) if line.stands else "" for line, count in zip(lines, counts, strict=True)
    }


def _stayed_behind(
    ordered: Iterable[_Ordered], numbers: Mapping[int, str], left: Collection[int], language: str
) -> list[PaperLine]:
    """What is open and not on this note at all, under a heading of its own."""
    lines = [
        PaperLine(
            text=line.text,
            position=numbers[line.id],
            sku=line.sku,
            unit_text=unit_word(line.unit_code, language),
            ordered_text=_in_unit(line, line.ordered_micro),
            open_text=_in_unit(line, line.open_micro),
        )
        for line in ordered
        if line.kind in _SHOWN_KINDS and line.open_micro > 0 and line.id not in left
    ]
    heading = PaperLine(text=words_for(language).still_to_come, kind=PaperLineKind.SECTION)
    return [heading, *lines] if lines else []


def _shown(shipment: ShipmentFacts) -> list[ShipmentLineFacts]:
    return [line for line in shipment.lines if line.kind in _SHOWN_KINDS]


def _joined(
    lines: Iterable[ShipmentLineFacts], key: Callable[[ShipmentLineFacts], Hashable]
) -> list[ShipmentLineFacts]:
    """The lines, those of one key as one: an order line has a row for each of its sources."""
    found: dict[Hashable, ShipmentLineFacts] = {}
    for line in lines:
        of = key(line)
        before = found.get(of)
        found[of] = (
            line
            if before is None
            else replace(
                before,
                quantity_micro=before.quantity_micro + line.quantity_micro,
                picked_micro=before.picked_micro + line.picked_micro,
            )
        )
    return list(found.values())


def _content(
    view: Reading,
    shipment: ShipmentFacts,
    kind: PaperKind,
    lines: tuple[PaperLine, ...],
    letterhead: Letterhead,
) -> PaperContent:
    goes_out = kind is PaperKind.DELIVERY_NOTE  # a pick list stays in the house: no small print
    language = shipment.language if goes_out else letterhead.language
    return PaperContent(
        kind=kind,
        title=title_for(kind, language),
        number=shipment.number,
        sender=letterhead.sender,
        logo=letterhead.logo,
        recipient=party(
            shipment.ship_name,
            shipment.ship_street,
            shipment.ship_postcode,
            shipment.ship_city,
            shipment.ship_country,
            home=letterhead.country,
        ),
        language=language,
        document_date=shipment.ship_date or view.clock.today(),
        facts=tuple(_facts(shipment, kind, language)),
        lines=lines,
        footers=(letterhead.footer,) if letterhead.footer.strip() and goes_out else (),
    )


def _facts(shipment: ShipmentFacts, kind: PaperKind, language: str) -> Iterable[PaperFact]:
    yield PaperFact(fact_label("order_number", language), shipment.order_number)
    if shipment.po_number:
        yield PaperFact(fact_label("customer_po", language), shipment.po_number)
    if kind is PaperKind.PICK_LIST:
        yield PaperFact(fact_label("warehouse", language), shipment.warehouse_name)
        yield PaperFact(fact_label("made_by", language), shipment.created_by)
    if shipment.carrier_name:
        yield PaperFact(fact_label("carrier", language), shipment.carrier_name)
    if shipment.ship_date is not None:
        yield PaperFact(fact_label("date_of_supply", language), date_text(shipment.ship_date, language))


def _pick_line(line: ShipmentLineFacts, numbers: Mapping[int, str], language: str) -> PaperLine:
    if line.kind == "service":  # it rides along: there is nothing to tick and no number to pick
        return PaperLine(
            text=line.text,
            kind=PaperLineKind.CHARGE,
            position=numbers[line.order_line_id],
            sku=line.sku,
        )
    return PaperLine(
        text=line.text,
        kind=PaperLineKind.GOODS,
        position=numbers[line.order_line_id],
        sku=line.sku,
        detail=line.piece.words,
        quantity_text=_in_unit(line, line.quantity_micro),
        unit_text=unit_word(line.unit_code, language),
        bin_text=line.bin_code,
    )


def _delivery_line(line: ShipmentLineFacts, numbers: Mapping[int, str], language: str) -> PaperLine:
    still_open = line.ordered_micro - line.cancelled_micro - line.shipped_micro
    return PaperLine(
        text=line.text,
        kind=PaperLineKind.GOODS,
        position=numbers[line.order_line_id],
        sku=line.sku,
        quantity_text=_in_unit(line, line.picked_micro),
        unit_text=unit_word(line.unit_code, language),
        ordered_text=_in_unit(line, line.ordered_micro),
        open_text=_in_unit(line, max(0, still_open)),
    )


def _in_unit(line: ShipmentLineFacts | _Ordered, base_micro: int) -> str:
    return format_micro(line.unit.from_base(base_micro))
