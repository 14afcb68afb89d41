"""Drafts kept while the database is away."""

from app.i18n import N_

TEXTS = {
    "journal.cannot_write": N_(
        "The draft could not be kept on this computer either ({detail}): {file}. "
        "Leave the window open until the database is back."
    ),
}
