"""What is said about requests for an approval."""

from app.i18n import N_

TEXTS = {
    "approval.nobody": N_(
        "Nobody may approve what {actor} asks for. Name another owner in the set-up, or a deputy of one: deputies of"
        " {actor} have no other right than {actor}."
    ),
    "approval.not_needed": N_("Nothing of the order needs an approval. Confirm it with Ctrl+Enter."),
    "approval.no_reason": N_("Say why not: the clerk reads it."),
    "approval.not_yours": N_("{actor} may not answer what {asked_by} asked. Somebody else has to."),
    "approval.answered": N_(
        "The request was answered or taken back meanwhile ({actor}). Open the inbox again."
    ),
    "approval.changed": N_("The order was changed since it was asked. Ask for it again."),
    "approval.deputy_unread": N_(
        "“{part}” is no deputy. Write “olaf: anna”, or “olaf: anna 2026-12-20 to 2027-01-06”, with semicolons between."
    ),
    "approval.deputy_unknown": N_("Nobody active is called “{name}”. The names stand on the tab People."),
    "approval.deputy_himself": N_("“{name}” cannot be the deputy of “{name}”. Name somebody else."),
    "approval.deputy_days": N_("The last day, {last}, lies before the first, {first}. Put the days right."),
    "approval.hours_wrong": N_("{hours} hours are not possible: 0 (not at all) to {most}."),
    "kind.approval": N_("approval"),
}
