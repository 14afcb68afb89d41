"""Customers with their addresses and contacts."""

from app.domain.parties import AddressInput, ContactInput, CustomerInput
from app.services.parties.cards import (
    AddressFacts,
    ContactFacts,
    CustomerCard,
    CustomerFacts,
    check_customer_input,
    create_counter_sale,
    create_customer,
    create_customers,
    read_customer,
    read_customer_card,
    update_customer,
)
from app.services.parties.context import (
    CustomerContext,
    OpenOrder,
    UsualProduct,
    read_customer_context,
)
from app.services.parties.finding import CustomerHit, find_customers
from app.services.parties.last_prices import LastPrice, read_last_prices
from app.services.parties.places import create_address, create_contact, update_address, update_contact
from app.services.parties.rows import CustomerRow, read_customers_page

__all__ = [
    "AddressFacts",
    "AddressInput",
    "ContactFacts",
    "ContactInput",
    "CustomerCard",
    "CustomerContext",
    "CustomerFacts",
    "CustomerHit",
    "CustomerInput",
    "CustomerRow",
    "LastPrice",
    "OpenOrder",
    "UsualProduct",
    "check_customer_input",
    "create_address",
    "create_contact",
    "create_counter_sale",
    "create_customer",
    "create_customers",
    "find_customers",
    "read_customer",
    "read_customer_card",
    "read_customer_context",
    "read_customers_page",
    "read_last_prices",
    "update_address",
    "update_contact",
    "update_customer",
]
