"""F6: the article of a line is configured at the configurator's desk, and comes back as a configuration on the line."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.money import MICRO
from app.domain.orders.draft import Line, edit_line
from app.domain.orders.keying import line_number
from app.domain.orders.own_prices import LinePricing
from app.domain.rounding import divide_half_up
from app.i18n import _
from app.messages import text_of
from app.services.configured_lines import read_configured

if TYPE_CHECKING:
    from app.services.unit_of_work import Reading
    from app.views.kit.bus import Ask
    from app.views.orders.order_page import OrderPage


class Configuring(QObject):
    """Of one page: asks for the configurator, and takes its answer."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page

    def open(self) -> None:
        """F6: for the line of the cursor; an article that is sold as it is says so."""
        self.open_line(self._page.grid.current_key())

    def open_line(self, key: str) -> None:
        """For the line of this key."""
        page, draft = self._page, self._page.session.draft
        line = draft.line(key) if key else None
        if line is None or line.product_id is None:
            page.message_bar.show_message(_("Choose a line with an article first."), "info")
            return
        if line.configuration:
            self._ask(line)
            return
        product_id = line.product_id

        def found(why_not: str) -> None:
            now = page.session.draft.line(key)
            if now is None or now.product_id != product_id:
                return  # it was changed meanwhile
            if why_not:
                page.message_bar.show_message(text_of(why_not, {"sku": now.sku}), "info")
            else:
                self._ask(now)

        page.frame.jobs.read(self, lambda view: _why_not(view, product_id), found, latest="model")

    def _ask(self, line: Line) -> None:
        page, session = self._page, self._page.session
        origin = _("{order} · line {line}").format(
            order=session.draft.number or _("New order"), line=line_number(session.draft, line.key)
        )
        page.frame.bus.ask(
            "configurator.open",
            line.product_id or 0,
            sku=line.sku,
            title=line.text,
            order_id=page.order_id,
            line=line.key,
            customer_id=session.draft.header.customer_id or 0,
            origin=origin,
            configuration=line.configuration,
            quantity=Fraction(line.quantity_micro, MICRO),
            on=session.draft.order_date,
            pricing=LinePricing(line, session.draft, session.context),
            may_take=session.is_editable,
        )

    def take(self, answer: Ask) -> None:
        """The configurator's answer: configuration, text and quantity of the line, as one step to undo."""
        page, language = self._page, self._page.session.context.language
        key, configuration = str(answer.params["line"]), str(answer.params["configuration"])
        keyed = answer.params["quantity"]
        assert isinstance(keyed, Fraction), "told by the configurator"
        quantity_micro = divide_half_up((keyed * MICRO).numerator, (keyed * MICRO).denominator)

        def read(view: Reading) -> str:
            return read_configured(view, [configuration])[configuration].text(language)

        def put(text: str) -> None:
            session = page.session
            line = session.draft.line(key)
            if line is None or not session.is_editable:
                told = _("The line that was configured is gone, or may not be changed any more.")
                page.message_bar.show_message(told, "warn")
                return
            values = {"configuration": configuration, "text": text, "quantity_micro": quantity_micro}
            session.edit(edit_line(line, **{n: v for n, v in values.items() if getattr(line, n) != v}))
            page.grid.edit_key(key, "quantity")

        page.frame.jobs.read(self, read, put)


def _why_not(view: Reading, product_id: int) -> str:
    """The code of why an article cannot be configured, "" where it can."""
    from app.services.product_models import read_model_for, unconfigured_because

    return "" if read_model_for(view, product_id) else unconfigured_because(view, product_id)
