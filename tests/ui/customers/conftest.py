"""A firm with two customers, and its customers desk."""

import pytest

from tests.helpers.firm_facts import make_customers, make_firm


@pytest.fixture
def firm(work):
    make_firm(work)
    return make_customers(work, "Bergmann Hotels GmbH", "Café Anker", city="Hamburg")


@pytest.fixture
def desk(window, firm):
    window.show("customers")
    return window.context.desk()
