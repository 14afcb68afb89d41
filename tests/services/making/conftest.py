"""The order office on both kinds of database, as the tests of orders have it."""

from tests.services.orders.conftest import database_url, desk

__all__ = ["database_url", "desk"]
