"""The firm's own rules for orders, as data: when all that a rule names holds, the order or a line is told of.

Lists are keyed with commas; what is empty holds for all. A rule that names a family, an article or a unit is told at
each line that has it, any other once for the order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from app.domain.findings import Findings
from app.domain.issues import Issue, Severity
from app.domain.units import same_unit

BUYERS = ("", "business", "consumer")
TEXT_LENGTH = 200
LIST_LENGTH = 500
_CONDITIONS = (
    "families", "skus", "units", "customers", "countries", "postcodes", "buyer", "from_minor", "below_minor",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One rule. Amounts are the order's net in minor units: at least `from_minor`, less than `below_minor`."""

    text: str
    severity: Severity
    is_on: bool = True
    families: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    units: tuple[str, ...] = ()  # in which a line is ordered, such as pallets
    customers: tuple[str, ...] = ()  # their numbers
    countries: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()  # how they begin
    buyer: str = ""  # one of `BUYERS`
    from_minor: int | None = None
    below_minor: int | None = None

    @property
    def is_of_lines(self) -> bool:
        """Whether it is about articles, or about how they are ordered."""
        return bool(self.families or self.skus or self.units)

    def fits_order(
        self, *, customer: str, is_business: bool, country: str, postcode: str, net_minor: int
    ) -> bool:
        """Whether all that the rule says of the head and the sum holds."""
        return (
            _is_among(customer, self.customers)
            and _is_among(country, self.countries)
            and _begins(postcode, self.postcodes)
            and self.buyer in {"", "business" if is_business else "consumer"}
            and (self.from_minor is None or net_minor >= self.from_minor)
            and (self.below_minor is None or net_minor < self.below_minor)
        )

    def fits_line(self, *, sku: str, family: str, unit: str) -> bool:
        """Whether a line has one of the rule's articles or families, and is ordered in one of its units."""
        named = not self.units or any(same_unit(unit, each) for each in self.units)
        return named and _is_among(sku, self.skus) and _is_among(family, self.families)


def _is_among(text: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or text.strip().casefold() in {each.casefold() for each in wanted}


def _begins(postcode: str, wanted: tuple[str, ...]) -> bool:
    tidy = _tidy(postcode)
    return not wanted or any(tidy.startswith(_tidy(each)) for each in wanted)


def _tidy(postcode: str) -> str:
    return postcode.replace(" ", "").casefold()


def check_policy(policy: Policy, *, severity: str, countries: Iterable[str]) -> tuple[Issue, ...]:
    """Everything wrong with a rule as keyed; `where` is the field's name."""
    found = Findings("policy")
    found.block(not policy.text.strip(), "text_missing", "text")
    found.block(len(policy.text) > TEXT_LENGTH, "too_long", "text", longest=TEXT_LENGTH)
    found.block(severity not in set(Severity), "severity_unknown", "severity", severity=severity)
    found.block(policy.buyer not in BUYERS, "buyer_unknown", "buyer", buyer=policy.buyer)
    unknown = [each for each in policy.countries if each not in set(countries)]
    found.block(unknown, "country_unknown", "countries", country=", ".join(unknown))
    empty = Policy(text="", severity=policy.severity)
    is_for_all = all(getattr(policy, name) == getattr(empty, name) for name in _CONDITIONS)
    found.block(is_for_all, "condition_missing", "families")
    _check_amounts(found, policy)
    for field in fields(policy):
        value = getattr(policy, field.name)
        too_long = isinstance(value, tuple) and len(", ".join(value)) > LIST_LENGTH
        found.block(too_long, "too_long", field.name, longest=LIST_LENGTH)
    return found.all


def _check_amounts(found: Findings, policy: Policy) -> None:
    low, high = policy.from_minor, policy.below_minor
    found.block(low is not None and low < 0, "amount_negative", "from_minor")
    found.block(high is not None and high < 0, "amount_negative", "below_minor")
    never = low is not None and high is not None and high <= low
    found.block(never, "amounts_cross", "below_minor")
