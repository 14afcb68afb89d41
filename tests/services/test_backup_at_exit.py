"""Backups at exit: rotation, a folder for each database, what a killed program leaves."""

from __future__ import annotations

import os

from app.services.backup import BackupNote, backup_at_exit, exit_folder


def files(folder):
    return sorted(each.name for each in folder.iterdir() if each.is_file())


def test_at_exit_old_backups_go_and_other_files_stay(sqlite_url, tmp_path, clock):
    folder = tmp_path / "backups"
    folder.mkdir()
    strangers = [
        "other-20200101-080000.db",
        "keyline-before-0001-20200101-080000.db",
        "keyline-notes.db",
        "x.txt",
    ]
    for name in strangers:
        (folder / name).touch()
    for _ in range(21):
        clock.advance(days=1)
        note = backup_at_exit(sqlite_url, folder, clock)
        assert note.path in folder.iterdir()
    kept = [name for name in files(folder) if name not in strangers]
    days = [name.removeprefix("keyline-202603").removesuffix("-080000.db") for name in kept]
    assert days == ["08", "15", *map(str, range(17, 24))]
    assert set(strangers) < set(files(folder))
    assert len(note.removed) == 1


def test_databases_of_one_name_have_a_folder_of_backups_each(tmp_path):
    one, other = (exit_folder(f"sqlite:///{tmp_path / firm / 'keyline.db'}", tmp_path) for firm in "ab")
    assert one != other
    assert {one.parent, other.parent} == {tmp_path / "backups"}
    assert one == exit_folder(f"sqlite:///{tmp_path / 'a' / 'keyline.db'}", tmp_path)
    assert one.name.startswith("keyline-")


def test_of_a_servers_database_nothing_is_backed_up_at_exit(tmp_path, clock):
    assert backup_at_exit("postgresql://office/keyline", tmp_path, clock) == BackupNote(path=None)


def test_half_copies_of_a_killed_program_go_with_the_next_backup(sqlite_url, tmp_path, clock):
    folder = tmp_path / "backups"
    folder.mkdir()
    now = clock.now().timestamp()
    for name, age in (
        ("keyline-20260228-080000.db.part", 7200),
        ("keyline-20260302-075900.db.part", 60),
        ("other-20260228-080000.db.part", 7200),
    ):
        (folder / name).touch()
        os.utime(folder / name, (now - age, now - age))
    note = backup_at_exit(sqlite_url, folder, clock)
    assert note.path is not None
    assert files(folder) == [
        "keyline-20260302-075900.db.part",
        note.path.name,
        "other-20260228-080000.db.part",
    ]


def test_a_half_copy_that_cannot_be_removed_keeps_no_new_backup_away(sqlite_url, tmp_path, clock):
    folder = tmp_path / "backups"
    stuck = folder / "keyline-20260228-080000.db.part"
    stuck.mkdir(parents=True)  # removing it as a file fails, as that of a file which another program holds
    old = clock.now().timestamp() - 7200
    os.utime(stuck, (old, old))
    note = backup_at_exit(sqlite_url, folder, clock)
    assert note.path is not None
    assert files(folder) == [note.path.name]
    assert stuck.exists()
