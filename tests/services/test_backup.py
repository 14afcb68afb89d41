"""Backups that can be trusted and restores that lose nothing."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.bootstrap import open_office
from app.cli.main import run
from app.domain.errors import OutsideError, RefusedError
from app.domain.rights import SYSTEM
from app.messages import catalogue, text_of_error
from app.services.backup import BackupNote, backup_at_exit, make_backup, restore_backup
from app.services.clock import SystemClock
from db import sqlite_files
from db.migrate import head_revision

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def path(sqlite_url):
    return Path(sqlite_url.removeprefix("sqlite:///"))


def write(url, number):
    """One committed write, by an office that is closed again."""
    office = open_office(url)
    with office.work.begin(actor=SYSTEM) as uow:
        uow.changed("order", number, version=1)
    office.close()


def written(path):
    """The numbers of `write`."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("select entity_id from change_log order by id")]


def execute(path, statement):
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def files(folder):
    return sorted(
        each.name for each in folder.iterdir() if each.is_file() and not each.name.endswith(".turn")
    )


def damage(path):
    """Overwrites the middle of the file."""
    data = bytearray(path.read_bytes())
    data[4096 : len(data) // 2] = b"\xaa" * (len(data) // 2 - 4096)
    path.write_bytes(data)


def no_findings(_view):
    return ()


def refusal(call, *arguments, **options):
    with pytest.raises((RefusedError, OutsideError)) as caught:
        call(*arguments, **options)
    assert caught.value.code in catalogue()
    assert "{" not in text_of_error(caught.value)
    return caught.value.code


def test_a_backup_holds_what_was_committed_while_a_colleague_writes(sqlite_url, path, tmp_path, clock):
    write(sqlite_url, 1)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as colleague:
        colleague.execute("begin immediate")
        colleague.execute(
            "insert into change_log (kind, entity_id, version, origin, at) values ('o', 2, 1, '', 0)"
        )
        make_backup(sqlite_url, tmp_path / "copy.db", clock=clock, prove=no_findings)
        colleague.execute("commit")
    assert written(tmp_path / "copy.db") == [1]
    assert written(path) == [1, 2]


def test_a_backup_is_one_file_that_opens_as_an_office(sqlite_url, tmp_path, clock):
    (tmp_path / "usb").mkdir()
    note = make_backup(sqlite_url, tmp_path / "usb" / "copy.db", clock=clock, prove=no_findings)
    assert note == BackupNote(path=tmp_path / "usb" / "copy.db")
    assert files(tmp_path / "usb") == ["copy.db"]
    write(f"sqlite:///{note.path}", 5)
    assert written(note.path) == [5]


def test_an_existing_backup_is_replaced_only_when_told(sqlite_url, tmp_path, clock):
    target = tmp_path / "copy.db"
    make_backup(sqlite_url, target, clock=clock)
    write(sqlite_url, 1)
    assert refusal(make_backup, sqlite_url, target, clock=clock) == "backup.target_exists"
    assert written(target) == []
    make_backup(sqlite_url, target, clock=clock, overwrite=True)
    assert written(target) == [1]


def test_the_check_runs_on_the_copy_and_its_findings_are_told(sqlite_url, tmp_path, clock):
    proved = []

    def find_two(view):
        proved.append(Path(view.db.engine.url.database).name)
        return ("a", "b")

    note = make_backup(sqlite_url, tmp_path / "copy.db", clock=clock, prove=find_two)
    assert (note.findings, proved) == (2, ["copy.db.part"])
    assert files(tmp_path) == ["copy.db", "keyline.db"]


def test_a_damaged_database_does_not_replace_a_good_backup(sqlite_url, path, tmp_path, clock):
    target = tmp_path / "copy.db"
    make_backup(sqlite_url, target, clock=clock)
    damage(path)
    code = refusal(make_backup, sqlite_url, target, clock=clock, overwrite=True)
    assert code in {"backup.damaged", "database.damaged"}
    assert written(target) == []
    assert files(tmp_path) == ["copy.db", "keyline.db"]


@pytest.mark.parametrize("command", [make_backup, restore_backup])
def test_the_database_itself_is_no_backup(command, sqlite_url, path, clock):
    assert refusal(command, sqlite_url, path, clock=clock, overwrite=True) == "backup.same_file"


def test_nothing_is_made_of_a_database_that_is_not_there(tmp_path, clock):
    assert (
        refusal(make_backup, f"sqlite:///{tmp_path}/no.db", tmp_path / "copy.db", clock=clock)
        == "backup.no_database"
    )
    assert files(tmp_path) == []


def test_a_folder_that_is_not_there_is_named(sqlite_url, tmp_path, clock):
    assert refusal(make_backup, sqlite_url, tmp_path / "no" / "copy.db", clock=clock) == "backup.cannot_write"


def make_text(path):
    path.write_text("not a database, and longer than any header of one " * 40)


def make_foreign(path):
    path.unlink(missing_ok=True)
    execute(path, "create table other (x)")


def make_newer(path):
    execute(path, "update alembic_version set version_num = '9999'")


ODD_FILES = [
    (make_text, {"database.not_a_database"}),
    (make_foreign, {"database.not_a_database"}),
    (make_newer, {"database.newer"}),
    (damage, {"backup.damaged", "database.damaged"}),
]


@pytest.mark.parametrize(("spoil", "codes"), ODD_FILES)
def test_an_odd_file_is_never_restored(spoil, codes, sqlite_url, path, tmp_path, clock):
    write(sqlite_url, 1)
    odd = tmp_path / "odd.db"
    make_backup(sqlite_url, odd, clock=clock)
    spoil(odd)
    assert refusal(restore_backup, sqlite_url, odd, clock=clock) in codes
    assert written(path) == [1]
    assert files(tmp_path) == ["keyline.db", "odd.db"]


@pytest.mark.parametrize(("spoil", "codes"), ODD_FILES)
def test_an_odd_file_is_never_backed_up(spoil, codes, sqlite_url, path, tmp_path, clock):
    spoil(path)
    assert refusal(make_backup, sqlite_url, tmp_path / "copy.db", clock=clock) in codes
    assert files(tmp_path) == ["keyline.db"]


def test_a_restore_brings_back_the_backup_and_keeps_what_was_there(sqlite_url, path, tmp_path, clock):
    write(sqlite_url, 1)
    make_backup(sqlite_url, tmp_path / "copy.db", clock=clock)
    write(sqlite_url, 2)
    note = restore_backup(sqlite_url, tmp_path / "copy.db", clock=clock, prove=no_findings)
    assert written(path) == [1]
    assert note.aside is not None
    assert written(note.aside) == [1, 2]
    assert note.aside.name == "keyline-before-restore-20260302-080000.db"
    assert not note.is_older
    assert files(tmp_path) == ["copy.db", note.aside.name, "keyline.db"]


def test_two_restores_in_one_second_keep_both(sqlite_url, tmp_path, clock):
    make_backup(sqlite_url, tmp_path / "copy.db", clock=clock)
    asides = {restore_backup(sqlite_url, tmp_path / "copy.db", clock=clock).aside for _ in range(3)}
    assert len(asides) == 3
    assert all(each and each.exists() for each in asides)


def test_a_restore_where_there_was_no_database(sqlite_url, tmp_path, clock):
    make_backup(sqlite_url, tmp_path / "copy.db", clock=clock)
    note = restore_backup(f"sqlite:///{tmp_path}/new/firm.db", tmp_path / "copy.db", clock=clock)
    assert note.aside is None
    assert files(tmp_path / "new") == ["firm.db"]


def test_a_restore_replaces_a_database_that_cannot_be_opened(sqlite_url, path, tmp_path, clock):
    write(sqlite_url, 1)
    make_backup(sqlite_url, tmp_path / "copy.db", clock=clock)
    make_text(path)
    path.with_name("keyline.db-wal").write_bytes(b"a log of the lost file")
    note = restore_backup(sqlite_url, tmp_path / "copy.db", clock=clock)
    assert written(path) == [1]
    assert note.aside is not None
    assert note.aside.read_text().startswith("not a database")
    assert note.aside.with_name(note.aside.name + "-wal").read_bytes() == b"a log of the lost file"


def test_a_restore_is_refused_while_a_window_has_the_database_open(sqlite_url, path, tmp_path, clock):
    make_backup(sqlite_url, tmp_path / "copy.db", clock=clock)
    program = (
        "import sys; from app.bootstrap import open_office; from app.domain.rights import SYSTEM;"
        "office = open_office(sys.argv[1])\n"
        "with office.work.begin(actor=SYSTEM) as uow: uow.changed('order', 3, version=1)\n"
        "print('idle', flush=True); sys.stdin.read(); office.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, sqlite_url], cwd=ROOT, text=True, stdin=-1, stdout=-1
    ) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "idle\n"
        assert refusal(restore_backup, sqlite_url, tmp_path / "copy.db", clock=clock) == "restore.in_use"
        window.communicate("")
    assert written(path) == [3]
    restore_backup(sqlite_url, tmp_path / "copy.db", clock=clock)
    assert written(path) == []


def test_a_backup_with_errors_is_restored_only_when_told(sqlite_url, path, tmp_path, clock):
    copy = tmp_path / "copy.db"
    make_backup(sqlite_url, copy, clock=clock)
    write(sqlite_url, 1)
    with_findings = {"clock": clock, "prove": lambda _view: ("a cent is missing",)}
    assert refusal(restore_backup, sqlite_url, copy, **with_findings) == "restore.findings"
    assert written(path) == [1]
    restore_backup(sqlite_url, copy, overwrite=True, **with_findings)
    assert written(path) == []


def test_an_older_backup_is_restored_unproved_for_the_next_start(sqlite_url, tmp_path, clock, monkeypatch):
    copy = tmp_path / "copy.db"
    make_backup(sqlite_url, copy, clock=clock)
    monkeypatch.setattr("db.migrate.head_revision", lambda: "9999")
    assert restore_backup(
        sqlite_url, copy, clock=clock, prove=lambda _view: pytest.fail("other tables")
    ).is_older
    assert head_revision() != "9999"


def test_a_backup_made_while_clerks_write_is_always_whole(sqlite_url, tmp_path, clock):
    office = open_office(sqlite_url)
    stop = threading.Event()

    def clerk():
        number = 0
        while not stop.is_set():
            number += 2
            with office.work.begin(actor=SYSTEM) as uow:
                uow.changed("order", number, version=1)
                uow.changed("order", number + 1, version=1)

    writer = threading.Thread(target=clerk)
    writer.start()
    for number in range(8):
        target = tmp_path / f"copy{number}.db"
        make_backup(sqlite_url, target, clock=clock, prove=no_findings)
        assert len(written(target)) % 2 == 0
    stop.set()
    writer.join()
    office.close()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("backup", "pg_dump --format=custom --file=x.dump --dbname=postgresql://anna@office/keyline"),
        (
            "restore",
            "pg_restore --clean --if-exists --single-transaction --dbname=postgresql://anna@office/keyline x.dump",
        ),
    ],
)
def test_for_postgresql_the_command_line_names_the_servers_own_command(command, words, capsys):
    line = [command, "x.dump", "--db", "postgresql://anna:secret@office/keyline"]
    assert run(line, open_window=pytest.fail) == 1
    told = capsys.readouterr().err
    assert words in told
    assert "secret" not in told
    assert told.count("\n") == 1


