"""An export at the order desk: the bar says which licence lacks, and one key leads to it."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.export_control import ExportRule, LicenceTerms
from app.domain.rights import SYSTEM
from app.services import products
from app.services.goods.export_licences import create_export_licence
from app.services.goods.export_rules import create_export_rule
from tests.helpers.goods import set_facts
from tests.helpers.order_keys import MICRO, rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY

pytestmark = pytest.mark.usefixtures("few_parts")

OVER = date(2020, 1, 31)


@pytest.fixture
def firm(elsewhere):
    """Chairs need a licence for France."""
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        create_export_rule(uow, ExportRule("5A002", "FR", "licence", "EU 2021/821"))
        chair = products.find_products(uow, "CHR")[0]
    set_facts(elsewhere.work, chair.id, eccn="5A002")
    return elsewhere


def codes(desk):
    return {issue.code for issue in desk.page.verdict.issues}


def test_the_bar_leads_to_the_licences_and_an_order_draws_on_one(firm, desk, firm_url):
    open_order(desk, ("CHR", "8"), customer="atelier")
    assert "export.licence_missing" in codes(desk)
    desk.press(KEY.Key_F8)
    assert desk.page.verdict.current().code == "export.licence_missing"
    desk.press(KEY.Key_Return, ALT)
    assert desk.frame.current_desk() == "setup"
    with firm.work.begin(actor=SYSTEM) as uow:
        create_export_licence(uow, LicenceTerms("DE/17", ("5A002",), ("FR",), quantity_micro=10 * MICRO))
    desk.press(KEY.Key_1, CTRL)
    desk.until(lambda: "export.licence_missing" not in codes(desk))
    desk.press(KEY.Key_Return, CTRL)
    assert rows(firm_url, "select state from sales_order") == [("confirmed",)]
    assert rows(firm_url, "select used_micro from export_licence") == [(8 * MICRO,)]


def test_the_key_leads_to_the_licence_that_is_over(firm, desk):
    with firm.work.begin(actor=SYSTEM) as uow:
        create_export_licence(uow, LicenceTerms("DE/16", ("6A001",), ("US",)))
        create_export_licence(uow, LicenceTerms("DE/17", ("5A002",), ("FR",), valid_until=OVER))
    open_order(desk, ("CHR", "8"), customer="atelier")
    desk.press(KEY.Key_F8)
    assert desk.page.verdict.current().code == "export.licence_over"
    desk.press(KEY.Key_Return, ALT)
    grid = desk.page.grid
    assert grid.cells.rows()[grid.currentIndex().row()].values["number"] == "DE/17"
