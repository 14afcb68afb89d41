"""Entering payments, one after the other: who, how much, and which claims it settles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from app.domain.allocation import Claim, Share, propose_shares
from app.domain.changes import Change
from app.domain.money import minor_digits, minor_of
from app.i18n import _, format_amount, format_date, format_money
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.services.payments.entering import METHODS, PaymentInput, enter_payment
from app.services.payments.lists import OpenItemRow, PaymentDetail, read_payment
from app.services.unit_of_work import UnitOfWork
from app.views.invoices.account import CODE_LENGTH, Account, read_account
from app.views.invoices.customer_field import CustomerField
from app.views.invoices.lists import method_word
from app.views.invoices.open_items import ItemLine, amount_column, carried, part_column, told_less
from app.views.invoices.payment_words import booked_text, entered_text, failed_before_text
from app.views.kit.ask_again import AskAgain
from app.views.kit.buttons import key_button, key_text
from app.views.kit.cards import Card, figure, muted_label
from app.views.kit.catch_up import CatchUp
from app.views.kit.context import Context
from app.views.kit.entry_grid import EntryGrid
from app.views.kit.errors import show_error, words
from app.views.kit.forms import Field, Form, field_label
from app.views.kit.keyed import today_of
from app.views.kit.number_edit import NumberEdit
from app.views.kit.tab_desk import DeskPage


class PaymentPage(DeskPage):
    """Ctrl+Enter posts and begins the next one; Ctrl+Shift+B pays earlier credits back."""

    back_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "enterPayment", _("Enter payment"))
        self._currency = "EUR"
        self._wanted_invoice = 0
        self._is_typed = False
        self._is_reading = False
        self._posts: object = None  # what Ctrl+Enter was pressed over before the claims were read
        self._sent: object = None  # what stands there is on its way into the books
        self._shown_for: int | None = None  # whose claims stand there
        self.customer = CustomerField(context)
        methods: tuple[tuple[object, str], ...] = tuple((each, method_word(each)) for each in METHODS)
        self._account: Account | None = None
        self.form = Form(
            [
                Field(
                    "currency", _("C&urrency"), max_length=3, help=_("Money settles claims in the same one.")
                ),
                Field("amount", _("&Amount"), "money", required=True, places_max=2),
                Field("date", _("&Date"), "date", required=True),
                Field("method", _("&Method"), "choice", choices=methods),
                Field("reference", _("&Reference"), max_length=200),
            ],
            today=lambda: today_of(context),
            columns=5,
        )
        self.model: EntryModel[ItemLine] = EntryModel(
            self._columns(), parent=self, key=lambda row: row.item.id
        )
        self.grid = EntryGrid("paymentGrid", _("Open items"), self.model)
        self.catch_up = CatchUp(self, self.grid)
        self.credits = muted_label()
        applied, self.applied = figure(_("Applied"))
        rest, self.rest = figure(_("Kept as a credit"), strong=True)
        self._figures = (applied, rest)
        self.post_button = key_button(_("Enter payment"), "Ctrl+Return", "primary")
        self.post_button.setObjectName("postPayment")
        self._again = AskAgain(self)
        self._lay_out()
        self._connect()
        self.form.set_values({"date": today_of(context), "method": "bank"})

    def _lay_out(self) -> None:
        head = Card(_("Payment"))
        who = QVBoxLayout()
        who.setSpacing(4)
        who.addWidget(field_label(_("&Customer *"), self.customer))
        who.addWidget(self.customer)
        head.body.addLayout(who)
        head.body.addWidget(self.form)
        self.column.addWidget(head)
        self.column.addWidget(self.grid, 1)
        row = QHBoxLayout()
        row.setSpacing(28)
        row.addWidget(self.credits, 1)
        for layout in self._figures:
            row.addLayout(layout)
        row.addWidget(self.post_button)
        totals = Card(_("What it settles"))
        totals.body.addLayout(row)
        self.column.addWidget(totals)

    def _connect(self) -> None:
        self.customer.customer_chosen.connect(self._chosen)
        self.form.changed.connect(self._changed)
        self.form.submitted.connect(self.grid.start)
        self.model.edited.connect(lambda _row: self._share_typed())
        self.model.refused.connect(lambda *_cell: self._share_typed())
        self.post_button.clicked.connect(self.post)
        self.can_do = {"confirm": self.post, "propose": self.propose_again, "payback": self.pay_back}

    def enter(self) -> None:
        if self.customer.customer_id is None:
            self.customer.setFocus()
        else:
            self.form.focus("amount")

    def start_for(self, customer_id: int, invoice_id: int = 0) -> None:
        """Begin for a customer, or for one invoice of theirs."""
        self._wanted_invoice = invoice_id
        self._begin_next()
        self.customer.customer_id = customer_id
        self._read(customer_id)

    def refresh(self) -> None:
        self._again.now()
        if self.customer.customer_id is not None:
            self._read(self.customer.customer_id)

    def hear(self, changes: Sequence[Change]) -> None:
        mine = self.customer.customer_id
        if mine is not None and any(change.kind == "customer" and change.id == mine for change in changes):
            self.refresh()

    def _chosen(self, customer_id: int) -> None:
        self._wanted_invoice = 0
        self._begin_next()
        self._read(customer_id)
        self.form.focus("amount")

    def _begin_next(self) -> None:
        """Another payment is keyed; amount and reference of one that is being entered are not this one's."""
        self._is_typed, self._posts = False, None
        if self._drop_sent():
            self._sent = None  # what is keyed from here on is another payment's, also where it is the same

    def _drop_sent(self) -> bool:
        """Take away what stands there as it was sent; False where it was keyed over since."""
        if self._sent is None or self._sent != self._standing():
            return False
        self.form.set_values({"amount": None, "reference": ""})
        return True

    def _standing(self) -> object:
        """What was keyed and stands there."""
        return self.form.values(), self.form.unfinished()

    def _read(self, customer_id: int) -> None:
        self._is_reading = True
        self.context.jobs.read(
            self,
            lambda view: read_account(view, customer_id),
            lambda account: self._take(customer_id, account),
            latest="account",
            failed=self._not_read,
        )

    def _not_read(self, error: Exception) -> None:
        """Nothing is posted later by itself: Ctrl+Enter asks again."""
        self._is_reading, self._posts = False, None
        show_error(self, error)

    def _take(self, customer_id: int, account: Account) -> None:
        self._is_reading = False
        if customer_id != self.customer.customer_id:
            self._posts = None
            return  # the payment was entered meanwhile, or another customer is being typed
        if customer_id == self._shown_for and self.catch_up.puts_off(self.refresh):
            return
        wanted, self._posts = self._posts, None
        is_same = wanted == self._standing()  # before an amount is proposed
        self._show(account)
        self._shown_for = customer_id
        if wanted is not None and is_same:
            self.post()
        elif wanted is not None:
            text = _(
                "The payment was changed after Ctrl+Enter, so it is not entered yet. Press Ctrl+Enter again."
            )
            self.message_bar.show_message(text, "warn")

    def _show(self, account: Account) -> None:
        is_new = self._account is None or self.customer.customer_id != self._shown_for
        self._account = account
        if is_new or not self._currency_keyed():
            self.form.set_values({"currency": account.currency_for(self._wanted_invoice)})
        self._use_currency()
        self.customer.setText(account.name)
        claims = [item for item in account.items if item.is_claim and item.currency == self._currency]
        rows, less = carried(self.model.rows() if self._is_typed else (), claims)
        self.model.set_rows(rows)
        if less:
            self.message_bar.show_message(told_less(less), "warn")
        self._show_credits(account)
        wanted = next((item for item in claims if item.invoice_id == self._wanted_invoice), None)
        if wanted is not None and self.form.value("amount") is None:
            amount = Decimal(wanted.open_minor).scaleb(-minor_digits(self._currency))
            self.form.set_values({"amount": amount})
            self._select_amount()
        self._propose()

    def _currency_keyed(self) -> str:
        return self.form.text("currency").upper()

    def _use_currency(self) -> None:
        """Amounts have the decimals of what is keyed as their currency."""
        account = self._account
        self._currency = self._currency_keyed() or (account.currency if account else self._currency)
        field = self.form.widget("amount")
        assert isinstance(field, NumberEdit), "amounts are numbers"
        field.places_max = minor_digits(self._currency)

    def _select_amount(self) -> None:
        """The proposed amount is typed over, not appended to."""
        field = self.form.widget("amount")
        if isinstance(field, QLineEdit) and field.hasFocus():
            field.selectAll()

    def _show_credits(self, account: Account) -> None:
        mine = (item for item in account.items if not item.is_claim and item.currency == self._currency)
        left = -sum(item.open_minor for item in mine)
        text = _("{amount} of earlier credits are not applied yet · {key} pays back")
        key = key_text("Ctrl+Shift+B")
        self.credits.setText(text.format(amount=format_money(left, self._currency), key=key) if left else "")

    def _changed(self, name: str) -> None:
        if name == "amount":
            self._propose()
        elif name == "currency" and len(self._currency_keyed()) == CODE_LENGTH and self._account is not None:
            self._is_typed = False
            self._show(self._account)

    def amount_minor(self) -> int:
        """The keyed amount, 0 without one."""
        amount = self.form.value("amount")
        return minor_of(amount, self._currency) if isinstance(amount, Decimal) else 0

    def propose_again(self) -> None:
        """Ctrl+L: forget what was keyed, propose anew."""
        self.grid.close_editor()
        self.model.clear_marks()
        self._is_typed = False
        self._propose()

    def pay_back(self) -> None:
        """Ctrl+Shift+B: choose which credits of the customer go back."""
        if self.customer.customer_id is None:
            self._ask_customer()
        else:
            self.back_wanted.emit(self.customer.customer_id)

    def _ask_customer(self) -> None:
        self.message_bar.show_message(_("Choose the customer first."), "warn")
        self.customer.setFocus()

    def _propose(self) -> None:
        """What the clerk typed stays."""
        if not self._is_typed:
            rows = self.model.rows()
            wanted = next((row.item.id for row in rows if row.item.invoice_id == self._wanted_invoice), 0)
            claims = [_claim(row.item, self.customer.customer_id or 0) for row in rows]
            shares = propose_shares(self.amount_minor(), claims, wanted_id=wanted)
            by_id = {share.claim_id: share.amount_minor for share in shares}
            self.model.set_rows([replace(row, part_minor=by_id.get(row.item.id, 0)) for row in rows])
        self._show_sums()

    def _share_typed(self) -> None:
        self._is_typed = True
        self._show_sums()

    def _show_sums(self) -> None:
        applied = sum(row.part_minor for row in self.model.rows())
        self.applied.setText(format_amount(applied, self._currency))
        self.rest.setText(format_amount(self.amount_minor() - applied, self._currency))

    def post(self) -> None:
        """Ctrl+Enter, also straight after the last figure of the amount, and before the claims are read."""
        mine = self.customer.customer_id
        if mine is None:
            self._ask_customer()
            return
        if mine != self._shown_for:
            self._posts = self._standing()
            if not self._is_reading:  # the last try failed
                self._read(mine)
            return
        if not self.grid.finish_editing():
            return
        self._propose()
        values = self.form.values()
        if not self.form.check():
            return
        shares = tuple(Share(row.item.id, row.part_minor) for row in self.model.rows() if row.part_minor)
        payment = PaymentInput(
            customer_id=mine,
            amount_minor=self.amount_minor(),
            date=values["date"],  # type: ignore[arg-type]  # the form has checked it
            method=str(values["method"]),
            reference=str(values["reference"]),
            allocations=shares,
            currency=self._currency,
        )
        self._write(payment)

    def _write(self, payment: PaymentInput) -> None:
        def write(uow: UnitOfWork) -> int:
            return enter_payment(uow, payment)

        customer, currency = self.customer.text(), self._currency

        def entered(id_: int) -> None:
            self._entered(id_, booked_text(payment, customer, currency), payment.customer_id)

        def failed(error: Exception) -> None:
            self._not_entered(error, payment, customer, currency)

        if not self.once.is_under_way("payment"):
            self._sent = self._standing()
        self.once.write("payment", write, entered, content=replace(payment, allocations=()), failed=failed)

    def _not_entered(self, error: Exception, payment: PaymentInput, customer: str, currency: str) -> None:
        """Where another payment stands there by now, say which one it was."""
        is_here = self.customer.customer_id == payment.customer_id and self._sent == self._standing()
        self._sent = None
        show_error(self, error)
        if not is_here:
            told = failed_before_text(payment, customer, currency, words(error))
            self.message_bar.show_message(told, "warn")

    def _read_booked(self, payment_id: int, booked: str) -> None:
        """Its number and what it settled; a payment that cannot be read is booked all the same, and says so."""

        def failed(error: Exception) -> None:
            text = " ".join((booked, words(error), _("Do not enter it again.")))
            if self.message_bar.text() != text:
                show_error(self, error)  # its details can be copied, where it is a mistake of the program
                self.message_bar.show_message(text, "warn")
            self._again.owe(f"payment {payment_id}", lambda: self._read_booked(payment_id, booked), error)

        self.context.jobs.read(self, lambda view: read_payment(view, payment_id), self._tell, failed=failed)

    def _entered(self, payment_id: int, booked: str, customer_id: int) -> None:
        """The next one begins; what was keyed of it meanwhile stays."""
        self._read_booked(payment_id, booked)
        is_there, mine = self._drop_sent(), self.customer.customer_id
        self._sent = None
        if mine == customer_id and not is_there:
            self._read(customer_id)
        elif mine in (None, customer_id):
            self._empty(ask_customer=mine is not None)

    def _empty(self, *, ask_customer: bool) -> None:
        if ask_customer:
            self.customer.customer_id = None
            self.customer.clear()
            self.customer.setFocus()
        self._wanted_invoice, self._is_typed = 0, False
        self._shown_for = None
        self.model.set_rows(())
        self.credits.setText("")
        self._show_sums()

    def _tell(self, detail: PaymentDetail) -> None:
        self.message_bar.show_message(entered_text(detail.payment), "ok")

    def _columns(self) -> tuple[EntryColumn[ItemLine], ...]:
        return (
            EntryColumn("number", _("Number"), lambda row: row.item.number, stretch=True),
            EntryColumn("date", _("Date"), lambda row: format_date(row.item.date), width=100),
            EntryColumn(
                "due", _("Due"), lambda row: format_date(row.item.due_date), state=self._due_state, width=108
            ),
            amount_column("amount", _("Amount"), lambda row: row.item.amount_minor),
            amount_column("open", _("Open"), lambda row: row.open_minor),
            part_column("pay", _("Pays now")),
            amount_column("left", _("Stays open"), lambda row: row.open_minor - row.part_minor, quiet=True),
        )

    def _due_state(self, row: ItemLine) -> State | None:
        return "bad" if row.item.due_date < today_of(self.context) else None


def _claim(item: OpenItemRow, customer_id: int) -> Claim:
    return Claim(item.id, item.number, customer_id, item.date, item.due_date, item.open_minor)
