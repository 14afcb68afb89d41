"""Export control: what rules say of an article for a country, and how licences are drawn for it. Pure.

Of the rules that fit, the one with the longest ECCN speaks; among those one that names the country before one for
all countries, and then the strictest. A rule without ECCN is about every article. Where no rule fits, it is free.
A line takes one licence for all of it: the one that ends first and has enough left. Its worth is counted in the
licence's currency: an order in another one by the rate that it keeps, through the firm's currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.exchange import Exchange
from app.domain.findings import Findings
from app.domain.issues import Issue

COMMODITY_LENGTHS = frozenset({6, 8, 10})
SHORT_LENGTH, NAME_LENGTH = 40, 200
_ECCN = re.compile(r"EAR99|[0-9][A-E][0-9]{3}(\.[0-9A-Z]{1,3})*")
_PREFIX = re.compile(r"EAR99|[0-9]([A-E]([0-9]{1,3}(\.[0-9A-Z]{1,3})*)?)?")


class Ruling(StrEnum):
    """What a rule says."""

    FREE = "free"
    LICENCE = "licence"
    PROHIBITED = "prohibited"


_STRICTNESS = {Ruling.FREE: 0, Ruling.LICENCE: 1, Ruling.PROHIBITED: 2}


@dataclass(frozen=True, slots=True)
class ExportRule:
    """A rule as keyed. `eccn`: how the number begins, "" any article; `country`: "" all countries."""

    eccn: str
    country: str
    ruling: str
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def fits(self, eccn: str, country: str, day: date) -> bool:
        """Whether it speaks of the article for this country on the day."""
        is_valid = (self.valid_from or day) <= day <= (self.valid_until or day)
        return is_valid and self.country in {"", country} and eccn.startswith(self.eccn)

    @property
    def weight(self) -> tuple[int, bool, int]:
        """What speaks before another rule that fits, too."""
        return len(self.eccn), self.country != "", _STRICTNESS[Ruling(self.ruling)]


def rule_for(rules: Iterable[ExportRule], eccn: str, country: str, day: date) -> ExportRule | None:
    """The rule that speaks; None where nobody wrote one."""
    fitting = (rule for rule in rules if rule.fits(eccn, country, day))
    return max(fitting, key=lambda rule: rule.weight, default=None)


@dataclass(frozen=True, slots=True)
class ExportLicence:
    """A licence of the firm with what is left of it beside this order; None: not limited.

    `currency`: of its value, "" the firm's own; `exchange`: its rate, None for the firm's own and where none is known.
    """

    id: int
    number: str
    eccns: tuple[str, ...]
    countries: tuple[str, ...] = ()
    customer_id: int | None = None
    left_micro: int | None = None
    left_minor: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    currency: str = ""
    exchange: Exchange | None = None
    active: bool = True  # one that is not is what an order took of it before

    def is_about(self, eccn: str, country: str, customer_id: int | None) -> bool:
        """Whether it names the article, the country and the customer."""
        names = any(eccn.startswith(each) for each in self.eccns)
        is_there = not self.countries or country in self.countries
        return self.active and names and is_there and self.customer_id in {None, customer_id}

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    def worth_of(self, need: Need) -> int | None:
        """What a need is worth in the licence's currency; None where its rate is not known."""
        sold = need.exchange
        if sold is not None and sold.currency == self.currency:
            return need.amount_minor
        home = need.amount_minor if sold is None else sold.to_home(need.amount_minor)
        if not self.currency:
            return home
        return None if self.exchange is None else self.exchange.from_home(home)

    def has_goods(self, need: Need, taken: tuple[int, int]) -> bool:
        """Whether the quantity of a need is left once so much more of it is taken."""
        return self.left_micro is None or taken[0] + need.quantity_micro <= self.left_micro

    def has_left(self, need: Need, taken: tuple[int, int]) -> bool:
        """Whether quantity and value of a need are left once so much more of it is taken."""
        if self.left_minor is None:
            return self.has_goods(need, taken)
        worth = self.worth_of(need)
        return self.has_goods(need, taken) and worth is not None and taken[1] + worth <= self.left_minor

    def is_unrated(self, need: Need) -> bool:
        """Whether its value is limited, and nobody can say what the need is worth in its currency."""
        return self.left_minor is not None and self.worth_of(need) is None


