"""The database and its surroundings."""

from app.i18n import N_

TEXTS = {
    "database.bad_url": N_("“{url}” is not a database. Write sqlite:///file or postgresql://user@host/name."),
    "database.locked": N_("{database} is locked by another program. Close it there, then try again."),
    "database.full": N_("The disk of {database} is full. Free some space; nothing was half-written."),
    "database.read_only": N_("{database} may only be read. Check the rights of the file and its folder."),
    "database.not_a_database": N_("{database} is not a Keyline database. Choose another file."),
    "database.missing": N_("{database} does not exist. Name the file with --db."),
    "database.cannot_open": N_(
        "{database} cannot be opened. Check that the folder exists and may be written."
    ),
    "database.damaged": N_(
        "{database} is damaged ({detail}). Restore the last backup: main.py restore FILE."
    ),
    "database.disk_error": N_(
        "The disk reported an error on {database} ({detail}). Make a backup elsewhere now."
    ),
    "database.away": N_(
        "The database server cannot be reached ({detail}). Check the network, then try again."
    ),
    "database.newer": N_(
        "{database} was written by a newer Keyline (version {revision}). Update this program."
    ),
    "database.numbers_twice": N_(
        "{database} has numbers that stand on two documents: {numbers}. Nothing was changed. Restore a backup from "
        "before that happened, or give one of the two another number with a database tool; then start again."
    ),
    "database.broken_references": N_(
        "The database holds rows that point nowhere ({rows}). Restore a backup."
    ),
    "document.not_found": N_("{kind} {id} does not exist any more. Refresh the list with F5."),
    "database.collided": N_("Somebody else was changing the same; nothing was saved. Try again."),
    "database.text_has_nul": N_(
        "A text holds a character that cannot be stored. Nothing was saved; key it anew."
    ),
    "database.text_too_long": N_("A text is longer than can be stored. Nothing was saved; shorten it."),
    "database.number_too_large": N_(
        "A number is larger than can be stored. Nothing was saved; check the digits."
    ),
    "document.changed_elsewhere": N_(
        "{kind} {id} was changed elsewhere meanwhile. Look at it again, then repeat."
    ),
    "right.missing": N_("{actor} may not do this (right “{right}”). Ask somebody who may."),
    "series.missing": N_("There is no number series for “{kind}”. Add it on the firm's card."),
    "series.date_before_last": N_(
        "The date {date} lies before {last_date}, the last date in the series “{kind}”. Use {last_date} or later."
    ),
}
