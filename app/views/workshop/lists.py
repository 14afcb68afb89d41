"""The list of the desk as data: workshop orders by due date."""

from __future__ import annotations

from app.domain.pages import Filter
from app.i18n import _
from app.models.columns import Column, State, day_column
from app.models.unit_words import unit_word
from app.services.making.lists import WorkshopListRow, read_workshop_page
from app.views.kit.keyed import micro_text
from app.views.kit.list_pane import ListSpec
from app.views.workshop.words import STATES, seen_state, state_word


def _seen(row: WorkshopListRow) -> str:
    return seen_state(row.state, row.finished_micro)


def _state(row: WorkshopListRow) -> State | None:
    return STATES.get(_seen(row))


def _pieces(row: WorkshopListRow) -> str:
    whole = micro_text(row.quantity_micro)
    if row.finished_micro and row.left_micro:
        return _("{finished} of {pieces}").format(finished=micro_text(row.finished_micro), pieces=whole)
    return whole


def workshop_list() -> ListSpec[WorkshopListRow]:
    """What is to be made, what is due first before all else."""
    columns: tuple[Column[WorkshopListRow], ...] = (
        day_column("due", _("Due"), lambda row: row.due_date, sort_key="due", width=100),
        Column("number", _("Number"), lambda row: row.number, sort_key="number", width=104),
        Column(
            "state", _("State"), lambda row: state_word(_seen(row)), state=_state, sort_key="state", width=120
        ),
        Column("customer", _("Customer"), lambda row: row.customer, width=150),
        Column("text", _("Text"), lambda row: row.text, width=160, stretch=True),
        Column("pieces", _("Pieces"), _pieces, align_right=True, width=80),
        Column("unit", _("Unit"), lambda row: unit_word(row.unit), width=40, quiet=True),
        Column("short", _("Short of"), lambda row: row.short, state=_short, width=170),
        Column("order", _("Order"), lambda row: row.order_number, width=104, quiet=True),
    )
    return ListSpec(
        name="workshop",
        title=_("Workshop orders"),
        columns=columns,
        read=read_workshop_page,
        count_text=_("Workshop orders: {count}"),
        kinds=frozenset({"workshop", "order", "stock"}),
        sort_key="due",
        placeholder=_("Number, order or customer  Ctrl+F"),
        find=_named,
        choices=(
            (_("To be made"), (Filter("state", "in", ("open", "released", "started")),)),
            (_("Open"), (Filter("state", "eq", "open"),)),
            (_("Started"), (Filter("state", "eq", "started"),)),
            (_("All workshop orders"), ()),
        ),
        empty=(
            "mdi6.hammer-wrench",
            _("Nothing is to be made"),
            _("Confirm an order with a configured article; what is made for it stands here."),
        ),
    )


def _named(text: str) -> tuple[str, tuple[Filter, ...]]:
    """What is typed stands in its number, its order's, or the customer's name."""
    return "", (Filter("named", "contains", text),)


def _short(row: WorkshopListRow) -> State | None:
    return "bad" if row.short else None
