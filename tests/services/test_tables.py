"""Tables as classes: made when they are first used, by whoever comes first, and the same for everybody."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
import sqlalchemy as sa

from db.schema.mapping import Mapped, TableBase, make_tables, mapped_column
from db.statements import table_of


class Base(TableBase):
    """Tables of these tests."""

    metadata = sa.MetaData()


class Shelf(Base):
    """A table with everything that a class may say."""

    __tablename__ = "shelf"
    __table_args__ = (sa.UniqueConstraint("code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(7), default="x")
    height: Mapped[int | None]
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id"), index=True)


class Room(Base):
    """Another one, made later than the one that refers to it."""

    __tablename__ = "room"
    id: Mapped[int] = mapped_column(primary_key=True)


def test_a_class_says_its_columns_types_and_keys():
    table = table_of(Shelf)
    assert [column.name for column in table.c] == ["id", "code", "height", "room_id"]
    assert [column.nullable for column in table.c] == [False, False, True, False]
    assert isinstance(table.c.code.type, sa.String)
    assert table.c.code.type.length == 7
    assert isinstance(table.c.height.type, sa.Integer)
    assert table.primary_key.columns.keys() == ["id"]
    make_tables(Base)
    assert Base.metadata.sorted_tables == [table_of(Room), table]


def test_statements_take_the_class_and_its_columns():
    engine = sa.create_engine("sqlite://")
    make_tables(Base)
    with engine.begin() as db:
        Base.metadata.create_all(db)
        db.execute(sa.insert(Room).values(id=1))
        db.execute(sa.insert(Shelf).values(id=3, room_id=1))
        db.execute(sa.update(Shelf).where(Shelf.code == "x").values(height=4))
        joined = (
            sa.select(Shelf.height, sa.func.count()).select_from(Room).join(Shelf, Shelf.room_id == Room.id)
        )
        assert db.execute(joined.group_by(Shelf.height)).all() == [(4, 1)]
        db.execute(sa.delete(Shelf).where(Shelf.id == 3))
        assert db.execute(sa.select(Shelf.__table__)).all() == []


def test_a_wrong_name_is_our_bug():
    for _again in range(2):
        with pytest.raises(AttributeError, match="Shelf has no column colour"):
            getattr(Shelf, "colour")  # noqa: B009 - mypy knows that there is none


def test_threads_that_meet_make_a_table_once():
    made: list[sa.FromClause] = []
    together = threading.Barrier(8)

    class Late(Base):
        __tablename__ = "late"
        id: Mapped[int] = mapped_column(primary_key=True)

    def use() -> None:
        together.wait()
        made.append(Late.id.table)

    threads = [threading.Thread(target=use) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert {id(table) for table in made} == {id(Late.__table__)}


def test_a_window_on_a_file_opens_without_orm_and_the_servers_dialect():
    """What the start imports until keys are taken; each of these took it 0.1 s and more."""
    imports = "import app.bootstrap, app.views.first_start.gate, app.views.orders.commands, sys; "
    names = (
        "sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "alembic", "psycopg", "reportlab", "stdnum",
        "app.views.orders.order_page", "app.domain.pricing", "app.services.setup", "app.services.orders.context",
    )  # fmt: skip
    code = f"{imports}print([name for name in {names!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
