"""Programs that ask for changes, approve and confirm them and change the same orders otherwise leave one truth."""

from __future__ import annotations

from app.domain.approvals import LIVE
from app.services.orders.approvals import read_approvals_of
from app.services.verify import verify
from tests.helpers.amendment_race import answer_all, ask_all, change_all
from tests.helpers.order_office import CHAIR, NORD
from tests.helpers.stock_race import race
from tests.services.orders.test_confirm import change_customer


def start(work, job):
    """One racer: what it does stands in its argument."""
    return {"ask": ask_all, "answer": answer_all, "change": change_all}[job["do"]](work, job["orders"])


def test_requests_live_only_for_orders_that_are_as_they_were_asked_for(desk, firm_url, tmp_path):
    orders = [desk.ordered((CHAIR, 1)) for _ in range(3)]
    change_customer(desk, NORD, credit_limit_minor=100_000)
    assert ask_all(desk.work, orders, rounds=1).won == 3, "each racer meets requests from its first step on"
    jobs = [{"do": name, "orders": orders} for name in ("ask", "answer", "change")]
    outcomes = race(tmp_path, start, firm_url[0], *jobs)
    assert [each.errors for each in outcomes] == [[], [], []]
    assert sum(each.won for each in outcomes), "whoever is told to look again, another went before him"
    assert desk.reserved() == desk.held()
    with desk.reading() as view:
        for order_id in orders:
            cards, version = read_approvals_of(view, order_id), desk.head(order_id)["version"]
            assert {card.amends for card in cards if card.state == "open"} <= {version}
            assert sum(1 for card in cards if card.state in LIVE and card.amends == version) <= 1
        assert verify(view) == ()
