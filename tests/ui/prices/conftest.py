"""The part of the price desk that a module is about, in a firm that has nothing but its name."""

from __future__ import annotations

import pytest

from tests.helpers.few_parts import make_few_parts
from tests.helpers.firm_facts import make_firm
from tests.helpers.grids import open_part


@pytest.fixture(autouse=True)
def few_parts(request, monkeypatch):
    """A test about the desk as a whole uses `whole_desk`, a module of such tests says `WHOLE_DESK = True`."""
    is_whole = "whole_desk" in request.fixturenames or getattr(request.module, "WHOLE_DESK", False)
    if not is_whole:
        make_few_parts(monkeypatch)


@pytest.fixture
def page(window, work, request):
    """The page that the module names as `PART`."""
    make_firm(work)
    return open_part(window, "price", request.module.PART)
