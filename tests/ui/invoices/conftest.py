"""A firm that invoices, and its window."""

import pytest

from tests.helpers.invoice_office import InvoiceOffice
from tests.helpers.window import open_on


@pytest.fixture
def firm(work):
    return InvoiceOffice(work).set_up()


@pytest.fixture
def desk(qtbot, office, firm):
    return open_on(qtbot, office)
