"""A draft is written, checked, tried out and saved by keys; two people lose nothing of one another."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.product_models import (
    read_models,
    read_version,
    read_versions,
    release_version,
    remove_draft,
    save_version,
)
from app.views.kit.clipboard import copy_rows
from app.views.product_models.words import finding_text
from tests.helpers.table_model import YAML
from tests.helpers.window import ALT, CTRL, KEY, SHIFT


def replace(desk, before, after):
    """Key over a piece of the text in front: Ctrl+F finds it."""
    desk.press(KEY.Key_F, CTRL)
    desk.find(QLineEdit, "findText").setText("")
    desk.type(before)
    desk.press(KEY.Key_Escape)
    desk.type(after)


def looked_at(desk):
    desk.press(KEY.Key_F7)
    return desk.page.findings.findings()


def findings(desk):
    return [(each.file, each.line) for each in looked_at(desk) if each.blocks]


def stored(desk):
    with desk.context.opened.work.reading(actor=SYSTEM) as view:
        return read_version(view, desk.page.version_id).files


def line_of(words):
    return next(at for at, line in enumerate(YAML.splitlines(), 1) if words in line)


def test_a_mistake_is_found_gone_to_and_put_right(draft):
    replace(draft, "size = large ->", "size = huge ->")
    assert draft.page.checker.timer.isActive()
    assert findings(draft) == [("model.yaml", line_of("R1:"))]
    tabs = draft.page.beside.tabs
    assert tabs.tabText(0) == "Try it out (older)"
    edit = draft.page.files.edit()
    assert edit.marks()[line_of("R1:")][0] == "bad"
    draft.press(KEY.Key_Home, CTRL)
    draft.press(KEY.Key_F8)
    assert edit.line() == line_of("R1:")
    replace(draft, "huge", "large")
    assert findings(draft) == []
    assert tabs.tabText(0) == "Try it out"


def test_a_draft_with_mistakes_is_saved_and_not_released(draft):
    replace(draft, "size = large ->", "size = huge ->")
    draft.press(KEY.Key_S, CTRL)
    assert draft.message() == "Saved as a draft."
    assert "size = huge" in stored(draft)["model.yaml"]
    draft.press(KEY.Key_Return, CTRL)
    draft.type("New\n")
    assert "is not ready to be released" in draft.message()


def test_conditions_in_a_circle_and_a_void_model_are_told(draft):
    replace(draft, "name: {en: Frame", "when: top = oak\nname: {en: Frame")
    replace(draft, "name: {en: Top", "when: frame = steel\nname: {en: Top")
    assert any("circle" in finding_text(each) for each in looked_at(draft))
    draft.press(KEY.Key_Z, CTRL, times=60)
    replace(draft, "size = large -> frame = steel", "frame = steel and frame = light")
    assert findings(draft) == [("model.yaml", line_of("R1:"))]


def test_a_check_that_is_due_after_the_window_closed_is_let_go(draft):
    checker = draft.page.checker
    draft.press(KEY.Key_Home, CTRL)
    draft.type("# x")
    draft.press(KEY.Key_S, CTRL)
    draft.context.jobs.close()
    checker.now()
    assert not checker.timer.isActive()


def test_a_check_that_is_ended_leaves_the_draft_as_it_is(draft, monkeypatch):
    from app.domain.model_drafts import checking
    from app.domain.watched import going_on

    page, keyed = draft.page, draft.page.files.texts()
    work = page.checker.work

    def read(_files, _on):
        work.stop()
        going_on("compiling")
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(checking, "read_draft", read)
        draft.press(KEY.Key_F7)
        draft.idle()
    assert page.findings.badge.text() == "not checked: F7 checks"
    assert page.files.texts() == keyed
    assert not work.card.isVisible()
    draft.press(KEY.Key_F7)
    assert findings(draft) == []
    assert page.findings.badge.text() != "not checked: F7 checks"


def test_unsaved_text_is_asked_about_before_the_tab_closes(draft):
    draft.press(KEY.Key_Home, CTRL)
    draft.type("# mine\n")
    draft.press(KEY.Key_W, CTRL)
    assert draft.message() == "This model has changes that are not saved."
    version_id = draft.page.version_id
    draft.press(KEY.Key_1, ALT)
    assert draft.page.title == "Models"
    with draft.context.opened.work.reading(actor=SYSTEM) as view:
        assert read_version(view, version_id).files["model.yaml"].startswith("# mine\n")


def test_two_people_at_one_draft_lose_nothing(draft, firm_url):
    replace(draft, "amount: 200", "amount: 210")
    version_id = draft.page.version_id
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        save_version(uow, version_id, {"model.yaml": YAML.replace("price: 130", "price: 140")}, version=1)
    office.close()
    draft.press(KEY.Key_S, CTRL)
    assert "Compare both and save again" in draft.message()
    draft.press(KEY.Key_1, ALT)
    assert "price: 140" in draft.page.files.texts()["model.yaml"]
    others = [line_of("price: 130"), line_of("amount: 200")]
    assert sorted(draft.page.files.edit().marks()) == others
    assert draft.page.files.edit().line() == others[0]
    draft.press(KEY.Key_Escape)
    draft.press(KEY.Key_2, ALT)
    assert "amount: 210" in draft.page.files.texts()["model.yaml"]
    with draft.context.opened.work.reading(actor=SYSTEM) as view:
        rows = read_versions(view, read_models(view)[0].id)
        texts = [read_version(view, row.id).files["model.yaml"] for row in rows]
    assert ["amount: 210" in text for text in texts] == [True, False, False]
    assert ["price: 140" in text for text in texts] == [False, True, False]


def test_what_somebody_else_saved_is_shown_below_the_hands(draft, firm_url):
    draft.press(KEY.Key_Down, times=3)
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        theirs = {"model.yaml": YAML.replace("price: 130", "price: 140")}
        save_version(uow, draft.page.version_id, theirs, version=1)
    office.close()
    draft.press(KEY.Key_F5)
    draft.type("# mine ")
    lines = draft.page.files.texts()["model.yaml"].splitlines()
    assert lines[3].startswith("# mine ")
    assert any("price: 140" in line for line in lines)
    draft.page.read()  # as an answer that comes after the first letter
    draft.idle()
    assert draft.page.files.texts()["model.yaml"].splitlines() == lines


@pytest.mark.parametrize("deed", ["released", "thrown away"])
def test_a_draft_that_is_released_or_thrown_away_elsewhere_leaves_what_was_keyed(draft, firm_url, deed):
    replace(draft, "amount: 200", "amount: 210")
    version_id = draft.page.version_id
    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        release_version(uow, version_id, version=1) if deed == "released" else remove_draft(
            uow, version_id, version=1
        )
    office.close()
    draft.press(KEY.Key_S, CTRL)
    assert draft.message()
    draft.press(KEY.Key_2, ALT)
    assert not draft.page.would_lose()
    assert draft.page.known.row.state == "draft"
    assert "amount: 210" in stored(draft)["model.yaml"]


def test_a_table_is_keyed_pasted_into_and_taken_apart(draft):
    draft.press(KEY.Key_N, CTRL | SHIFT)
    draft.type("tops\n")
    draft.type("top\tframe\n")
    copy_rows([["oak", "steel"], ["white", "*"], ["elm", "*"]])
    sheet = draft.page.files.edit()
    sheet.select_row(1, 0)
    draft.press(KEY.Key_V, CTRL)
    assert draft.page.files.texts()["tops.csv"] == "top;frame\noak;steel\nwhite;*\nelm;*\n"
    sheet.select_row(3, 0)
    draft.press(KEY.Key_Delete, CTRL)
    assert "elm" not in draft.page.files.texts()["tops.csv"]
    draft.press(KEY.Key_Z, CTRL)
    draft.press(KEY.Key_Insert)
    draft.press(KEY.Key_Z, CTRL)
    draft.press(KEY.Key_E, CTRL)
    assert draft.page.files.edit().toPlainText() == "top;frame\noak;steel\nwhite;*\nelm;*\n"
    draft.press(KEY.Key_PageUp, CTRL)
    replace(draft, "rules:", 'tables:\nT1: {columns: [top, frame], file: tops.csv, message: "No"}\n')
    draft.press(KEY.Key_Backtab, SHIFT)
    draft.type("rules:")
    draft.press(KEY.Key_F7)
    found = [(each.file, each.line) for each in draft.page.findings.findings() if each.blocks]
    assert found == [("tops.csv", 4)]
    draft.press(KEY.Key_F8)
    assert draft.page.files.name() == "tops.csv"
    assert draft.page.files.edit().line() == 4


def test_the_model_is_tried_out_and_what_was_chosen_stays_while_it_is_written(draft):
    draft.press(KEY.Key_F4)
    draft.press(KEY.Key_Down)
    draft.enter()
    made = draft.page.beside.made
    assert "size.large" in made.session.preview.options
    draft.press(KEY.Key_F4)
    replace(draft, "price: 90", "price: 95")
    before = made.session.view().price
    draft.press(KEY.Key_F7)
    made = draft.page.beside.made
    assert "size.large" in made.session.preview.options
    assert made.session.view().price == before + 5
    replace(draft, "large: {name", "grand: {name")
    replace(draft, "size = large ->", "size = grand ->")
    draft.press(KEY.Key_F7)
    assert "size.small" in draft.page.beside.made.session.preview.options


def test_what_is_configured_becomes_a_case_that_fails_when_the_price_changes(draft):
    draft.press(KEY.Key_F4)
    draft.press(KEY.Key_Down)
    draft.enter()
    draft.press(KEY.Key_B, CTRL)
    draft.type("A large table\n")
    bench = draft.page.beside.bench
    assert [result.holds for result in bench.table._rows] == [True]
    draft.press(KEY.Key_PageUp, CTRL)
    replace(draft, "price: 90", "price: 95")
    draft.press(KEY.Key_F7)
    assert [result.holds for result in bench.table._rows] == [False]
    assert [each.file for each in draft.page.findings.findings() if each.blocks] == ["cases.yaml"]
    draft.press(KEY.Key_F9)
    draft.enter()
    assert draft.page.files.name() == "cases.yaml"
    assert "options and 0 of 1 rules" in bench._covered.text()
