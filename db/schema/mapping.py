"""Tables written as classes, without an ORM behind them: each becomes a `sa.Table` when it is first used.

The classes read like SQLAlchemy's declarative ones and are typed as such; statements take them and their
columns. The program works with Core only, and importing the ORM and mapping every table was a fifth of its start.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import DeclarativeBase as TableBase
    from sqlalchemy.orm import Mapped, mapped_column
else:
    import datetime as dt
    from types import NoneType
    from typing import Annotated, Generic, TypeVar, get_args, get_origin, get_type_hints

    import sqlalchemy as sa

    _T = TypeVar("_T")
    _MAKING = threading.RLock()  # lanes meet here: a table is made once
    _TYPES = {
        int: sa.Integer,
        str: sa.String,
        bool: sa.Boolean,
        dt.date: sa.Date,
        dt.time: sa.Time,
        bytes: sa.LargeBinary,
    }

    class Mapped(Generic[_T]):
        """The Python type of a column, in an annotation."""

    class _Described:
        """A column as a class body says it."""

        __slots__ = ("arguments", "options")

        def __init__(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> None:
            self.arguments = arguments
            self.options = options

        def over(self, general: _Described) -> _Described:
            """This one, with what only the annotation says."""
            return _Described((*general.arguments, *self.arguments), general.options | self.options)

    def mapped_column(*arguments: Any, **options: Any) -> _Described:
        """A column; what is not said follows from the annotation."""
        return _Described(arguments, options)

    class _TableClass(type):
        """Makes the table of a class when somebody asks for it, for a column, or uses the class in a statement."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _TableClass:
            described = {key: body.pop(key) for key, value in [*body.items()] if type(value) is _Described}
            return super().__new__(cls, name, bases, {**body, "__described__": described})

        def __getattr__(cls, name: str) -> Any:
            is_column = not name.startswith("_") and "__table__" not in cls.__dict__
            if "__tablename__" not in cls.__dict__ or not (is_column or name == "__table__"):
                raise AttributeError(f"{cls.__name__} has no column {name}")
            _make_table(cls)
            return getattr(cls, name)

        def __clause_element__(cls) -> sa.Table:
            """What a statement takes in place of the class."""
            return cls.__table__

    class TableBase(metaclass=_TableClass):
        """The base of all tables; a subclass of it says the `metadata`."""

    def _make_table(cls: _TableClass) -> None:
        with _MAKING:
            if "__table__" in cls.__dict__:
                return
            hints = get_type_hints(cls, include_extras=True)
            columns = [_column(cls, name, get_args(hint)[0]) for name, hint in hints.items()]
            others = [each() if callable(each) else each for each in getattr(cls, "__table_args__", ())]
            table = sa.Table(cls.__tablename__, cls.metadata, *columns, *others)
            for column in table.c:
                setattr(cls, column.key, column)
            cls.__table__ = table  # the last: who sees it sees the columns

    def _column(cls: _TableClass, name: str, hint: Any) -> sa.Column[Any]:
        optional = NoneType in get_args(hint) and get_origin(hint) is not Annotated
        kind = get_args(hint)[0] if optional else hint
        said = cls.__described__.get(name) or mapped_column()
        if get_origin(kind) is Annotated:
            said = said.over(kind.__metadata__[0])
        elif not any(isinstance(each, (type, sa.types.TypeEngine)) for each in said.arguments):
            said = said.over(mapped_column(_TYPES[kind]))
        is_key = said.options.get("primary_key", False)
        options = {"nullable": optional and not is_key} | said.options
        return sa.Column(name, *said.arguments, **options)


def make_tables(base: type[TableBase]) -> None:
    """Make every table of classes imported so far: for who looks at all of them at once."""
    for each in base.__subclasses__():
        assert each.__table__ is not None


__all__ = ["Mapped", "TableBase", "make_tables", "mapped_column"]