@pytest.fixture
def prove_finds(monkeypatch):
    found: list[str] = []
    monkeypatch.setattr("app.cli.backup._prove", lambda _view: tuple(found))
    return found


def test_backup_and_restore_on_the_command_line(sqlite_url, path, tmp_path, capsys, prove_finds):
    copy = str(tmp_path / "copy.db")
    write(sqlite_url, 1)
    assert run(["backup", copy, "--db", sqlite_url], open_window=pytest.fail) == 0
    assert run(["backup", copy, "--db", sqlite_url], open_window=pytest.fail) == 1
    assert "--force" in capsys.readouterr().err
    assert run(["backup", copy, "--force", "--db", sqlite_url], open_window=pytest.fail) == 0
    write(sqlite_url, 2)
    assert run(["restore", copy, "--db", sqlite_url], open_window=pytest.fail) == 0
    assert "before-restore" in capsys.readouterr().out
    assert written(path) == [1]


def test_findings_make_the_command_line_fail_and_name_the_next_step(
    sqlite_url, tmp_path, capsys, prove_finds
):
    prove_finds += ["one", "two"]
    copy = tmp_path / "copy.db"
    assert run(["backup", str(copy), "--db", sqlite_url], open_window=pytest.fail) == 1
    assert f"2 errors in it. See: main.py verify --db sqlite:///{copy}" in capsys.readouterr().err
    assert copy.exists()


