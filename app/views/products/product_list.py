"""The list of all products with their stock, as data."""

from __future__ import annotations

from app.domain.pages import Filter
from app.i18n import _, format_micro
from app.models.columns import Column, State
from app.models.unit_words import unit_word
from app.services.products import ProductRow, read_products_page
from app.views.kit.list_pane import ListSpec


def product_list(*, sees_cost: bool) -> ListSpec[ProductRow]:
    """Columns, filters and words of the list; the cost only for those who may see margins (F95)."""
    return ListSpec(
        name="products",
        title=_("All products"),
        columns=tuple(column for column in _columns() if sees_cost or column.right != "margin.see"),
        read=read_products_page,
        count_text=_("Products: {count}"),
        kinds=frozenset({"product", "stock", "arrival"}),
        sort_key="name",
        placeholder=_("SKU, name, family or GTIN  Ctrl+F"),
        choices=(
            (_("Active products"), (Filter("active", "eq", value=True),)),
            (_("Goods"), (Filter("active", "eq", value=True), Filter("kind", "eq", "goods"))),
            (_("Services"), (Filter("active", "eq", value=True), Filter("kind", "eq", "service"))),
            (_("Discontinued"), (Filter("discontinued", "eq", value=True),)),
            (_("All products"), ()),
        ),
        empty=("mdi6.package-variant-closed", _("No product fits"), _("Ctrl+N makes a new one.")),
    )


def _columns() -> tuple[Column[ProductRow], ...]:
    return (
        Column("sku", _("SKU"), lambda row: row.sku, sort_key="sku", width=132),
        Column("name", _("Name"), lambda row: row.name, sort_key="name", stretch=True, width=190),
        Column("family", _("Family"), lambda row: row.family, sort_key="family", width=106, quiet=True),
        Column("unit", _("Unit"), lambda row: unit_word(row.unit), width=58, quiet=True),
        Column("on_hand", _("On hand"), lambda row: _stock(row, row.on_hand_micro), True, width=82),
        Column("reserved", _("Reserved"), lambda row: _stock(row, row.reserved_micro), True, width=90),
        Column("free", _("Free"), lambda row: _stock(row, row.free_micro), True, width=80, state=_free_state),
        Column("coming", _("Arriving"), lambda row: _some(row.coming_micro), True, width=84),
        Column("cost", _("Cost"), _cost, True, right="margin.see", width=90, quiet=True),
        Column("state", _("State"), _state_word, state=_state, width=122),
    )


def _some(micro: int) -> str:
    return format_micro(micro) if micro else ""


def _stock(row: ProductRow, micro: int) -> str:
    return format_micro(micro) if row.kind == "goods" else ""


def _cost(row: ProductRow) -> str:
    cost = row.cost_micro
    return "" if cost is None else format_micro(cost, places_min=2)


def _free_state(row: ProductRow) -> State | None:
    if row.kind != "goods":
        return None
    if row.free_micro > 0:
        return "ok"
    return "warn" if row.coming_micro else "bad"


def _state_word(row: ProductRow) -> str:
    if not row.active:
        return _("not active")
    return _("discontinued") if row.discontinued else _("active")


def _state(row: ProductRow) -> State:
    if not row.active:
        return "muted"
    return "warn" if row.discontinued else "ok"
