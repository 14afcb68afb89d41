"""What the grid of price lists has no room for: the list under the cursor, keyed beside it, with an example."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QLabel

from app.domain.money import MICRO
from app.domain.pricing.formula import Formula
from app.i18n import _, country_name, format_count, format_price, n_
from app.models.cells_model import CellRow
from app.services import seeds
from app.services.prices.overview import ListOverview
from app.views.kit.cell_values import CellReader
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.forms import Field
from app.views.kit.price_history import break_bases, count_spans, list_purposes
from app.views.kit.row_form import RowForm
from app.views.kit.search_popup import SearchRow
from app.views.prices.list_grid import read_formula

EXAMPLE = (100 * MICRO, 1)
FORMULA = ("factor", "plus", "step", "ending")


class Lists(Protocol):
    """Who knows the lists and the firm's channels as they were read last."""

    def lists(self) -> Sequence[ListOverview]: ...

    def channels(self) -> Sequence[str]: ...


class ListInspector(RowForm):
    """The list under the cursor: whom it is for, how its breaks count, and of what it is made."""

    def __init__(self, grid: CellsGrid, lists: Lists) -> None:
        super().__init__(_("For the list"), grid, [("", _fields())], prefix="list")
        self._lists = lists
        self.example = QLabel()
        self.example.setObjectName("formulaExample")
        self.example.setWordWrap(True)
        self.rest.addWidget(self.example)
        self.add_note("formulaNote").setText(
            _("Articles without an own price take that of the other list by this formula.")
        )
        self.offer("parent", self._parent_rows)
        self.offer("channel", self._channel_rows)

    def _parent_rows(self, text: str) -> list[SearchRow]:
        own = self.row()
        found = [
            each.card
            for each in self._lists.lists()
            if text.casefold() in f"{each.card.code} {each.card.name}".casefold()
            and (own is None or each.card.id != own.key)
        ]
        return [
            SearchRow(card.code, card.code, secondary=card.name, right=card.currency) for card in found[:20]
        ]

    def _channel_rows(self, text: str) -> list[SearchRow]:
        return [
            SearchRow(each, each) for each in self._lists.channels() if text.casefold() in each.casefold()
        ]

    def told(self, row: CellRow | None) -> None:
        if row is None:
            self.example.clear()
            return
        self.example.setText(self._example(row))
        count = int(str(row.values["count"] or 0))
        title = n_("For the list · {count} price", "For the list · {count} prices", count)
        self.set_title(title.format(count=format_count(count)) if row.key is not None else _("For the list"))

    def _example(self, row: CellRow) -> str:
        """`348.35 → 383.185 → 382.99`: the other list's price, times and plus, then rounded."""
        code = str(row.values["parent"] or "")
        texts: dict[str, str] = {}
        formula = Formula(**read_formula(CellReader("rows", 0, row, texts)))
        if not code or texts or formula.step_micro < 0:
            return ""
        price, per = self._price_of(code)
        plain = Formula(formula.factor_ppm, formula.add_micro).price(price, per)
        shown = [price, plain] if not formula.step_micro else [price, plain, formula.price(price, per)]
        arrow = " \N{RIGHTWARDS ARROW} "
        return _("Example: {prices}").format(prices=arrow.join(format_price(each, per) for each in shown))

    def _price_of(self, code: str) -> tuple[int, int]:
        """A price of the list, or of that of which it is made itself."""
        known = {each.card.code.casefold(): each for each in self._lists.lists()}
        way: set[str] = set()
        while (found := known.get(code.casefold())) is not None and code not in way:
            if found.example is not None:
                return found.example
            way.add(code)
            code = found.parent_code
        return EXAMPLE


def _fields() -> tuple[Field, ...]:
    named = sorted((country_name(code), code) for code in seeds.countries())
    countries = (("", _("any")), *((code, name) for name, code in named))
    floor = _("A price floor is not sold at: below it an approval is needed.")
    taxed = _("For private customers: the price shown is the price paid.")
    bases, spans = tuple(break_bases().items()), tuple(count_spans().items())
    return (
        Field("price_group", _("Price &group"), help=_("Whose list it is, for the kind “price group”.")),
        Field("purpose", _("F&or"), "choice", choices=tuple(list_purposes().items()), help=floor),
        Field("channel", _("C&hannel"), help=_("Only for orders that came this way; empty: for all.")),
        Field("country", _("Ship-to countr&y"), "choice", choices=countries),
        Field("currency", _("C&urrency")),
        Field("priority", _("&Priority"), help=_("Of several lists of a kind the higher one comes first.")),
        Field("includes_tax", _("Prices include &VAT"), "check", help=taxed, span=2),
        Field("breaks_over", _("&Breaks count"), "choice", choices=bases),
        Field("counts", _("&In"), "choice", choices=spans),
        Field("parent", _("&Made of list"), help=_("The code of another list.")),
        Field("factor", _("&Factor %")),
        Field("plus", _("P&lus"), help=_("For one base unit; with a minus it is taken off.")),
        Field("step", _("S&tep"), help=_("1 with the ending -0.01 gives 382.99, 0.05 gives five cents.")),
        Field("ending", _("&Ending")),
    )
