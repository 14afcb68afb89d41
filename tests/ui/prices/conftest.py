"""The part of the price desk that a module is about, in a firm that has nothing but its name."""

from __future__ import annotations

import pytest

from tests.helpers.few_parts import make_few_parts
from tests.helpers.firm_facts import make_firm
from tests.helpers.grids import open_part


@pytest.fixture(autouse=True)
def few_parts(request, monkeypatch):
    """A module that is about the desk as a whole says `WHOLE_DESK = True`."""
    if not getattr(request.module, "WHOLE_DESK", False):
        make_few_parts(monkeypatch)


@pytest.fixture
def page(window, work, request):
    """The page that the module names as `PART`."""
    make_firm(work)
    return open_part(window, "price", request.module.PART)
