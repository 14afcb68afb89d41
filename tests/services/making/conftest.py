"""The order office on both kinds of database, as the tests of orders have it."""

from tests.services.orders.conftest import (
    desk,
    firm_url,
    office,
    postgres_firm,
    sqlite_firm,
)

__all__ = ["desk", "firm_url", "office", "postgres_firm", "sqlite_firm"]
