"""The tab of approvals: who answers for whom, how long a waiting order holds its goods, when it is told again."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app.i18n import _
from app.services.orders.approval_settings import (
    ApprovalSettings,
    read_approval_settings,
    write_approval_settings,
)
from app.services.unit_of_work import Reading, UnitOfWork
from app.settings import setting
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.forms import Field
from app.views.kit.record_page import RecordPage, Values

NAMES = ("other_person", "hold_hours", "escalate_hours", "deputies")


class ApprovalSettingsPage(RecordPage[ApprovalSettings]):
    """The settings "approval.*"; each was declared with its words."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "setting", 0, _("Approvals"))
        self.setObjectName("setup:approvals")
        self.form = self.add_form(_fields(), columns=3)
        for name in NAMES:
            self.form.widget(name).setObjectName(f"approval:{name}")
        card = Card(_("Orders that need an approval"))
        card.body.addWidget(self.form)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.form.setEnabled(context.allowed("setup.edit"))
        self.add_footer(_("Enter next field · F1 help"), "setup.edit")

    def read(self, view: Reading) -> ApprovalSettings:
        return read_approval_settings(view)

    def form_values(self, record: ApprovalSettings) -> Values:
        values: Values = {name: getattr(record, name) for name in NAMES}
        hours = {name: Decimal(int(getattr(record, name))) for name in ("hold_hours", "escalate_hours")}
        return {**values, **hours}

    def name_of_record(self) -> str:
        return _("Approvals")

    def enter(self) -> None:
        self.form.focus()

    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        data = ApprovalSettings(
            other_person=self.form.value("other_person") is True,
            deputies=" ".join(self.form.text("deputies").split()),
            hold_hours=self._hours("hold_hours"),
            escalate_hours=self._hours("escalate_hours"),
        )
        known = self.record

        def write(uow: UnitOfWork) -> int:
            write_approval_settings(uow, data, known=known)
            return 0

        return write

    def _hours(self, name: str) -> int:
        value = self.form.value(name)
        return int(value) if isinstance(value, Decimal) else 0


def _fields() -> tuple[Field, ...]:
    person, hold, late, deputies = (setting(f"approval.{name}") for name in NAMES)
    example = "olaf: anna 2026-12-20 to 2027-01-06; berta: olaf"
    return (
        Field("other_person", _(person.label), "check", help=_(person.help)),
        Field("hold_hours", _(hold.label), "number", decimals=0, whole=True, help=_(hold.help)),
        Field("escalate_hours", _(late.label), "number", decimals=0, whole=True, help=_(late.help)),
        Field("deputies", _(deputies.label), span=3, placeholder=example, help=_(deputies.help)),
    )
