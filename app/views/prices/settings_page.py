"""The tab of what holds for all prices: whose day, what a sale costs, where taxes are rounded, the channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.cash_rounding import read_coins, written_coins
from app.domain.products import SHORT_LENGTH
from app.i18n import _
from app.services.settings_store import read_firm_settings, write_firm_settings
from app.services.unit_of_work import Reading, UnitOfWork
from app.settings import (
    ADVANCE_RATE,
    CASH_COINS,
    CASH_ROUNDING,
    CHANNELS,
    COST_SOURCE,
    PRICE_DAY,
    TAX_ROUNDING,
    Value,
    channels_of,
    setting,
)
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.forms import Field
from app.views.kit.record_page import RecordPage, Values

NAMES = {
    "day": PRICE_DAY,
    "costs": COST_SOURCE,
    "rounding": TAX_ROUNDING,
    "advances": ADVANCE_RATE,
    "channels": CHANNELS,
    "cash": CASH_ROUNDING,
    "coins": CASH_COINS,
}


class PriceSettingsPage(RecordPage[Mapping[str, Value]]):
    """They are settings of the firm, declared with their words."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "setting", 0, _("Settings"))
        self.setObjectName("prices:setting")
        self.form = self.add_form(_fields(), columns=4)
        for name in NAMES:
            self.form.widget(name).setObjectName(f"prices:{name}")
        card = Card(_("For all prices"))
        card.body.addWidget(self.form)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.form.setEnabled(context.allowed("setup.edit"))
        self.add_footer(_("Enter next field · F1 help"), "setup.edit")

    def read(self, view: Reading) -> Mapping[str, Value]:
        return read_firm_settings(view)

    def form_values(self, record: Mapping[str, Value]) -> Values:
        return {name: record[key] for name, key in NAMES.items()}

    def name_of_record(self) -> str:
        return _("Settings")

    def enter(self) -> None:
        self.form.focus()

    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        channels = channels_of(self.form.text("channels"))
        too_long = next((each for each in channels if len(each) > SHORT_LENGTH), "")
        if too_long:
            told = _("“{channel}” is longer than {longest} letters. Shorten it.")
            self.show_texts({"channels": told.format(channel=too_long[:60], longest=SHORT_LENGTH)})
            return None
        coins = read_coins(self.form.text("coins"))
        if coins is None:
            self.show_texts({"coins": _("Key a currency and its smallest coin: CHF 0.05; DKK 0.50.")})
            return None
        values: dict[str, Value] = {
            PRICE_DAY: str(self.form.value("day")),
            COST_SOURCE: str(self.form.value("costs")),
            TAX_ROUNDING: str(self.form.value("rounding")),
            ADVANCE_RATE: str(self.form.value("advances")),
            CHANNELS: ", ".join(channels),
            CASH_ROUNDING: str(self.form.value("cash")),
            CASH_COINS: written_coins(coins),
        }
        known = self.record

        def write(uow: UnitOfWork) -> int:
            write_firm_settings(uow, values, known=known)
            return 0

        return write


def _fields() -> tuple[Field, ...]:
    day, costs, channels = setting(PRICE_DAY), setting(COST_SOURCE), setting(CHANNELS)
    advances = setting(ADVANCE_RATE)
    rounding, cash, coins = setting(TAX_ROUNDING), setting(CASH_ROUNDING), setting(CASH_COINS)
    rounds = (("off", _("nowhere")), ("cash", _("with terms paid in cash")), ("all", _("on all papers")))
    words = {"order": _("the order's day"), "requested": _("the day it is wanted"), "today": _("today")}
    choices = tuple((value, words[str(value)]) for value in day.choices)
    rounded = (("group", _("by rate (EN 16931)")), ("line", _("on each line")))
    sources = (("standard", _("standard cost")), ("average", _("moving average")))
    rates = (("supply", _("the rate of the supply")), ("receipt", _("the rate of their receipt")))
    return (
        Field("day", _(day.label), "choice", choices=choices, help=_(day.help)),
        Field("costs", _(costs.label), "choice", choices=sources, help=_(costs.help)),
        Field("rounding", _(rounding.label), "choice", choices=rounded, help=_(rounding.help)),
        Field("advances", _(advances.label), "choice", choices=rates, help=_(advances.help)),
        Field("channels", _(channels.label), span=2, help=_(channels.help)),
        Field("cash", _(cash.label), "choice", choices=rounds, help=_(cash.help)),
        Field("coins", _(coins.label), help=_(coins.help)),
    )
