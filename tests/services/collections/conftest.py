import pytest

from tests.helpers.invoice_office import InvoiceOffice


@pytest.fixture
def firm(work):
    return InvoiceOffice(work).set_up()


@pytest.fixture
def customer(firm):
    return firm.customer()
