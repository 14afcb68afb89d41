"""The tab of the price lists: the grid of their heads, and beside it what the grid has no room for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.domain.price_inputs import PriceListInput
from app.i18n import _
from app.services.prices.drafts import LIST
from app.services.prices.overview import ListOverview, read_channels
from app.views.kit.context import Context
from app.views.kit.customer_picking import ask_customers, customer_named
from app.views.kit.grid_page import GridPage
from app.views.kit.keyed import today_of
from app.views.kit.pasted_names import find_pasted
from app.views.prices.draft_keys import DraftKeys
from app.views.prices.inspector import ListInspector
from app.views.prices.list_grid import by_code, lists_spec
from app.views.prices.versions_keys import versions_of_rows


class ListsPage(GridPage[ListOverview, PriceListInput]):
    """F4 goes beside the grid, Ctrl+O opens the prices of the list, Ctrl+M changes them."""

    def __init__(self, context: Context, currency: str) -> None:
        spec = lists_spec(currency, partial(today_of, context), lambda: by_code(self.lists()))
        super().__init__(context, spec)
        self._channels: tuple[str, ...] = ()
        self.set_pick("customer", ask_customers(context, self))
        find_pasted(context, self.grid, {"customer": customer_named})
        self.inspector = ListInspector(self.grid, self)
        self.set_beside(self.inspector)
        self.can_do |= {
            "prices": lambda: self._ask("price.list"),
            "change": lambda: self._ask("price.change"),
        }
        DraftKeys(self, LIST)
        versions_of_rows(self, "list")

    def lists(self) -> Sequence[ListOverview]:
        """The lists as they were read last."""
        return self.record or ()

    def channels(self) -> Sequence[str]:
        """The ways on which the firm's orders come."""
        return self._channels

    def show_record(self, record: Sequence[ListOverview]) -> None:
        super().show_record(record)
        self.context.jobs.read(self, read_channels, self._take_channels, latest="channels")

    def _take_channels(self, channels: tuple[str, ...]) -> None:
        self._channels = channels

    def name_of_record(self) -> str:
        return _("Lists")

    def _ask(self, name: str) -> None:
        """For the list under the cursor, as far as it is kept already."""
        row = self.grid.cells.row_at(self.grid.current_row())
        if row is not None and row.key is not None:
            self.context.bus.ask(name, row.key, code=str(row.values["code"]))
