"""What the keys of a configurator's page do beside the form: undo, complete, compare, modules, picture, quantity."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.configuring.aims import Aim
from app.domain.product_models.results import Configuration
from app.i18n import _, format_micro
from app.messages import text_of_issue
from app.views.configurator.compare_popup import ComparePopup
from app.views.configurator.complete_menu import NEAREST, CompleteMenu
from app.views.configurator.exporting import Exporting
from app.views.configurator.fitting import Fitting
from app.views.configurator.module_hands import ModuleHands
from app.views.configurator.templates import Templates
from app.views.configurator.words import choice_text, deed_text, rules_text
from app.views.kit.message_bar import MessageAction
from app.views.kit.tokens import Level

if TYPE_CHECKING:
    from app.domain.configuring.views import ChoiceView, ConfiguringView
    from app.services.unit_of_work import UnitOfWork
    from app.views.configurator.config_view import ConfigView
    from app.views.configurator.hands import Hands
    from app.views.configurator.page import ConfigPage

_EXPLAINED = 5
"""Of so many conflicts the rules are told."""


class PageKeys(QObject):
    """Of one page: says what can be done now, by the names of the commands."""

    def __init__(self, page: ConfigPage, hands: Hands, view: ConfigView) -> None:
        super().__init__(page)
        self._page = page
        self._hands = hands
        self._view = view
        self.modules = ModuleHands(hands, view)
        self.fitting = Fitting(page)
        self.templates = Templates(page)
        self._complete: CompleteMenu | None = None
        self._compare: ComparePopup | None = None
        self._told = ""  # which conflicts the bar tells
        self._missing = ""  # why there is no price, as the bar tells it
        self._noted: Configuration = hands.session.preview
        self.exporting = Exporting(page, hands)
        page.can_do |= self._always() | self.exporting.can_do()
        told = _("No configuration stands on an order's line yet.")
        self._allow("copy_to_order", self._copy_to_order, told, allowed=self._is_on_a_line())
        hands.shown.connect(self._shown)
        view.price.quantity_keyed.connect(lambda _value: hands.reprice())
        view.price.quantity_entered.connect(view.take_button.setFocus)
        view.price.quantity_refused.connect(view.explain.show_complaint)
        for button, name in (
            (view.undo_button, "undo"),
            (view.complete_button, "complete"),
            (view.take_button, "take"),
        ):
            button.clicked.connect(lambda _checked=False, name=name: self._run(name))

    def _run(self, name: str) -> None:
        self._page.context.commands.run(f"configurator.{name}")

    def _always(self) -> dict[str, Callable[[], object]]:
        hands, modules = self._hands, self.modules
        return {
            "complete": self.complete,
            "clear": lambda: hands.do(hands.session.clear_all),
            "compare": self.compare,
            "fits_with": self.fitting.open,
            "templates": self.templates.open,
            "next_open": hands.next_open,
            "next_step": lambda: hands.step_by(1),
            "previous_step": lambda: hands.step_by(-1),
            "picture": self._to_picture,
            "quantity": self._to_quantity,
            "add_module": modules.add,
            "copy_module": modules.double,
            "remove_module": modules.remove,
            "module_up": lambda: modules.move(-1),
            "module_down": lambda: modules.move(1),
        }

    def _shown(self, now: ConfiguringView) -> None:
        undo, is_first = self._hands.undo, now.undoes is None
        if is_first and self._page.has_before:
            undo, is_first = self._page.undo_reopening, False
        self._allow("undo", undo, _("There is nothing to undo."), allowed=not is_first)
        self._view.undo_button.setEnabled(not is_first)
        self._allow("redo", self._hands.redo, _("There is nothing to redo."), allowed=now.redoes is not None)
        self._tell_conflicts(now)
        self._tell_issues(now)
        self._view.undo_button.setToolTip("" if now.undoes is None else deed_text(now.undoes))

    def _tell_issues(self, now: ConfiguringView) -> None:
        """Why there is no price: a row that the model lacks is for who keeps it, not for who configures."""
        bar, text = self._page.message_bar, "\n".join(map(text_of_issue, now.issues))
        if text == self._missing:
            return
        bar.take_back(self._missing)
        self._missing = text
        if text:
            bar.show_message(text, "warn")

    def _tell_conflicts(self, now: ConfiguringView) -> None:
        """What of an earlier configuration, or of what the customer owns, is possible no more."""
        lost = ", ".join(choice_text(choice) for choice in now.conflicts)
        bar = self._page.message_bar
        if not lost:
            bar.take_back(self._told)
            self._told = ""
            return
        told = _("No longer possible together: {choices}.").format(choices=lost)
        text = "\n".join([told, *self._rules_against(now.conflicts)])
        if text != self._told:
            self._told = text
            forget = MessageAction(_("Leave it out"), self._forget, "Alt+1")
            bar.show_message(text, "warn", [forget])

    def _rules_against(self, lost: Sequence[ChoiceView]) -> list[str]:
        """By which rules it is not possible, each told once; what the model has no more is against none."""
        found: dict[str, None] = {}
        for each in lost[:_EXPLAINED]:
            taken = each.is_taken
            reason = self._hands.session.reason(each.code, each.value, taken=taken) if each.field else None
            if reason is not None and reason.rules:
                found.update(dict.fromkeys(rules_text(reason).splitlines()))
        return list(found)

    def _forget(self) -> None:
        self._hands.do(self._hands.session.forget_conflicts)

    def _allow(self, name: str, call: Callable[[], object], why: str, *, allowed: bool) -> None:
        page = self._page
        page.can_do.pop(name, None)
        page.why_not[name] = why
        if allowed:
            page.can_do[name] = call

    def _is_on_a_line(self) -> bool:
        """Whether an order's line has a configuration that can be sold once more."""
        wish = self._page.wish
        return bool(wish.order_id and wish.configuration)

    def _copy_to_order(self) -> None:
        """Ctrl+Shift+D: the line as it is in its order, in a new one for the same customer; opened there."""
        page, wish = self._page, self._page.wish

        def write(uow: UnitOfWork) -> int:
            from app.services.orders.drafts import duplicate_order

            return duplicate_order(uow, wish.order_id, keep_manual_prices=False, only=wish.line)

        page.context.jobs.write(self, write, lambda id_: page.context.bus.ask("order.open", id_))

    def show_stock(self, free: Mapping[str, int]) -> None:
        """The dots of what options come with."""
        self._view.form.set_stock({sku: stock_dot(micro) for sku, micro in free.items()})

    # the rest of it

    def complete(self) -> None:
        """Ctrl+M."""
        if self._complete is None:
            self._complete = CompleteMenu(self._page)
            self._complete.taken.connect(self._complete_by)
        self._complete.open_under(self._view.complete_button)

    def _complete_by(self, name: str) -> None:
        session, hands = self._hands.session, self._hands
        title = self._complete.titles[name] if self._complete is not None else ""
        if name == NEAREST:
            hands.complete(lambda: session.complete_like(self._noted), title)
        else:
            hands.complete(lambda: session.complete(Aim(name)), title)

    def compare(self) -> None:
        """Ctrl+B."""
        if self._compare is None:
            self._compare = ComparePopup(self._page, self._page.opened.currency if self._page.opened else "")
            self._compare.noted.connect(self._note)
        self._compare.show_comparison(self._hands.session.compare(self._noted))
        self._compare.open_under(self._view.top)

    def _note(self) -> None:
        self._noted = self._hands.session.preview
        self._page.message_bar.show_message(_("Noted. Ctrl+B compares with it from now on."), "ok")

    # places

    def _to_picture(self) -> None:
        picture, form = self._view.picture.view, self._view.form
        if picture.hasFocus():
            form.enter()
        else:
            picture.setFocus()

    def _to_quantity(self) -> None:
        self._view.price.quantity.setFocus()
        self._view.price.quantity.selectAll()


def stock_dot(free_micro: int) -> tuple[Level, str]:
    """The colour of a dot, and what it means."""
    if free_micro <= 0:
        return "warn", _("none in stock")
    return "ok", _("{quantity} in stock").format(quantity=format_micro(free_micro))
