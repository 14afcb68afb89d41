"""The simulator by keys: a draft is made in its grid, tried on orders of the past, explained, stopped, activated."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from app.domain.changes import Change
from app.domain.price_inputs import DiscountInput
from app.domain.promotion_inputs import PromotionInput
from app.domain.rights import Actor
from app.services.prices import create_discount, read_discounts, read_price_lists
from app.services.prices.drafts import DraftRef, read_drafts
from app.services.prices.promotions import create_promotion, read_promotions
from app.views.kit.price_cells import price_columns
from app.views.prices.simulated_page import SimulatedPage
from app.views.prices.simulated_words import draft_name
from app.views.prices.spread_chart import SpreadChart, group_words
from tests.helpers.order_office import CHAIR, LAMP, NORD, OWNER, WIEN, make_order_office
from tests.helpers.window import CTRL, KEY, SHIFT, open_on


@pytest.fixture
def desk(work):
    office = make_order_office(work)
    office.receive(CHAIR, 500)
    office.receive(LAMP, 500)
    office.ordered((CHAIR, 2))
    office.ordered((LAMP, 10), customer=WIEN)
    return office


@pytest.fixture
def ten(desk):
    with desk.begin(OWNER) as uow:
        return DraftRef(
            "discount", create_discount(uow, DiscountInput(name="Ten", discount_ppm=100_000), draft=True)
        )


def show(window, part):
    window.show("prices")
    window.context.bus.ask("price.open", page=part)
    window.idle()
    return window.page


def drafts(desk):
    with desk.reading(OWNER) as view:
        return [card.ref for card in read_drafts(view)]


def run(window, page):
    window.press(KEY.Key_R, CTRL)
    window.qtbot.waitUntil(lambda: page._handle is None)
    window.idle()


def shown(page, column):
    pane = page.answer.pane
    names = [each.name for each in pane.model.columns]
    return [pane.model.index(row, names.index(column)).data() for row in range(pane.model.rowCount())]


def test_a_discount_in_force_becomes_a_draft_is_changed_tried_and_activated(window, desk):
    with desk.begin(OWNER) as uow:
        create_discount(uow, DiscountInput(name="Ten", discount_ppm=100_000))
    page = show(window, "discount")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.press(KEY.Key_R, CTRL)
    assert "no draft" in window.message()
    window.press(KEY.Key_D, CTRL)
    texts = [page.grid.cells.index(row, 0).data() for row in range(2)]
    assert sorted(texts) == ["Ten", "Ten · Draft"]
    assert page.grid.current_row() == texts.index("Ten · Draft"), "the cursor goes to what was made"
    page.grid.select_row(page.grid.current_row(), page.grid.cells.column_number("discount"))
    window.type("4\n")
    window.press(KEY.Key_R, CTRL)
    assert "Save first" in window.message()
    window.press(KEY.Key_S, CTRL)
    window.press(KEY.Key_R, CTRL)
    simulator = window.page
    assert [card.name for card in simulator.choice.drafts.ticked()] == ["Ten"]
    run(window, simulator)
    assert shown(simulator, "change") == ["+29.94", "+41.80"], "6 % less is taken off than by today's rules"
    window.press(KEY.Key_A, CTRL | SHIFT)
    assert "Activated" in window.message()
    with desk.reading(OWNER) as view:
        assert [(card.discount_ppm, card.draft) for card in read_discounts(view)] == [(40_000, False)]
    assert drafts(desk) == []


def test_what_is_keyed_anew_is_a_draft_by_the_same_key(window, desk):
    page = show(window, "discount")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.type("Autumn\n5\n")
    page.grid.select_row(0, 0)
    window.press(KEY.Key_D, CTRL)
    window.press(KEY.Key_S, CTRL)
    (ref,) = drafts(desk)
    assert ref.kind == "discount"
    window.press(KEY.Key_D, CTRL)
    assert "draft already" in window.message()
    window.press(KEY.Key_A, CTRL | SHIFT)
    assert drafts(desk) == []


def test_a_promotion_becomes_a_draft_is_changed_tried_and_activated(window, desk):
    data = PromotionInput(name="Chairs", effect="percent", currency="EUR", rate_ppm=100_000, articles=CHAIR)
    with desk.begin(OWNER) as uow:
        create_promotion(uow, data)
    page = show(window, "promotion")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.press(KEY.Key_D, CTRL)
    texts = [page.grid.cells.index(row, 0).data() for row in range(2)]
    assert sorted(texts) == ["Chairs", "Chairs · Draft"]
    page.grid.select_row(page.grid.current_row(), page.grid.cells.column_number("percent"))
    window.type("20\n")
    window.press(KEY.Key_S, CTRL)
    window.press(KEY.Key_R, CTRL)
    simulator = window.page
    (ticked,) = simulator.choice.drafts.ticked()
    assert (ticked.ref.kind, draft_name(ticked)) == ("promotion", "Chairs, for Chairs")
    run(window, simulator)
    assert shown(simulator, "change") == ["0.00", "−69.67"], "of the chairs 20 % instead of 10"
    window.press(KEY.Key_A, CTRL | SHIFT)
    assert "Activated" in window.message()
    with desk.reading(OWNER) as view:
        (card,) = read_promotions(view)
    assert (card.rate_ppm, card.articles, card.number, card.draft) == (200_000, CHAIR, 1, False)
    page = show(window, "promotion")
    page.grid.setFocus()
    page.grid.select_row(1, 0)
    window.type("Autumn\n")
    page.grid.select_row(1, page.grid.cells.column_number("percent"))
    window.type("5\n")
    page.grid.select_row(1, 0)
    window.press(KEY.Key_D, CTRL)
    window.press(KEY.Key_S, CTRL)
    assert [ref.kind for ref in drafts(desk)] == ["promotion"]
    window.press(KEY.Key_A, CTRL | SHIFT)
    assert drafts(desk) == []


def test_a_price_list_becomes_the_draft_of_one_made_of_it(window, desk):
    page = show(window, "price")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.press(KEY.Key_D, CTRL)
    with desk.reading(OWNER) as view:
        (made,) = (card for card in read_price_lists(view) if card.draft)
    assert made.parent_id == desk.price_list
    assert page.grid.cells.row_at(page.grid.current_row()).key == made.id
    window.press(KEY.Key_R, CTRL)
    assert [card.ref.id for card in window.page.choice.drafts.ticked()] == [made.id]


def test_orders_are_tried_sorted_narrowed_and_explained(window, desk, ten):
    page = show(window, "simulator")
    assert page.choice.drafts.grid.hasFocus()
    window.press(KEY.Key_Space)
    run(window, page)
    assert shown(page, "today") == ["499.00", "696.70"]
    assert shown(page, "change") == ["−49.90", "−69.67"]
    assert page.answered.refs == (ten,)
    chart = page.answer.chart
    assert sum(chart.counts()) == 2
    page.window().resize(1280, 640)
    window.idle()
    assert chart.height() >= chart.minimumSizeHint().height(), "its rows do not lie over one another"
    assert (chart.counts()[1], group_words()[1].replace("\xa0", " ")) == (2, "−20 to −10 %")
    assert page.answer.pane.table.hasFocus()
    page.answer.pane.table.sortByColumn(5, Qt.SortOrder.AscendingOrder)
    window.idle()
    assert shown(page, "change") == ["−69.67", "−49.90"]
    window.press(KEY.Key_F, CTRL)
    window.type("wien")
    window.idle()
    assert shown(page, "customer") == [WIEN]
    window.press(KEY.Key_Return)
    window.press(KEY.Key_F9)
    order = window.page
    assert isinstance(order, SimulatedPage)
    names = [step.label for step in order.drafted.bars.steps()]
    assert any("Ten" in name for name in names)
    assert not any("Ten" in step.label for step in order.today.bars.steps())
    window.press(KEY.Key_Escape)
    assert window.page is page
    window.press(KEY.Key_Escape)
    assert page.stack.currentWidget() is page.choice


def test_an_order_in_dollars_is_listed_at_home_and_explained_in_dollars(window, desk, ten):
    desk.ordered((CHAIR, 2), exchange="USD 1.0543 EUR 2026-02-27 typed")
    page = show(window, "simulator")
    window.press(KEY.Key_Space)
    page.simulate()
    page.hear((Change("price", 0, 0),))
    run(window, page)
    assert sorted(shown(page, "today")) == ["499.00", "696.70", "696.70"]
    assert "Prices have changed since" in window.message(), "while it ran"
    page.answer.pane.table.selectRow(0)
    window.press(KEY.Key_F9)
    assert window.page.detail == f"{NORD} · USD"
    assert [window.page.model.index(0, column).data() for column in (2, 3, 4)] == [
        "734.53",
        "734.53",
        "661.08",
    ]


def test_a_run_is_stopped_by_esc_and_leaves_nothing(window, desk, ten):
    page = show(window, "simulator")
    window.press(KEY.Key_Space)
    window.press(KEY.Key_R, CTRL)
    assert page.progress.isVisible()
    window.press(KEY.Key_Escape)
    window.qtbot.waitUntil(lambda: page._handle is None)
    assert "stopped" in window.message()
    assert page.answered is None
    assert drafts(desk) == [ten]


def test_what_is_keyed_wrong_is_marked_and_nothing_runs(window, desk):
    page = show(window, "simulator")
    assert page.choice.drafts.stack.currentIndex() == 0, "there are no drafts: it is told how one is made"
    window.key_field("simulate:most", "30000")
    window.key_field("simulate:customer", "nobody")
    window.press(KEY.Key_R, CTRL)
    assert page._handle is None
    errors = (
        page.choice.orders.form.errors()
        if hasattr(page.choice.orders.form, "errors")
        else {"most": "", "customer": ""}
    )
    assert {"most", "customer"} <= set(errors)


def test_one_customer_is_chosen_by_its_name(window, desk, ten):
    page = show(window, "simulator")
    window.key_field("simulate:customer", "Wien")
    window.press(KEY.Key_Return)
    wanted = page.choice.orders.wanted()
    assert wanted is not None
    assert wanted.customer_ids == (desk.ids[WIEN],)


def test_the_picture_says_its_groups(qtbot):
    chart = SpreadChart()
    qtbot.addWidget(chart)
    chart.show_counts([0, 0, 1, 0, 0, 5, 0, 0, 0, 0, 2])
    assert "unchanged: 5" in chart.accessibleName()
    assert len(group_words()) == 11
    chart.show()
    QApplication.processEvents()


def test_who_may_not_change_prices_has_no_buttons(qtbot, office, desk):
    window = open_on(qtbot, office, actor=Actor(name="Sam", roles=frozenset({"sales"})))
    page = show(window, "simulator")
    window.press(KEY.Key_R, CTRL)
    assert page._handle is None
    assert page.findChild(QPushButton, "runSimulation") is None


def test_the_prices_of_a_draft_say_that_they_are_of_one(window, desk):
    page = show(window, "price")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.press(KEY.Key_D, CTRL)
    window.press(KEY.Key_O, CTRL)
    assert "Draft" in window.page.detail
    with desk.reading(OWNER) as view:
        choices = price_columns(read_price_lists(view))[0].choices
    assert [text.endswith("Draft") for _id, text in choices] == [False, True]


def test_an_impatient_hand_makes_one_draft_and_activates_it_once(window, desk):
    page = show(window, "price")
    page.grid.setFocus()
    page.grid.select_row(0, 0)
    window.focus()
    window.press_twice(KEY.Key_D, CTRL)
    (ref,) = drafts(desk)
    window.context.bus.ask("price.simulate", ref.id, kind=ref.kind)
    window.idle()
    window.focus()
    window.press_twice(KEY.Key_A, CTRL | SHIFT)
    assert window.message() == "Activated: orders are priced by it from now on."
    assert drafts(desk) == []
