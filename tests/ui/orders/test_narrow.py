"""A narrow window keeps what has to be read: the sentence of the bar, the beginnings of texts, the words of buttons."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app.domain.issues import Issue, Remedy, Severity
from app.views.orders.totals_card import TotalsCard
from app.views.orders.verdict_bar import VerdictBar
from tests.helpers.order_keys import start_order

ISSUES = (
    Issue("order.no_lines", Severity.BLOCK, "lines", {}, (Remedy("remedy.add_more", "order.key_line"),)),
    Issue("order.no_customer", Severity.BLOCK, "header/customer_id"),
)


@pytest.fixture
def bar(qtbot):
    bar = VerdictBar()
    qtbot.addWidget(bar)
    bar.resize(900, 36)
    bar.show()
    bar.show_issues(ISSUES)
    return bar


def facts(bar):
    return bar.findChild(QLabel, "verdictFacts").text()


def test_a_narrow_bar_gives_its_room_to_the_sentence(qtbot, bar):
    button = bar.findChild(QPushButton, "verdictRemedy")
    words = button.accessibleName()
    assert words in button.text()
    bar.resize(450, 36)
    assert button.text() == "Alt+Enter"
    assert button.toolTip() == words
    assert facts(bar) == "1 of 2 · F8"
    qtbot.waitUntil(lambda: bar.findChild(QLabel, "verdictText").width() > 180)
    bar.resize(900, 36)
    assert words in button.text()


def test_buttons_without_room_for_their_keys_are_read_whole(qtbot):
    card = TotalsCard()
    qtbot.addWidget(card)
    card.set_titles(save="Save draft", paper="Quote", confirm="Confirm order")
    card.resize(420, 120)
    card.show()
    assert [button.text() for button in card.buttons()[:3]] == [
        "Save draft",
        "Quote",
        "Confirm order  Ctrl+Enter",
    ]
    qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in card.buttons()[:3]))
    card.resize(1200, 120)
    assert card.save.text() == "Save draft  Ctrl+S"


def test_sums_without_room_stand_closer_then_tell_the_margin_in_short_and_leave_the_weight_out(qtbot):
    card = TotalsCard()
    qtbot.addWidget(card)
    card.set_titles(save="", paper="", confirm="Confirm")
    card._shorter = {"Margin of 3 of 4 lines": ("Margin 3/4", "-18.6 % / -21.6 %")}
    margin = ("Margin of 3 of 4 lines", "-18.6 %, -21.6 % after bonus")
    sums = (("Net", "2,233.56"), ("VAT 19 %", "424.38"), ("Total EUR", "2,657.94"))
    card._show_texts((("Weight", "191.4 kg"), margin, *sums), total_at=4)
    card.show()
    for width in (1000, 560, 450, 420):
        card.resize(width, 110)
        QApplication.processEvents()
        shown = [label for label in (*card._captions, *card._numbers) if label.isVisible()]
        places = sorted((each.x(), each.x() + each.width()) for each in card._numbers if each.isVisible())
        cut = [each for each in shown if each.width() < each.fontMetrics().horizontalAdvance(each.text())]
        assert cut == [], f"cut at {width}"
        assert all(one[1] <= other[0] for one, other in pairwise(places)), f"over one another at {width}"
    texts = [label.text() for label in shown]
    assert "-18.6 % / -21.6 %" in texts
    assert "2,657.94" in texts


def test_a_text_of_the_head_that_is_left_is_read_from_its_beginning(desk):
    start_order(desk)
    field = desk.page.findChild(QLineEdit, "poNumber")
    field.setFocus()
    desk.type("4711 for the new building in the long street\n")
    assert field.text().startswith("4711")
    assert field.cursorPosition() == 0


def test_a_remedy_that_names_an_article_is_read_whole_where_the_sentence_leaves_room(qtbot, bar):
    params = {"difference": "EUR 41.80", "sku": "CHR-ERG-BLK", "date": "Mon 23 Nov"}
    ways = tuple(
        Remedy(code, "order.take_substitute", params)
        for code in ("remedy.substitute_cheaper_leaves", "remedy.substitute_same")
    )
    bar.resize(620, 36)
    bar.show_issues((Issue("order.no_lines", Severity.BLOCK, "lines", {}, ways),))
    button = bar.findChild(QPushButton, "verdictRemedy")
    words = button.accessibleName()
    assert words not in button.text(), "the least room is for the sentence"
    assert button.toolTip() == words
    bar.resize(900, 36)
    assert words in button.text()
    assert button.toolTip() == ""
    qtbot.waitUntil(lambda: button.width() >= button.sizeHint().width())
    sentence = bar.findChild(QWidget, "verdictText")
    assert not sentence.is_cut(), "and the sentence too"
