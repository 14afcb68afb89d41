"""What is made for a line: from the confirm to the piece that ships, and what lies between."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.orders.draft import edit_line
from app.domain.pages import PageRequest
from app.messages import text_of_error, text_of_issue
from app.services.importing.history.facts import read_product_refs
from app.services.making.changing import cancel_workshop_order, set_due_date, start
from app.services.making.finishing import finish
from app.services.making.releasing import release
from app.services.making.renewing import make_again
from app.services.making.rows import read_components
from app.services.orders.amending import cancel_order
from app.services.products import ProductInput, create_product, find_products, read_products_page
from app.services.products.finding import resolve_codes
from app.services.verify import verify
from db.schema.costs import ReceiptCost
from db.statements import table_of
from tests.helpers.making import BOARD, SCREW, Workshop
from tests.helpers.order_office import CHAIR, CLERK, OWNER, WIEN, micro
from tests.services.orders.test_amending import invoice, ship

DUE = date(2026, 3, 12)


@pytest.fixture
def shop(desk):
    return Workshop(desk)


def sound(desk) -> bool:
    with desk.reading() as view:
        assert verify(view) == ()
    return True


def refusal(call):
    with pytest.raises(RefusedError) as refused:
        call()
    return refused.value


def lit_line(shop, order_id):
    return edit_line(shop.desk.read(order_id).lines[0], configuration=shop.keep(lit=True))


def test_a_confirm_makes_a_workshop_order_of_the_snapshot(shop, desk):
    order_id = shop.sell(2)
    row = shop.one(order_id)
    assert (row["number"], row["state"], row["quantity_micro"], row["due_date"]) == (
        "WO-000001", "open", micro(2), DUE,
    )  # fmt: skip
    with desk.reading() as view:
        needs = {each.article: each.needed_micro for each in read_components(view, row["id"])}
    assert needs == {BOARD: micro(2), SCREW: micro(8)}
    assert shop.stock(BOARD) == (micro(20), 0), "nothing is reserved before it is released"
    assert sound(desk)


def test_a_released_order_holds_its_components_and_a_cancelled_one_gives_them_back(shop, desk):
    order_id = shop.sell(2)
    released = shop.do(release, shop.one(order_id))
    assert released.short == ()
    assert (shop.stock(BOARD), shop.stock(SCREW)) == ((micro(20), micro(2)), (micro(50), micro(8)))
    assert sound(desk)
    shop.do(cancel_workshop_order, shop.one(order_id), reason="Customer waits")
    assert shop.stock(BOARD) == (micro(20), 0)
    assert desk.lines(order_id)[0]["promise_date"] is None, "its line waits without a day"
    assert sound(desk)


def test_what_is_finished_is_the_line_s_and_ships_and_is_invoiced(shop, desk):
    order_id = shop.sell(2)
    shop.begin(order_id)
    shop.finish(order_id, 1)
    row = shop.one(order_id)
    assert (row["state"], row["finished_micro"]) == ("started", micro(1))
    assert (shop.stock(BOARD), shop.stock(SCREW)) == ((micro(19), micro(1)), (micro(46), micro(4)))
    assert shop.stock(shop.made_sku(order_id)) == (micro(1), micro(1)), "received, and reserved at once"
    assert sound(desk)
    shop.finish(order_id, 1)
    assert shop.one(order_id)["state"] == "finished"
    assert (shop.stock(BOARD), shop.stock(SCREW)) == ((micro(18), 0), (micro(42), 0))
    ship(desk, order_id)
    invoice(desk, order_id)
    assert desk.head(order_id)["state"] == "closed"
    assert sound(desk)


def test_a_piece_costs_what_its_components_and_its_work_cost(shop, desk):
    order_id = shop.sell(2)
    shop.begin(order_id)
    shop.finish(order_id, 2)
    costs = table_of(ReceiptCost)
    (row,) = desk.rows(sa.select(costs).where(costs.c.source_kind == "workshop"))
    assert row["cost_micro"] == micro("40"), "a board, four screws, half an hour and half of the setting up"


def test_a_piece_never_goes_to_a_line_of_another_configuration(shop, desk):
    other, mine = shop.sell(1, width=600), shop.sell(1, customer=WIEN)
    shop.begin(mine)
    shop.finish(mine, 1)
    with desk.begin() as uow:
        cancel_order(uow, mine, version=desk.head(mine)["version"], reason="Not wanted")
    assert shop.stock(shop.made_sku(mine)) == (micro(1), 0), "free, for the same shelf only"
    assert desk.lines(other)[0]["shipped_micro"] == 0
    assert shop.stock(shop.made_sku(other)) == (0, 0)
    again = shop.sell(1)
    assert shop.orders(again) == [], "the free piece is the very same article"
    assert shop.made_sku(mine) != shop.made_sku(other)
    assert shop.stock(shop.made_sku(mine)) == (micro(1), micro(1))
    assert sound(desk)


def test_what_is_finished_for_one_line_is_not_given_to_who_waits_longer(shop, desk):
    first, second = shop.sell(1), shop.sell(1, customer=WIEN)
    shop.begin(second)
    shop.finish(second, 1)
    ship(desk, second)
    assert desk.head(second)["state"] == "shipped"
    assert shop.one(first)["state"] == "open"
    assert sound(desk)


def test_what_is_short_is_told_and_taken_when_it_came(desk):
    shop = Workshop(desk, boards=1, screws=0, lacking=True)
    order_id = shop.sell(2)
    released = shop.do(release, shop.one(order_id))
    told = {each.article: (each.lacks_micro, each.is_known) for each in released.short}
    assert told == {BOARD: (micro(1), True), "NO-SUCH": (micro(8), False)}
    with desk.begin(OWNER) as uow:
        desk.ids["NO-SUCH"] = create_product(uow, ProductInput(sku="NO-SUCH", name="Bolt"))
    desk.receive(BOARD, 1)
    desk.receive("NO-SUCH", 8)
    assert shop.do(release, shop.one(order_id)).short == ()
    assert sound(desk)


def test_nothing_is_finished_of_an_article_that_nobody_has(desk):
    shop = Workshop(desk, lacking=True)
    order_id = shop.sell(2)
    shop.begin(order_id)
    refused = refusal(lambda: shop.finish(order_id, 1))
    assert [issue.code for issue in refused.issues] == ["workshop.component_unknown"]
    assert "NO-SUCH is no article" in text_of_issue(refused.issues[0])
    with desk.begin(OWNER) as uow:
        desk.ids["NO-SUCH"] = create_product(uow, ProductInput(sku="NO-SUCH", name="Bolt"))
    assert [issue.code for issue in refusal(lambda: shop.finish(order_id, 1)).issues] == [
        "workshop.component_short"
    ]
    desk.receive("NO-SUCH", 8)
    shop.finish(order_id, 2)
    assert shop.stock("NO-SUCH") == (0, 0)
    assert sound(desk)


def test_what_nobody_has_and_is_a_service_then_needs_no_stock(desk):
    shop = Workshop(desk, lacking=True)
    order_id = shop.sell(1)
    with desk.begin(OWNER) as uow:
        create_product(uow, ProductInput(sku="NO-SUCH", name="Glue it", kind="service"))
    shop.begin(order_id)
    shop.finish(order_id, 1)
    assert shop.one(order_id)["state"] == "finished"
    assert sound(desk)


def test_nothing_is_finished_of_components_that_are_not_there(desk):
    shop = Workshop(desk, boards=1, screws=100)
    order_id = shop.sell(2)
    shop.begin(order_id)
    refused = refusal(lambda: shop.finish(order_id, 2))
    assert [issue.code for issue in refused.issues] == ["workshop.component_short"]
    assert "BOARD-1: 1" in text_of_issue(refused.issues[0])
    assert shop.stock(SCREW) == (micro(100), micro(8)), "nothing was booked"
    shop.finish(order_id, 1)
    assert sound(desk)


def test_two_desks_finish_the_same_piece_once(shop, desk):
    order_id = shop.sell(1)
    seen = shop.begin(order_id)
    shop.do(finish, seen, quantity_micro=micro(1))
    with pytest.raises(ConflictError, match=r"document\.changed_elsewhere"):
        shop.do(finish, seen, quantity_micro=micro(1))
    assert shop.stock(shop.made_sku(order_id)) == (micro(1), micro(1))


def test_who_finishes_beside_an_open_finish_waits_for_it_and_is_told(shop, desk):
    with desk.reading() as view:
        if view.db.dialect.name != "postgresql":
            pytest.skip("SQLite's writer is alone")
    order_id = shop.sell(2)
    seen = shop.begin(order_id)
    with desk.begin(OWNER) as first:
        finish(first, seen["id"], version=seen["version"], quantity_micro=micro(2))
        with pytest.raises(sa.exc.OperationalError, match="lock timeout"), desk.begin(OWNER) as second:
            second.db.execute(sa.text("set local lock_timeout = '1ms'"))
            finish(second, seen["id"], version=seen["version"], quantity_micro=micro(2))
    with pytest.raises(ConflictError, match=r"document\.changed_elsewhere"):
        shop.do(finish, seen, quantity_micro=micro(2))
    assert shop.stock(shop.made_sku(order_id)) == (micro(2), micro(2))
    assert shop.stock(BOARD) == (micro(18), 0)
    assert sound(desk)


@pytest.mark.parametrize("pieces", ["0", "3", "0.5"])
def test_no_more_is_finished_than_is_left_and_no_half_a_piece(shop, pieces):
    order_id = shop.sell(2)
    row = shop.begin(order_id)
    refused = refusal(lambda: shop.do(finish, row, quantity_micro=micro(pieces)))
    assert refused.code == "workshop.bad_pieces"
    assert "2\xa0pc are left" in text_of_error(refused)


def test_it_is_worked_on_in_its_order_by_who_may(shop, desk):
    order_id = shop.sell(1)
    row = shop.one(order_id)
    refused = refusal(lambda: shop.do(start, row))
    assert (refused.code, "is open:" in text_of_error(refused)) == ("workshop.wrong_state", True)
    assert refusal(lambda: shop.do(finish, row, quantity_micro=micro(1))).code == "workshop.wrong_state"
    assert refusal(lambda: shop.do(cancel_workshop_order, row, reason=" ")).code == "workshop.reason_missing"
    with pytest.raises(NotAllowedError), desk.begin(CLERK) as uow:
        release(uow, row["id"], version=row["version"])


def test_another_day_moves_the_promise_and_the_order_is_told(shop, desk):
    order_id = shop.sell(1)
    later = date(2026, 4, 1)
    shop.do(set_due_date, shop.one(order_id), due=later)
    assert desk.lines(order_id)[0]["promise_date"] == desk.head(order_id)["promise_date"] == later
    past = refusal(lambda: shop.do(set_due_date, shop.one(order_id), due=date(2026, 2, 1)))
    assert past.code == "workshop.due_past"
    assert sound(desk)


def test_more_pieces_make_it_larger_before_the_start_and_another_one_after_it(shop, desk):
    order_id = shop.sell(1)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    assert shop.one(order_id)["quantity_micro"] == micro(3)
    shop.begin(order_id)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 5))
    assert [(row["state"], row["quantity_micro"]) for row in shop.orders(order_id)] == [
        ("started", micro(3)), ("open", micro(2)),
    ]  # fmt: skip
    assert sound(desk)


def test_fewer_pieces_or_others_change_what_nobody_began(shop, desk):
    order_id = shop.sell(3)
    shop.do(release, shop.one(order_id))
    desk.amend(order_id, desk.set_quantity(order_id, 0, 1))
    assert shop.one(order_id)["quantity_micro"] == micro(1)
    assert shop.stock(BOARD) == (micro(20), micro(1)), "what is not needed any more is given back"
    desk.amend(order_id, lit_line(shop, order_id))
    assert [row["state"] for row in shop.orders(order_id)] == ["cancelled", "open"]
    assert shop.stock(BOARD) == (micro(20), 0)
    assert sound(desk)


def test_what_is_begun_is_not_changed_and_the_way_out_is_told(shop, desk):
    order_id = shop.sell(2)
    started = shop.begin(order_id)
    for edit in (desk.set_quantity(order_id, 0, 1), lit_line(shop, order_id)):
        refused = refusal(lambda edit=edit: desk.amend(order_id, edit))
        (issue,) = [each for each in refused.issues if each.code == "order.line_in_workshop"]
        assert issue.remedies[0].params == {"id": started["id"]}
        assert "2\xa0pc of it are finished or begun. Cancel workshop order WO-000001" in text_of_issue(issue)
    shop.do(cancel_workshop_order, started, reason="Other wood")
    desk.amend(order_id, lit_line(shop, order_id))
    assert [row["state"] for row in shop.orders(order_id)] == ["cancelled", "open"]
    assert sound(desk)


def test_pieces_that_an_earlier_workshop_order_finished_count_with_those_that_are_begun(shop, desk):
    order_id = shop.sell(5)
    shop.begin(order_id)
    shop.finish(order_id, 2)
    shop.do(cancel_workshop_order, shop.one(order_id), reason="Saw is broken")
    shop.do(make_again, shop.one(order_id))
    again = shop.orders(order_id)[1]
    shop.do(release, again)
    shop.do(start, shop.orders(order_id)[1])
    refused = refusal(lambda: desk.amend(order_id, desk.set_quantity(order_id, 0, 3)))
    (issue,) = [each for each in refused.issues if each.code == "order.line_in_workshop"]
    assert "5\xa0pc of it are finished or begun" in text_of_issue(issue)
    shop.do(cancel_workshop_order, shop.orders(order_id)[1], reason="Only three")
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    assert [(row["state"], row["quantity_micro"]) for row in shop.orders(order_id)][2:] == [
        ("open", micro(1))
    ]
    assert sound(desk)


def test_a_cancelled_order_cancels_what_is_made_for_it(shop, desk):
    order_id = shop.sell(2)
    shop.begin(order_id)
    shop.finish(order_id, 1)
    with desk.begin() as uow:
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="Bankrupt")
    assert shop.one(order_id)["state"] == "cancelled"
    assert shop.stock(BOARD) == (micro(19), 0)
    assert shop.stock(shop.made_sku(order_id)) == (micro(1), 0)
    assert sound(desk)


def test_nobody_finds_or_prices_the_article_of_a_finished_piece(shop, desk):
    order_id = shop.sell(1)
    sku = shop.made_sku(order_id)
    assert sku.startswith(f"{CHAIR}-")
    with desk.reading(OWNER) as view:
        assert not [
            hit for text in (sku, "Shelf", sku[:6]) for hit in find_products(view, text) if hit.sku == sku
        ]
        assert resolve_codes(view, [sku]) == {}
        assert read_product_refs(view, [sku.upper()]) == {}, "no file brings prices or sales of it"
        page = read_products_page(view, PageRequest(sort="sku", count=50))
    assert sku not in {row.sku for row in page.rows}
    assert page.total == len(page.rows)
