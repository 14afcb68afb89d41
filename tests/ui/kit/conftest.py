"""A dressed program, jobs on a fake office, and a window with two small desks."""

from __future__ import annotations

import contextlib
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.rights import Actor
from app.views.kit import theme
from app.views.kit.desk import Desk
from app.views.kit.jobs import Jobs
from app.views.main_window import MainWindow

ANNA = Actor(name="Anna", roles=frozenset({"sales"}))


class FakeWork:
    """Work without a database: remembers who read and wrote with which key."""

    def __init__(self):
        self.seen = []

    @contextlib.contextmanager
    def reading(self, *, actor):
        self.seen.append(("reading", actor.name))
        yield SimpleNamespace(actor=actor)

    def run(self, call, *, actor, key=None):
        self.seen.append(("writing", actor.name, key))
        return call(SimpleNamespace(actor=actor))


class Page(QWidget):
    def __init__(self):
        super().__init__()
        self.refreshed = 0
        self.field = QLineEdit()
        self.field.setObjectName("field")
        self.field.setWhatsThis("The help of the field")
        QVBoxLayout(self).addWidget(self.field)

    def refresh(self):
        self.refreshed += 1


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme.apply_theme(qapp)


@pytest.fixture
def holder(qtbot):
    """A widget to put into a layout what is tested."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def work():
    return FakeWork()


@pytest.fixture
def jobs(qapp, work):
    jobs = Jobs(work, ANNA)
    yield jobs
    jobs.close()


@pytest.fixture
def window(qtbot):
    window = MainWindow()
    qtbot.addWidget(window)
    window.add_desks([Desk("one", "One", "mdi6.tray", Page), Desk("two", "Two", "mdi6.truck-outline", Page)])
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.show_desk("one")
    yield window
    window.context.jobs.close()
    window.context.processes.close()
