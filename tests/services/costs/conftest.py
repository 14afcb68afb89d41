"""The order office on both kinds of database."""

from tests.services.orders.conftest import *  # noqa: F403
