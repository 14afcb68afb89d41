"""The two lists of the desk as data: stock by product, arrivals."""

from __future__ import annotations

from app.domain.pages import Filter
from app.i18n import _, format_date
from app.models.columns import Column, State
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


def _quantity(micro: int) -> str:
    return micro_text(micro) if micro else ""


def stock_list() -> ListSpec[StockRow]:
    """Every product with its stock over all warehouses."""
    columns: tuple[Column[StockRow], ...] = (
        Column("sku", _("SKU"), lambda row: row.sku, sort_key="sku", width=126),
        Column("name", _("Name"), lambda row: row.name, sort_key="name", width=160, stretch=True),
        Column("unit", _("Unit"), lambda row: row.unit, width=40, quiet=True),
        Column(
            "free",
            _("Free"),
            lambda row: micro_text(row.free_micro),
            align_right=True,
            state=_free_state,
            width=66,
        ),
        Column(
            "on_hand",
            _("On hand"),
            lambda row: micro_text(row.on_hand_micro),
            align_right=True,
            width=74,
        ),
        Column(
            "reserved",
            _("Reserved"),
            lambda row: _quantity(row.reserved_micro),
            align_right=True,
            quiet=True,
            width=80,
        ),
        Column(
            "waiting", _("Wait for it"), lambda row: _quantity(row.waiting_micro), align_right=True, width=78
        ),
        Column(
            "arriving", _("Arriving"), lambda row: _quantity(row.arriving_micro), align_right=True, width=66
        ),
        Column(
            "due",
            _("Next due"),
            lambda row: format_date(row.next_due) if row.next_due else "",
            width=96,
            value=lambda row: row.next_due,
        ),
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
        choices=((_("Active products"), (Filter("active", "eq", value=True),)), (_("All products"), ())),
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
        Column(
            "due",
            _("Next due"),
            lambda row: format_date(row.next_due) if row.next_due else "",
            width=100,
            value=lambda row: row.next_due,
        ),
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
