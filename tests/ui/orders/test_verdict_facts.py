"""The bar says of each point how heavy it weighs, who answers for it, and for how long it has stood there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel

from app import i18n
from app.domain.issues import Issue, Severity
from app.messages import catalogue
from app.views.kit.theme import base_font
from app.views.orders.issue_words import age_text, facts_of
from app.views.orders.verdict_bar import WORDS_WIDTH
from tests.helpers.stored_orders import open_order
from tests.helpers.window import KEY


def facts(desk):
    return desk.page.verdict.findChild(QLabel, "verdictFacts").text()


def test_weight_owner_and_age_stand_beside_the_point_in_sight(desk):
    open_order(desk, ("DSK-18", "5"))
    late = next(i for i, issue in enumerate(desk.page.verdict.issues) if issue.code == "line.no_supply")
    for _ in range(late + 1):
        desk.press(KEY.Key_F8)
    assert facts(desk).splitlines()[-1] == "Warehouse · just now", "the badge tells the heaviest weight"
    assert "warns · Warehouse" in desk.page.verdict.accessibleName()


def test_a_point_that_weighs_less_than_the_badge_says_so(desk):
    open_order(desk, ("DSK-18", "5"), ("CHR", "2"))
    edit_cell_to(desk, 1, "quantity", "0")
    assert desk.page.verdict.verdict is Severity.BLOCK
    lighter = next(
        i for i, issue in enumerate(desk.page.verdict.issues) if issue.severity is not Severity.BLOCK
    )
    for _ in range(lighter + 1):
        desk.press(KEY.Key_F8)
    assert facts(desk).splitlines()[-1].startswith("warns")


def edit_cell_to(desk, row, column, text):
    desk.page.grid.edit_cell(row, column)
    desk.type(f"{text}\n")
    desk.press(KEY.Key_Escape)


def test_the_age_is_there_for_whoever_opens_the_draft_next(desk):
    open_order(desk, ("DSK-18", "5"))
    order_id = desk.page.order_id
    (before,) = [issue for issue in desk.page.verdict.issues if issue.code == "line.no_supply"]
    desk.idle()
    desk.context.commands.run("order.close")
    desk.idle()
    desk.ask("order.open", order_id)
    desk.until(lambda: bool(desk.page.verdict.issues))
    (after,) = [issue for issue in desk.page.verdict.issues if issue.code == "line.no_supply"]
    assert after.since == before.since
    assert after.since is not None


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=119), "1 h"),
        (timedelta(hours=24), "1 day"),
        (timedelta(days=3, hours=5), "3 days"),
    ],
)
def test_an_age_is_told_in_the_largest_unit_that_fits(age, text):
    assert age_text(age) == text


def test_what_is_not_known_is_left_out():
    assert facts_of(Issue("line.late", Severity.BLOCK), None) == "blocks"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_words_of_a_remedy_have_room_on_their_button(qapp, language):
    """But for those that name an article and a day: Shift+F8 shows them whole."""
    i18n.set_language(language)
    said = {i18n._(text) for code, text in catalogue().items() if code.startswith("remedy.")}
    room = QFontMetrics(base_font())
    assert [text for text in said if "{" not in text and room.horizontalAdvance(text) > WORDS_WIDTH] == []
