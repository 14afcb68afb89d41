"""A reading that failed leaves nothing behind that acts later by itself, and what is asked next asks again."""

from __future__ import annotations

import importlib

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.errors import OutsideError
from app.domain.pages import PageRequest
from app.domain.papers import PaperKind
from app.domain.rights import SYSTEM
from app.services.outbox import read_outbox
from app.services.papers import freeze_paper
from app.services.setup.terms import TermInput, create_term
from app.views.kit.entry_grid import EntryGrid, PlainTable
from app.views.start import open_window
from tests.helpers.firm_facts import make_customers, make_firm
from tests.helpers.invoice_office import InvoiceOffice
from tests.helpers.papers import sample_paper
from tests.helpers.window import CTRL, KEY, Desk

LOCKED = "is locked by another program"


class Away:
    """A reading of a module that fails while `is_away`."""

    def __init__(self, monkeypatch, module, name):
        place = importlib.import_module(module)
        real = getattr(place, name)
        self.is_away = True

        def read(*question, **more):
            if self.is_away:
                raise OutsideError("database.locked", database="the firm")
            return real(*question, **more)

        monkeypatch.setattr(place, name, read)


def somebody_saves_a_term(window, work):
    with work.begin(actor=SYSTEM) as uow:
        create_term(uow, TermInput(code="N77", name="77 days", days=77, end_of_month=False, extra_days=0))
    window.idle()


def keys(window):
    return [page.key for page in window.context.desk().pages()]


def test_a_card_that_could_not_be_opened_does_not_open_later_by_itself(window, work, monkeypatch):
    customer = InvoiceOffice(work).set_up().customer("Alt")
    away = Away(monkeypatch, "app.views.customers.desk", "read_desk_facts")
    window.ask("customer.open", customer)
    assert LOCKED in window.context.desk().message_bar.text()
    away.is_away = False
    somebody_saves_a_term(window, work)
    assert f"customer:{customer}" not in keys(window)
    window.ask("customer.open", customer)
    assert f"customer:{customer}" in keys(window)


def test_f5_brings_a_list_that_could_not_be_made(window, work, monkeypatch):
    make_firm(work)
    away = Away(monkeypatch, "app.views.customers.desk", "read_desk_facts")
    window.show("customers")
    assert keys(window) == []
    away.is_away = False
    window.press(KEY.Key_F5)
    assert len(keys(window)) == 1


@pytest.mark.parametrize("way", ["ask", "f5"])
def test_the_set_up_comes_when_it_is_asked_for_again(window, work, monkeypatch, way):
    make_firm(work)
    away = Away(monkeypatch, "app.views.setup.desk", "read_choices")
    window.ask("setup.open", page="term")
    assert LOCKED in window.context.desk().message_bar.text()
    assert keys(window) == []
    away.is_away = False
    if way == "ask":
        window.ask("setup.open", page="term")
        assert window.page.objectName() == "setup:term"
    else:
        window.press(KEY.Key_F5)
        assert len(keys(window)) > 5


def test_the_side_of_the_call_list_shows_nothing_of_another_customer(window, work, clock, monkeypatch):
    firm = InvoiceOffice(work).set_up()
    for name, amount in (("Alt", 10_000), ("Beta", 3_000)):
        firm.claim(firm.customer(name), amount)
    clock.advance(days=50)
    window.show("collections")
    items = window.find(PlainTable, "openItems").model()
    assert items.rowCount() == 1
    away = Away(monkeypatch, "app.views.collections.worklist_page", "read_open_items")
    window.find(EntryGrid, "worklistGrid").setFocus()
    window.press(KEY.Key_Down)
    assert LOCKED in window.message()
    assert items.rowCount() == 0
    away.is_away = False
    window.press(KEY.Key_F5)
    assert items.rowCount() == 1


def test_no_mail_of_another_paper_is_sent_in_place_of_one_that_could_not_be_read(window, work, monkeypatch):
    make_firm(work, email="office@firm.example")
    papers = []
    for name in ("Ada", "Bob"):
        (customer,) = make_customers(work, name, email=f"{name.lower()}@guests.example")
        papers.append(statement_of(work, customer))
    window.ask("paper.show", papers[0])
    shown = window.frame.findChildren(object, "paperWindow")[0]
    window.qtbot.waitUntil(shown.isActiveWindow)
    shown.ask_mail()
    window.idle()
    away = Away(monkeypatch, "app.views.papers.mail_form", "propose_mail")
    shown.show_paper(papers[1])
    shown.mail.propose(papers[1])
    window.idle()
    assert LOCKED in shown.message_bar.text()
    window.press(KEY.Key_Return, CTRL)
    away.is_away = False
    window.press(KEY.Key_Return, CTRL)
    assert shown.mail.form.text("recipient") == "bob@guests.example"
    window.press(KEY.Key_Return, CTRL)
    with work.reading(actor=SYSTEM) as view:
        sent = read_outbox(view, PageRequest()).rows
    assert [mail.recipient for mail in sent] == ["bob@guests.example"]


def statement_of(work, customer):
    with work.begin(actor=SYSTEM) as uow:
        return freeze_paper(
            uow,
            kind="statement",
            document_kind="customer",
            document_id=customer,
            revision=0,
            number=f"ST-{customer}",
            content=sample_paper(kind=PaperKind.STATEMENT, number=f"ST-{customer}"),
        )


def test_who_is_there_is_asked_again_where_it_could_not_be_read(qtbot, qapp, work, office, monkeypatch):
    make_firm(work)
    away = Away(monkeypatch, "app.views.first_start.gate", "firm_exists")
    frame, opening = open_window(office.url)
    desk = Desk(qtbot, frame)
    with qtbot.waitSignal(opening.failed):
        frame.show()
    assert any(LOCKED in label.text() for label in frame.findChildren(QLabel))
    away.is_away = False
    with qtbot.waitSignal(opening.opened):
        desk.press(KEY.Key_Space)
    assert frame.current_desk() == "orders"
