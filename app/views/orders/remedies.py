"""The ways out of an order's issues: what a remedy says is done on the page, or asked of the other desks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.issues import Remedy
from app.domain.money import MICRO
from app.domain.orders.draft import Line, edit_header, edit_line
from app.domain.orders.keying import free_line_of
from app.domain.orders.making import taken_out
from app.domain.orders.substituting import COMMAND
from app.domain.orders.terms_typed import without_name
from app.views.orders.places import go_to_place
from app.views.orders.screening import screen_parties

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage


class Remedies:
    """Takes remedies; `confirm` and `open_order` belong to the page's actions."""

    def __init__(
        self, page: OrderPage, confirm: Callable[[], None], open_order: Callable[[int], None]
    ) -> None:
        self._page = page
        self._open_order = open_order
        self._handlers: dict[str, Callable[[Any], None]] = {
            "focus": lambda params: go_to_place(page, str(params["where"])),
            "order.set_quantity": lambda params: self._edit(
                params, quantity_micro=params.get("quantity_micro", MICRO)
            ),
            "order.set_unit": self._set_unit,
            "order.set_delivery": lambda params: page.session.edit(
                edit_header(page.session.draft, delivery_wish=str(params["wish"]))
            ),
            "order.set_carrier": lambda params: page.session.edit(
                edit_header(page.session.draft, carrier=str(params["carrier"]))
            ),
            "order.set_ships_from": lambda params: page.session.edit(
                edit_header(page.session.draft, warehouse_id=params["warehouse_id"])
            ),
            "order.set_requested_date": self._set_date,
            "order.set_line_date": lambda params: self._edit(params, requested_date=params["date"]),
            "order.take_rules_price": lambda params: self._edit(
                params, price_source="auto", discount_source="auto"
            ),
            "order.take_rules_discount": lambda _params: page.session.edit(
                edit_header(page.session.draft, order_discount="")
            ),
            "order.drop_service": self._drop_service,
            "order.drop_coupon": self._drop_coupon,
            COMMAND: page.substitutes.take_remedy,
            "order.insert_discount": lambda params: self._edit(params, kind="discount"),
            "order.make_free_line": self._make_free_line,
            "line.configure": lambda params: page.configuring.open_line(str(params["key"])),
            "order.look_up": lambda params: page.grid.look_up(str(params["key"])),
            "order.delete_line": self._delete_line,
            "order.screen_parties": lambda _params: screen_parties(page),
            "order.reprice": lambda _params: page.session.reprice(),
            "order.retax": lambda _params: page.session.retax(),
            "order.confirm": lambda _params: confirm(),
            "order.open": lambda params: open_order(int(str(params["id"]))),
        }

    def take(self, remedy: Remedy) -> None:
        """Do what a remedy says; what other desks can do goes to the bus."""
        params = remedy.params
        handler = self._handlers.get(remedy.command)
        if handler is not None:
            handler(params)
            return
        rest = {name: value for name, value in params.items() if name not in {"id", "name"}}
        self._page.frame.bus.ask(remedy.command, int(str(params.get("id", 0))), **rest)

    def _line(self, params: Any) -> Line | None:
        draft = self._page.session.draft
        line = draft.line(str(params["key"]))
        return draft.line(line.kit_key) if line is not None and line.is_part else line

    def _edit(self, params: Any, **values: object) -> None:
        line = self._line(params)
        if line is not None:
            self._page.session.edit(edit_line(line, **values))

    def _set_unit(self, params: Any) -> None:
        names = ("quantity_micro", "unit", "factor_num", "factor_den")
        self._edit(params, **{name: params[name] for name in names})

    def _set_date(self, params: Any) -> None:
        day = params["date"]
        assert isinstance(day, date), "the remedy carries a day"
        self._page.session.edit(edit_header(self._page.session.draft, requested_date=day))

    def _drop_service(self, params: Any) -> None:
        draft = self._page.session.draft
        services = without_name(draft.header.services, str(params["service"]))
        self._page.session.edit(edit_header(draft, services=services))

    def _drop_coupon(self, params: Any) -> None:
        draft = self._page.session.draft
        coupons = without_name(draft.header.coupons, str(params["coupon"]))
        self._page.session.edit(edit_header(draft, coupons=coupons))

    def _make_free_line(self, params: Any) -> None:
        """A line that names no article becomes a free one; its price is keyed next."""
        line = self._line(params)
        if line is not None:
            self._page.session.edit(free_line_of(line))
            self._page.grid.edit_key(line.key, "price")

    def _delete_line(self, params: Any) -> None:
        line = self._line(params)
        if line is not None:
            self._page.session.edit(taken_out(line, self._page.session.draft))
