"""Background calls: replies on the GUI thread, dropped when nobody wants them any more."""

import threading
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.errors import NotFoundError, OutsideError
from app.views.kit.jobs import Jobs
from app.views.kit.message_bar import MessageBar


class PageWithBar(QWidget):
    def __init__(self):
        super().__init__()
        self.message_bar = MessageBar(self)


def test_the_reply_to_a_read_comes_on_the_gui_thread(jobs, qapp, work):
    owner, answers = QObject(), []
    jobs.read(
        owner,
        lambda view: (view.actor.name, threading.current_thread().name),
        lambda answer: answers.append((answer, threading.current_thread())),
    )
    assert jobs.wait_idle()
    assert answers == [(("Anna", "lane-read-0"), threading.main_thread())]
    assert work.seen == [("reading", "Anna")]


def test_a_write_goes_through_one_unit_of_work_with_its_key(jobs, work):
    owner = QObject()
    answers: list[Any] = []
    jobs.write(owner, lambda _uow: 7, answers.append, key="k1")
    assert jobs.wait_idle()
    assert answers == [7]
    assert work.seen == [("writing", "Anna", "k1")]


def test_writes_keep_their_order(jobs):
    owner = QObject()
    done: list[Any] = []
    for number in range(50):
        jobs.write(owner, lambda _uow, number=number: number, done.append)
    assert jobs.wait_idle()
    assert done == list(range(50))


def test_only_the_latest_of_superseded_reads_is_answered(jobs):
    owner, gate, ran = QObject(), threading.Event(), []
    answers: list[Any] = []
    jobs.read(owner, lambda _view: gate.wait(60), lambda _: None)

    def answer(text, _view):
        ran.append(text)
        return text

    for text in ("b", "be", "ber"):
        jobs.read(owner, partial(answer, text), answers.append, latest="search")
    gate.set()
    assert jobs.wait_idle()
    assert ran == ["ber"]
    assert answers == ["ber"]


def test_a_read_that_already_runs_is_dropped_when_a_newer_one_is_asked(jobs):
    owner, started, gate = QObject(), threading.Event(), threading.Event()
    answers: list[Any] = []

    def slow(view):
        started.set()
        gate.wait(60)
        return "old"

    jobs.read(owner, slow, answers.append, latest="search")
    assert started.wait(60)
    jobs.read(owner, lambda _view: "new", answers.append, latest="search")
    gate.set()
    assert jobs.wait_idle()
    assert answers == ["new"]


def test_two_owners_do_not_supersede_one_another(jobs):
    one, two = QObject(), QObject()
    answers: list[Any] = []
    jobs.read(one, lambda _view: 1, answers.append, latest="x")
    jobs.read(two, lambda _view: 2, answers.append, latest="x")
    assert jobs.wait_idle()
    assert answers == [1, 2]


def test_the_reply_to_a_destroyed_owner_is_dropped(jobs, qtbot):
    import shiboken6

    owner, gate = QWidget(), threading.Event()
    answers: list[Any] = []
    jobs.read(owner, lambda _view: gate.wait(60), answers.append)
    shiboken6.delete(owner)
    gate.set()
    assert jobs.wait_idle()
    assert answers == []


def test_an_error_goes_to_the_failed_callback(jobs):
    owner = QObject()
    errors: list[Any] = []

    def refuse(view):
        raise NotFoundError("thing.missing", id=3)

    jobs.read(owner, refuse, lambda _: pytest.fail("no answer"), failed=errors.append)
    assert jobs.wait_idle()
    assert [error.code for error in errors] == ["thing.missing"]


def test_an_error_without_a_callback_is_shown_beside_the_work(jobs, qtbot):
    page = PageWithBar()
    qtbot.addWidget(page)
    child = QWidget(page)

    def refuse(view):
        raise NotFoundError("thing.missing", id=3)

    jobs.read(child, refuse, lambda _: None)
    assert jobs.wait_idle()
    assert "thing.missing" in page.message_bar.text()
    assert page.message_bar.level() == "warn"


def test_closing_finishes_writes_skips_reads_and_leaves_no_thread(work, qapp):
    from tests.ui.kit.conftest import ANNA

    jobs = Jobs(work, ANNA)
    owner, gate, ran = QObject(), threading.Event(), []
    jobs.read(owner, lambda _view: gate.wait(60), lambda _: None)
    jobs.read(owner, lambda _view: ran.append("read"), lambda _: None)
    jobs.write(owner, lambda _uow: ran.append("write"), lambda _: None)
    threading.Timer(0.05, gate.set).start()
    jobs.close()
    assert ran == ["write"]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lane-")]


def test_a_job_before_an_office_is_attached_is_our_mistake(qapp):
    jobs = Jobs()
    with pytest.raises(AssertionError, match="no office"):
        jobs.read(QObject(), lambda _view: 1, lambda _: None)
    jobs.close()


class _Seen(QWidget):
    """Notes when it is painted."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self.seen = seen

    def paintEvent(self, _event: Any) -> None:
        self.seen.append("paint")


def test_what_is_put_off_comes_after_the_paint_and_nothing_is_idle_before(jobs, qtbot):
    seen: list[str] = []
    widget = _Seen(seen)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: bool(seen))
    seen.clear()
    jobs.later(widget, lambda: seen.append("later"), latest="plan")
    widget.update()
    assert not jobs.is_idle()
    assert seen == []
    assert jobs.wait_idle()
    assert seen == ["paint", "later"]


def test_of_several_put_off_under_one_name_the_last_is_called(jobs):
    owner = QObject()
    seen: list[object] = []
    for number in range(3):
        jobs.later(owner, partial(seen.append, number), latest="plan")
    jobs.later(owner, partial(seen.append, "other"), latest="save")
    assert jobs.wait_idle()
    assert seen == [2, "other"]


def test_what_is_put_off_for_a_widget_that_is_gone_is_dropped(jobs):
    owner, seen = QObject(), []
    jobs.later(owner, lambda: seen.append("called"), latest="plan")
    del owner
    assert jobs.wait_idle()
    assert seen == []


def test_the_next_turn_comes_after_a_timer_that_waits_and_nothing_is_idle_before(jobs):
    owner, seen = QObject(), []
    QTimer.singleShot(0, owner, lambda: seen.append("timer"))
    jobs.next_turn(owner, lambda: seen.append("turn"))
    assert not jobs.is_idle()
    assert jobs.wait_idle()
    assert seen == ["timer", "turn"]


def test_what_was_said_of_an_outage_goes_when_the_database_answers(qtbot, jobs):
    page, other = PageWithBar(), PageWithBar()
    for each in (page, other):
        qtbot.addWidget(each)
        each.show()

    def away(_view):
        raise OutsideError("database.away", database="keyline", detail="refused")

    def full(_view):
        raise OutsideError("database.full", database="keyline", detail="full")

    jobs.read(page, away, lambda _none: None)
    jobs.read(other, full, lambda _none: None)
    assert jobs.wait_idle()
    assert "cannot be reached (refused)" in page.message_bar.text()
    still_full = other.message_bar.text()
    jobs.read(other, lambda _view: 1, lambda _one: None)
    assert jobs.wait_idle()
    assert page.message_bar.text() == ""
    assert other.message_bar.text() == still_full
    page.message_bar.show_message("Saved.", "ok")
    jobs.read(page, away, lambda _none: None)
    assert jobs.wait_idle()
    page.message_bar.show_message("Saved.", "ok")
    jobs.read(other, lambda _view: 1, lambda _one: None)
    assert jobs.wait_idle()
    assert page.message_bar.text() == "Saved.", "another message stays"
