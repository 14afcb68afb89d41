"""Confirm, ship, invoice, paper, payment: the very services that the window calls, audit on."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.services.invoicing.shipped import post_invoice
from app.services.orders.confirming import confirm
from app.services.papers import read_content, read_papers
from app.services.payments.entering import PaymentInput, enter_payment
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from app.services.unit_of_work import Work
from bench.data import BenchData
from bench.drafts import make_drafts
from bench.floors import CoreFloor
from bench.result import LEAST, Entry, Samples, measure, measure_once
from db.schema.invoicing import OpenItem
from db.schema.orders import Fulfilment, Order, OrderLine
from db.schema.products import Product
from db.schema.stock import Warehouse

RATIO_SQLITE, RATIO_POSTGRESQL = 15, 10  # times the bare work of 20 lines
SLOPE_SQLITE, SLOPE_POSTGRESQL = 0.8, 1.5  # milliseconds for each line more
BY_RATIO = {"budget_of": "p50"}  # speed.md binds it to the floor of the same run, and a ratio is of medians


def confirm_20(data: BenchData) -> Entry:
    """Confirm 20 lines: at most so many times the bare work."""
    bare, samples, rows = _confirm(data, 20)
    facts = {"budget": _budget_20(data, bare), "rows": rows, "lines": 20}
    return samples.entry("confirm.20", seed=data.seed, floor=bare, more=BY_RATIO, **facts)


def confirm_100(data: BenchData) -> Entry:
    """Confirm 100 lines: the budget of 20, and for each further line the slope allowed."""
    bare_20, samples_20, _rows = _confirm(data, 20)
    bare, samples, rows = _confirm(data, 100)
    allowed = SLOPE_SQLITE if data.is_sqlite else SLOPE_POSTGRESQL
    slope = (_p50(samples) - _p50(samples_20)) / 80
    more = BY_RATIO | {"slope": round(slope, 2), "slope_budget": allowed}
    facts = {"budget": round(_budget_20(data, bare_20) + 80 * allowed, 1), "rows": rows, "lines": 100}
    return samples.entry("confirm.100", seed=data.seed, floor=bare, more=more, **facts)


def _budget_20(data: BenchData, bare: Samples) -> float:
    return round(_p50(bare) * (RATIO_SQLITE if data.is_sqlite else RATIO_POSTGRESQL), 1)


def _p50(samples: Samples) -> float:
    return samples.entry("", seed=0).p50


def _confirm(data: BenchData, lines: int) -> tuple[Samples, Samples, int]:
    """The bare work, the service, and how many orders there are."""
    work = data.office_to_write().work
    drafts = make_drafts(work, count=LEAST + 3, lines=lines, seed=data.seed)
    floor = CoreFloor(data.office_to_write().database, lines=lines)
    bare = measure_once(floor.confirm, range(LEAST))
    floor.close()
    _confirm_all(work, drafts[:3])
    samples = _confirm_all(work, drafts[3:])
    return bare, samples, _orders(work)


ENOUGH_MICRO = 10_000 * 1_000_000


def _confirm_all(work: Work, drafts: list[int]) -> Samples:
    return measure_once(lambda id_: confirm(work, id_, actor=SYSTEM, approve=True), drafts)


def ship_20(data: BenchData) -> Entry:
    """Pick list, picked quantities, shipment of 20 lines: three units of work, as three keys are."""
    work = data.office_to_write().work
    orders = _confirmed(data, work)
    samples = measure_once(lambda order: _ship(work, order), orders)
    return samples.entry("ship.20", seed=data.seed, budget=25.0, rows=_orders(work), lines=20)


def invoice_post_20(data: BenchData) -> Entry:
    """Post the invoice of a shipment of 20 lines, its paper frozen, without the PDF."""
    work = data.office_to_write().work
    shipments = [_ship(work, order) for order in _confirmed(data, work)]
    samples = measure_once(lambda id_: _post(work, id_), shipments)
    return samples.entry("invoice.post.20", seed=data.seed, budget=20.0, rows=_orders(work), lines=20)


def invoice_pdf_20(data: BenchData) -> Entry:
    """Render the paper of an invoice of 20 lines."""
    from app.services.documents.render import render

    work = data.office_to_write().work
    order = _confirmed(data, work, count=1)[0]
    invoice_id = _post(work, _ship(work, order))
    with work.reading(actor=SYSTEM) as view:
        content = read_content(view, read_papers(view, "invoice", invoice_id)[0].id)
    samples = measure(lambda _n: render(content), range(LEAST))
    return samples.entry("invoice.pdf.20", seed=data.seed, budget=25.0, lines=len(content.lines))


def payment(data: BenchData) -> Entry:
    """Enter a payment of a customer over one claim; some of them have several."""
    work = data.office_to_write().work
    item = OpenItem
    with work.reading(actor=SYSTEM) as view:
        claims = view.db.execute(
            sa.select(item.customer_id, item.amount_minor - item.applied_minor)
            .where(item.is_open, item.amount_minor > 0)
            .order_by(item.customer_id, item.id)
            .limit(LEAST + 3)
        ).all()
        rows = view.db.execute(sa.select(sa.func.count()).select_from(item)).scalar_one()
    _pay(work, claims[0])
    samples = measure_once(lambda claim: _pay(work, claim), claims[1:])
    return samples.entry("payment", seed=data.seed, budget=10.0, rows=rows)


def _pay(work: Work, claim: sa.Row) -> int:
    paid = PaymentInput(customer_id=claim[0], amount_minor=claim[1], date=work.clock.today())
    with work.begin(actor=SYSTEM) as uow:
        return enter_payment(uow, paid)


def _confirmed(data: BenchData, work: Work, count: int = LEAST + 3) -> list[int]:
    _fill_shelves(work)
    drafts = make_drafts(work, count=count, lines=20, seed=data.seed + 1)
    _confirm_all(work, drafts)
    return drafts


def _fill_shelves(work: Work) -> None:
    """Stock enough that every order ships: the small demo firm would run dry after a few."""
    with work.begin(actor=SYSTEM) as uow:
        goods = uow.db.execute(sa.select(Product.id).where(Product.kind == "goods", Product.active)).scalars()
        lines = [ProductQuantity(id_, ENOUGH_MICRO) for id_ in goods]
        warehouse_id = uow.db.execute(sa.select(sa.func.min(Warehouse.id))).scalar_one()
        receive_freely(uow, warehouse_id=warehouse_id, lines=lines, note="bench")


def _ship(work: Work, order_id: int) -> int:
    with work.begin(actor=SYSTEM) as uow:
        shipment_id = create_pick_list(uow, order_id, _warehouse(uow.db, order_id), even_incomplete=True)
        lines = read_picked_lines(uow, shipment_id)
    with work.begin(actor=SYSTEM) as uow:
        record_picked(uow, shipment_id, {line.id: line.quantity_micro for line in lines})
    with work.begin(actor=SYSTEM) as uow:
        post_shipment(uow, shipment_id)
    return shipment_id


def _warehouse(db: sa.Connection, order_id: int) -> int:
    statement = (
        sa.select(Fulfilment.warehouse_id)
        .join(OrderLine, OrderLine.id == Fulfilment.order_line_id)
        .where(OrderLine.order_id == order_id, Fulfilment.reserved_micro > 0)
        .group_by(Fulfilment.warehouse_id)
        .order_by(sa.func.count().desc())
    )
    return db.execute(statement.limit(1)).scalar_one()


def _post(work: Work, shipment_id: int) -> int:
    with work.begin(actor=SYSTEM) as uow:
        return post_invoice(uow, shipment_ids=[shipment_id])


def _orders(work: Work) -> int:
    with work.reading(actor=SYSTEM) as view:
        return view.db.execute(sa.select(sa.func.count()).select_from(Order)).scalar_one()


__all__ = ["confirm_20", "confirm_100", "invoice_pdf_20", "invoice_post_20", "payment", "ship_20"]
