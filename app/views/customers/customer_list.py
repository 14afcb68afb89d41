"""The list of all customers as data."""

from __future__ import annotations

from app.domain.pages import Filter
from app.i18n import _, format_amount
from app.models.columns import Column, State
from app.services.parties import CustomerRow, read_customers_page
from app.views.kit.list_pane import ListSpec


def customer_list(currency: str) -> ListSpec[CustomerRow]:
    """Columns, filters and words of the list."""
    return ListSpec(
        name="customers",
        title=_("All customers"),
        columns=_columns(currency),
        read=read_customers_page,
        count_text=_("Customers: {count}"),
        kinds=frozenset({"customer"}),
        sort_key="name",
        placeholder=_("Name, number, city, phone or e-mail  Ctrl+F"),
        choices=(
            (_("Active customers"), (Filter("active", "eq", value=True),)),
            (_("Owing something"), (Filter("open_minor", "ge", 1),)),
            (_("On hold"), (Filter("on_hold", "eq", value=True),)),
            (_("Not active"), (Filter("active", "eq", value=False),)),
            (_("All customers"), ()),
        ),
        empty=("mdi6.account-group-outline", _("No customer fits"), _("Ctrl+N makes a new one.")),
    )


def _columns(currency: str) -> tuple[Column[CustomerRow], ...]:
    return (
        Column("number", _("Number"), lambda row: row.number, sort_key="number", width=100),
        Column("name", _("Name"), lambda row: row.name, sort_key="name", stretch=True, width=180),
        Column("postcode", _("Postcode"), lambda row: row.postcode, width=82, quiet=True),
        Column("city", _("City"), lambda row: row.city, sort_key="city", width=132),
        Column("country", _("Country"), lambda row: row.country, sort_key="country", width=64),
        Column("phone", _("Phone"), lambda row: row.phone, width=140, quiet=True),
        Column("group", _("Price group"), lambda row: row.price_group, width=98, quiet=True),
        Column(
            "open",
            _("Open {currency}").format(currency=currency),
            lambda row: format_amount(row.open_minor, currency) if row.open_minor else "",
            align_right=True,
            sort_key="open_minor",
            width=108,
        ),
        Column("state", _("State"), _state_word, state=_state, width=116),
    )


def _state_word(row: CustomerRow) -> str:
    if not row.active:
        return _("not active")
    if row.on_hold:
        return _("on hold")
    return _("over the limit") if _is_over(row) else _("active")


def _state(row: CustomerRow) -> State:
    if not row.active:
        return "muted"
    if row.on_hold:
        return "bad"
    return "warn" if _is_over(row) else "ok"


def _is_over(row: CustomerRow) -> bool:
    return row.credit_limit_minor is not None and row.open_minor > row.credit_limit_minor
