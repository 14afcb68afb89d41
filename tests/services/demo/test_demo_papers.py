"""The demo firm's history has no papers until somebody looks: a start has nothing to render."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.services.demo.make import make_demo_firm
from app.services.orders.papers import ensure_order_paper
from app.services.papers import render_missing
from db.schema.orders import Order
from db.schema.papers import Paper


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def test_a_start_on_the_demo_firm_renders_nothing(work: Any) -> None:
    make_demo_firm(work, seed=3, size="small")
    with work.reading(actor=SYSTEM) as view:
        assert view.db.execute(sa.select(Paper.id)).all() == []
        orders = view.db.execute(sa.select(Order.kind, Order.id).where(Order.state != "draft")).all()
    assert render_missing(work, actor=SYSTEM) == 0
    one_a_kind = {row.kind: row.id for row in orders}
    assert set(one_a_kind) == {"order", "quote"}
    for order_id in one_a_kind.values():
        with work.begin(actor=SYSTEM) as uow:
            ensure_order_paper(uow, order_id)
    assert render_missing(work, actor=SYSTEM) == 2
