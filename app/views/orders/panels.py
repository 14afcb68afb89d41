"""The panels beside the lines: why this price, and from where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import KIT, Line
from app.domain.pricing import PriceResult
from app.domain.promise import ProductAvailability, available_now, free_arrivals
from app.domain.routing.sources import WarehouseFacts
from app.i18n import (
    _,
    format_micro,
    format_short_date,
    n_,
)
from app.messages import spoken
from app.models.order_columns import tax_text
from app.models.unit_words import quantity_text
from app.views.kit.bars import ShareBar, ShareBars, Waterfall
from app.views.kit.cards import Card, muted_label
from app.views.kit.price_steps import waterfall_steps
from app.views.kit.quiet_lines import QuietLines
from app.views.kit.tokens import Level
from app.views.orders.kit_words import PartFacts, part_bars, part_sentences
from app.views.orders.line_promises import unit_to_say
from app.views.orders.made_words import MadeFacts, made_bars, made_sentences
from app.views.orders.price_words import left_text, near_miss_text
from app.views.orders.promotion_words import promotion_text

MAX_ARRIVALS = 4  # those that come first
MAX_MISSES = 5  # the most telling ones; the others are told by the mouse
NO_ARTICLE = frozenset({"charge", "free", "discount", "section", "note"})


def _quantity(micro: int) -> str:
    return format_micro(micro)


class PricePanel(Card):
    """The waterfall of the current line, then the rules that did not apply and what would make them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Price"), parent)
        self._waterfall = Waterfall()
        self._told = QuietLines()
        self._empty = muted_label(_without_rules(None))
        self._empty.setWordWrap(True)
        self._shown: tuple[object, ...] = ()  # the question answered last
        self.body.addWidget(self._empty)
        self.body.addWidget(self._waterfall)
        self.body.addWidget(self._told)
        self.body.addStretch(1)

    @property
    def told(self) -> QuietLines:
        """The sentences under the bars: tax, last price, rules that did not apply."""
        return self._told

    @property
    def waterfall(self) -> Waterfall:
        """The bars, for tests and the benchmark."""
        return self._waterfall

    def show_price(
        self,
        line: Line | None,
        result: PriceResult | None,
        *,
        currency: str,
        with_margin: bool,
        last_price: str = "",
        bonus_ppm: int = 0,
        included_ppm: int = 0,
    ) -> None:
        """Explain a line's price; where no rule makes it the panel says why. A plan asks again: seldom news."""
        promoted = result.promoted if result is not None else ()
        asked = (line, result, promoted, currency, with_margin, last_price, bonus_ppm, included_ppm)
        if asked == self._shown:
            return
        self._shown = asked
        self._empty.setText(_without_rules(line))
        self._empty.setVisible(line is None or result is None)
        self._waterfall.setVisible(line is not None and result is not None)
        if line is None or result is None:
            self._told.setToolTip("")
            self._told.set_lines([tax_text(line)] if line is not None and line.has_amount else [])
            self.set_title(_("Price"))
            return
        self.set_title(_("Price · {sku}").format(sku=line.sku))
        self._waterfall.set_steps(
            waterfall_steps(
                line, result, with_margin=with_margin, bonus_ppm=bonus_ppm, included_ppm=included_ppm
            )
        )
        misses = [near_miss_text(miss, line, currency) for miss in result.near_misses]
        given = [promotion_text(part, currency) for part in promoted]
        told = (*given, tax_text(line), last_price, left_text(line, result))
        shown = few(misses, most=MAX_MISSES, more=result.more_misses)
        self._told.set_lines([text for text in (*told, *shown) if text])
        whole = few(misses, most=len(misses), more=result.more_misses)
        self._told.setToolTip("\n".join(whole) if shown != whole else "")

    def show_made(self, line: Line, facts: MadeFacts, currency: str) -> None:
        """Explain a line that rules added to the order as a whole."""
        asked = (line, facts, currency)
        if asked == self._shown:
            return
        self._shown = asked
        self._empty.hide()
        self._waterfall.show()
        self.set_title(_("Price · {name}").format(name=spoken(line.text)))
        self._waterfall.set_steps(made_bars(facts, currency))
        self._told.set_lines(made_sentences(line, facts, currency))
        self._told.setToolTip("")

    def show_part(self, line: Line, facts: PartFacts, currency: str, *, with_margin: bool) -> None:
        """Explain a part of a kit: its share of the kit's price."""
        asked = (line, facts, currency, with_margin)
        if asked == self._shown:
            return
        self._shown = asked
        self._empty.hide()
        self._waterfall.show()
        self.set_title(_("Price · {name}").format(name=line.sku))
        self._waterfall.set_steps(part_bars(line, facts, currency))
        self._told.set_lines(part_sentences(line, facts, with_margin=with_margin))
        self._told.setToolTip("")


