"""The configurator's desk: what can be configured, and each product that is being configured in a tab."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from app.i18n import _
from app.views.configurator.opened import Opened, Wish
from app.views.configurator.page import ConfigPage
from app.views.configurator.products_page import ProductsPage
from app.views.configurator.wishes import wish_of
from app.views.kit.bus import Ask
from app.views.kit.context import Context
from app.views.kit.tab_desk import DeskPage, TabDesk

if TYPE_CHECKING:
    from app.services.unit_of_work import Reading

DESK = "configurator"
_KEPT = 8


def _open_wish(view: Reading, wish: Wish) -> Opened:
    from app.views.configurator.opening import open_wish

    return open_wish(view, wish)


class ConfiguratorDesk(TabDesk):
    """Answers "configurator.open" (see `wish_of`), "configurator.fits"; asks "order.configured" of what is taken.

    "configurator.fits" (id of a customer; `fits_with`, `title`) lists what may be configured to fit a thing of his, and
    opens that thing as it was sold where it was (`configuration`, `product_id`, `sku`).
    "configurator.record" (id of a customer; `title`) lists what may be configured to be recorded as his.
    What was left without taking it over is kept, with its undo, until its line is configured otherwise.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Configurator"))
        self._left: OrderedDict[str, Opened] = OrderedDict()
        self.list = self.add_fixed(ProductsPage(context))
        self.list.product_opened.connect(self.try_out)
        self.list.sold_wanted.connect(self._open_sold)

    def asked(self, ask: object) -> None:
        """Asks of the bus."""
        if isinstance(ask, Ask) and ask.name == "configurator.open":
            self.to_front()
            self.open_wish(wish_of(ask, self.context))
        elif isinstance(ask, Ask) and ask.name == "configurator.fits":
            self.to_front()
            self.open_page(self.list.key, lambda: self.list)
            self.list.choose_for(ask.id, dict(ask.params))
        elif isinstance(ask, Ask) and ask.name == "configurator.record":
            self.to_front()
            self.open_page(self.list.key, lambda: self.list)
            self.list.record_for(ask.id, dict(ask.params))

    def try_out(self, product_id: int, sku: str, name: str) -> None:
        """Configure an article for nobody yet."""
        params = {"sku": sku, "title": name, **self.list.taken_wish()}
        ask = Ask("configurator.open", product_id, params)
        self.open_wish(wish_of(ask, self.context))

    def _open_sold(self, thing: dict[str, object]) -> None:
        """What a customer has from here, as its order has it: it is looked at, and may be copied to a new order."""
        self.list.taken_wish()
        names = ("sku", "title", "customer_id", "configuration", "order_id", "line")
        params = {name: thing.get(name, "") for name in names}
        params |= {"order_id": thing.get("order_id", 0), "origin": thing.get("order", ""), "may_take": False}
        product_id = thing.get("product_id")
        assert isinstance(product_id, int), "what was configured was an article"
        self.open_wish(wish_of(Ask("configurator.open", product_id, params), self.context))

    def open_wish(self, wish: Wish) -> DeskPage:
        """A tab for each line; one that is open keeps its choices, unless another configuration stands on the line."""
        page = self.find_page(wish.key)
        if isinstance(page, ConfigPage):
            if not _is_about(page.wish, wish):
                super().close_page(page)
            elif page.opened is not None and wish.pricing and wish.pricing.currency != page.opened.currency:
                self.close_page(page)  # its choices are kept; amounts are shown in another currency
            else:
                page.renew(wish)
        return self.open_page(wish.key, lambda: self._make(wish))

    def _make(self, wish: Wish) -> ConfigPage:
        kept = self._left.pop(wish.key, None)
        if kept is not None and not _is_about(kept.wish, wish):
            kept = None
        return ConfigPage(self.context, wish, _open_wish, kept)

    def close_page(self, page: DeskPage | None = None) -> None:
        """The session is kept for whoever comes back; not of what was taken over."""
        target = page or self.page()
        if isinstance(target, ConfigPage) and target.opened is not None and not target.is_taken:
            self._left[target.wish.key] = target.opened
            while len(self._left) > _KEPT:
                self._left.popitem(last=False)
        super().close_page(target)


def _is_about(kept: Wish, wish: Wish) -> bool:
    """Whether the same article with the same configuration was meant, and to fit the same."""
    fits_alike = wish.fits_with is None or kept.fits_with == wish.fits_with
    same = (kept.product_id, kept.configuration) == (wish.product_id, wish.configuration)
    return same and fits_alike and wish.earlier is None
