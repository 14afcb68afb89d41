"""A changed customer is screened again by itself, where lists are imported."""

from __future__ import annotations

import pytest

from app.services import screening
from app.views.kit import screening_watch
from app.views.kit.screening_watch import ScreeningWatch
from tests.helpers.firm_facts import make_firm
from tests.helpers.screening_office import import_sdn, make_customer, reading


@pytest.fixture
def watch(window, work, monkeypatch):
    monkeypatch.setattr(screening_watch, "AFTER_MS", 1)
    make_firm(work)
    made = ScreeningWatch(window.context, window.context.opened.url, window.frame)
    yield made
    made.stop()


def ended(watch):
    return not watch._timer.isActive() and not watch._is_running


def test_a_new_customer_is_screened_and_a_hit_is_told(window, watch, work):
    import_sdn(work)
    make_customer(work, "Mahtba Shipping Co.")
    window.qtbot.waitUntil(lambda: reading(work, screening.count_unscreened) == 0)
    window.qtbot.waitUntil(lambda: ended(watch))
    assert len(reading(work, screening.read_waiting_hits)) == 1


def test_without_lists_no_process_is_started(window, watch, work, monkeypatch):
    monkeypatch.setattr(window.context.processes, "run", None)
    make_customer(work, "Mahtba Shipping Co.")
    window.qtbot.waitUntil(lambda: ended(watch))
    window.idle()
    assert reading(work, screening.read_waiting_hits) == ()


def test_what_fails_is_tried_again_with_the_next_change(window, watch, work, monkeypatch):
    runs = []

    def run(*args, failed, **rest):
        runs.append(args)
        failed(OSError("no memory"))

    monkeypatch.setattr(window.context.processes, "run", run)
    import_sdn(work)
    window.qtbot.waitUntil(lambda: len(runs) == 1)
    make_customer(work, "Somebody")
    window.qtbot.waitUntil(lambda: len(runs) == 2)
