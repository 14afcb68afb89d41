"""The databases that tests get."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError


def tables(url: str) -> list[str]:
    engine = sa.create_engine(url)
    try:
        return sa.inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_a_fresh_database_is_migrated(database_url):
    assert "alembic_version" in tables(database_url)


def test_the_program_cannot_change_the_tables_of_postgresql(postgres_url):
    engine = sa.create_engine(postgres_url)
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="must be owner"):
        connection.execute(sa.text("drop table alembic_version"))
    engine.dispose()


def test_an_office_opens_on_a_fresh_database_at_the_set_time(office, work):
    assert office.clock.today().isoformat() == "2026-03-02"
    assert work is office.work
