"""Backups of a SQLite file: made while clerks work, checked before they count, brought back as a whole.

A backup is written to `FILE.part`, checked there, and only then given its name; so under its name there is
either the old backup or the new one. A restore keeps what it replaces beside the database.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import URL

from app.domain.backups import outdated_backups
from app.domain.errors import OutsideError, RefusedError
from app.domain.rights import SYSTEM
from app.services.clock import Clock
from app.services.unit_of_work import Reading, Work
from db import migrate, sqlite_files
from db.session import connect, parse_url

Prove = Callable[[Reading], Sequence[object]]
"""Finds what is wrong in a database: `app.services.verify.verify`."""
Report = Callable[[float], None]
"""Hears how far it is (0 to 1, -1: the copy is being checked); what it raises stops the backup."""

PART = ".part"
STAMP = "%Y%m%d-%H%M%S"
KEEP = 7
KEEP_WEEKS = 5
_FORGOTTEN = timedelta(hours=1)  # so old is a half copy only where its program was killed


def _silent(_fraction: float) -> None:
    return None


@dataclass(frozen=True, slots=True)
class BackupNote:
    """Where the backup lies (None: the database is a server's), what was removed, how much `prove` found."""

    path: Path | None
    removed: tuple[Path, ...] = ()
    findings: int = 0


@dataclass(frozen=True, slots=True)
class RestoreNote:
    """The database that is in place now, and where the one before it lies (None: there was none)."""

    path: Path
    aside: Path | None
    is_older: bool


def make_backup(
    url: str,
    target: Path,
    *,
    clock: Clock,
    prove: Prove | None = None,
    overwrite: bool = False,
    report: Report = _silent,
) -> BackupNote:
    """Back up the file behind the URL, which may be in use. Where `report` raises, nothing is left of it.

    Raises RefusedError: `backup.server` (PostgreSQL: names the command), `backup.target_exists`,
    `backup.same_file`, `database.newer`; OutsideError: `backup.no_database`, `database.not_a_database`,
    `database.locked`, `backup.damaged`, and `backup.disk_full`, `backup.disk_error`, `backup.cannot_write`.
    """
    source = _file_behind(url, "backup.server", _dump_command, target)
    if not source.is_file():
        raise OutsideError("backup.no_database", database=str(source))
    if target.exists() and target.samefile(source):
        raise RefusedError("backup.same_file", file=str(target))
    if target.exists() and not overwrite:
        raise RefusedError("backup.target_exists", file=str(target))
    with _copied(source, target, PART, report) as part:
        findings = _check(part, told_as=source, clock=clock, prove=prove, report=report)
        part.replace(target)
    return BackupNote(path=target, findings=findings)


def restore_backup(
    url: str, backup: Path, *, clock: Clock, prove: Prove | None = None, overwrite: bool = False
) -> RestoreNote:
    """Put a backup in the database's place; what was there is kept beside it.

    A backup with findings is refused unless `overwrite`. Raises RefusedError: `restore.server`,
    `restore.findings`, `backup.same_file`, `database.newer`; OutsideError: `restore.no_backup`,
    `database.not_a_database`, `backup.damaged`, `restore.in_use`, and the disk's as above.
    """
    path = _file_behind(url, "restore.server", _restore_command, backup)
    if not backup.is_file():
        raise OutsideError("restore.no_backup", file=str(backup))
    if path.exists() and backup.samefile(path):
        raise RefusedError("backup.same_file", file=str(backup))
    with _told(read=backup, written=path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _copied(backup, path, ".restoring") as part:
        findings = _check(part, told_as=backup, clock=clock, prove=prove)
        if findings and not overwrite:
            raise RefusedError("restore.findings", file=str(backup), count=findings)
        is_older = sqlite_files.read_revision(part) != migrate.head_revision()
        return RestoreNote(path=path, aside=_swap(path, part, clock.now()), is_older=is_older)


def exit_folder(url: str, data: Path) -> Path:
    """Where the backups at exit of this database lie: a folder of its own, since two files may have one name."""
    path = Path(str(parse_url(url).database)).absolute()
    return data / "backups" / f"{path.stem}-{hashlib.sha256(str(path).encode()).hexdigest()[:6]}"


def backup_at_exit(
    url: str, folder: Path, clock: Clock, *, keep: int = KEEP, report: Report = _silent
) -> BackupNote:
    """Back up into the folder, and remove what is beyond the last `keep` and one a week for five weeks.

    Of a server's database nothing is backed up: `path` is None.
    """
    if parse_url(url).get_backend_name() != "sqlite":
        return BackupNote(path=None)
    path = Path(str(parse_url(url).database))
    with _told(read=path, written=folder):
        folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{path.stem}-{clock.now():{STAMP}}{path.suffix}"
    _sweep(folder, path, clock)
    made = make_backup(url, target, clock=clock, overwrite=True, report=report)
    dated = {moment: file for file in folder.iterdir() if (moment := _moment_of(file, path)) is not None}
    removed = tuple(dated[moment] for moment in outdated_backups(dated, keep=keep, weeks=KEEP_WEEKS))
    for file in removed:
        file.unlink(missing_ok=True)
    return BackupNote(path=made.path, removed=removed)


def _sweep(folder: Path, database: Path, clock: Clock) -> None:
    """Remove half copies of this database that a killed program left; one that grows now is left alone."""
    oldest = (clock.now() - _FORGOTTEN).timestamp()
    for part in folder.glob(f"*{PART}"):
        is_ours = _moment_of(part.with_suffix(""), database) is not None
        with contextlib.suppress(OSError):  # one that cannot be removed keeps no new backup away
            if is_ours and part.stat().st_mtime < oldest:
                part.unlink()


def _file_behind(url: str, server_code: str, command: Callable[[URL, Path], str], file: Path) -> Path:
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise RefusedError(server_code, command=command(parsed, file))
    return Path(str(parsed.database))


def _dump_command(url: URL, file: Path) -> str:
    return shlex.join(["pg_dump", "--format=custom", f"--file={file}", f"--dbname={_server_name(url)}"])


def _restore_command(url: URL, file: Path) -> str:
    options = ["--clean", "--if-exists", "--single-transaction", f"--dbname={_server_name(url)}"]
    return shlex.join(["pg_restore", *options, str(file)])


def _server_name(url: URL) -> str:
    """The address as PostgreSQL's own programs take it; they ask for the password themselves."""
    return url._replace(drivername="postgresql", password=None).render_as_string()


@contextlib.contextmanager
def _copied(source: Path, target: Path, suffix: str, report: Report = _silent) -> Iterator[Path]:
    """A copy to be checked and renamed to `target`; whatever happens, nothing is left under its first name."""
    part = target.with_name(target.name + suffix)
    try:
        with _told(read=source, written=target):
            part.unlink(missing_ok=True)
            sqlite_files.copy_in_use(source, part, report)
            yield part
    finally:
        part.unlink(missing_ok=True)
        for side in sqlite_files.SIDE_FILES:
            part.with_name(part.name + side).unlink(missing_ok=True)


def _check(copy: Path, *, told_as: Path, clock: Clock, prove: Prove | None, report: Report = _silent) -> int:
    """Refuse a copy that is no sound database of ours; how much `prove` finds in it.

    An older version is not proved: its tables are others.
    """
    revision = sqlite_files.read_revision(copy)
    if revision is None:
        raise OutsideError("database.not_a_database", database=str(told_as))
    if not migrate.knows(revision):
        raise RefusedError("database.newer", database=str(told_as), revision=revision)
    damage = sqlite_files.find_damage(copy, quick=prove is None, tell=report)
    if damage:
        raise OutsideError("backup.damaged", file=str(told_as), detail=damage)
    if prove is None or revision != migrate.head_revision():
        return 0
    database = connect(f"sqlite:///{copy}")
    try:
        with Work(database, clock, origin="backup").reading(actor=SYSTEM) as view:
            return len(prove(view))
    finally:
        database.dispose()


def _swap(path: Path, part: Path, now: datetime) -> Path | None:
    """Put the checked copy in place while nobody has the database open; where the old one lies."""
    if not path.exists():
        part.replace(path)
        return None
    aside = _free_name(path.with_name(f"{path.stem}-before-restore-{now:{STAMP}}{path.suffix}"))
    with _alone_with(path) as is_sound:
        try:
            os.link(path, aside)  # the same file under a second name: a crash loses neither
        except OSError:
            shutil.copyfile(path, aside)
        if not is_sound:
            sqlite_files.move_side_files(path, aside)
        part.replace(path)
    return aside


@contextlib.contextmanager
def _alone_with(path: Path) -> Iterator[bool]:
    """See `sqlite_files.alone_with`; a database that somebody has open is refused."""
    with contextlib.ExitStack() as stack:
        try:
            is_sound = stack.enter_context(sqlite_files.alone_with(path))
        except sqlite3.OperationalError as error:
            raise OutsideError("restore.in_use", file=str(path)) from error
        yield is_sound


def _free_name(path: Path) -> Path:
    """The name, or the name with the first number that is not taken."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return free


def _moment_of(file: Path, database: Path) -> datetime | None:
    """When a backup of this database was made, None for any other file."""
    head = f"{database.stem}-"
    if file.suffix != database.suffix or not file.stem.startswith(head):
        return None
    try:
        return datetime.strptime(f"{file.stem.removeprefix(head)}+0000", f"{STAMP}%z")
    except ValueError:
        return None


_READING = {
    sqlite3.SQLITE_BUSY: "database.locked",
    sqlite3.SQLITE_LOCKED: "database.locked",
    sqlite3.SQLITE_NOTADB: "database.not_a_database",
    sqlite3.SQLITE_CORRUPT: "database.damaged",
}
_WRITING = {
    sqlite3.SQLITE_FULL: "backup.disk_full",
    sqlite3.SQLITE_CANTOPEN: "backup.cannot_write",
    sqlite3.SQLITE_READONLY: "backup.cannot_write",
    sqlite3.SQLITE_PERM: "backup.cannot_write",
    sqlite3.SQLITE_IOERR: "backup.disk_error",
}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextlib.contextmanager
def _told(*, read: Path, written: Path) -> Iterator[None]:
    """Turn what SQLite and the file system refuse into words about the file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        number = error.sqlite_errorcode & 0xFF
        code, file = _READING.get(number), read
        if code is None:
            code, file = _WRITING.get(number), written
        if code is None:
            raise
        raise OutsideError(code, database=str(file), file=str(file), detail=str(error)) from error
    except OSError as error:
        code = "backup.disk_full" if error.errno in _FULL else "backup.cannot_write"
        raise OutsideError(code, file=str(written), detail=error.strerror or str(error)) from error
