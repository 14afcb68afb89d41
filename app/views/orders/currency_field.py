"""The currency of an order: the firm's, or one with a rate; chosen again it takes the newest rate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.domain.exchange import read_exchange_text
from app.i18n import _, format_date, format_rate_of_exchange
from app.views.kit.cut_combo_box import CutComboBox


class CurrencyField(CutComboBox):
    """`exchange_chosen` tells the rate as the order stores it, "" for the firm's currency."""

    exchange_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[str, ...] = ()
        self._shown = ""
        self.activated.connect(lambda _row: self._chosen())

    def set_offers(self, offers: Sequence[str]) -> None:
        """The rates of today."""
        self._offers = tuple(offers)
        self.show_exchange(self._shown)

    @property
    def has_choice(self) -> bool:
        """Whether there is anything to choose."""
        return self.count() > 1

    def show_exchange(self, exchange: str) -> None:
        """Show the order's rate: it is offered as long as the order has it, whatever rates came since."""
        self._shown = exchange
        currency = _currency(exchange)
        others = [each for each in self._offers if _currency(each) != currency]
        wanted = ["", *sorted([exchange, *others] if exchange else others)]
        if wanted != [self.itemData(row) for row in range(self.count())]:
            self.clear()
            for each in wanted:
                self.addItem(_text(each), each)
        self.setCurrentIndex(self.findData(exchange))

    def _chosen(self) -> None:
        """The newest rate of the chosen currency."""
        wanted = str(self.currentData() or "")
        newest = next((each for each in self._offers if _currency(each) == _currency(wanted)), wanted)
        self.exchange_chosen.emit(newest if wanted else "")


def _currency(exchange: str) -> str:
    return exchange.partition(" ")[0]


def _text(exchange: str) -> str:
    found = read_exchange_text(exchange)
    if found is None:
        return _("the firm's")
    rate = format_rate_of_exchange(found.rate_nano)
    return _("{currency} at {rate} of {date}").format(
        currency=found.currency, rate=rate, date=format_date(found.day)
    )
