"""Yesterday's files open today: a copy first, then the migrations, then the guards; newer files are refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.bootstrap import open_office
from app.domain.errors import RefusedError
from app.domain.rights import SYSTEM
from app.messages import text_of_error
from app.services.prices import read_discounts
from app.services.verify import verify
from db.migrate import current_revision, head_revision
from db.schema import whole_metadata
from db.schema.guards import GUARDS
from db.session import connect
from db.version import newest_revision, read_revision
from tests.helpers.older import unpack_older


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """The stored file of version 0001: a firm with a confirmed order and a draft."""
    return unpack_older(tmp_path, "0001")


def tables_and_triggers(path: Path) -> set[str]:
    """The names of what the database holds beside tables' own indexes."""
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(
            "select name from sqlite_master where type in ('trigger', 'index')"
        ).fetchall()
    finally:
        connection.close()
    return {name for (name,) in rows}


def test_an_older_file_is_copied_upgraded_and_sound(old_file, clock):
    office = open_office(f"sqlite:///{old_file}", clock=clock)
    try:
        assert office.copied_to is not None
        assert office.copied_to.parent == old_file.parent
        with office.work.reading(actor=SYSTEM) as view:
            assert verify(view) == ()
            states = view.db.execute(sa.text("select state from sales_order order by id")).scalars().all()
        assert states == ["confirmed", "draft"]
    finally:
        office.close()
    assert current_revision(f"sqlite:///{old_file}") == head_revision()
    copied = sqlite3.connect(office.copied_to)
    assert copied.execute("select version_num from alembic_version").fetchall() == [("0001",)]
    copied.close()
    assert "ix_change_log_at" in tables_and_triggers(old_file)


def test_after_an_upgrade_every_guard_stands(old_file):
    open_office(f"sqlite:///{old_file}").close()
    wanted = {guard.name for guard in GUARDS if any("create trigger" in text for text in guard.sqlite)}
    assert wanted <= tables_and_triggers(old_file)


def test_discount_rules_of_an_older_file_compete_as_they_did(old_file):
    office = open_office(f"sqlite:///{old_file}")
    try:
        with office.work.reading(actor=SYSTEM) as view:
            assert [(rule.name, rule.kind) for rule in read_discounts(view)] == [("Autumn chairs", "best")]
    finally:
        office.close()
    file = sqlite3.connect(old_file)
    with pytest.raises(sqlite3.IntegrityError, match="ck_discount_rule_kind"):
        file.execute("update discount_rule set kind = 'worst'")
    file.close()


def test_a_second_start_neither_copies_nor_changes(old_file):
    open_office(f"sqlite:///{old_file}").close()
    office = open_office(f"sqlite:///{old_file}")
    office.close()
    assert office.copied_to is None


def test_a_newer_file_is_refused_with_what_to_do(old_file):
    connection = sqlite3.connect(old_file)
    with connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    with pytest.raises(RefusedError) as refused:
        open_office(f"sqlite:///{old_file}")
    text = text_of_error(refused.value)
    assert "office.db" in text
    assert "Update this program" in text


# the guards make that index over upper(sku); SQLAlchemy says that it passes it over
@pytest.mark.filterwarnings(
    "ignore:Skipped unsupported reflection of expression-based index ix_product_sku_upper"
)
def test_the_migrations_make_exactly_the_declared_tables(database_url):
    database = connect(database_url)

    def is_ours(name, kind, _parents):
        hidden = (
            "customer_fts",
            "product_fts",
            "ix_customer_text_search",
            "ix_product_text_search",
            "ix_product_sku_upper",
            *(f"ix_{table}_ids" for table in ("sales_order", "shipment", "invoice", "payment")),
        )
        return not (kind in {"table", "index"} and name is not None and name.startswith(hidden))

    try:
        with database.begin() as connection:
            context = MigrationContext.configure(
                connection, opts={"include_name": is_ours, "compare_type": True}
            )
            assert compare_metadata(context, whole_metadata()) == []
    finally:
        database.dispose()


def test_the_version_read_without_alembic_is_alembics(sqlite_url, tmp_path):
    assert newest_revision() == head_revision()
    database = connect(f"sqlite:///{tmp_path / 'empty.db'}")
    assert read_revision(database) is None
    database.dispose()
    open_office(sqlite_url).close()
    database = connect(sqlite_url)
    assert read_revision(database) == current_revision(sqlite_url) == newest_revision()
    database.dispose()


def test_opening_a_current_database_does_without_alembic(sqlite_url):
    open_office(sqlite_url).close()
    code = (
        "import sys; from app.bootstrap import open_office; open_office(sys.argv[1]).close();"
        "print([name for name in ('alembic', 'mako', 'psycopg', 'PySide6') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, sqlite_url], check=True, capture_output=True, text=True, timeout=300
    )
    assert done.stdout.strip() == "[]"
