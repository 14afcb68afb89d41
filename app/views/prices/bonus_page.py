"""The tab of the bonus: where each agreement stands with each customer, and its credit when the period is over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton

from app.domain.changes import Change
from app.i18n import _, format_amount, format_date, format_money, format_rate, n_
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.services.bonus import BonusRow, read_bonus_rows
from app.services.invoicing.bonus_credits import credit_bonus
from app.services.unit_of_work import UnitOfWork
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import muted_label
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.message_bar import MessageAction
from app.views.kit.part_desk import LatePage
from app.views.prices.bonus_rules import least_text

WAKES = frozenset({"price", "invoice", "bonus", "customer"})
LEVELS: dict[str, State] = {"runs": "info", "due": "warn", "credited": "ok", "nothing": "muted"}


class BonusPage(LatePage):
    """Enter opens the credit note or the customer; Ctrl+Shift+B proposes the credit of a bonus that is due."""

    def __init__(self, context: Context, currency: str) -> None:
        super().__init__(context, "prices:bonus", _("Bonus"))
        self.setObjectName("prices:bonus")
        self._currency = currency
        self._started = False
        self._asked_of: tuple[BonusRow, str] | None = None  # of which row the message tells
        self.model = EntryModel[BonusRow](_columns(currency), key=lambda row: (row.rule.id, row.customer_id))
        self.table = PlainTable(
            "bonus",
            _("Bonus"),
            self.model,
            nothing=_("No bonus is agreed yet: key one on the tab “Bonus agreements”."),
        )
        self.table.row_activated.connect(self._open)
        self.table.row_changed.connect(self._tell)
        self.told = muted_label()
        self.told.setObjectName("bonusTold")
        self.told.setWordWrap(True)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.told)
        self.can_do |= {"credit_bonus": self.propose}
        hint = _("Enter the credit note, or the customer · F5 read again")
        self.column.addWidget(ActionRow(hint, self._buttons()))

    def _buttons(self) -> tuple[QPushButton, ...]:
        if not self.context.allowed("credit.free"):
            return ()
        button = key_button(_("Credit the bonus"), "Ctrl+Shift+B", "primary")
        button.setObjectName("creditBonus")
        button.clicked.connect(self.propose)
        return (button,)

    def start(self) -> None:
        self._started = True
        self.refresh()

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def refresh(self) -> None:
        self.context.jobs.read(self, read_bonus_rows, self._show, latest="bonus")

    def hear(self, changes: Sequence[Change]) -> None:
        if self._started and any(change.kind in WAKES for change in changes):
            self.refresh()

    def _show(self, rows: tuple[BonusRow, ...]) -> None:
        self.model.set_rows(sorted(rows, key=lambda row: row.state != "due"))
        if rows and self.table.current_row() < 0 and self.isVisible():
            self.table.select_row(0)
        self._tell(self.table.current_row())

    def _row(self) -> BonusRow | None:
        return self.model.row(self.table.current_row())

    def _tell(self, _number: int) -> None:
        row = self._row()
        self._take_back(row)
        self.told.setText("" if row is None else _about(row, self._currency))

    def _take_back(self, row: BonusRow | None) -> None:
        """What was said of another row, or of figures that are others by now, goes."""
        if self._asked_of is not None and self._asked_of[0] != row:
            self.message_bar.take_back(self._asked_of[1])
            self._asked_of = None

    def _open(self, _number: int) -> None:
        row = self._row()
        if row is None:
            return
        if row.invoice_id is not None:
            self.context.bus.ask("invoice.open", row.invoice_id)
        else:
            self.context.bus.ask("customer.open", row.customer_id)

    # crediting

    def propose(self) -> None:
        """Ctrl+Shift+B: what would be credited by tax; a second key does it."""
        row = self._row()
        if row is None:
            return
        if row.state != "due":
            self._asked_of = row, _not_due(row)
            self.message_bar.show_message(_not_due(row), "warn")
            return
        told = _("Credit {customer} {amount} net for “{name}”? {parts}").format(
            customer=row.customer,
            amount=format_money(row.reached.accrued_minor, self._currency),
            name=row.rule.name,
            parts=_parts(row, self._currency),
        )
        action = MessageAction(_("Make the credit note"), lambda: self._credit(row), "Alt+1")
        self._asked_of = row, told
        self.message_bar.show_message(told, "info", [action])

    def _credit(self, row: BonusRow) -> None:
        accrued = row.reached.accrued_minor

        def write(uow: UnitOfWork) -> int:
            return credit_bonus(uow, row.rule.id, row.customer_id, accrued_minor=accrued)

        def done(_invoice_id: int) -> None:
            self.message_bar.show_message(_("The bonus is credited. Enter opens the credit note."), "ok")
            self.refresh()

        key = f"bonus:{row.rule.id}:{row.customer_id}:{accrued}"
        self.context.jobs.write(self, write, done, key=key)


def _not_due(row: BonusRow) -> str:
    if row.state == "credited":
        return _("It is credited already, with {number}.").format(number=row.invoice_number)
    if row.state == "runs":
        return _("The period runs until {day}.").format(day=_until(row))
    return _("No step was reached: there is nothing to credit.")


def _parts(row: BonusRow, currency: str) -> str:
    """What goes back of each tax."""
    return " · ".join(
        f"{format_rate(key.rate_ppm)}: {format_amount(part, currency)}" for key, part in row.shares.items()
    )


def _about(row: BonusRow, currency: str) -> str:
    """The row in a sentence: what is reached, and what is missing to the next step while the period runs."""
    step = row.reached.next_step
    if row.state != "runs":
        return ""
    if step is None:
        return _("The highest step is reached.") if row.reached.rate_ppm else ""
    share, least = format_rate(step.rate_ppm), least_text(step.least, row.rule.kind, currency)
    if row.rule.kind == "tenure":
        return n_(
            "From {least} year as a customer on it is {share}.",
            "From {least} years as a customer on it is {share}.",
            step.least,
        ).format(least=least, share=share)
    more = format_money(step.least - row.turnover_minor, currency)
    return _("{more} more reach {least}: {share} of all of it.").format(more=more, least=least, share=share)


def _columns(currency: str) -> tuple[EntryColumn[BonusRow], ...]:
    def amount(minor: int) -> str:
        return format_amount(minor, currency)

    states = {
        "runs": _("runs"), "due": _("to be credited"), "credited": _("credited"), "nothing": _("nothing reached"),
    }  # fmt: skip
    return (
        EntryColumn("customer", _("Customer"), lambda row: row.customer, width=150, stretch=True),
        EntryColumn("name", _("Agreement"), lambda row: row.rule.name, width=170),
        EntryColumn("until", _("Until"), _until, width=98, quiet=True),
        EntryColumn(
            "turnover", _("Turnover"), lambda row: amount(row.turnover_minor), align_right=True, width=110
        ),
        EntryColumn(
            "rate", _("Reached"), lambda row: format_rate(row.reached.rate_ppm), align_right=True, width=84
        ),
        EntryColumn("bonus", _("Bonus"), lambda row: amount(_bonus(row)), align_right=True, width=100),
        EntryColumn(
            "state", _("State"), lambda row: states[row.state], state=lambda row: LEVELS[row.state], width=130
        ),
        EntryColumn("paper", _("Credit note"), lambda row: row.invoice_number, width=120, quiet=True),
    )


def _until(row: BonusRow) -> str:
    return format_date(row.rule.valid_to) if row.rule.valid_to is not None else ""


def _bonus(row: BonusRow) -> int:
    return row.credited_minor if row.state == "credited" else row.reached.accrued_minor
