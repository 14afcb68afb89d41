"""The panels beside the lines: why this price, and from where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from app.domain.money import Rate, decimal_of_micro, margin_ppm
from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import Line
from app.domain.pricing import NearMiss, PriceResult, Step
from app.domain.promise import ProductAvailability, available_now
from app.domain.quantity import Unit, shown_quantity
from app.domain.routing.sources import SourcePart, WarehouseFacts
from app.i18n import _, format_date, format_day, format_decimal, format_money, format_percent
from app.messages import text_of
from app.models.columns import State
from app.models.order_lines_model import LinePromise, tax_text
from app.models.unit_words import quantity_text
from app.views.kit.bars import ShareBar, ShareBars, StepKind, Waterfall, WaterfallStep
from app.views.kit.cards import Card, muted_label
from app.views.kit.quiet_lines import QuietLines

MINUS = "\u2212"
NO_ARTICLE = frozenset({"charge", "free", "discount", "section", "note"})


def _price(micro: int) -> str:
    return format_decimal(decimal_of_micro(micro), places_min=2)


def _quantity(micro: int) -> str:
    return format_decimal(shown_quantity(micro))


class PricePanel(Card):
    """The waterfall of the current line, then the rules that did not apply and what would make them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Price"), parent)
        self._waterfall = Waterfall()
        self._told = QuietLines()
        self._empty = muted_label(_without_rules(None))
        self._empty.setWordWrap(True)
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
    ) -> None:
        """Explain a line's price; where no rule makes it the panel says why."""
        self._empty.setText(_without_rules(line))
        self._empty.setVisible(line is None or result is None)
        self._waterfall.setVisible(line is not None and result is not None)
        if line is None or result is None:
            self._told.set_lines([tax_text(line)] if line is not None and line.has_amount else [])
            self.set_title(_("Price"))
            return
        self.set_title(_("Price · {sku}").format(sku=line.sku))
        self._waterfall.set_steps(waterfall_steps(line, result, with_margin=with_margin))
        texts = [near_miss_text(miss, line, currency) for miss in result.near_misses[:5]]
        self._told.set_lines([text for text in (tax_text(line), last_price, *texts) if text])


def _without_rules(line: Line | None) -> str:
    """What stands in place of the bars."""
    if line is not None and not line.has_amount:
        return _("This line has no price.")
    if line is not None and line.kind in NO_ARTICLE:
        return _("The price of this line is typed: no price list and no discount rule makes it.")
    return _("Choose a line to see how its price is made.")


def waterfall_steps(line: Line, result: PriceResult, *, with_margin: bool) -> list[WaterfallStep]:
    """The steps as bars, then cost and margin for those who may see them."""
    bars = [_bar(step) for step in result.steps if step.code != "net"]
    net = line.price_micro
    bars.append(WaterfallStep(_("Net / unit"), 0, net, _price(net), "total"))
    if line.price_source == "manual" and result.auto_micro is not None:
        bars.append(WaterfallStep(_("Rules say"), 0, 0, _price(result.auto_micro), "quiet"))
    if not with_margin:
        return bars
    if line.cost_micro is None:
        return [*bars, WaterfallStep(_("Cost unknown"), 0, 0, "", "quiet")]
    margin = net - line.cost_micro
    ppm = margin_ppm(price_micro=net, cost_micro=line.cost_micro)
    share = format_percent(Rate(round(ppm, -3)).percent) if ppm is not None else ""
    bars.append(WaterfallStep(_("Cost"), net, margin, MINUS + _price(line.cost_micro), "cost"))
    label = _("Margin {share}").format(share=share)
    bars.append(WaterfallStep(label, 0, margin, _price(margin), "gain" if margin >= 0 else "loss"))
    return bars


def _bar(step: Step) -> WaterfallStep:
    if step.code == "base":
        return WaterfallStep(step.name, 0, step.after_micro, _price(step.after_micro), "total")
    names = {
        "break": _("Quantity break"),
        "discount": step.name or _("Customer discount"),
        "manual_price": _("Typed price"),
        "manual_discount": _("Typed discount"),
        "kept": _("Kept price"),
    }
    label = names.get(step.code, step.name)
    if step.rate_ppm:
        label = f"{label} {format_percent(Rate(step.rate_ppm).percent)}"
    text = format_decimal(decimal_of_micro(step.delta_micro), places_min=2).replace("-", MINUS)
    kind: StepKind = "less" if step.delta_micro <= 0 else "more"
    return WaterfallStep(label, step.before_micro, step.after_micro, text, kind)


