"""Collections: talks, statements, reminders."""

from app.i18n import N_

TEXTS = {
    "talk.refused": N_("The note cannot be kept:"),
    "talk.no_text": N_("The note has no text. Say what was talked about."),
    "talk.text_too_long": N_("The note is longer than {longest} characters. Shorten it."),
    "talk.date_past": N_("The date {date} lies before today ({today}). Choose today or later."),
    "reminder.refused": N_("The reminder cannot be made:"),
    "reminder.nothing_overdue": N_("{customer} has nothing overdue. Send a statement instead."),
}
