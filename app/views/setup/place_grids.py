"""Warehouses with bins and cut-off, and people with their roles, as grids."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from app.domain.money import decimal_of_micro, micro_of
from app.domain.rights import ROLES
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, SavedRow
from app.services.people import UserCard, UserInput, create_user, read_users, update_user
from app.services.setup import (
    WarehouseCard,
    WarehouseInput,
    add_bins,
    create_warehouse,
    read_warehouses,
    update_warehouse,
)
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import CellReader, shown_number
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, listed, quantity
from app.views.kit.row_saving import write_versioned

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
USUAL_CUTOFF = "14:00"


@dataclass(frozen=True, slots=True)
class KeyedWarehouse:
    """A warehouse with the bins to add."""

    data: WarehouseInput
    bins: tuple[str, ...]


def warehouses_spec(
    countries: tuple[tuple[object, str], ...], country: str
) -> GridSpec[WarehouseCard, KeyedWarehouse]:
    """The warehouses; bins are added, several at once."""
    return GridSpec(
        kind="warehouse",
        title=_("Warehouses"),
        hint=_("Orders confirmed before the cut-off leave on the same day. New bins: A-01, A-02, A-03."),
        columns=(
            CellColumn("code", _("Code"), width=84),
            CellColumn("name", _("Name"), width=130, stretch=True),
            CellColumn("street", _("Street"), width=140),
            CellColumn("postcode", _("Postcode"), width=84),
            CellColumn("city", _("City"), width=112),
            CellColumn("country", _("Country"), "choice", width=112, choices=countries, usual=country),
            CellColumn("cutoff", _("Cut-off"), width=72, usual=USUAL_CUTOFF),
            CellColumn("latitude", _("Latitude"), "number", width=86, help=_("Degrees; finds the nearest")),
            CellColumn("longitude", _("Longitude"), "number", width=92),
            CellColumn("bin_count", _("Bins"), "number", width=58, read_only=True, quiet=True),
            CellColumn("new_bins", _("New bins"), width=112),
            CellColumn("active", _("Active"), "check", width=62, usual=True),
        ),
        read=read_warehouses,
        row=_warehouse_row,
        parse=_warehouse_input,
        write=_write_warehouse,
        names={"warehouse_code": "code", "warehouse_name": "name", "bins": "new_bins"},
        words={
            "latitude_micro": Word(_("Latitude"), quantity()),
            "longitude_micro": Word(_("Longitude"), quantity()),
            "bins": _("Bins"),
        },
    )


def _warehouse_row(card: WarehouseCard) -> CellRow:
    facts = card.facts
    names = ("code", "name", "street", "postcode", "city", "country", "active")
    values: dict[str, object] = {name: getattr(facts, name) for name in names}
    values |= {
        "cutoff": f"{facts.cutoff:%H:%M}",
        "latitude": _degrees(facts.latitude_micro),
        "longitude": _degrees(facts.longitude_micro),
        "bin_count": str(len(card.bins)),
    }
    return CellRow(facts.id, values, facts.version)


def _degrees(micro: int | None) -> str:
    return "" if micro is None else shown_number(decimal_of_micro(micro))


def _warehouse_input(read: CellReader) -> KeyedWarehouse:
    data = WarehouseInput(
        code=read.text("code"),
        name=read.text("name"),
        country=read.text("country"),
        street=read.text("street"),
        postcode=read.text("postcode"),
        city=read.text("city"),
        latitude_micro=_micro(read, "latitude", 90),
        longitude_micro=_micro(read, "longitude", 180),
        cutoff=_cutoff(read),
        active=read.flag("active"),
    )
    bins = tuple(code.strip() for code in re.split(r"[,;]", read.text("new_bins")) if code.strip())
    return KeyedWarehouse(data, bins)


def _micro(read: CellReader, name: str, largest: int) -> int | None:
    value = read.number(name)
    if value is not None and abs(value) > largest:
        read.note(name, _("Degrees lie between -{largest} and {largest}.").format(largest=largest))
    return None if value is None else micro_of(value)


def _cutoff(read: CellReader) -> dt.time:
    text = read.text("cutoff") or USUAL_CUTOFF
    match = _TIME.fullmatch(text)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if hour > 23 or minute > 59:
        read.note("cutoff", _("“{text}” is not a time of day. Write one such as 14:00.").format(text=text))
        return dt.time(14)
    return dt.time(hour, minute)


def _write_warehouse(uow: UnitOfWork, row: CellRow, keyed: KeyedWarehouse) -> SavedRow:
    saved = write_versioned(
        row,
        lambda: create_warehouse(uow, keyed.data),
        lambda id_, version: update_warehouse(uow, id_, keyed.data, version=version),
    )
    if keyed.bins:
        add_bins(uow, saved.key, keyed.bins)
    return saved


def people_spec() -> GridSpec[UserCard, UserInput]:
    """The people: a tick for each role; what a role may do is one declared table."""

    def write(uow: UnitOfWork, row: CellRow, data: UserInput) -> SavedRow:
        return write_versioned(
            row,
            lambda: create_user(uow, data),
            lambda id_, version: update_user(uow, id_, data, version=version),
        )

    words = _role_words()
    roles = tuple(CellColumn(role, words.get(role, role), "check", width=112) for role in ROLES)
    return GridSpec(
        words={"roles": Word(_("Roles"), listed(words))},
        kind="user",
        title=_("People and roles"),
        hint=_("A person may do what one of the ticked roles may do. The last active owner stays owner."),
        columns=(
            CellColumn("name", _("Signs in as"), width=140),
            CellColumn("full_name", _("Name"), width=200, stretch=True),
            CellColumn("email", _("E-mail"), width=230),
            *roles,
            CellColumn("active", _("Active"), "check", width=80, usual=True),
        ),
        read=read_users,
        row=_user_row,
        parse=_user_input,
        write=write,
        names={"roles": ROLES[0]},
    )


def _role_words() -> dict[str, str]:
    return {
        "owner": _("Owner"),
        "sales": _("Sales"),
        "warehouse": _("Warehouse"),
        "bookkeeper": _("Bookkeeping"),
        "compliance": _("Compliance"),
    }


def _user_row(card: UserCard) -> CellRow:
    values: dict[str, object] = {
        name: getattr(card, name) for name in ("name", "full_name", "email", "active")
    }
    return CellRow(card.id, values | {role: role in card.roles for role in ROLES}, card.version)


def _user_input(read: CellReader) -> UserInput:
    return UserInput(
        name=read.text("name"),
        full_name=read.text("full_name"),
        email=read.text("email"),
        roles=tuple(role for role in ROLES if read.flag(role)),
        active=read.flag("active"),
    )