@dataclass(frozen=True, slots=True)
class Use:
    """What a line takes of a licence: base units, and its net in the licence's currency."""

    line_key: str
    licence_id: int
    quantity_micro: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """What export control knows of an order that crosses a border. `own`: what it uses already."""

    country: str = ""
    rules: tuple[ExportRule, ...] = ()
    licences: tuple[ExportLicence, ...] = ()
    own: tuple[Use, ...] = ()


NO_EXPORT = ExportFacts()


@dataclass(frozen=True, slots=True)
class Need:
    """A line that needs a licence, and when it leaves. `exchange`: the order's rate, None in the firm's currency."""

    line_key: str
    eccn: str
    quantity_micro: int
    amount_minor: int
    day: date
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """A line without a licence: `reason` is missing, over, short or unrated; the licence that comes nearest."""

    need: Need
    reason: str
    licence: ExportLicence | None = None
    taken: tuple[int, int] = (0, 0)


def allot(
    needs: Iterable[Need], facts: ExportFacts, customer_id: int | None
) -> tuple[tuple[Use, ...], tuple[Lack, ...]]:
    """What each line takes, and the lines without. What a line has already it keeps where it needs no more."""
    own = {use.line_key: use for use in facts.own}
    by_id = {licence.id: licence for licence in facts.licences}
    taken: dict[int, tuple[int, int]] = {}
    about: dict[str, list[ExportLicence]] = {}
    uses, lacks, open_needs = [], [], []
    for need in needs:
        kept = own.get(need.line_key)
        licence = by_id.get(kept.licence_id) if kept is not None else None
        if kept is not None and licence is not None and _is_enough(kept, licence, need):
            uses.append(_take(need, licence, taken, at_most=kept.amount_minor))
        else:
            open_needs.append(need)
    for need in open_needs:
        if need.eccn not in about:
            about[need.eccn] = _about(need.eccn, facts, customer_id)
        found = _find(need, about[need.eccn], taken)
        if isinstance(found, Lack):
            lacks.append(found)
        else:
            uses.append(_take(need, found, taken))
    return tuple(uses), tuple(lacks)


def _is_enough(kept: Use, licence: ExportLicence, need: Need) -> bool:
    worth = licence.worth_of(need)
    return need.quantity_micro <= kept.quantity_micro and (worth is None or worth <= kept.amount_minor)


def _take(need: Need, licence: ExportLicence, taken: dict[int, tuple[int, int]], *, at_most: int = 0) -> Use:
    """What a line takes. Without a rate it is worth what it took before, which is nothing of a new one."""
    worth = licence.worth_of(need)
    minor = at_most if worth is None else worth
    quantity, amount = taken.get(licence.id, (0, 0))
    taken[licence.id] = (quantity + need.quantity_micro, amount + minor)
    return Use(need.line_key, licence.id, need.quantity_micro, minor)


def _about(eccn: str, facts: ExportFacts, customer_id: int | None) -> list[ExportLicence]:
    """The licences that name it, the one that ends first before the others."""
    found = [each for each in facts.licences if each.is_about(eccn, facts.country, customer_id)]
    return sorted(found, key=lambda each: (each.valid_until or date.max, each.id))


def _find(
    need: Need, about: Sequence[ExportLicence], taken: Mapping[int, tuple[int, int]]
) -> ExportLicence | Lack:
    if not about:
        return Lack(need, "missing")
    valid = [each for each in about if each.holds_on(need.day)]
    if not valid:
        return Lack(need, "over", about[-1])
    fitting = (each for each in valid if each.has_left(need, taken.get(each.id, (0, 0))))
    found = next(fitting, None)
    if found is not None:
        return found
    unrated = next((each for each in valid if each.is_unrated(need)), None)
    if unrated is not None:
        return Lack(need, "unrated", unrated)
    return Lack(need, "short", valid[-1], taken.get(valid[-1].id, (0, 0)))


