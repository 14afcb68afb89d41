"""The firm's export licences, and what orders take of them: never more than is left, at how many desks ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.export_control import (
    NO_EXPORT,
    ExportFacts,
    ExportLicence,
    ExportRule,
    LicenceTerms,
    Ruling,
    Use,
    check_terms,
    tidy_eccn,
)
from app.domain.findings import Findings, refuse_blocked
from app.domain.rounding import divide_half_up
from app.services import seeds
from app.services.history import difference
from app.services.setup_kept import kept
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.schema.goods import ExportLicence as LicenceTable
from db.schema.goods import ExportLicenceUse
from db.schema.goods import ExportRule as RuleTable
from db.schema.orders import OrderLine
from db.schema.parties import Customer
from db.statements import insert_row, insert_rows, table_of, update_version

KIND = "export_licence"
_LICENCE, _USE, _RULE = table_of(LicenceTable), table_of(ExportLicenceUse), table_of(RuleTable)
_CUSTOMER, _LINE = table_of(Customer), table_of(OrderLine)
_RULE_FIELDS = tuple(ExportRule.__slots__)
_RULES = sa.select(*(_RULE.c[name] for name in _RULE_FIELDS)).where(
    _RULE.c.country.in_(("", sa.bindparam("country")))
)
_ACTIVE = sa.select(_LICENCE).where(_LICENCE.c.active.is_(True)).order_by(_LICENCE.c.id)
_OWN = (
    sa.select(_USE.c.line_key, _USE.c.licence_id, _USE.c.quantity_micro, _USE.c.amount_minor)
    .where(_USE.c.order_id == sa.bindparam("order_id"))
    .order_by(_USE.c.licence_id, _USE.c.id)
)


@dataclass(frozen=True, slots=True)
class ExportLicenceCard:
    """A licence as it stands, with what orders took of it."""

    id: int
    terms: LicenceTerms
    used_micro: int
    used_minor: int
    version: int

    @property
    def left_micro(self) -> int | None:
        """How much of the quantity is left; None: it is not limited."""
        limit = self.terms.quantity_micro
        return None if limit is None else limit - self.used_micro

    @property
    def left_minor(self) -> int | None:
        """How much of the value is left; None: it is not limited."""
        limit = self.terms.value_minor
        return None if limit is None else limit - self.used_minor


def read_export_licences(view: Reading) -> tuple[ExportLicenceCard, ...]:
    """Every licence by number."""
    number = sa.func.coalesce(_CUSTOMER.c.number, "").label("customer")
    joined = _LICENCE.outerjoin(_CUSTOMER, _CUSTOMER.c.id == _LICENCE.c.customer_id)
    rows = view.db.execute(sa.select(_LICENCE, number).select_from(joined).order_by(_LICENCE.c.number))
    return tuple(_card(row) for row in rows.mappings())


def _card(row: Any) -> ExportLicenceCard:
    terms = LicenceTerms(
        number=row["number"],
        eccns=_parts(row["eccns"]),
        countries=_parts(row["countries"]),
        customer=row["customer"],
        quantity_micro=row["quantity_micro"],
        value_minor=row["value_minor"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        active=row["active"],
    )
    return ExportLicenceCard(row["id"], terms, row["used_micro"], row["used_minor"], row["version"])


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


# what an order knows, and takes


def read_export_facts(view: Reading, order_id: int, *, country: str, ship_from: str) -> ExportFacts:
    """Rules and licences for an order to this country; nothing is read where no border is crossed."""
    to = country.strip()
    if not to or to == ship_from:
        return NO_EXPORT
    rules = kept(view, ("export", to), lambda: _read_rules(view, to))
    if not any(rule.ruling == Ruling.LICENCE for rule in rules):
        return ExportFacts(to, rules)
    own = read_uses(view, order_id)
    licences = tuple(_licence(row, own) for row in view.db.execute(_ACTIVE))
    return ExportFacts(to, rules, licences, own)


def _read_rules(view: Reading, country: str) -> tuple[ExportRule, ...]:
    return tuple(ExportRule(*row) for row in view.db.execute(_RULES, {"country": country}))


def _licence(row: Any, own: Sequence[Use]) -> ExportLicence:
    mine = [use for use in own if use.licence_id == row.id]
    used = row.used_micro - sum(use.quantity_micro for use in mine)
    worth = row.used_minor - sum(use.amount_minor for use in mine)
    return ExportLicence(
        id=row.id,
        number=row.number,
        eccns=_parts(row.eccns),
        countries=_parts(row.countries),
        customer_id=row.customer_id,
        left_micro=None if row.quantity_micro is None else row.quantity_micro - used,
        left_minor=None if row.value_minor is None else row.value_minor - worth,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def read_uses(view: Reading, order_id: int) -> tuple[Use, ...]:
    """What an order takes of licences, by line."""
    return tuple(Use(*row) for row in view.db.execute(_OWN, {"order_id": order_id}))


def hold_licences(view: Reading, facts: ExportFacts) -> None:
    """Hold the licences that an order may draw on: two orders draw one after the other. Before the stock, by id."""
    ids = {licence.id for licence in facts.licences} | {use.licence_id for use in facts.own}
    if ids:
        statement = sa.select(_LICENCE.c.id).where(_LICENCE.c.id.in_(sorted(ids))).order_by(_LICENCE.c.id)
        view.db.execute(statement.with_for_update()).all()


def draw_on_licences(uow: UnitOfWork, order_id: int, uses: Sequence[Use]) -> None:
    """Let an order take this of licences, in place of what it took before."""
    before = read_uses(uow, order_id)
    if set(before) == set(uses):
        return
    _hold(uow, (*before, *uses))
    uow.db.execute(sa.delete(_USE).where(_USE.c.order_id == order_id))
    for licence_id in sorted({use.licence_id for use in (*before, *uses)}):
        _move(uow, licence_id, _sums(uses, licence_id), _sums(before, licence_id))
    rows = [{**asdict(use), "order_id": order_id, "at": uow.now} for use in uses]
    insert_rows(uow.db, ExportLicenceUse, rows)


def give_back_licences(uow: UnitOfWork, order_id: int) -> None:
    """An order that is cancelled takes nothing any more; before the stock is held."""
    draw_on_licences(uow, order_id, ())


_LEFT_OF_LINES = sa.select(_LINE.c.line_key, _LINE.c.base_micro - _LINE.c.cancelled_micro).where(
    _LINE.c.order_id == sa.bindparam("order_id")
)


def give_back_rest(uow: UnitOfWork, order_id: int) -> None:
    """After the rest of an order was cancelled: its lines take no more than they still are, and that part's worth."""
    before = read_uses(uow, order_id)
    if not before:
        return
    left = {key: int(micro) for key, micro in uow.db.execute(_LEFT_OF_LINES, {"order_id": order_id})}
    draw_on_licences(uow, order_id, [_lowered(use, left.get(use.line_key, 0)) for use in before])


