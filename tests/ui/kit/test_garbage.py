"""Cyclic garbage is freed on the GUI thread, never on the thread that happens to allocate."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.views.kit.garbage import Garbage
from app.views.kit.tabs import TabArea


class Ring:
    """Refers to itself, so that only a collection frees it."""

    def __init__(self, freed_on: list[str]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: freed_on.append(threading.current_thread().name))


@pytest.fixture
def garbage(qapp):
    parent = QObject()
    yield Garbage(parent)
    gc.enable()
    gc.unfreeze()


def allocate(freed_on: list[str]) -> None:
    """Enough for Python's own collector, were it on."""
    Ring(freed_on)
    assert len([[] for _number in range(10 * gc.get_threshold()[0])]) > 0


def test_a_lane_that_allocates_frees_no_ring(garbage):
    freed_on: list[str] = []
    lane = threading.Thread(target=allocate, args=(freed_on,), name="lane")
    lane.start()
    lane.join()
    assert freed_on == []
    kept: list[list[int]] = [[] for _number in range(2 * gc.get_threshold()[0])]
    garbage.collect()
    assert freed_on == [threading.current_thread().name]
    assert kept


def test_nothing_is_collected_before_anything_is_due(garbage):
    freed_on: list[str] = []
    gc.collect()
    Ring(freed_on)
    assert garbage.collect() == 0
    assert freed_on == []


def test_from_the_start_on_it_collects_by_itself_and_leaves_what_was_there(garbage, qtbot):
    freed_on: list[str] = []
    before = Ring(freed_on)
    garbage.start()
    del before
    Ring(freed_on)
    kept: list[list[int]] = [[] for _number in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: bool(freed_on))
    assert len(freed_on) == 1, "what was there at the start is not looked through"
    assert kept


def test_a_closed_page_is_collected_at_the_next_turn_however_old_it_is(garbage, qtbot):
    freed_on: list[str] = []
    tabs, page = TabArea(), QWidget()
    qtbot.addWidget(tabs)
    page.ring = Ring(freed_on)  # type: ignore[attr-defined]  # what a page holds, and what holds the page
    page.ring.page = page  # type: ignore[attr-defined]  # the same ring
    tabs.addTab(page, "One")
    gc.collect()  # it is of the oldest generation now
    tabs.close_page(page)
    del page
    garbage.collect()
    assert freed_on == [], "it is still to be deleted"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    garbage.collect()
    assert freed_on == [threading.current_thread().name]
    assert garbage.collect() == 0, "and then only what is due"
