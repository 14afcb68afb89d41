"""What a row of the customer's type-ahead says beside the name."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from app.domain.rights import SYSTEM
from app.services import parties
from tests.helpers.window import CTRL, KEY


def rows_of(desk, typed: str) -> list[tuple[str, str, str]]:
    desk.press(KEY.Key_N, CTRL)
    desk.type(typed)
    desk.idle()
    return [(row.main, row.secondary, row.right) for row in desk.page.header.search.popup.rows()]


def test_a_long_name_keeps_to_the_panel_and_is_told_in_full(desk, elsewhere):
    name = "Kaiser & Böhm Versicherungen und Vermögensverwaltung GmbH & Co. KG"
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        parties.create_customers(uow, [parties.CustomerInput(name=name, country="DE", city="Kiel")])
    desk.press(KEY.Key_N, CTRL)
    desk.type("kaiser")
    desk.enter()
    panel = desk.page.panels.customer
    assert panel.minimumSizeHint().width() <= 300
    assert panel.accessibleName() == name
    title = panel.findChild(QLabel, "cardTitle")
    assert title.text().endswith("…")
    assert title.toolTip() == name


def test_a_customer_found_by_a_contact_says_whose_name_it_is(desk, elsewhere):
    with elsewhere.work.begin(actor=SYSTEM) as uow:
        (hit,) = parties.find_customers(uow, "zeta")
        parties.create_contact(uow, hit.id, parties.ContactInput(name="Daan van Dijk"))
    (found, *_new) = rows_of(desk, "van dijk")
    assert found == ("Zeta Büro AG", f"contact Daan van Dijk · {hit.number} · München", "")
    (found, *_new) = rows_of(desk, "zeta")
    assert found == ("Zeta Büro AG", f"{hit.number} · München", "")
