"""What others set up meanwhile is known to an order that is open: terms, warehouses, articles, customers' numbers."""

from __future__ import annotations

import threading

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from app.domain.orders.draft import edit_header
from app.domain.products import ProductInput, UnitInput
from app.domain.rights import SYSTEM
from app.services.order_policies import PolicyInput, create_policy
from app.services.parties import read_customer_context
from app.services.products import set_customer_part, update_product
from app.services.products.cards import read_product
from app.services.setup.terms import TermInput, create_term
from app.services.setup.warehouses import WarehouseInput, create_warehouse
from app.views.kit.bars import ShareBars
from app.views.kit.cards import Badge
from app.views.orders import choosing
from db.schema.parties import Customer
from db.schema.products import Product
from tests.helpers.order_keys import MICRO, change_elsewhere, start_order
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL

KEY = Qt.Key
TERM = TermInput(code="N77", name="77 days", days=77, end_of_month=False, extra_days=0)


def make_term(elsewhere) -> int:
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        return create_term(uow, TERM)


def terms_of(desk) -> list[str]:
    box = desk.find(QComboBox, "term")
    return [box.itemText(row) for row in range(box.count())]


def test_a_term_made_meanwhile_is_chosen_in_an_open_order(desk, elsewhere):
    start_order(desk)
    before = desk.page.header.term.currentText()
    term_id = make_term(elsewhere)
    desk.until(lambda: "77 days" in terms_of(desk))
    desk.idle()
    assert desk.page.header.term.currentText() == before
    desk.page.header.term.setFocus()
    desk.type("77")
    assert desk.page.header.term.currentText() == "77 days"
    assert desk.draft.header.term_id == term_id


def test_a_term_that_another_clerk_takes_is_shown_by_its_name(desk, elsewhere):
    start_order(desk)
    term_id = make_term(elsewhere)
    change_elsewhere(desk, elsewhere, lambda draft: edit_header(draft, term_id=term_id))
    desk.until(lambda: desk.page.header.term.currentText() == "77 days")


def test_a_warehouse_made_meanwhile_stands_in_the_stock_of_the_line(desk, elsewhere):
    open_order(desk, ("CHR", "2"))
    desk.page.grid.select_row(0)
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        create_warehouse(uow, WarehouseInput(code="BER", name="Berlin store", country="DE"))

    bars = desk.page.panels.availability.findChild(ShareBars)
    desk.until(lambda: "Berlin store" in bars.accessibleName())


def test_a_row_that_waits_says_that_it_is_ready_once_its_customer_is_chosen(desk, elsewhere):
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        customer_id = uow.db.execute(
            sa.select(Customer.id).where(Customer.name.startswith("Berger"))
        ).scalar_one()
        product_id = uow.db.execute(sa.select(sa.func.min(Product.id))).scalar_one()
        set_customer_part(uow, customer_id=customer_id, product_id=product_id, code="XYZ-1")
    desk.press(KEY.Key_N, CTRL)
    paste_row(desk)
    assert reason(desk).startswith("no article")
    desk.press(KEY.Key_C, ALT)
    desk.type("berger")
    desk.enter()
    assert reason(desk).startswith("ready")


def test_a_row_that_waits_says_that_it_is_ready_once_its_number_is_known(desk, elsewhere):
    start_order(desk)
    paste_row(desk)
    assert reason(desk).startswith("no article")
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        product_id = uow.db.execute(sa.select(sa.func.min(Product.id))).scalar_one()
        customer_id = desk.draft.header.customer_id
        set_customer_part(uow, customer_id=customer_id, product_id=product_id, code="XYZ-1")
    desk.until(lambda: reason(desk).startswith("ready"))


def paste_row(desk) -> None:
    desk.page.grid.setFocus()
    QApplication.clipboard().setText("XYZ-1\t2\n")
    desk.press(KEY.Key_V, CTRL)


def reason(desk) -> str:
    return desk.page.side_list.list.item(0).text()


def credit_badge(desk) -> str:
    """The badge of the customer that tells the credit."""
    return desk.page.header.findChild(Badge, "customerCredit").text()


def test_a_customer_who_is_undone_while_he_is_read_is_not_shown_after_all(desk, monkeypatch):
    desk.press(KEY.Key_N, CTRL)
    desk.type("berger")
    desk.enter()
    assert "redit" in credit_badge(desk)
    desk.page.grid.setFocus()
    gone, real = threading.Event(), read_customer_context

    def read_late(view, customer_id):
        gone.wait(60)
        return real(view, customer_id)

    monkeypatch.setattr(choosing, "read_customer_context", read_late)
    desk.page.choosing.read_customer()  # as after a change of the customer's card
    QTest.keyClick(desk.focus(), KEY.Key_Z, CTRL)
    assert desk.draft.header.customer_id is None
    gone.set()
    desk.idle()
    assert credit_badge(desk) == ""


def change_article(elsewhere, sku: str, **values) -> None:
    """Another clerk changes the article's card."""
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        product_id = uow.db.execute(sa.select(Product.id).where(Product.sku == sku)).scalar_one()
        card = read_product(uow, product_id)
        now = {name: getattr(card, name) for name in ProductInput.__dataclass_fields__}
        update_product(uow, product_id, ProductInput(**(now | values)), version=card.version)


def test_a_unit_that_an_article_got_meanwhile_is_keyed_in_an_open_order(desk, elsewhere):
    open_order(desk, ("CHR", "2"))
    facts = desk.page.session.context.products
    change_article(elsewhere, "CHR-ERG-BLK", units=(UnitInput(code="pal", factor_num=24),))
    desk.until(lambda: desk.page.session.context.products != facts)
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("3 pal")
    desk.enter()
    (line,) = desk.draft.lines
    assert (line.quantity_micro, line.unit, line.base_micro) == (3 * MICRO, "pal", 72 * MICRO)


def test_the_weight_of_an_open_order_follows_its_articles(desk, elsewhere):
    open_order(desk, ("CHR", "2"))
    assert "34.2 kg" not in weights(desk)
    change_article(elsewhere, "CHR-ERG-BLK", weight_g=17_100)
    desk.until(lambda: "34.2 kg" in weights(desk))


def test_an_article_that_is_given_up_meanwhile_is_told_in_an_open_order(desk, elsewhere):
    open_order(desk, ("CHR", "2"))
    assert "line.discontinued" not in {issue.code for issue in desk.page.session.issues}
    change_article(elsewhere, "CHR-ERG-BLK", discontinued=True)
    desk.until(lambda: "line.discontinued" in {issue.code for issue in desk.page.session.issues})


def test_a_cell_that_is_open_keeps_its_keys_while_the_article_changes(desk, elsewhere):
    open_order(desk, ("CHR", "2"))
    facts = desk.page.session.context.products
    desk.page.grid.edit_cell(0, "quantity")
    desk.type("4")
    change_article(elsewhere, "CHR-ERG-BLK", weight_g=17_000)
    desk.until(lambda: desk.page.session.context.products != facts)
    assert desk.focused_text() == "4"
    desk.enter()
    assert desk.draft.lines[0].quantity_micro == 4 * MICRO


def weights(desk) -> str:
    return " ".join(label.text() for label in desk.page.totals.findChildren(QLabel))


def test_a_rule_of_the_firm_made_meanwhile_is_told_in_an_open_order(desk, elsewhere):
    open_order(desk, ("CHR", "2"))
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        create_policy(uow, PolicyInput(text="Not to Germany", severity="block", countries=("DE",)))
    desk.until(lambda: "order.policy" in {issue.code for issue in desk.page.session.issues})
