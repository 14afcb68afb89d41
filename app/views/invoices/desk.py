"""The invoice desk: what is to invoice, invoices and payments as lists; documents in tabs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from app.i18n import _
from app.services.invoicing.lists import InvoiceRow
from app.services.payments.lists import PaymentRow
from app.views.invoices.advance_page import AdvancePage
from app.views.invoices.credit_page import CreditPage
from app.views.invoices.free_credit_page import FreeCreditPage
from app.views.invoices.invoice_page import InvoicePage
from app.views.invoices.lists import invoice_list, payment_list
from app.views.invoices.new_invoice_page import NewInvoicePage
from app.views.invoices.pay_back_page import PayBackPage
from app.views.invoices.payment_page import PaymentPage
from app.views.invoices.payment_view import PaymentView
from app.views.invoices.to_invoice_page import ToInvoicePage
from app.views.kit.behind import tell_behind
from app.views.kit.bus import Ask
from app.views.kit.buttons import ButtonKind, key_button
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.keyed import today_of
from app.views.kit.list_pane import ListPane
from app.views.kit.message_bar import MessageAction
from app.views.kit.tab_desk import (
    DeskPage,
    TabDesk,
    desk_command,
    keyed_title,
    page_command,
    tab_commands,
)

DESK = "invoices"


class InvoiceDesk(TabDesk):
    """Hears invoice.start, .advance (an order), .open, .credit; credit.free; payment.enter, .back (whose), .open."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Invoices"))
        self.invoices: ListPane[InvoiceRow] = self.add_fixed(
            ListPane(context, invoice_list(lambda: today_of(context)))
        )
        self.to_invoice = self.add_fixed(ToInvoicePage(context))
        self.payments: ListPane[PaymentRow] = self.add_fixed(ListPane(context, payment_list()))
        self.invoices.row_opened.connect(lambda row: self.open_invoice(row.id))
        self.to_invoice.order_chosen.connect(self.start_invoice)
        self.payments.row_opened.connect(lambda row: self.open_payment(row.id))
        self._add_actions()

    def _add_actions(self) -> None:
        """What begins here, for the mouse."""
        free = self._button(_("Free credit note"), "Ctrl+Shift+N", "credit.free", self.start_free_credit)
        for pane, hint, more in (
            (self.invoices, _("Enter opens the invoice"), free),
            (self.payments, _("Enter opens the payment"), ()),
        ):
            pay = self._button(_("Enter payment"), "Ctrl+N", "payment.enter", self.start_payment, "primary")
            pane.add_actions(hint, (*more, *pay))

    def _button(
        self, title: str, keys: str, right: str, run: Callable[[], object], kind: ButtonKind = "secondary"
    ) -> tuple[QPushButton, ...]:
        """A button for whoever has the right, none for the others."""
        if not self.context.allowed(right):
            return ()
        button = key_button(title, keys, kind)
        button.clicked.connect(lambda _on=False: run())
        return (button,)

    def asked(self, ask: object) -> None:
        if not isinstance(ask, Ask):
            return
        invoice_id = int(str(ask.params.get("invoice", 0)))
        answers: dict[str, Callable[[], object]] = {
            "invoice.start": lambda: self.start_invoice(ask.id),
            "invoice.advance": lambda: self.start_advance(ask.id),
            "invoice.open": lambda: self.open_invoice(ask.id),
            "invoice.credit": lambda: self.start_credit(ask.id),
            "credit.free": self.start_free_credit,
            "payment.enter": lambda: self.start_payment(ask.id, invoice_id),
            "payment.back": lambda: self.start_pay_back(ask.id),
            "payment.open": lambda: self.open_payment(ask.id),
        }
        answer = answers.get(ask.name)
        if answer is not None:
            self.to_front()
            answer()

    def start_invoice(self, order_id: int) -> None:
        """Show what would be invoiced of an order."""

        def make() -> DeskPage:
            page = NewInvoicePage(self.context, order_id)
            page.posted.connect(lambda id_: self._posted(page, id_, _("The invoice is posted.")))
            return page

        self.open_page(f"newInvoice:{order_id}", make)

    def start_advance(self, order_id: int) -> None:
        """Ask for an advance on an order."""

        def make() -> DeskPage:
            page = AdvancePage(self.context, order_id)
            page.posted.connect(lambda id_: self._posted(page, id_, _("The advance invoice is posted.")))
            return page

        self.open_page(f"newAdvance:{order_id}", make)

    def open_invoice(self, invoice_id: int, *, behind: bool = False) -> InvoicePage:
        """Show an invoice or credit note, or have it in a tab behind."""

        def make() -> DeskPage:
            page = InvoicePage(self.context, invoice_id)
            page.credit_wanted.connect(self.start_credit)
            page.payment_wanted.connect(self.start_payment)
            page.back_wanted.connect(self.start_pay_back)
            return page

        page = self.open_page(f"invoice:{invoice_id}", make, behind=behind)
        assert isinstance(page, InvoicePage), "the key says so"
        return page

    def start_credit(self, invoice_id: int) -> None:
        """Choose what to credit of an invoice."""

        def make() -> DeskPage:
            page = CreditPage(self.context, invoice_id)
            page.posted.connect(lambda id_: self._posted(page, id_, _("The credit note is posted.")))
            return page

        self.open_page(f"credit:{invoice_id}", make)

    def start_free_credit(self) -> None:
        """A credit note without an invoice."""

        def make() -> DeskPage:
            page = FreeCreditPage(self.context)
            page.posted.connect(lambda id_: self._posted(page, id_, _("The credit note is posted.")))
            return page

        self.open_page("freeCredit", make)

    def start_payment(self, customer_id: int = 0, invoice_id: int = 0) -> None:
        """Enter payments."""

        def make() -> DeskPage:
            page = PaymentPage(self.context)
            page.back_wanted.connect(self.start_pay_back)
            return page

        page = self.open_page("enterPayment", make)
        assert isinstance(page, PaymentPage), "the key says so"
        if customer_id:
            page.start_for(customer_id, invoice_id)
            page.enter()

    def open_payment(self, payment_id: int, *, behind: bool = False) -> DeskPage:
        """Show a payment, or have it in a tab behind."""

        def make() -> DeskPage:
            page = PaymentView(self.context, payment_id)
            page.back_wanted.connect(self.start_pay_back)
            page.opened.connect(self.open_payment)
            return page

        return self.open_page(f"payment:{payment_id}", make, behind=behind)

    def start_pay_back(self, customer_id: int, credit_item_id: int = 0) -> None:
        """Choose which credits of a customer go back."""

        def make() -> DeskPage:
            page = PayBackPage(self.context, customer_id, credit_item_id)
            page.posted.connect(lambda id_: self._paid_back(page, id_))
            return page

        found = self.find_page(f"payBack:{customer_id}")
        page = self.open_page(f"payBack:{customer_id}", make)
        if isinstance(found, PayBackPage) and found is page and credit_item_id:
            found.want(credit_item_id)

    def _paid_back(self, page: DeskPage, payment_id: int) -> None:
        opened = self.open_payment(payment_id, behind=True)
        text = _("The money goes back; make the transfer at the bank.")
        opened.message_bar.show_message(text, "ok")
        self._replace(page, opened, text)

    def _posted(self, page: DeskPage, invoice_id: int, text: str) -> None:
        opened = self.open_invoice(invoice_id, behind=True)
        actions = [MessageAction(keyed_title(_("Paper"), "Ctrl+P"), opened.show_paper)]
        if isinstance(page, NewInvoicePage | AdvancePage):
            actions.append(MessageAction(keyed_title(_("Enter payment"), "Ctrl+Shift+P"), opened.pay))
        opened.message_bar.show_message(text, "ok", actions)
        self._replace(page, opened, text)

    def _replace(self, page: DeskPage, opened: DeskPage, text: str) -> None:
        """Its document stands where it was posted; who types on another page by then is told, and goes on."""
        is_shown, is_front = self.context.desk() is self, self.page() is page
        about = " · ".join(filter(None, (page.title, page.detail)))
        opened.opened_from = page.opened_from
        if is_front:
            self.tabs.setCurrentWidget(opened)
        self.close_page(page)
        if is_shown and is_front:
            opened.enter()
        else:
            tell_behind(self.context, f"{about}: {text}", lambda: self._show(opened))

    def _show(self, page: DeskPage) -> None:
        if page in self.pages():
            self.to_front()
            self.tabs.setCurrentWidget(page)
            page.enter()