def _without_rules(line: Line | None) -> str:
    """What stands in place of the bars."""
    if line is not None and not line.has_price:
        return _("This line has no price.")
    if line is not None and line.is_part:
        return _("A part of the kit above: this is its share of the kit's price.")
    if line is not None and line.is_made:
        return _("Added by the rules for the whole order. Ctrl+Del takes it out.")
    if line is not None and line.kind in NO_ARTICLE:
        return _("The price of this line is typed: no price list and no discount rule makes it.")
    if line is None:
        return _("Choose a line to see how its price is made.")
    if line.product_id is None:
        return _("Not known as an article: no price list has it.")
    return _("No price list has this article for this customer: type its price.")


def few(texts: Sequence[str], *, most: int, more: int = 0) -> list[str]:
    """The first of these sentences, then how many there are beside them; `more` are not even among them."""
    left = len(texts) - most + more if len(texts) > most else more
    end = [n_("and {count} more", "and {count} more", left).format(count=left)] if left else []
    return [*texts[:most], *end]


class AvailabilityPanel(Card):
    """Stock by warehouse and arrivals over time for the current line, and the stock promise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Availability"), parent)
        self._bars = ShareBars()
        self._promise = QLabel()
        self._promise.setObjectName("promiseText")
        self._promise.setWordWrap(True)
        self._promise.setTextFormat(Qt.TextFormat.PlainText)
        self._shown: tuple[object, ...] = ()  # the question answered last
        self.body.addWidget(self._bars)
        self.body.addWidget(self._promise)
        self.body.addStretch(1)

    def show_stock(
        self,
        line: Line,
        product: ProductFacts | None,
        availability: ProductAvailability | None,
        warehouses: Sequence[WarehouseFacts],
        reason: str,
        today: dt.date,
    ) -> None:
        """Bars for each warehouse and arrival, and why the line ships from there and then."""
        asked = (line, product, availability, tuple(warehouses), reason, today)
        if asked == self._shown:
            return
        self._shown = asked
        if line.kind == KIT:
            self.set_title(_("Availability · {sku}").format(sku=line.sku))
            self._bars.set_bars([])
            self._promise.setText(_("A kit leaves as its parts: each has its own day."))
            return
        if product is None or product.kind != "goods":
            self.set_title(_("Availability"))
            self._bars.set_bars([])
            has_none = product is not None or line.kind in NO_ARTICLE
            text = _("Needs no stock.") if has_none else _("Not known as an article: it has no stock.")
            self._promise.setText(text)
            return
        self.set_title(_("Availability · {sku}").format(sku=line.sku))
        is_made = product.model_id is not None  # its article never lies anywhere
        unit = unit_to_say(line, product)
        self._bars.set_bars([] if is_made else stock_bars(availability, warehouses, today, unit))
        self._promise.setText(reason)


def stock_bars(
    availability: ProductAvailability | None,
    warehouses: Sequence[WarehouseFacts],
    today: dt.date,
    unit: str = "",
) -> list[ShareBar]:
    """What is free of each warehouse's stock, then of the arrivals that come first, wherever they come."""
    found = [(each, availability.at(each.id)) for each in warehouses] if availability else []
    bars = []
    for each, stock in found:
        free = available_now(stock, today)
        text = _("{free} free / {whole}").format(**_of_whole(free, stock.on_hand_micro, unit))
        level: Level = "ok" if free else "muted"
        bars.append(ShareBar(each.name, free, max(stock.on_hand_micro, 1), text, level))
    arrivals = [
        (arrival.due, arrival.number, each.code, free, arrival.open_micro)
        for each, stock in found
        for arrival, free in free_arrivals(stock, today)
    ]
    arrivals.sort()
    for due, number, code, free, whole in arrivals[:MAX_ARRIVALS]:
        label = _("{warehouse} {day}").format(warehouse=code, day=format_short_date(due))
        text = _("{free} / {whole} · {number}").format(**_of_whole(free, whole, unit), number=number)
        bars.append(ShareBar(label, free, max(whole, 1), text, "warn" if free else "muted"))
    if later := arrivals[MAX_ARRIVALS:]:
        bars.append(
            _later_arrivals([arrival[3] for arrival in later], [arrival[4] for arrival in later], unit)
        )
    return bars


def _later_arrivals(free: Sequence[int], whole: Sequence[int], unit: str) -> ShareBar:
    """What comes after those that are told by day: how many, and how much in all."""
    label = n_("and {count} more", "and {count} more", len(whole)).format(count=len(whole))
    text = _("{free} / {whole}").format(**_of_whole(sum(free), sum(whole), unit))
    return ShareBar(label, sum(free), max(sum(whole), 1), text, "warn" if sum(free) else "muted")


def _of_whole(free: int, whole: int, unit: str) -> dict[str, str]:
    return {"free": _quantity(free), "whole": quantity_text(whole, unit) if unit else _quantity(whole)}


def scrolled(widget: QWidget, parent: QWidget) -> QScrollArea:
    """The widget in an area that scrolls when the window is low."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
