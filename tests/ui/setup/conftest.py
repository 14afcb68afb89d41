"""A firm and the pages of its set-up."""

from __future__ import annotations

import pytest

from tests.helpers.few_parts import make_few_parts
from tests.helpers.firm_facts import make_firm


@pytest.fixture(autouse=True)
def few_parts(request, monkeypatch):
    """A test about the desk as a whole uses `whole_desk`, a module of such tests says `WHOLE_DESK = True`."""
    is_whole = "whole_desk" in request.fixturenames or getattr(request.module, "WHOLE_DESK", False)
    if not is_whole:
        make_few_parts(monkeypatch)


@pytest.fixture
def open_setup(window, work):
    """Makes the firm, and opens a page of its set-up for who calls it."""
    make_firm(work)

    def opened(page):
        window.show("setup")
        window.ask("setup.open", page=page)
        return window.page

    return opened
