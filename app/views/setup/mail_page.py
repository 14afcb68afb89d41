"""How the firm sends mail, with a test mail to see that it works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.domain.issues import Issue
from app.i18n import _
from app.services.mail_transport import MailText, build_message, is_address, send
from app.services.outbox.sending import read_mail_settings
from app.services.settings_store import read_firm_settings, write_firm_settings
from app.services.setup import require_firm
from app.services.unit_of_work import Reading, UnitOfWork
from app.settings import Value, setting
from app.views.kit import errors
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.forms import Field, Form
from app.views.kit.record_page import RecordPage, Values

KEYS = ("smtp.host", "smtp.port", "smtp.security", "smtp.user", "smtp.password", "smtp.sender")


class MailPage(RecordPage[Mapping[str, Value]]):
    """The settings "smtp.*"; each was declared with its words."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "setting", 0, _("Mail"))
        self.setObjectName("setup:mail")
        self.form = self.add_form(_fields(), columns=3)
        password = self.form.widget("password")
        assert isinstance(password, QLineEdit), "a secret is keyed in a line"
        password.setEchoMode(QLineEdit.EchoMode.Password)
        server = Card(_("Mail server"))
        server.body.addWidget(self.form)
        self.test_form = Form([Field("recipient", _("Test mail &to"))])
        button = key_button(_("Send test mail"), "Ctrl+T")
        button.setObjectName("sendTestMail")
        button.clicked.connect(self.send_test)
        row = QHBoxLayout()
        row.addWidget(self.test_form, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        trial = Card(_("Does it work?"))
        trial.body.addLayout(row)
        self.column.addWidget(server)
        self.column.addWidget(trial)
        self.column.addStretch(1)
        self.can_do["test"] = self.send_test
        self.add_footer(_("Enter next field · F1 help · Ctrl+T sends a test mail"), "setup.edit")

    def read(self, view: Reading) -> Mapping[str, Value]:
        return read_firm_settings(view)

    def form_values(self, record: Mapping[str, Value]) -> Values:
        values: Values = {key.removeprefix("smtp."): record[key] for key in KEYS}
        return values | {"port": Decimal(int(record["smtp.port"]))}

    def name_of_record(self) -> str:
        return _("Mail")

    def where_to(self, issue: Issue) -> str:
        return issue.where.removeprefix("smtp.")

    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        port = self.form.value("port")
        if not isinstance(port, Decimal) or not 0 < port < 65536 or port != int(port):
            self.show_texts({"port": _("A port lies between 1 and 65535. Usual are 587 and 465.")})
            return None
        sender = self.form.text("sender")
        if sender and not is_address(sender):
            told = _("“{address}” is no e-mail address. Enter one like name@firm.example.")
            self.show_texts({"sender": told.format(address=sender)})
            return None
        values: dict[str, Value] = {f"smtp.{name}": str(value) for name, value in self.values().items()}
        values["smtp.port"] = int(port)
        known = self.record

        def write(uow: UnitOfWork) -> int:
            write_firm_settings(uow, values, known=known)
            return 0

        return write

    def send_test(self) -> None:
        """Ctrl+T: a mail with the saved settings."""
        recipient = self.test_form.text("recipient")
        if self.is_dirty() or not recipient:
            told = _("Save first.") if self.is_dirty() else _("Enter where the test mail is to go.")
            self.message_bar.show_message(told, "warn")
            return
        work = self.context.opened.work
        actor = self.context.jobs.actor

        def call() -> None:
            with work.reading(actor=actor) as view:
                settings, firm = read_mail_settings(view), require_firm(view)
            now = work.clock.now()
            text = MailText(
                subject=_("Test mail from {firm}").format(firm=firm.name),
                text=_("This mail shows that Keyline can send mail.") + "\n",
                to=(recipient,),
            )
            domain = settings.sender.rpartition("@")[2].strip(" <>") or settings.host
            message_id = f"test.{now:%Y%m%d%H%M%S%f}@{domain}"
            send(settings, build_message(text, sender=settings.sender, message_id=message_id, sent_at=now))

        self.message_bar.show_message(_("The test mail is on its way …"), "info")
        self.context.jobs.files(self, call, lambda _none: self._arrived(recipient), failed=self._not_sent)

    def _arrived(self, recipient: str) -> None:
        self.message_bar.show_message(_("Sent to {address}.").format(address=recipient), "ok")

    def _not_sent(self, error: Exception) -> None:
        errors.show_error(self, error)


def _fields() -> tuple[Field, ...]:
    def words(key: str) -> tuple[str, str]:
        declared = setting(key)
        return _(declared.label), _(declared.help)

    securities = {"starttls": "STARTTLS", "tls": "TLS", "none": _("none")}
    choices = tuple(
        (value, securities.get(str(value), str(value))) for value in setting("smtp.security").choices
    )
    return (
        Field("host", words("smtp.host")[0], help=words("smtp.host")[1], placeholder="smtp.firm.example"),
        Field(
            "port",
            words("smtp.port")[0],
            "number",
            decimals=0,
            whole=True,
            grouped=False,
            help=words("smtp.port")[1],
        ),
        Field("security", words("smtp.security")[0], "choice", choices=choices),
        Field("user", words("smtp.user")[0], help=words("smtp.user")[1]),
        Field("password", words("smtp.password")[0], help=words("smtp.password")[1]),
        Field("sender", words("smtp.sender")[0], help=words("smtp.sender")[1]),
    )
