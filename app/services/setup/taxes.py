"""Taxes: the mapping with its dated rates as one value, and the cards that edit them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

import sqlalchemy as sa

from app.domain.errors import ConflictError, NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.domain.issues import Issue
from app.domain.money import MICRO, Rate
from app.domain.tax import EXEMPTION_CODES, TaxCategory, TaxRule
from app.domain.tax_rules import DatedRate, TaxFacts, TaxRules
from app.services import seeds
from app.services.jurisdictions.facts import read_jurisdictions
from app.services.setup_kept import kept, known
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.schema.products import TaxCode, TaxMapping, TaxRate, TaxRegistration
from db.statements import insert_row, insert_rows, table_of, update_version

SHORT_LENGTH = 40
_VATEX = re.compile(r"VATEX-[A-Z]{2}(-[A-Z0-9]+)+")
UNTAXED = frozenset({"Z", "E", "AE", "K", "G", "O"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxInput:
    """A tax as keyed; `rates` are (first day, ppm)."""

    code: str
    name: str
    category: str
    exemption_text: str = ""
    exemption_code: str = ""
    active: bool = True
    rates: tuple[DatedRate, ...] = ()


@dataclass(frozen=True, slots=True)
class TaxCard:
    """A tax as its card shows it."""

    facts: TaxFacts
    version: int


# Built once: making a statement costs more than running it.
_CODES_WITH_RATES = (
    sa.select(table_of(TaxCode), TaxRate.valid_from, TaxRate.rate_ppm)
    .outerjoin(TaxRate, TaxRate.tax_code_id == TaxCode.id)
    .order_by(TaxCode.code, TaxRate.valid_from)
)
_MAPPING = (
    sa.select(
        TaxMapping.product_class,
        TaxMapping.ship_to,
        TaxMapping.business,
        TaxMapping.has_vat_id,
        TaxCode.code,
        TaxMapping.ship_from,
    )
    .join(TaxCode, TaxCode.id == TaxMapping.tax_code_id)
    .order_by(TaxMapping.id)
)


_REGISTERED = sa.select(TaxRegistration.country, TaxRegistration.vat_id)


def read_taxes(view: Reading) -> tuple[TaxCard, ...]:
    """Every tax by code, its rates oldest first; one query."""
    codes: dict[int, sa.Row[Any]] = {}
    rates: dict[int, list[DatedRate]] = defaultdict(list)
    for row in view.db.execute(_CODES_WITH_RATES):
        codes[row.id] = row
        if row.valid_from is not None:
            rates[row.id].append(DatedRate(row.valid_from, row.rate_ppm))
    return tuple(
        TaxCard(
            TaxFacts(
                id=row.id,
                code=row.code,
                name=row.name,
                category=row.category,
                exemption_text=row.exemption_text,
                exemption_code=row.exemption_code,
                active=row.active,
                rates=tuple(rates[row.id]),
            ),
            version=row.version,
        )
        for row in codes.values()
    )


def read_tax_rules(view: Reading) -> TaxRules:
    """Mapping, taxes, the countries of the European Union and jurisdictions; kept while the set-up stands."""
    return kept(view, "taxes", lambda: _read_tax_rules(view))


def known_tax_rules(view: Reading) -> TaxRules | None:
    """The same where they are kept: who needs little of them reads just that otherwise."""
    return cast("TaxRules | None", known(view, "taxes"))


def _read_tax_rules(view: Reading) -> TaxRules:
    return TaxRules(
        rules=tuple(TaxRule(*row) for row in view.db.execute(_MAPPING)),
        taxes={card.facts.code: card.facts for card in read_taxes(view)},
        eu_countries=seeds.eu_countries(),
        jurisdictions=read_jurisdictions(view),
        registered={row.country: row.vat_id for row in view.db.execute(_REGISTERED)},
    )


def create_tax(uow: UnitOfWork, data: TaxInput) -> int:
    """Make a tax with its rates; its id."""
    uow.actor.require("setup.edit")
    taken = uow.db.execute(sa.select(TaxCode.id).where(TaxCode.code == data.code)).first() is not None
    refuse_blocked("tax", check_tax(data, code_taken=taken))
    id_ = insert_row(uow.db, TaxCode, _values(data))
    _insert_rates(uow, id_, data.rates)
    uow.audit("tax", id_, before={}, after=_audited(data))
    uow.changed("tax", id_, version=1)
    return id_


def update_tax(uow: UnitOfWork, id: int, data: TaxInput, *, version: int) -> int:
    """Change a tax and its rates over time; the new version. Posted papers keep their own rates."""
    uow.actor.require("setup.edit")
    before = next((card.facts for card in read_taxes(uow) if card.facts.id == id), None)
    if before is None:
        raise NotFoundError("document.not_found", kind="tax", id=id)
    taken = uow.db.execute(sa.select(TaxCode.id).where(TaxCode.code == data.code, TaxCode.id != id)).first()
    ends = before.active and not data.active
    mapped = ends and uow.db.execute(sa.select(TaxMapping.id).where(TaxMapping.tax_code_id == id)).first()
    found = Findings("tax")
    found.block(bool(mapped), "still_mapped", "active", tax=before.code)
    refuse_blocked("tax", (*check_tax(data, code_taken=taken is not None), *found.all))
    new_version = update_version(uow.db, TaxCode, id=id, version=version, values=_values(data), kind="tax")
    uow.db.execute(sa.delete(TaxRate).where(TaxRate.tax_code_id == id))
    _insert_rates(uow, id, data.rates)
    old = TaxInput(
        code=before.code,
        name=before.name,
        category=before.category,
        exemption_text=before.exemption_text,
        exemption_code=before.exemption_code,
        active=before.active,
        rates=before.rates,
    )
    uow.audit("tax", id, before=_audited(old), after=_audited(data))
    uow.changed("tax", id, version=new_version)
    return new_version


def replace_mapping(
    uow: UnitOfWork, rules: Sequence[TaxRule], *, seen: Sequence[TaxRule] | None = None
) -> None:
    """Put another tax mapping in the place of the present one.

    `seen`: the one that the caller believes to replace; another one since: ConflictError.
    """
    uow.actor.require("setup.edit")
    hold_names(uow.db, "tax", ["mapping"])
    before = read_tax_rules(uow)
    if seen is not None and tuple(seen) != before.rules:
        raise ConflictError("document.changed_elsewhere", kind="tax", id=0)
    refuse_blocked("tax", _check_rules(rules, before.taxes))
    uow.db.execute(sa.delete(TaxMapping))
    rows = [
        {
            "product_class": rule.product_class,
            "ship_to": rule.ship_to,
            "business": rule.business,
            "has_vat_id": rule.has_vat_id,
            "tax_code_id": before.taxes[rule.tax_code].id,
            "ship_from": rule.ship_from,
        }
        for rule in rules
    ]
    insert_rows(uow.db, TaxMapping, rows)
    uow.audit("tax", 0, before={"mapping": _shown(before.rules)}, after={"mapping": _shown(rules)})
    uow.changed("tax", 0, version=1)


def _check_rules(rules: Sequence[TaxRule], taxes: Mapping[str, TaxFacts]) -> tuple[Issue, ...]:
    """Taxes in use and countries that there are, one row for each sale: of two the first would win in silence."""
    found = Findings("tax")
    seen: dict[TaxRule, int] = {}
    for number, rule in enumerate(rules):
        where, about = f"rules/{number}", replace(rule, tax_code="")
        found.block(not rule.tax_code, "code_of_rule_missing", where)
        found.block(
            bool(rule.tax_code) and rule.tax_code not in taxes, "code_unknown", where, tax=rule.tax_code
        )
        known = taxes.get(rule.tax_code)
        found.block(known is not None and not known.active, "code_inactive", where, tax=rule.tax_code)
        is_unknown = rule.ship_from is not None and rule.ship_from not in seeds.countries()
        found.block(is_unknown, "country_unknown", f"{where}/ship_from", country=rule.ship_from or "")
        found.block(about in seen, "rule_twice", where, row=seen.get(about, 0) + 1)
        seen.setdefault(about, number)
    return found.all


def check_tax(data: TaxInput, *, code_taken: bool = False) -> tuple[Issue, ...]:
    """Everything wrong with a tax as keyed."""
    found = Findings("tax")
    found.block(not data.code.strip(), "code_missing", "code")
    found.block(code_taken, "code_taken", "code", tax=data.code)
    found.block(not data.name.strip(), "name_missing", "name")
    found.block(data.category not in set(TaxCategory), "category_unknown", "category", category=data.category)
    found.block(not data.rates, "rates_missing", "rates", tax=data.code)
    needs_text = data.category in UNTAXED - {"Z"} and not data.exemption_text.strip()
    found.block(needs_text, "exemption_missing", "exemption_text", tax=data.code)
    _check_exemption_code(found, data)
    days: set[date] = set()
    for number, rate in enumerate(data.rates):
        where = f"rates/{number}"
        found.block(not 0 <= rate.rate_ppm <= MICRO, "rate_range", where, tax=data.code)
        found.block(rate.valid_from in days, "day_twice", where, tax=data.code, day=rate.valid_from)
        taxed = data.category in UNTAXED and rate.rate_ppm != 0
        found.block(taxed, "rate_not_zero", where, tax=data.code, category=data.category)
        days.add(rate.valid_from)
    return found.all


def _check_exemption_code(found: Findings, data: TaxInput) -> None:
    """One of the VATEX list, and the one of its category where that has one."""
    code = data.exemption_code.strip().upper()
    if not code:
        return
    where, named = "exemption_code", {"tax": data.code, "code": code}
    found.block(
        not _VATEX.fullmatch(code) or len(code) > SHORT_LENGTH, "exemption_code_wrong", where, **named
    )
    fitting = EXEMPTION_CODES.get(data.category)
    others = set(EXEMPTION_CODES.values()) - {fitting}
    is_other = data.category not in UNTAXED or code in others or (fitting is not None and code != fitting)
    found.block(is_other, "exemption_code_other", where, category=data.category, **named)


def _values(data: TaxInput) -> dict[str, object]:
    return {
        "code": data.code.strip(),
        "name": data.name.strip(),
        "category": data.category,
        "exemption_text": data.exemption_text,
        "exemption_code": data.exemption_code.strip().upper(),
        "active": data.active,
    }


def _insert_rates(uow: UnitOfWork, id: int, rates: Sequence[DatedRate]) -> None:
    rows = [{"tax_code_id": id, "valid_from": rate.valid_from, "rate_ppm": rate.rate_ppm} for rate in rates]
    insert_rows(uow.db, TaxRate, rows)


def _audited(data: TaxInput) -> dict[str, object]:
    rates = {f"rate.{rate.valid_from}": f"{Rate(rate.rate_ppm).percent} %" for rate in data.rates}
    return {**_values(data), **rates}


def _shown(rules: Sequence[TaxRule]) -> list[str]:
    return [
        f"{rule.product_class or '*'}/{rule.ship_to or '*'}/{rule.business}/{rule.has_vat_id}"
        f"{f'/{rule.ship_from}' if rule.ship_from else ''} -> {rule.tax_code}"
        for rule in rules
    ]