def near_miss_text(miss: NearMiss, line: Line, currency: str) -> str:
    """One rule that did not apply, with what would make it."""
    values = {"name": miss.name, "price": _price(miss.price_micro or 0)}
    if miss.reason == "needs_quantity":
        more = Unit(line.unit, line.factor_num, line.factor_den).from_base(miss.more_micro or 0)
        values |= {
            "more": quantity_text(more, line.unit),
            "saves": format_money(miss.saves_minor or 0, currency),
        }
        return _("{name}: {more} more → {price} (saves {saves} on this quantity)").format(**values)
    if miss.reason == "starts" and miss.starts:
        return _("{name}: starts {date}").format(**values, date=format_date(miss.starts))
    if miss.reason == "ended" and miss.ended:
        return _("{name}: ended {date}").format(**values, date=format_date(miss.ended))
    texts = {
        "other_wins": _("{name}: another list comes first"),
        "smaller_discount": _("{name}: a larger discount applies"),
        "manual": _("{name}: the typed price stays"),
    }
    return texts[miss.reason].format(**values)


class AvailabilityPanel(Card):
    """Stock by warehouse and arrivals over time for the current line, and the stock promise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Availability"), parent)
        self._bars = ShareBars()
        self._promise = QLabel()
        self._promise.setObjectName("promiseText")
        self._promise.setWordWrap(True)
        self._promise.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(self._bars)
        self.body.addWidget(self._promise)
        self.body.addStretch(1)

    def show_stock(
        self,
        kind: str,
        product: ProductFacts | None,
        availability: ProductAvailability | None,
        warehouses: Sequence[WarehouseFacts],
        parts: Sequence[SourcePart],
        today: dt.date,
    ) -> None:
        """Bars for each warehouse and arrival, and a sentence for each source of the line of that kind."""
        if product is None or product.kind != "goods":
            self._bars.set_bars([])
            has_none = product is not None or kind in NO_ARTICLE
            text = _("Needs no stock.") if has_none else _("Choose a line to see its stock.")
            self._promise.setText(text)
            return
        self._bars.set_bars(_stock_bars(availability, warehouses, today))
        self._promise.setText("\n".join(dict.fromkeys(part_text(part) for part in parts)))


def part_text(part: SourcePart) -> str:
    """Why a part comes from there, in one sentence."""
    return text_of(part.reason.code, part.reason.params)


def _stock_bars(
    availability: ProductAvailability | None, warehouses: Sequence[WarehouseFacts], today: dt.date
) -> list[ShareBar]:
    bars: list[ShareBar] = []
    arrivals: list[ShareBar] = []
    for warehouse in warehouses:
        stock = availability.at(warehouse.id) if availability else None
        if stock is None:
            continue
        free = available_now(stock, today)
        text = _("{free} of {stock} free").format(free=_quantity(free), stock=_quantity(stock.on_hand_micro))
        bars.append(
            ShareBar(warehouse.name, free, max(stock.on_hand_micro, 1), text, "ok" if free else "muted")
        )
        for arrival in stock.arrivals:
            label = _("{number} → {warehouse}").format(number=arrival.number, warehouse=warehouse.code)
            when = f"{_quantity(arrival.open_micro)} · {format_day(arrival.due)}"
            arrivals.append(ShareBar(label, arrival.open_micro, max(arrival.open_micro, 1), when, "warn"))
    return [*bars, *arrivals[:4]]


def line_promises(
    lines: Sequence[Line],
    products: Mapping[int, ProductFacts],
    parts: Sequence[SourcePart],
    availability: Mapping[int, ProductAvailability],
    today: dt.date,
) -> dict[str, LinePromise]:
    """What the grid shows of the plan, by line key."""
    by_line: dict[str, list[SourcePart]] = {}
    for part in parts:
        by_line.setdefault(part.line_key, []).append(part)
    return {
        line.key: _line_promise(by_line.get(line.key, []), availability.get(line.product_id or 0), today)
        for line in lines
        if line.kind == "goods" and line.product_id in products
    }


def _line_promise(
    parts: Sequence[SourcePart], availability: ProductAvailability | None, today: dt.date
) -> LinePromise:
    free = sum(available_now(stock, today) for stock in availability.warehouses) if availability else 0
    waiting = sum(part.wait_micro for part in parts)
    undated = any(part.promise_date is None and part.wait_micro for part in parts)
    reserved = sum(part.reserve_micro for part in parts)
    text = f"{_quantity(reserved)} + {_quantity(waiting)}" if waiting and reserved else _quantity(free)
    days = [part.promise_date for part in parts if part.promise_date]
    date_text = _("open") if undated else (format_day(max(days)) if days else "")
    state: State = "bad" if undated else ("warn" if waiting else "ok")
    reason = "\n".join(dict.fromkeys(part_text(part) for part in parts))
    return LinePromise(text, state, date_text, reason)


def scrolled(widget: QWidget, parent: QWidget) -> QScrollArea:
    """The widget in an area that scrolls when the window is low."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