def _lowered(use: Use, left_micro: int) -> Use:
    if use.quantity_micro <= left_micro:
        return use
    amount = divide_half_up(use.amount_minor * left_micro, use.quantity_micro)
    return replace(use, quantity_micro=left_micro, amount_minor=amount)


def _hold(uow: UnitOfWork, uses: Iterable[Use]) -> None:
    hold_licences(uow, ExportFacts(own=tuple(uses)))


def _sums(uses: Iterable[Use], licence_id: int) -> tuple[int, int]:
    mine = [use for use in uses if use.licence_id == licence_id]
    return sum(use.quantity_micro for use in mine), sum(use.amount_minor for use in mine)


def _move(uow: UnitOfWork, licence_id: int, after: tuple[int, int], before: tuple[int, int]) -> None:
    """Raise or lower what is used, never above the limit."""
    more, worth = after[0] - before[0], after[1] - before[1]
    columns = _LICENCE.c
    used, value = columns.used_micro + more, columns.used_minor + worth
    within = sa.and_(
        sa.or_(sa.literal(more <= 0), columns.quantity_micro.is_(None), used <= columns.quantity_micro),
        sa.or_(sa.literal(worth <= 0), columns.value_minor.is_(None), value <= columns.value_minor),
    )
    row = uow.db.execute(
        sa.update(_LICENCE)
        .where(columns.id == licence_id, within)
        .values(used_micro=used, used_minor=value)
        .returning(columns.used_micro, columns.used_minor)
    ).one_or_none()
    if row is None:
        raise RefusedError("export_licence.used_up", id=licence_id)
    old = {"used_micro": row.used_micro - more, "used_minor": row.used_minor - worth}
    uow.audit(
        KIND, licence_id, before=old, after={"used_micro": row.used_micro, "used_minor": row.used_minor}
    )
    uow.changed(KIND, licence_id, version=0)


# cards


def create_export_licence(uow: UnitOfWork, data: LicenceTerms) -> int:
    """Make a licence; its id."""
    uow.actor.require("compliance.edit")
    tidy, values = _checked(uow, data, id=0)
    id_ = insert_row(uow.db, LicenceTable, values)
    uow.audit(KIND, id_, before={}, after=asdict(tidy))
    uow.changed(KIND, id_, version=1)
    return id_


def update_export_licence(uow: UnitOfWork, id: int, data: LicenceTerms, *, version: int) -> int:
    """Change a licence; the new version. Its limits never fall below what orders took."""
    uow.actor.require("compliance.edit")
    hold_licences(uow, ExportFacts(own=(Use("", id, 0, 0),)))
    before = next((card for card in read_export_licences(uow) if card.id == id), None)
    if before is None:
        raise NotFoundError("document.not_found", kind=KIND, id=id)
    tidy, values = _checked(uow, data, id=id, used=(before.used_micro, before.used_minor))
    new_version = update_version(uow.db, LicenceTable, id=id, version=version, values=values, kind=KIND)
    old, new = difference(before.terms, tidy)
    uow.audit(KIND, id, before=old, after=new)
    uow.changed(KIND, id, version=new_version)
    return new_version


def _checked(
    uow: UnitOfWork, data: LicenceTerms, *, id: int, used: tuple[int, int] = (0, 0)
) -> tuple[LicenceTerms, dict[str, Any]]:
    tidy = replace(
        data,
        number=data.number.strip(),
        eccns=tuple(dict.fromkeys(map(tidy_eccn, data.eccns))),
        countries=tuple(dict.fromkeys(each.upper() for each in data.countries)),
        customer=data.customer.strip(),
    )
    hold_names(uow.db, KIND, [tidy.number])
    same = sa.select(_LICENCE.c.id).where(_LICENCE.c.number == tidy.number, _LICENCE.c.id != id)
    found = Findings("export_licence")
    found.block(uow.db.execute(same).first(), "number_taken", "number", number=tidy.number)
    named = sa.select(_CUSTOMER.c.id).where(_CUSTOMER.c.number == tidy.customer)
    customer_id = uow.db.execute(named).scalar() if tidy.customer else None
    unknown = tidy.customer and customer_id is None
    found.block(unknown, "customer_unknown", "customer", customer=tidy.customer)
    issues = check_terms(tidy, seeds.countries(), used=used)
    refuse_blocked("export_licence", (*issues, *found.all))
    values = asdict(tidy) | {"eccns": ", ".join(tidy.eccns), "countries": ", ".join(tidy.countries)}
    del values["customer"]
    return tidy, values | {"customer_id": customer_id}
