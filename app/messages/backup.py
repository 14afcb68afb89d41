"""Backups and restores."""

from app.i18n import N_

TEXTS = {
    "backup.server": N_("The database lies on a PostgreSQL server, which backs up with: {command}"),
    "restore.server": N_("The database lies on a PostgreSQL server, which restores with: {command}"),
    "backup.no_database": N_(
        "{database} does not exist: there is nothing to back up. Name the file with --db."
    ),
    "backup.same_file": N_("{file} is the database itself. Name another file."),
    "backup.target_exists": N_("{file} exists already. Name another file, or add --force to replace it."),
    "backup.damaged": N_(
        "{file} is damaged ({detail}); nothing was replaced. Use an older backup: main.py restore FILE."
    ),
    "backup.disk_full": N_(
        "The disk is full: {file} was not copied, and nothing was replaced. Free some space."
    ),
    "backup.disk_error": N_(
        "The disk reported an error ({detail}): {file} was not copied, and nothing was replaced. Try another disk."
    ),
    "backup.cannot_write": N_(
        "{file} cannot be opened or written ({detail}). Check its folder and its rights."
    ),
    "backup.findings": N_(
        "The backup {file} was written, but the check found {count} errors in it. See: main.py verify --db {url}"
    ),
    "restore.no_backup": N_("The backup {file} does not exist. Check its name."),
    "restore.findings": N_(
        "The check found {count} errors in {file}; nothing was replaced."
        " Use another backup, or add --force to restore it all the same."
    ),
    "restore.in_use": N_("{file} is in use by another program. Close Keyline everywhere, then try again."),
}
