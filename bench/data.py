"""The firms that are measured: built once per scale into a cache folder, copied before anything is written."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from platformdirs import user_cache_path

from app.bootstrap import Office, open_office
from app.domain.rights import SYSTEM
from db.schema.firm import Firm

VERSION = 1  # rises when what is built changes, so that old files are not taken for new ones
STEP = 10_000


@dataclass(slots=True)
class BenchData:
    """Opens the firm of a scale: read-only use shares the cached file, writers get a copy of their own.

    `cards` thousand customers and products without documents instead, where they are asked for. `model`: the file of
    a product model for the configurator, "" for the furniture of our own; `orders`: a file of real orders of it.
    """

    scale: int = 1
    cards: int = 0
    url: str = ""
    seed: int = 1
    model: str = ""
    orders: str = ""
    _offices: list[Office] = field(default_factory=list)
    _folder: Path | None = None

    @property
    def is_sqlite(self) -> bool:
        """False when a database was named that is not a SQLite file."""
        return not self.url or self.url.startswith("sqlite")

    def office(self) -> Office:
        """The firm to read."""
        if not self._offices:
            if self.url:
                self._offices.append(fill(self.url, self.scale, self.seed))
            else:
                path = build(self.scale, self.seed, cards=self.cards)
                self._offices.append(open_office(f"sqlite:///{path}", must_exist=True))
        return self._offices[0]

    def office_to_write(self) -> Office:
        """The firm to write: a copy on SQLite, the named database itself on PostgreSQL."""
        if self.url:
            return self.office()
        if len(self._offices) < 2:
            source = self.office().database.path
            self._offices.append(open_office(f"sqlite:///{self._copy(source)}"))
        return self._offices[1]

    def close(self) -> None:
        """Close what was opened; copies are removed."""
        for office in self._offices:
            office.close()
        self._offices.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _copy(self, source: Path) -> Path:
        self._folder = Path(tempfile.mkdtemp(prefix="keyline-bench-", dir=source.parent))
        target = self._folder / source.name
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
        return target


def build(scale: int, seed: int, *, cards: int = 0) -> Path:
    """The cached file of a scale (or of so many thousand cards), made now if it is not there."""
    folder = user_cache_path("keyline") / "bench"
    path = folder / f"{f'cards-{VERSION}-{cards}' if cards else f'firm-{VERSION}-{scale}'}-{seed}.db"
    if path.exists():
        from db import migrate

        migrate.upgrade(f"sqlite:///{path}")  # of an older program: no copy is kept of what can be made again
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    for left in folder.glob(f"{unfinished.name}*"):
        left.unlink()
    office = fill(f"sqlite:///{unfinished}", scale, seed, cards=cards)
    office.close()
    unfinished.rename(path)
    return path


def fill(url: str, scale: int, seed: int, *, cards: int = 0) -> Office:
    """The firm of a scale behind the URL, upgraded, and made where there is none yet."""
    # here, not above: whoever measures what the program loads does not load what makes a firm
    from app.services.demo import make_demo_firm
    from bench.price_book import fill_price_book

    office = open_office(url)
    with office.work.reading(actor=SYSTEM) as view:
        is_empty = view.db.execute(sa.select(Firm.id)).first() is None
    if is_empty:
        size = "standard" if scale == 1 else "small"
        size = "small" if cards else size
        make_demo_firm(
            office.work, seed=seed, size=size, scale=cards or scale, cards_only=bool(cards), progress=_tell
        )
    fill_price_book(office.work)
    return office


def _tell(fraction: float, text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\rbuilding {fraction:4.0%} {text:<40}")