def test_a_full_disk_leaves_the_old_backup_and_no_scraps(sqlite_url, tmp_path, clock, sqlite_template):
    target = tmp_path / "copy.db"
    make_backup(sqlite_url, target, clock=clock)
    write(sqlite_url, 1)
    with _disk_of(sqlite_template.stat().st_size // 2):
        code = refusal(make_backup, sqlite_url, target, clock=SystemClock(), overwrite=True)
    assert code in {"backup.disk_full", "backup.disk_error"}
    assert written(target) == []
    assert files(tmp_path) == ["copy.db", "keyline.db"]


@contextlib.contextmanager
def _disk_of(size):
    """Files of this process cannot grow beyond `size` bytes."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, os.strerror(28)), "backup.disk_full"),
        (PermissionError(13, os.strerror(13)), "backup.cannot_write"),
    ],
)
def test_what_the_file_system_refuses_is_told_in_words(error, code, sqlite_url, tmp_path, clock, monkeypatch):
    def refuse(*_paths):
        raise error

    monkeypatch.setattr("db.sqlite_files.copy_in_use", refuse)
    assert refusal(make_backup, sqlite_url, tmp_path / "copy.db", clock=clock) == code


def test_a_check_that_nobody_waits_for_is_broken_off(firm_url, monkeypatch):
    monkeypatch.setattr("db.sqlite_files._STEPS_OF_A_CHECK", 100)
    told = []

    def tell(fraction):
        told.append(fraction)
        if len(told) == 3:
            raise NobodyWaitsError

    with pytest.raises(NobodyWaitsError):
        sqlite_files.find_damage(Path(firm_url.removeprefix("sqlite:///")), quick=True, tell=tell)
    assert told == [-1, -1, -1]


class NobodyWaitsError(Exception):
    """What the window's report raises once the person leaves without the backup."""


@pytest.mark.parametrize("stage", ["copying", "checking"])
def test_a_backup_that_nobody_waits_for_stops_and_leaves_nothing(stage, firm_url, tmp_path, clock):
    told = []

    def report(fraction):
        told.append(fraction)
        if (fraction < 0) == (stage == "checking"):
            raise NobodyWaitsError

    with pytest.raises(NobodyWaitsError):
        backup_at_exit(firm_url, tmp_path / "backups", clock, report=report)
    assert files(tmp_path / "backups") == []
    assert (told[-1] < 0) == (stage == "checking")


def test_a_backup_tells_how_far_it_is(firm_url, tmp_path, clock):
    told: list[float] = []
    backup_at_exit(firm_url, tmp_path / "backups", clock, report=told.append)
    copied = [fraction for fraction in told if fraction >= 0]
    assert copied == sorted(copied)
    assert copied[-1] == 1
    assert told[-1] == -1  # the check


def test_a_copy_in_steps_is_of_one_moment(sqlite_url, path, tmp_path, clock, monkeypatch):
    """What a colleague writes between two steps neither comes in by half nor starts the copy anew."""
    monkeypatch.setattr("db.sqlite_files._PAGES_A_STEP", 8)
    office = open_office(sqlite_url)
    told = []

    def write_between(fraction):
        told.append(fraction)
        with office.work.begin(actor=SYSTEM) as uow:
            uow.changed("order", len(told), version=1)

    make_backup(sqlite_url, tmp_path / "copy.db", clock=clock, report=write_between)
    office.close()
    assert len([fraction for fraction in told if fraction >= 0]) > 10
    assert written(tmp_path / "copy.db") == []
    assert len(written(path)) == len(told)
