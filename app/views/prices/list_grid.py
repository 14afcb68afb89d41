"""The heads of the price lists as a grid: the usual columns in it, the others keyed beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.domain.money import MICRO, decimal_of_micro, micro_of
from app.domain.price_inputs import LIST_KINDS, PriceListInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, Picked, SavedRow
from app.services.prices import create_price_list, update_price_list
from app.services.prices.overview import ListOverview, read_list_overviews
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import CellReader, shown_day, shown_number
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.grid_page import GridSpec
from app.views.kit.price_history import break_bases, count_spans, list_kinds, list_purposes, price_words
from app.views.kit.row_saving import write_versioned
from app.views.prices.draft_keys import STATE, draft_hint, is_draft, shown_state, with_state

Today = Callable[[], date]
Known = Callable[[], Mapping[str, int]]  # the ids of the lists by code
PLAIN_FACTOR = "100"
TEXTS = (
    "code",
    "name",
    "kind",
    "currency",
    "price_group",
    "channel",
    "country",
    "breaks_over",
    "counts",
    "purpose",
)
MADE = ("factor", "plus", "step", "ending")
FIELDS = {
    "valid_from": "since", "valid_to": "until", "customer_id": "customer", "parent_id": "parent",
    "factor_ppm": "factor", "add_micro": "plus", "step_micro": "step", "ending_micro": "ending",
}  # fmt: skip
"""The service's field -> column."""


def lists_spec(currency: str, today: Today, known: Known) -> GridSpec[ListOverview, PriceListInput]:
    """The heads of the price lists; their prices stand on the lists' own pages and on the products' cards."""

    def write(uow: UnitOfWork, row: CellRow, data: PriceListInput) -> SavedRow:
        return write_versioned(
            row,
            lambda: create_price_list(uow, data, draft=is_draft(row)),
            lambda id_, version: update_price_list(uow, id_, data, version=version),
        )

    return GridSpec(
        kind="price",
        desk="prices",
        title=_("Price lists"),
        hint=_(
            "A contract beats a group's list, a group's list beats a general one. What is changed here counts at once,"
            " on all days of the list; confirmed orders keep their prices. F4: what stands beside the grid."
        ),
        words=price_words(currency),
        columns=with_state((*_grid_columns(), *_beside_columns(currency))),
        read=read_list_overviews,
        row=list_row,
        parse=lambda read: _list_input(read, today(), known()),
        write=write,
        names=FIELDS,
        right="price.edit",
        more_keys=draft_hint(),
    )


def _grid_columns() -> tuple[CellColumn, ...]:
    kinds = tuple((kind, list_kinds()[kind]) for kind in LIST_KINDS)
    return (
        CellColumn("code", _("Code"), width=118, sample="CONTRACT-12"),
        CellColumn("name", _("Name"), width=156, stretch=True),
        CellColumn("kind", _("Kind"), "choice", width=96, choices=kinds),
        CellColumn("customer", _("Customer"), "pick", width=100),
        CellColumn("since", _("Valid from"), "date", width=108),
        CellColumn("until", _("Valid to"), "date", width=108),
        CellColumn("active", _("Active"), "check", width=60, usual=True),
    )


def _beside_columns(currency: str) -> tuple[CellColumn, ...]:
    bases, spans = tuple(break_bases().items()), tuple(count_spans().items())
    return (
        CellColumn("count", _("Prices"), "number", read_only=True, beside=True),
        CellColumn("price_group", _("Price group"), beside=True),
        CellColumn("purpose", _("For"), "choice", choices=tuple(list_purposes().items()), beside=True),
        CellColumn("currency", _("Currency"), usual=currency, beside=True),
        CellColumn("includes_tax", _("Prices include VAT"), "check", beside=True),
        CellColumn("priority", _("Priority"), "number", usual="0", beside=True),
        CellColumn("channel", _("Channel"), beside=True),
        CellColumn("country", _("Ship-to country"), beside=True),
        CellColumn("breaks_over", _("Breaks count"), "choice", choices=bases, beside=True),
        CellColumn("counts", _("In"), "choice", choices=spans, beside=True),
        CellColumn("parent", _("Made of list"), beside=True),
        CellColumn("factor", _("Factor %"), "number", usual=PLAIN_FACTOR, beside=True),
        CellColumn("plus", _("Plus"), "number", beside=True),
        CellColumn("step", _("Step"), "number", beside=True),
        CellColumn("ending", _("Ending"), "number", beside=True),
    )


def list_row(shown: ListOverview) -> CellRow:
    """A list as a row."""
    card = shown.card
    values: dict[str, object] = {name: getattr(card, name) for name in (*TEXTS, "active", "includes_tax")}
    values |= {
        "customer": Picked(card.customer_id, shown.customer) if card.customer_id is not None else None,
        "priority": str(card.priority),
        "since": shown_day(card.valid_from),
        "until": shown_day(card.valid_to),
        "count": str(shown.row_count),
        "parent": shown.parent_code,
        "factor": shown_number(decimal_of_micro(card.factor_ppm) * 100),
        "plus": _shown_micro(card.add_micro),
        "step": _shown_micro(card.step_micro),
        "ending": _shown_micro(card.ending_micro),
        STATE: shown_state(card),
    }
    return CellRow(card.id, values, card.version)


def _shown_micro(micro: int) -> str:
    return shown_number(decimal_of_micro(micro), 2) if micro else ""


def _list_input(read: CellReader, today: date, known: Mapping[str, int]) -> PriceListInput:
    return PriceListInput(
        code=read.text("code"),
        name=read.text("name"),
        kind=read.text("kind"),
        currency=read.text("currency").upper(),
        price_group=read.text("price_group"),
        customer_id=read.picked("customer"),
        priority=read.whole("priority"),
        valid_from=read.day("since", today),
        valid_to=read.day("until", today),
        channel=read.text("channel"),
        country=read.text("country").upper(),
        breaks_over=read.text("breaks_over"),
        purpose=read.text("purpose"),
        counts=read.text("counts"),
        parent_id=_parent(read, known),
        active=read.flag("active"),
        includes_tax=read.flag("includes_tax"),
        **read_formula(read),
    )


def read_formula(read: CellReader) -> dict[str, int]:
    """Factor, plus, step and ending as a list keeps them."""
    percent = read.number("factor", PERCENT_PLACES)
    return {
        "factor_ppm": MICRO if percent is None else micro_of(percent / Decimal(100)),
        "add_micro": read.micro("plus"),
        "step_micro": read.micro("step"),
        "ending_micro": read.micro("ending"),
    }


def _parent(read: CellReader, known: Mapping[str, int]) -> int | None:
    code = read.text("parent").casefold()
    if code and code not in known:
        read.note("parent", _("No price list has this code. Type the beginning of one."))
    return known.get(code)


def by_code(lists: Sequence[ListOverview]) -> dict[str, int]:
    """The ids of the lists by their code, however it is written."""
    return {each.card.code.casefold(): each.card.id for each in lists}
