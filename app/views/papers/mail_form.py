"""The mail that takes a paper out: proposed by the office, changed by the person, queued and sent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.domain.errors import RefusedError
from app.i18n import _
from app.messages import text_of_issue
from app.services.outbox import MailProposal, propose_mail, queue_mail
from app.views.kit import errors
from app.views.kit.action_row import CutLabel
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, muted_label
from app.views.kit.context import Context
from app.views.kit.forms import Field, Form
from app.views.kit.once import Once
from app.views.papers.sending import send_now


class MailForm(Card):
    """`queued` follows once the mail waits in the outbox, `told` what became of sending it."""

    queued = Signal()
    told = Signal(str, str)  # text, level
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("Send by mail"))
        self._context = context
        self._proposal: MailProposal | None = None
        self._paper_id = 0
        self._once = Once(context.jobs, self)
        self.form = Form(
            [
                Field("recipient", _("&To"), required=True),
                Field("subject", _("Sub&ject"), required=True, max_length=200),
                Field("body", _("Te&xt"), "multiline", letter=True),
            ]
        )
        self.form.widget("body").setFixedHeight(230)
        self._attachment = muted_label()
        self._attachment.setWordWrap(True)
        send = key_button(_("Send"), "Ctrl+Return", "primary")
        send.setObjectName("sendMail")
        send.clicked.connect(self.send)
        leave = key_button(_("Cancel"), "Esc")
        leave.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.addWidget(CutLabel(_("In the text Enter makes a line, Tab goes on")), 1)
        row.addWidget(leave)
        row.addWidget(send)
        for part in (self.form, self._attachment):
            self.body.addWidget(part)
        self.body.addLayout(row)

    def propose(self, paper_id: int) -> None:
        """Fill the form with the usual mail for a paper; the one of another paper is never sent in its place."""
        self._proposal, self._paper_id = None, paper_id
        self.form.set_values({"recipient": "", "subject": "", "body": ""})
        self._attachment.setText("")
        self._context.jobs.read(
            self,
            lambda view: propose_mail(view, paper_id),
            self._show,
            latest="proposal",
            failed=lambda error: self.told.emit(errors.words(error), "bad"),
        )

    def send(self) -> None:
        """Ctrl+Enter: queue the mail, then send what waits."""
        proposal = self._proposal
        if proposal is None:
            self.propose(self._paper_id)  # it could not be read
            return
        if not self.form.check():
            return
        recipient, subject = self.form.text("recipient"), self.form.text("subject")
        text = self.form.text("body") + "\n"
        self._once.write(
            "mail",
            lambda uow: queue_mail(
                uow,
                paper_id=proposal.paper_id,
                recipient=recipient,
                subject=subject,
                body=text,
                customer_id=proposal.customer_id,
            ),
            lambda _mail_id: self._send_now(proposal),
            content=(proposal.paper_id, recipient, subject, text),
            failed=self._refused,
        )

    def _show(self, proposal: MailProposal) -> None:
        self._proposal = proposal
        self.form.set_values(
            {"recipient": proposal.recipient, "subject": proposal.subject, "body": proposal.body.rstrip()}
        )
        self.form.show_errors({})
        self._attachment.setText(_("Attached: {file}").format(file=proposal.attachment_name))
        self.form.focus("subject" if proposal.recipient else "recipient")

    def _send_now(self, sent: MailProposal) -> None:
        if self._proposal is sent:  # else the mail of another paper is being written meanwhile
            self._proposal = None
            self.queued.emit()
        send_now(self._context, self, self.told.emit)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, RefusedError) and error.issues:
            self.form.show_errors({issue.where: text_of_issue(issue) for issue in error.issues})
        else:
            self.told.emit(errors.words(error), "bad")