def tidy_code(text: str) -> str:
    """A number without blanks and dots: 8471 30 00 and 8471.30.00 are 84713000."""
    return re.sub(r"[\s.]", "", text)


def tidy_eccn(text: str) -> str:
    """As it is written in the lists: upper case, without blanks."""
    return re.sub(r"\s", "", text).upper()


def is_commodity_code(text: str) -> bool:
    """Whether it has the digits of the HS (6), the combined nomenclature (8) or a tariff (10)."""
    return text.isdecimal() and text.isascii() and len(text) in COMMODITY_LENGTHS


def is_eccn(text: str) -> bool:
    """Whether it is written as a number of the dual-use lists: 5A002, 5A002.A.1, EAR99."""
    return _ECCN.fullmatch(text) is not None


def is_eccn_prefix(text: str) -> bool:
    """Whether numbers begin so: 5, 5A, 5A002."""
    return _PREFIX.fullmatch(text) is not None


def check_rule(data: ExportRule, countries: Iterable[str], *, prefix: str = "") -> tuple[Issue, ...]:
    """Everything wrong with a rule as keyed; `where` is the field's name."""
    found = Findings("export_rule", prefix=prefix)
    found.block(data.eccn and not is_eccn_prefix(data.eccn), "eccn_wrong", "eccn", eccn=data.eccn)
    unknown = data.country and data.country not in set(countries)
    found.block(unknown, "country_unknown", "country", country=data.country)
    found.block(data.ruling not in set(Ruling), "ruling_unknown", "ruling", ruling=data.ruling)
    found.block(not data.eccn and not data.country, "for_all", "eccn")
    found.block(len(data.source) > NAME_LENGTH, "too_long", "source", longest=NAME_LENGTH)
    _check_days(found, data.valid_from, data.valid_until)
    return found.all


def _check_days(found: Findings, first: date | None, last: date | None) -> None:
    if first is not None and last is not None:
        found.block(last < first, "days_backwards", "valid_until", first=first, last=last)


@dataclass(frozen=True, slots=True)
class LicenceTerms:
    """A licence of the firm as keyed; None or () leaves it without that limit. `currency`: of its value."""

    number: str
    eccns: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    customer: str = ""  # his number
    quantity_micro: int | None = None
    value_minor: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    active: bool = True
    currency: str = ""


def check_terms(
    data: LicenceTerms, countries: Iterable[str], *, used: tuple[int, int] = (0, 0)
) -> tuple[Issue, ...]:
    """Everything wrong with a licence as keyed; `used`: what orders took of quantity and value."""
    found = Findings("export_licence")
    found.block(not data.number.strip(), "number_missing", "number")
    found.block(len(data.number) > NAME_LENGTH, "too_long", "number", longest=NAME_LENGTH)
    wrong = [each for each in data.eccns if not is_eccn_prefix(each)]
    found.block(wrong, "eccn_wrong", "eccns", eccn=", ".join(wrong))
    found.block(not data.eccns, "eccn_missing", "eccns")
    unknown = [each for each in data.countries if each not in set(countries)]
    found.block(unknown, "country_unknown", "countries", country=", ".join(unknown))
    for name, value, taken in (
        ("quantity_micro", data.quantity_micro, used[0]),
        ("value_minor", data.value_minor, used[1]),
    ):
        found.block(value is not None and value < 0, "limit_negative", name)
        found.block(value is not None and 0 <= value < taken, "below_used", name)
    for name, texts in (("eccns", data.eccns), ("countries", data.countries)):
        found.block(len(", ".join(texts)) > NAME_LENGTH, "too_long", name, longest=NAME_LENGTH)
    _check_days(found, data.valid_from, data.valid_until)
    return found.all
