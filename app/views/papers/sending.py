"""Sending what waits at once, and saying what became of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.i18n import _
from app.services.outbox.sending import SendReport, read_mail_settings, send_waiting
from app.views.kit import errors
from app.views.kit.buttons import key_text
from app.views.kit.context import Context
from app.views.kit.window_keys import OUTBOX_KEYS

Tell = Callable[[str, str], None]  # text, level


def send_now(context: Context, owner: QObject, tell: Tell) -> None:
    """Send the waiting mails on the lane of files; `tell` hears the outcome."""
    tell(_("The mail is on its way."), "info")
    work, actor = context.opened.work, context.jobs.actor

    def send() -> SendReport:
        with work.reading(actor=actor) as view:
            settings = read_mail_settings(view)
        return send_waiting(work, settings, actor=actor)

    def waits(error: Exception) -> None:
        told = _("The mail waits in the outbox.")
        tell(f"{told} {errors.words(error)}", "warn")

    def sent(report: SendReport) -> None:
        if report.stopped_by is not None:
            waits(report.stopped_by)
        elif report.failed:
            refused = _("A mail was refused; the outbox ({key}) says why.")
            tell(refused.format(key=key_text(OUTBOX_KEYS)), "bad")
        elif report.postponed:
            tell(_("The mail could not be sent now; it is tried again by itself."), "warn")
        else:
            tell(_("The mail was sent."), "ok")

    context.jobs.files(owner, send, sent, failed=waits)
