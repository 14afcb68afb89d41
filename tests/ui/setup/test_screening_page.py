"""Denied parties by keys: a list comes in, customers are screened, a hit is looked at and released."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from app.domain.rights import SYSTEM
from app.services import screening
from tests.helpers.firm_facts import make_firm
from tests.helpers.screening_lists import eu_xml, write_sdn
from tests.helpers.screening_office import import_sdn, make_customer
from tests.helpers.window import CTRL, KEY


@pytest.fixture
def page(window, work):
    make_firm(work)
    make_customer(work, "Mahtba Shipping Co.", city="Tehran", country="IR")
    make_customer(work, "Berger Möbel KG")
    window.show("setup")
    return shown(window)


@pytest.fixture
def hit_page(window, work):
    make_firm(work)
    make_customer(work, "Mahtba Shipping Co.", city="Tehran", country="IR")
    import_sdn(work)
    screening.screen_customers(work, SYSTEM)
    window.show("setup")
    return shown(window)


def shown(window):
    window.ask("setup.open", page="screening")
    return window.page


def finish(window, page):
    """Wait until what runs beside the window has ended."""
    window.qtbot.waitUntil(lambda: page._handle is None)
    window.idle()


def waiting(work):
    with work.reading(actor=SYSTEM) as view:
        return screening.read_waiting_hits(view)


def test_a_list_comes_in_and_customers_are_screened_at_once(window, page, work, tmp_path):
    paths = "; ".join(str(path) for path in write_sdn(tmp_path))
    window.key_field("screening:files", paths)
    window.press(KEY.Key_Return, CTRL)
    finish(window, page)
    assert page.lists.table.row_of(0).entries == 4
    assert page.lists.form.text("files") == ""
    finish(window, page)
    window.qtbot.waitUntil(lambda: page.hits.hit() is not None)
    assert page.hits.hit().party == "Mahtba Shipping Co."
    assert page.message_bar.text() == "Screened 2 of 2 parties; with hits: 1."
    assert len(waiting(work)) == 1
    window.press(KEY.Key_R, CTRL)
    finish(window, page)
    assert page.message_bar.text().startswith("Nobody was left to screen: each of 2 parties")


def test_without_a_list_the_key_to_screen_says_so(window, page):
    window.press(KEY.Key_R, CTRL)
    finish(window, page)
    assert page.message_bar.text() == "No list is in force. Import one first."


def test_a_list_cut_in_half_is_told_and_the_path_stays(window, page, work, tmp_path):
    path = tmp_path / "eu.xml"
    path.write_bytes(eu_xml()[:900])
    window.key_field("screening:files", str(path))
    window.press(KEY.Key_Return, CTRL)
    finish(window, page)
    assert "eu.xml ends in the middle" in page.message_bar.text()
    assert page.message_bar.level() == "bad"
    assert page.lists.form.text("files") == str(path)


def test_a_day_that_is_none_is_told_and_nothing_comes_in(window, page, tmp_path):
    window.key_field("screening:files", str(tmp_path / "sdn.csv"))
    window.key_field("screening:published", "32.13.")
    window.press(KEY.Key_Return, CTRL)
    assert page._handle is None
    assert "no such day" in page.lists.form.errors()["published"]


def test_without_a_file_it_is_said_what_to_do(window, page):
    page.lists.table.setFocus()
    window.press(KEY.Key_Return, CTRL)
    assert "Name the files of one list" in page.message_bar.text()
    assert window.focus().objectName() == "screening:files"


def test_files_are_chosen_in_a_window(window, page, tmp_path):
    dialog = page.lists.ask_files()
    dialog.filesSelected.emit([str(path) for path in write_sdn(tmp_path)])
    dialog.close()
    assert [path.rpartition("/")[2] for path in page.lists.paths()] == ["sdn.csv", "alt.csv", "add.csv"]


def test_a_hit_says_why_and_is_released_with_a_reason(window, hit_page, work):
    why = hit_page.findChild(QLabel, "whyHit").text()
    for said in ("MAHTAB SHIPPING COMPANY", "% alike", "mahtba = mahtab (83 %)", "same country", "same city"):
        assert said in why
    hit_page.hits.table.setFocus()
    window.press(KEY.Key_L, CTRL)
    assert "Say why" in hit_page.findChild(QLabel, "reasonError").text()
    window.key_field("release:reason", "Another firm, register seen")
    window.press(KEY.Key_L, CTRL)
    assert waiting(work) == ()
    assert hit_page.hits.hit() is None
    assert hit_page.message_bar.text() == "Mahtba Shipping Co. is released."


def test_enter_on_a_hit_opens_the_customer(window, hit_page):
    hit_page.hits.table.setFocus()
    window.press(KEY.Key_Return)
    assert [ask.name for ask in window.asked][-1] == "customer.open"


def test_a_second_run_waits_for_the_first(window, hit_page):
    hit_page.lists.table.setFocus()
    hit_page.screen_customers()
    hit_page.screen_customers()
    assert "still running" in hit_page.message_bar.text()
    hit_page.progress.cancel_button.click()
    finish(window, hit_page)


def test_a_run_is_cancelled_and_says_so(window, hit_page, work):
    make_customer(work, "Petrov Ivan")
    hit_page.lists.table.setFocus()
    window.context.commands.run("setup.screen")
    hit_page.progress.cancel_button.click()
    finish(window, hit_page)
    assert "Stopped" in hit_page.message_bar.text()