def _on_desk(run: Callable[[InvoiceDesk], object]) -> Callable[[TabDesk], object]:
    def call(desk: TabDesk) -> None:
        assert isinstance(desk, InvoiceDesk), "the command belongs to this desk"
        run(desk)

    return call


def invoice_commands() -> list[Command]:
    """Every command of the desk."""
    menu = _("Invoices")
    opened = _("Open an invoice or a credit note first: Enter in the list.")
    paid = _("Open a payment, an invoice or a credit note first: Enter in the list.")
    payment, free = _on_desk(InvoiceDesk.start_payment), _on_desk(InvoiceDesk.start_free_credit)
    return [
        *tab_commands("invoices", menu),
        desk_command(
            InvoiceDesk, "payment.new", _("Enter payment"), "Ctrl+N", payment, menu=menu, right="payment.enter"
        ),
        desk_command(
            InvoiceDesk, "credit.new", _("Free credit note"), "Ctrl+Shift+N", free, menu=menu, right="credit.free"
        ),
        page_command("invoices.confirm", _("Post"), "Ctrl+Return", "confirm", menu=menu),
        page_command("invoices.paper", _("Paper"), "Ctrl+P", "paper", menu=menu, why=opened),
        page_command(
            "invoices.credit", _("Credit note"), "Ctrl+Shift+R", "credit", menu=menu, right="credit.post", why=opened
        ),
        page_command(
            "invoices.pay", _("Enter payment for this invoice"), "Ctrl+Shift+P", "pay", menu=menu,
            right="payment.enter", why=opened,
        ),
        page_command(
            "invoices.apply", _("Apply credit / take everything"), "Ctrl+Shift+A", "apply", menu=menu, why=paid
        ),
        page_command("invoices.propose", _("Propose again"), "Ctrl+L", "propose", menu=menu),
        page_command(
            "invoices.undo", _("Undo settlement"), "Ctrl+Shift+U", "undo", menu=menu, right="payment.enter", why=paid
        ),
        page_command(
            "invoices.payback", _("Pay a credit back"), "Ctrl+Shift+B", "payback", menu=menu, right="payment.return",
            why=paid,
        ),
        page_command(
            "invoices.reverse", _("Reverse the payment"), "Ctrl+Shift+K", "reverse", menu=menu,
            right="payment.return", why=_("Open a payment first: Enter in the list."),
        ),
        page_command("invoices.delete", _("Delete line"), "Ctrl+Del", "delete", menu=menu),
        page_command("invoices.order", _("Open the order"), "Ctrl+O", "order", menu=menu),
    ]  # fmt: skip
