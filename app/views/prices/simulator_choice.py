"""What is tried on which orders: the drafts with their ticks, and the form of the orders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import _, format_count
from app.models.cells_model import CellColumn, CellRow, CellsModel, Picked
from app.services.prices.drafts import DraftCard, DraftRef
from app.services.simulator import MOST_ORDERS, OrdersWanted
from app.views.kit.cards import Card, muted_label
from app.views.kit.cell_values import shown_day
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.context import Context
from app.views.kit.customer_picking import ask_customers
from app.views.kit.empty_state import EmptyState
from app.views.kit.forms import Field, Form
from app.views.kit.keyed import today_of
from app.views.kit.search_popup import SearchPopup
from app.views.prices.simulated_words import draft_kinds, draft_name

FORM_WIDTH = 380
USUAL_COUNT = 1_000


class DraftsCard(Card):
    """Space ticks a draft."""

    def __init__(self) -> None:
        super().__init__(_("Drafts to try"))
        self._cards: tuple[DraftCard, ...] = ()
        self.cells = CellsModel(_columns(), can_add=False)
        self.grid = CellsGrid(self.cells, can_remove=False)
        self.grid.setObjectName("draftGrid")
        self.grid.setAccessibleName(_("Drafts to try"))
        hint = _(
            "Ctrl+D makes a draft of a list, a discount, a surcharge or a promotion: change it, no order sees it."
            " Without a draft today's rules are compared with what was confirmed."
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(EmptyState("mdi6.flask-outline", _("No drafts yet"), hint))
        self.stack.addWidget(self.grid)
        self.body.addWidget(self.stack, 1)

    def show_drafts(self, cards: Sequence[DraftCard], ticked: Collection[DraftRef]) -> None:
        """Show these, with their ticks."""
        self._cards = tuple(cards)
        kinds = draft_kinds()
        self.cells.show_rows([
            CellRow(number, {
                "use": card.ref in ticked, "kind": kinds.get(card.ref.kind, ""), "name": draft_name(card),
                "since": shown_day(card.valid_from), "until": shown_day(card.valid_to),
            })
            for number, card in enumerate(cards, 1)
        ])  # fmt: skip
        self.stack.setCurrentIndex(1 if cards else 0)
        if cards and self.grid.current_row() < 0:
            self.grid.select_row(0)

    def ticked(self) -> tuple[DraftCard, ...]:
        """The drafts to be tried."""
        pairs = zip(self._cards, self.cells.rows(), strict=True)
        return tuple(card for card, row in pairs if row.values["use"])


def _columns() -> tuple[CellColumn, ...]:
    return (
        CellColumn("use", _("Try"), "check", width=70),
        CellColumn("kind", _("Kind"), width=96, read_only=True, quiet=True),
        CellColumn("name", _("Name"), width=180, stretch=True, read_only=True),
        CellColumn("since", _("Valid from"), width=112, read_only=True),
        CellColumn("until", _("Valid to"), width=112, read_only=True),
    )


class OrdersCard(Card):
    """Which orders; Enter in the last field asks for the answer."""

    submitted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(_("On which orders"))
        self.form = Form(_fields(), columns=2, today=partial(today_of, context))
        for name in self.form.values():
            self.form.widget(name).setObjectName(f"simulate:{name}")
        self.form.set_values({"most": Decimal(USUAL_COUNT), "as_of": "own"})
        self._customer: Picked | None = None
        self._offer_customers(context)
        self.form.changed.connect(self._changed)
        self.form.submitted.connect(self.submitted)
        self.note = muted_label(
            _(
                "The last confirmed orders; amounts are in the firm's currency. What was typed on them stays; each line"
                " is priced by today's rules and by them with the drafts. Nothing is written."
            )
        )
        self.note.setWordWrap(True)
        self.body.addWidget(self.form)
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self.setFixedWidth(FORM_WIDTH)
        self._changed("as_of")

    def _offer_customers(self, context: Context) -> None:
        field = self.form.widget("customer")
        assert isinstance(field, QLineEdit), "a name is typed"
        ask = ask_customers(context, self)
        popup = SearchPopup(field, lambda text: ask(text, lambda rows: popup.put(rows, text=text)))
        popup.chosen.connect(self._picked)
        field.textEdited.connect(lambda _text: self._forget())

    def _picked(self, value: object) -> None:
        if isinstance(value, Picked):
            self._customer = value
            self.form.set_values({"customer": value.text})

    def _forget(self) -> None:
        self._customer = None

    def _changed(self, name: str) -> None:
        if name == "as_of":
            self.form.widget("day").setEnabled(self.form.value("as_of") == "day")

    def wanted(self) -> OrdersWanted | None:
        """The orders as keyed; None after marking what is wrong."""
        if not self.form.check():
            return None
        errors = self._errors()
        if errors:
            self.form.show_errors(errors)
            return None
        most = self.form.value("most")
        return OrdersWanted(
            most=int(most) if isinstance(most, Decimal) else USUAL_COUNT,
            since=self._day("since"),
            until=self._day("until"),
            customer_ids=(self._customer.id,) if self._customer else (),
            price_groups=self._words("price_group"),
            families=self._words("family"),
            on=self._day("day") if self.form.value("as_of") == "day" else None,
        )

    def _errors(self) -> dict[str, str]:
        errors = {}
        most = self.form.value("most")
        if not isinstance(most, Decimal) or not 0 < most <= MOST_ORDERS:
            errors["most"] = _("Key how many orders, {most} at most.").format(most=format_count(MOST_ORDERS))
        since, until = self._day("since"), self._day("until")
        if since is not None and until is not None and until < since:
            errors["until"] = _("The last day is before the first.")
        if self.form.text("customer") and self._customer is None:
            errors["customer"] = _("Choose a customer from the list.")
        if self.form.value("as_of") == "day" and self._day("day") is None:
            errors["day"] = _("Key the day.")
        return errors

    def _day(self, name: str) -> date | None:
        value = self.form.value(name)
        return value if isinstance(value, date) else None

    def _words(self, name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.form.text(name).split(",") if word.strip())


def _fields() -> tuple[Field, ...]:
    days = (("own", _("the order's day")), ("day", _("one day")))
    many = _("Several with a comma between them; empty: all.")
    return (
        Field("most", _("&Last orders"), "number", whole=True, decimals=0),
        Field("customer", _("&Customer"), placeholder=_("all")),
        Field("since", _("Ordered &from"), "date"),
        Field("until", _("Ordered &to"), "date"),
        Field("price_group", _("Price &group"), help=many, placeholder=_("all")),
        Field("family", _("Product famil&y"), help=many, placeholder=_("all")),
        Field("as_of", _("&Priced as of"), "choice", choices=days),
        Field("day", _("&Day"), "date"),
    )


class SimulatorChoice(QWidget):
    """Both cards beside one another; `below` has room for what runs."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.drafts = DraftsCard()
        self.orders = OrdersCard(context)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.drafts, 1)
        row.addWidget(self.orders)
        self.below = QVBoxLayout(self)
        self.below.setContentsMargins(0, 0, 0, 0)
        self.below.setSpacing(10)
        self.below.addLayout(row, 1)
