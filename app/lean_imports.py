"""Importing SQLAlchemy without what it imports itself and an office never uses: a tenth of its time.

Its support of `asyncio` (which brings TLS and sub-processes) and its search for dialects in installed packages
stand at the top of its modules. For the time of its import they are stand-ins, which become the real modules
as soon as anybody asks them for anything. What dataclasses compile from text is kept from start to start.
"""

from __future__ import annotations

import atexit
import dataclasses
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any

from app.kept_code import KEPT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader

LATER: dict[str, tuple[str, ...]] = {"asyncio": ("iscoroutine",), "importlib.metadata": ()}
"""Module -> its functions that SQLAlchemy only takes by name at its import."""

LEAN = ("sqlalchemy", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql")
"""The packages that import those: the last two name every driver there is."""

OURS = frozenset({"app", "db", "sqlalchemy"})
"""The packages whose dataclasses are kept compiled."""


class Later(ModuleType):
    """In place of a module that is not imported before something of it is wanted."""

    def __init__(self, name: str, functions: Sequence[str]) -> None:
        super().__init__(name)
        for function in functions:
            setattr(self, function, self._called_later(function))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._real(), name)

    def leave(self) -> None:
        """Whoever imports the module from now on gets the real one."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]

    def _real(self) -> ModuleType:
        self.leave()
        return import_module(self.__name__)

    def _called_later(self, function: str) -> Any:
        def call(*arguments: Any) -> Any:
            return getattr(self._real(), function)(*arguments)

        return call


class LeanFinder:
    """Finds each package of `LEAN` once, and has it imported beside the stand-ins."""

    def __init__(self) -> None:
        self._names = set(LEAN)

    def find_spec(self, name: str, path: Sequence[str] | None = None, _target: object = None) -> Any:
        """The package's own specification with another way of loading; None for all others."""
        if name not in self._names:
            return None
        self._names.remove(name)
        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            spec.loader = _LeanLoader(spec, spec.loader)  # type: ignore[assignment]  # it loads as that one
        return spec


class _LeanLoader:
    def __init__(self, spec: ModuleSpec, real: Loader) -> None:
        self._spec = spec
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As the real one."""
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Import; the stand-ins are there for that time only."""
        self._spec.loader = module.__loader__ = self._real
        absent = [Later(name, functions) for name, functions in LATER.items() if name not in sys.modules]
        for later in absent:
            sys.modules[later.__name__] = later
        try:
            self._real.exec_module(module)
        finally:
            for later in absent:
                later.leave()


def execute(source: Any, names: dict[str, Any], local: dict[str, Any] | None = None) -> None:
    """For `dataclasses`: the methods of our own classes are compiled once, those of others as ever."""
    is_ours = names.get("__name__", "").partition(".")[0] in OURS
    (KEPT.execute if is_ours else exec)(source, names, local)


def install() -> None:
    """From now on SQLAlchemy is imported lean, and dataclasses are made of kept code."""
    setattr(dataclasses, "exec", execute)  # noqa: B010 - found before the one of Python; mypy knows no such name
    atexit.register(KEPT.save)
    if "sqlalchemy" not in sys.modules:
        sys.meta_path.insert(0, LeanFinder())
