"""What the set-up says, kept in the process while its version stands: taxes, warehouses, letterhead, export rules.

Every order asks for them and they change a few times a year. A unit of work that tells of a change of one of
`SETUP_KINDS` raises the version in its own transaction, so that a reading knows in one number whether what it kept
still holds. What a unit of work changed itself it reads anew, and nobody else is told of it before the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar

import sqlalchemy as sa

from db.versions import SETUP_VERSION, version_of

T = TypeVar("T")
SETUP_KINDS = frozenset(
    {
        "tax",
        "tax_registration",
        "tax_jurisdiction",
        "tax_jurisdiction_rate",
        "tax_place",
        "firm",
        "warehouse",
        "export_rule",
    }
)
"""The kinds of changes that raise the version."""
SETUP_VERSION_VALUE = version_of(SETUP_VERSION)


class SetupKept:
    """The values of one database, each with the version under which it was read."""

    def __init__(
        self, found: dict[Hashable, tuple[int, object]] | None = None, *, takes: bool = True
    ) -> None:
        """`takes`: whether what is read may be kept for everybody."""
        self._found = {} if found is None else found
        self._takes = takes

    def to_look_up(self) -> SetupKept:
        """The same for a unit of work: what it reads may never be committed, so that nothing of it is kept."""
        return SetupKept(self._found, takes=False)

    def is_of_use(self, name: Hashable) -> bool:
        """Whether it knows a value of any version, or takes one: else nobody needs to ask for the version."""
        return self._takes or name in self._found

    def get(self, name: Hashable, version: int) -> object | None:
        """The value of this version, None if it is not known."""
        known = self._found.get(name)
        return known[1] if known is not None and known[0] == version else None

    def put(self, name: Hashable, version: int, value: object) -> None:
        """Keep a value in the place of an older one."""
        if self._takes:
            self._found[name] = (version, value)


def nothing_kept() -> SetupKept:
    """For who has to read all anew."""
    return SetupKept(takes=False)


class KeepingView(Protocol):
    """A view that knows what its process keeps."""

    db: sa.Connection
    kept: SetupKept
    setup_version: int | None


def kept(view: KeepingView, name: Hashable, read: Callable[[], T], *, version: int | None = None) -> T:
    """What `read` reads, or read when the set-up had the same version; never None.

    `version`: another version that it hangs on, where it is no part of the set-up.
    """
    if not view.kept.is_of_use(name):
        return read()
    of = setup_version(view) if version is None else version
    known = view.kept.get(name, of)
    if known is None:
        known = read()
        view.kept.put(name, of, known)
    return known  # type: ignore[return-value]  # what was put under the name is what its `read` reads


def known(view: KeepingView, name: Hashable) -> object | None:
    """What is kept under the name while the set-up is as it was; None where it has to be read."""
    return view.kept.get(name, setup_version(view)) if view.kept.is_of_use(name) else None


def setup_version(view: KeepingView) -> int:
    """The version of the set-up as the view sees it; asked for once."""
    if view.setup_version is None:
        view.setup_version = read_version(view.db.execute(SETUP_VERSION_VALUE).scalar_one_or_none())
    return view.setup_version


def read_version(stored: object) -> int:
    """A version as it is stored, 0 where nothing is."""
    return int(str(stored or 0))
