"""Writes under a key of their own: a second press, a lost answer, a refusal."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.domain.rights import SYSTEM
from app.views.kit.jobs import Jobs
from app.views.kit.once import Once
from db.schema.firm import Audit


class LosesAnswers:
    """An office whose commits arrive, but not always their answers."""

    def __init__(self, work):
        self.work = work
        self.lose = False

    def reading(self, *, actor):
        return self.work.reading(actor=actor)

    def run(self, call, *, actor, key=None):
        result = self.work.run(call, actor=actor, key=key)
        if self.lose:
            raise ConnectionError("gone behind the commit")
        return result


@pytest.fixture
def line(work):
    return LosesAnswers(work)


@pytest.fixture
def jobs(qtbot, line):
    jobs = Jobs(line, SYSTEM)
    yield jobs
    jobs.close()


@pytest.fixture
def once(jobs):
    return Once(jobs, jobs)


def note(result):
    def write(uow):
        uow.audit("note", 1, before={}, after={})
        return result

    return write


def notes(work):
    with work.reading(actor=SYSTEM) as view:
        return view.db.execute(sa.select(sa.func.count()).where(Audit.kind == "note")).scalar_one()


def test_a_second_press_does_nothing_and_a_later_one_is_new(jobs, once, work):
    done: list[object] = []
    for _time in range(2):
        once.write("post", note(7), done.append, content=None)
    jobs.wait_idle()
    assert (done, notes(work)) == ([7], 1)
    once.write("post", note(8), done.append, content=None)
    jobs.wait_idle()
    assert (done, notes(work)) == ([7, 8], 2)


def test_after_a_lost_answer_the_same_result_comes_back(jobs, once, work, line):
    done: list[object] = []
    failed: list[Exception] = []
    line.lose = True
    once.write("post", note(7), done.append, content=None, failed=failed.append)
    jobs.wait_idle()
    assert (done, len(failed)) == ([], 1)
    line.lose = False
    once.write("post", note(8), done.append, content=None)
    jobs.wait_idle()
    assert (done, notes(work)) == ([7], 1)


def test_a_result_that_is_no_id_is_told_as_repeated(jobs, once, work, line):
    told: list[object] = []
    line.lose = True
    once.write("book", note(("a", "b")), told.append, content=None, failed=lambda _error: None)
    jobs.wait_idle()
    line.lose = False
    once.write("book", note(("a", "b")), told.append, content=None, repeated=lambda: told.append("before"))
    jobs.wait_idle()
    assert (told, notes(work)) == (["before"], 1)


def test_other_content_after_a_lost_answer_is_another_write(jobs, once, work, line):
    done: list[object] = []
    line.lose = True
    once.write("post", note(7), done.append, content=("Anders", 7), failed=lambda _error: None)
    jobs.wait_idle()
    line.lose = False
    once.write("post", note(8), done.append, content=("Berger", 8))
    jobs.wait_idle()
    assert (done, notes(work)) == ([8], 2)
    once.write("post", note(9), done.append, content=("Berger", 8))
    jobs.wait_idle()
    assert (done, notes(work)) == ([8, 9], 3), "an answered write is done with"


def test_what_was_refused_may_be_tried_again(jobs, once, work):
    refused: list[Exception] = []
    done: list[object] = []

    def refuse(_uow):
        raise RefusedError("order.refused", issues=(Issue("order.no_lines", Severity.BLOCK, ""),))

    once.write("post", refuse, done.append, content=None, failed=refused.append)
    jobs.wait_idle()
    once.write("post", note(1), done.append, content=None)
    jobs.wait_idle()
    assert (len(refused), done, notes(work)) == (1, [1], 1)
