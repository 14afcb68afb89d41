"""The two lists of the desk as data: stock by product, arrivals."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.pages import Filter
from app.i18n import _
from app.models.columns import Column, State, day_column
from app.models.unit_words import unit_word
from app.services.stock.lists import ArrivalRow, StockRow, read_arrival_page, read_stock_page
from app.views.kit.keyed import micro_text
from app.views.kit.list_pane import ListSpec, by_number

ARRIVAL_STATES: dict[str, State] = {"open": "info", "received": "ok", "cancelled": "muted"}


def arrival_word(state: str) -> str:
    """The state of an arrival as people say it."""
    return {"open": _("expected"), "received": _("received"), "cancelled": _("cancelled")}.get(state, state)


def _free_state(row: StockRow) -> State:
    if row.waiting_micro > 0:
        return "bad" if row.arriving_micro < row.waiting_micro else "warn"
    return "ok" if row.free_micro > 0 else "muted"


def _quantity(
    name: str,
    title: str,
    micro: Callable[[StockRow], int],
    width: int,
    *,
    state: Callable[[StockRow], State | None] | None = None,
    quiet: bool = False,
    shows_zero: bool = False,
) -> Column[StockRow]:
    def text(row: StockRow) -> str:
        return micro_text(micro(row)) if shows_zero or micro(row) else ""

    return Column(name, title, text, align_right=True, state=state, quiet=quiet, width=width)


def stock_list() -> ListSpec[StockRow]:
    """Every product with its stock over all warehouses."""
    columns: tuple[Column[StockRow], ...] = (
        Column("sku", _("SKU"), lambda row: row.sku, sort_key="sku", width=126),
        Column("name", _("Name"), lambda row: row.name, sort_key="name", width=160, stretch=True),
        Column("unit", _("Unit"), lambda row: unit_word(row.unit), width=40, quiet=True),
        _quantity("free", _("Free"), lambda row: row.free_micro, 66, state=_free_state, shows_zero=True),
        _quantity("on_hand", _("On hand"), lambda row: row.on_hand_micro, 74, shows_zero=True),
        _quantity("reserved", _("Reserved"), lambda row: row.reserved_micro, 80, quiet=True),
        _quantity("waiting", _("Wait for it"), lambda row: row.waiting_micro, 78),
        _quantity("arriving", _("Arriving"), lambda row: row.arriving_micro, 66),
        day_column("due", _("Next due"), lambda row: row.next_due, width=96),
    )
    return ListSpec(
        name="stock",
        title=_("Stock"),
        columns=columns,
        read=read_stock_page,
        count_text=_("Products: {count}"),
        kinds=frozenset({"stock", "product", "arrival", "order"}),
        sort_key="sku",
        placeholder=_("SKU or name  Ctrl+F"),
        choices=(
            (_("Active products"), (Filter("active", "eq", value=True),)),
            (_("All products"), ()),
            (_("Made to measure"), (Filter("made", "eq", value=True),)),
        ),
        empty=(
            "mdi6.package-variant-closed",
            _("No products"),
            _("Make product cards or import them; their stock shows here."),
        ),
    )


def arrival_list() -> ListSpec[ArrivalRow]:
    """What suppliers announced."""
    columns: tuple[Column[ArrivalRow], ...] = (
        Column("number", _("Arrival"), lambda row: row.number, sort_key="number", width=110),
        Column("supplier", _("Supplier"), lambda row: row.supplier, stretch=True),
        Column("warehouse", _("To"), lambda row: row.warehouse_name, width=140),
        Column("lines", _("Lines"), lambda row: str(row.lines), align_right=True, width=70),
        Column("open", _("Open"), lambda row: str(row.open_lines or ""), align_right=True, width=70),
        day_column("due", _("Next due"), lambda row: row.next_due, width=100),
        Column(
            "state",
            _("State"),
            lambda row: arrival_word(row.state),
            state=lambda row: ARRIVAL_STATES.get(row.state),
            sort_key="state",
            width=120,
        ),
    )
    return ListSpec(
        name="arrivals",
        title=_("Arrivals"),
        columns=columns,
        read=read_arrival_page,
        count_text=_("Arrivals: {count}"),
        kinds=frozenset({"arrival"}),
        sort_key="-id",
        placeholder=_("Arrival number  Ctrl+F"),
        find=by_number,
        choices=((_("Expected"), (Filter("state", "eq", "open"),)), (_("All arrivals"), ())),
        empty=(
            "mdi6.truck-delivery-outline",
            _("Nothing is expected"),
            _("Ctrl+N announces goods of a supplier; promises can rest on them."),
        ),
    )
