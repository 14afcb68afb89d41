"""A person for compliance finds hits and licences at her desk and answers them by keys, and nothing beside."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from app.domain.rights import SYSTEM, Actor
from app.services import screening
from app.services.goods.export_rules import read_export_rules
from app.services.goods.licence_kinds import LicenceKindInput, create_licence_kind
from app.services.goods.licences import read_licences
from app.services.people import UserInput, create_user
from app.views.kit.side_bar import NavigationButton
from tests.helpers.screening_office import import_sdn, make_customer
from tests.helpers.small_firm import make_small_firm
from tests.helpers.window import ALT, CTRL, KEY, open_on

pytestmark = pytest.mark.usefixtures("few_parts")

CARLA = Actor("carla", frozenset({"compliance"}))


@pytest.fixture
def firm(office):
    make_small_firm(office.work)
    with office.work.begin(actor=SYSTEM) as uow:
        create_user(uow, UserInput(name=CARLA.name, roles=tuple(CARLA.roles)))
        create_licence_kind(uow, LicenceKindInput("tobacco", "Tobacco trade"))
    return office


@pytest.fixture
def carla(qtbot, firm):
    return open_on(qtbot, firm, actor=CARLA)


def paste(desk, grid, text):
    QGuiApplication.clipboard().setText(text)
    grid.setFocus()
    grid.select_row(grid.cells.rowCount() - 1, 0)
    desk.press(KEY.Key_V, CTRL)
    desk.press(KEY.Key_S, CTRL)
    desk.idle()


def test_a_hit_is_counted_and_released_by_her(carla, firm):
    carla.show("customers")
    make_customer(firm.work, "Mahtba Shipping Co.", city="Tehran", country="IR")
    import_sdn(firm.work)
    screening.screen_customers(firm.work, SYSTEM)
    carla.idle()
    assert carla.frame.findChild(NavigationButton, "desk:inbox")._badge == "1"
    carla.press(KEY.Key_I, CTRL | ALT)
    carla.press(KEY.Key_Tab, CTRL)
    assert carla.page.hits.hit().party == "Mahtba Shipping Co."


def test_she_keeps_export_rules_and_the_story_says_so(carla, firm):
    carla.show("setup")
    carla.context.bus.ask("setup.open", page="export_rule")
    carla.idle()
    page = carla.page
    paste(carla, page.grid, "5A002\tCH\tneeds a licence\tEU 2021/821\t2026-01-01")
    assert page.message_bar.level() == "ok", page.message_bar.text()
    with firm.work.reading(actor=SYSTEM) as view:
        assert len(read_export_rules(view)) == 1
    page.grid.select_row(0, 0)
    carla.idle()
    assert "carla" in page.story.view.text()
    carla.context.bus.ask("setup.open", page="user")
    carla.idle()
    assert not carla.page.grid.cells.is_editable


def test_she_notes_a_customers_licence_and_changes_nothing_else_of_the_card(carla, firm):
    customer_id = make_customer(firm.work, "Tabak Berger KG")
    carla.show("customers")
    carla.context.bus.ask("customer.open", customer_id)
    carla.idle()
    page = carla.page
    assert not page.head.isEnabled()
    paste(carla, page.licences, "Tobacco trade\tT-17\tCity of Hamburg")
    assert page.message_bar.level() == "ok", page.message_bar.text()
    with firm.work.reading(actor=SYSTEM) as view:
        assert [each.number for each in read_licences(view, customer_id)] == ["T-17"]
