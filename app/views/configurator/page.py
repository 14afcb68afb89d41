"""A product being configured, in a tab of the configurator's desk: opened in a job, taken into the order's line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from app.i18n import _, format_price
from app.views.configurator.page_keys import PageKeys
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.kit.errors import show_error
from app.views.kit.key_buffer import KeyBuffer
from app.views.kit.message_bar import MessageAction
from app.views.kit.tab_desk import DeskPage

if TYPE_CHECKING:
    from app.services.unit_of_work import Reading
    from app.views.configurator.config_view import ConfigView
    from app.views.configurator.hands import Hands
    from app.views.configurator.opened import Opened, Wish

Open = Callable[["Reading", "Wish"], "Opened"]


class ConfigPage(DeskPage):
    """Shows that the model is read, then the form; where it cannot be read, why, and the key that tries again."""

    def __init__(self, context: Context, wish: Wish, open_wish: Open, kept: Opened | None = None) -> None:
        super().__init__(context, wish.key, wish.sku or _("Configuration"))
        self.setObjectName("configurator")
        self.wish = wish
        self._open = open_wish
        self.opened: Opened | None = None
        self.view: ConfigView | None = None
        self.hands: Hands | None = None
        self.keys: PageKeys | None = None
        self._buffer: KeyBuffer | None = None
        self._before: list[Opened] = []
        self._is_taking = False
        self.is_taken = False
        self._waits = EmptyState(
            "mdi6.tune-variant",
            _("The product model is being read …"),
            _("This takes a moment the first time."),
            self,
        )
        self.column.addWidget(self._waits, 1)
        self.can_do = {"leave": self.leave}
        self.set_heading(self.title, " · ".join(filter(None, (wish.name, wish.origin))))
        if kept is not None:
            self._show_opened(_of_wish(kept, wish))
        else:
            self.read()

    # opening

    def read(self) -> None:
        """Ask for the model; in a job, since reading and compiling take their time."""
        self._buffer = KeyBuffer(self)
        wish, open_wish = self.wish, self._open
        self.context.jobs.read(
            self, lambda view: open_wish(view, wish), self._show_opened, latest="open", failed=self._failed
        )

    def _failed(self, error: Exception) -> None:
        if self._buffer is not None:
            self._buffer.drop()
        show_error(self, error)
        text = self.message_bar.text()
        self.message_bar.show_message(text, "bad", [MessageAction(_("Try again"), self._again, "Alt+1")])

    def _again(self) -> None:
        self.message_bar.clear()
        self.read()

    def _show_opened(self, opened: Opened) -> None:
        from app.views.configurator.config_view import ConfigView
        from app.views.configurator.hands import Hands

        self._waits.hide()
        self.opened = opened
        self.view = ConfigView(opened.currency, self)
        self.column.addWidget(self.view, 1)
        self.hands = Hands(opened, self.view)
        self.keys = PageKeys(self, self.hands, self.view)
        self.view.price.quantity.set_value(_decimal(self.wish.quantity))
        self.view.top.set_origin(self.wish.origin or _("All products"))
        self.view.top.back_wanted.connect(self.leave)
        self.view.take_button.setVisible(self.wish.may_take or bool(self.wish.records_for))
        if self.wish.may_take:
            self.can_do["take"] = self.take
        elif self.wish.records_for:
            self.can_do["take"] = self.record
            self.view.say_take(_("Record it"))
        self.hands.show()
        self.keys.show_stock(opened.free)
        self._tell_first(opened)
        self.enter()
        if self._buffer is not None:
            self._buffer.release()

    def _tell_first(self, opened: Opened) -> None:
        """All that is to be known before anything is chosen, as one message: none of it takes another one's place.

        What does not fit, or has no price, was told already and is graver.
        """
        actions = []
        if opened.newer:
            title = _("Take the choices over into version {number}").format(number=opened.newer)
            actions.append(MessageAction(title, self._renew, "Alt+1"))
        texts = (self._newer_text(opened), self._fits_text(opened), self._typed_price_text())
        text = "\n".join(filter(None, texts))
        if text and (opened.newer or not self.message_bar.text()):
            self.message_bar.show_message(text, "info", actions)

    def _newer_text(self, opened: Opened) -> str:
        """It was sold under an older version: it opens as it was, and a key takes it over into the newer one."""
        if opened.newer:
            text = _("Version {number} of the product model is in use now. This one opens as it was made.")
            return text.format(number=opened.newer)
        is_looked_at = self.wish.order_id and not self.wish.may_take
        if not is_looked_at or self.message_bar.text():  # what no longer fits was told before
            return ""
        if self.wish.pricing is not None and self.wish.pricing.draft.state == "quoted":
            return _(
                "This quote is not being changed: look at it here. Ctrl+E in the quote lets it be changed."
            )
        return _("This order is not being changed: look at it here. Ctrl+E in the order lets it be changed.")

    def _fits_text(self, opened: Opened) -> str:
        """To what of the customer's it is to fit; what of it does not is told with the conflicts."""
        from app.views.configurator.fitting import told_of

        heading, told = told_of(opened)
        name = opened.name or self.wish.name
        self.set_heading(self.title, " · ".join(filter(None, (name, self.wish.origin, heading))))
        return told

    def _typed_price_text(self) -> str:
        """A price that somebody typed stays on the line whatever is chosen: the one that is shown is the rules'."""
        pricing = self.wish.pricing
        if pricing is None or not pricing.line.has_typed_price:
            return ""
        line = pricing.line
        text = _("The price of this line was typed: {price} stays, whatever is chosen here.")
        many = "" if line.price_per == 1 else f" / {line.price_per}"
        return text.format(price=f"{format_price(line.price_micro)} {pricing.currency}{many}")

    def _renew(self) -> None:
        """Open it again under the version in use; what does not fit there is told."""
        self.reopen(replace(self.wish, is_renewed=True))

    def renew(self, wish: Wish) -> None:
        """The same is wanted again, from a line that may have changed meanwhile: its prices count, and its quantity."""
        before, self.wish = self.wish, wish
        if self.view is None or self.hands is None:
            return
        if before.quantity != wish.quantity:
            self.view.price.quantity.set_value(_decimal(wish.quantity))
        if wish.pricing is not None and wish.pricing is not before.pricing:
            self.hands.reprice(wish.pricing)

    def reopen(self, wish: Wish) -> None:
        """Open it anew: under another version, or to fit to other things; undo goes back to what was before."""
        if self.opened is not None:
            self._before.append(self.opened)
        self._close_view()
        self.wish = wish
        self._waits.show()
        self.read()

    @property
    def has_before(self) -> bool:
        """Whether it was opened otherwise before."""
        return bool(self._before)

    def undo_reopening(self) -> None:
        """As it was before it was opened anew, with all that can be undone there."""
        opened = self._before.pop()
        self._close_view()
        self.wish = replace(opened.wish, pricing=self.wish.pricing, quantity=self.wish.quantity)
        self._show_opened(_of_wish(opened, self.wish))

    def _close_view(self) -> None:
        self.message_bar.clear()
        old, self.view, self.hands, self.opened = self.view, None, None, None
        self.can_do = {
            "leave": self.leave
        }  # until it is open again: an undo meanwhile would open a second one
        if old is not None:
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()

    def enter(self) -> None:
        """The first field, or where the keys were."""
        if self.view is not None and self.view.form.current() is None:
            self.view.form.enter()

    # the end

    def take(self) -> None:
        """Ctrl+Enter: keep the configuration, and put it on the order's line."""
        opened, hands = self.opened, self.hands
        if opened is None or hands is None or self._is_taking:
            return
        from app.views.configurator.taking import keep_for_line

        price = hands.price_card
        if wrong := price.quantity_complaint():
            price.quantity.setFocus()
            price.quantity_refused.emit(wrong)
            return
        self._is_taking = True
        kept, quantity = opened.session.kept(), hands.quantity()

        def taken(key: str) -> None:
            wish, self.is_taken = self.wish, True
            self.context.bus.ask(
                "order.configured", wish.order_id, line=wish.line, configuration=key, quantity=quantity
            )
            self.close_wanted.emit()

        self.context.jobs.write(
            self,
            lambda uow: keep_for_line(uow, opened, kept),
            taken,
            failed=self._not_taken,
        )

    def record(self) -> None:
        """Ctrl+Enter: what is configured is the customer's own from now on; back to his card."""
        opened, hands, wish = self.opened, self.hands, self.wish
        if opened is None or hands is None or self._is_taking:
            return
        from app.views.configurator.taking import record_as_owned

        self._is_taking = True
        kept, text = opened.session.kept(), hands.now.line_text

        def recorded(_id: int) -> None:
            self.is_taken = True
            self.context.bus.ask("customer.open", wish.records_for)
            self.close_wanted.emit()

        self.context.jobs.write(
            self, lambda uow: record_as_owned(uow, opened, kept, text), recorded, failed=self._not_taken
        )

    def _not_taken(self, error: Exception) -> None:
        self._is_taking = False
        show_error(self, error)

    def leave(self) -> None:
        """Esc: back to where it was asked from; what was chosen and is not on the line yet is asked about."""
        is_taken = self.wish.may_take or bool(self.wish.records_for)
        if self.hands is None or not is_taken or not self._has_more(self.hands):
            self.give_up()
            return
        text = _("The choices are not on the line yet.")
        if self.wish.records_for:
            text = _("The choices are not on the customer's card yet.")
        actions = [
            MessageAction(_("Take over"), self.take, "Alt+1"),
            MessageAction(_("Leave without"), self.give_up, "Alt+2"),
        ]
        self.message_bar.ask(text, "info", actions)

    def _has_more(self, hands: Hands) -> bool:
        """Whether something was chosen since it was asked for."""
        return hands.now.undoes is not None or self.wish.earlier is not None

    def give_up(self) -> None:
        """Back to the order, whose line stays as it is."""
        if self.wish.order_id:
            self.context.bus.ask("order.open", self.wish.order_id)
        self.close_wanted.emit()


def _of_wish(kept: Opened, wish: Wish) -> Opened:
    """What was left before, at the prices of the line as it is now."""
    if kept.prices is None or wish.pricing is None:
        return replace(kept, wish=wish)
    kept.prices.price_for(wish.pricing, wish.quantity)
    kept.session.forget_prices()
    return replace(kept, wish=wish, currency=wish.pricing.currency)


def _decimal(quantity: Fraction) -> Decimal:
    return Decimal(quantity.numerator) / Decimal(quantity.denominator)
