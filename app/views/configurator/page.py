"""A product being configured, in a tab of the configurator's desk: opened in a job, taken into the order's line."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from app.i18n import _
from app.views.configurator.hands import Hands
from app.views.configurator.words import deed_text
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.kit.errors import show_error
from app.views.kit.key_buffer import KeyBuffer
from app.views.kit.message_bar import MessageAction
from app.views.kit.tab_desk import DeskPage

if TYPE_CHECKING:
    from app.domain.configuring.views import ConfiguringView
    from app.services.unit_of_work import Reading
    from app.views.configurator.config_view import ConfigView
    from app.views.configurator.opened import Opened, Wish

Open = Callable[["Reading", "Wish"], "Opened"]


class ConfigPage(DeskPage):
    """Shows that the model is read, then the form; where it cannot be read, why, and the key that tries again."""

    def __init__(self, context: Context, wish: Wish, open_wish: Open) -> None:
        super().__init__(context, wish.key, wish.sku or _("Configuration"))
        self.setObjectName("configurator")
        self.wish = wish
        self._open = open_wish
        self.view: ConfigView | None = None
        self.hands: Hands | None = None
        self._buffer: KeyBuffer | None = None
        self._taken_version = 0
        self._waits = EmptyState(
            "mdi6.tune-variant",
            _("The product model is being read …"),
            _("This takes a moment the first time."),
            self,
        )
        self.column.addWidget(self._waits, 1)
        self.can_do = {"leave": self.leave}
        self.set_heading(self.title, " · ".join(filter(None, (wish.name, wish.origin))))
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

        self._waits.hide()
        self.view = ConfigView(opened.wish.currency, self)
        self.column.addWidget(self.view, 1)
        self.hands = Hands(opened, self.view)
        quantity = opened.wish.quantity
        self.view.price.quantity.set_value(Decimal(quantity.numerator) / Decimal(quantity.denominator))
        self.view.price.quantity_keyed.connect(lambda _value: self._show())
        self.view.top.set_origin(self.wish.origin or _("All products"))
        self.view.top.back_wanted.connect(self.leave)
        self.view.take_button.setVisible(bool(self.wish.order_id))
        for button, name in (
            (self.view.undo_button, "configurator.undo"),
            (self.view.complete_button, "configurator.complete"),
            (self.view.take_button, "configurator.take"),
        ):
            button.clicked.connect(lambda _checked=False, name=name: self.context.commands.run(name))
        self.hands.shown.connect(self._shown)
        self._give_keys()
        self._show()
        self._taken_version = self.hands.now.version
        self.enter()
        if self._buffer is not None:
            self._buffer.release()

    def _give_keys(self) -> None:
        hands = self.hands
        assert hands is not None, "called once it is opened"
        self.can_do |= {
            "next_step": lambda: hands.step_by(1),
            "previous_step": lambda: hands.step_by(-1),
            "next_open": hands.next_open,
            "picture": self._to_picture,
            "quantity": self._to_quantity,
        }

    def _show(self) -> None:
        if self.hands is not None:
            self.hands.show()

    def _shown(self, now: ConfiguringView) -> None:
        hands, view = self.hands, self.view
        assert hands is not None, "it is opened"
        assert view is not None, "it is opened"
        self._allow("undo", hands.undo, allowed=now.undoes is not None)
        self._allow("redo", hands.redo, allowed=now.redoes is not None)
        view.undo_button.setToolTip("" if now.undoes is None else deed_text(now.undoes))
        view.buttons.hint.setText(_KEYS())

    def _allow(self, name: str, call: Callable[[], object], *, allowed: bool) -> None:
        if allowed:
            self.can_do[name] = call
        else:
            self.can_do.pop(name, None)
            self.why_not[name] = (
                _("There is nothing to undo.") if name == "undo" else _("There is nothing to redo.")
            )

    # keys

    def enter(self) -> None:
        """The first field, or where the keys were."""
        if self.view is not None and self.view.form.current() is None:
            self.view.form.enter()

    def _to_picture(self) -> None:
        if self.view is not None:
            self.view.picture.view.setFocus()

    def _to_quantity(self) -> None:
        if self.view is not None:
            self.view.price.quantity.setFocus()
            self.view.price.quantity.selectAll()

    def leave(self) -> None:
        """Esc: back to where it was asked from."""
        self.close_wanted.emit()


def _KEYS() -> str:
    return _("Enter takes and goes on · Space takes · Del takes back · PgUp PgDn steps · F8 next open field")
