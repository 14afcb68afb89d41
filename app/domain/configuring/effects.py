"""What a choice would change in price and days, before it is made.

It is reckoned on the very configuration that the preview becomes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.domain.configurator.model import Choices, Configuration, Key
from app.domain.configuring.answers import Domain
from app.domain.configuring.completing import Completion
from app.domain.configuring.form import Field, Form
from app.domain.configuring.needs import Consequences, FlatModel, Terms
from app.domain.configuring.views import Difference
from app.domain.errors import RefusedError
from app.domain.exact_sums import sum_of
from app.domain.issues import Issue, Severity
from app.domain.product_models.results import PriceShare

_MOST_KEPT = 4000


@dataclass(frozen=True, slots=True)
class Worth:
    """What follows from a configuration: price and cost of a piece, exact, and working days.

    Args:
        issue: why that cannot be reckoned (a look-up without a row); the others are 0 then.
    """

    price: Fraction
    cost: Fraction
    days: int
    issue: Issue | None = None


class Worths:
    """Price and days of whole configurations, each reckoned once."""

    def __init__(self, flat: FlatModel, consequences: Consequences, terms: Terms) -> None:
        self._flat = flat
        self._of = consequences
        self._terms = terms
        self._kept: dict[tuple[frozenset[str], frozenset[tuple[str, int]]], Worth] = {}

    def worth(self, whole: Configuration) -> Worth:
        """Of one configuration."""
        key = (whole.options, frozenset(whole.numbers.items()))
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = self._reckoned(whole)
        return found

    def forget(self) -> None:
        """Reckon everything anew: prices have changed."""
        self._kept.clear()

    def _reckoned(self, whole: Configuration) -> Worth:
        plain = self._flat.configuration(whole)
        try:
            shares = self._of.prices(plain, self._terms.price_list, self._terms.on)
            return Worth(_sum(shares), _costs(shares), self._of.lead_days(plain))
        except RefusedError as error:
            issue = Issue(error.code, Severity.BLOCK, "price", error.params)
            return Worth(Fraction(0), Fraction(0), 0, issue)


def _sum(shares: tuple[PriceShare, ...]) -> Fraction:
    return sum_of([share.amount for share in shares])


def _costs(shares: tuple[PriceShare, ...]) -> Fraction:
    return sum_of([share.cost for share in shares if share.cost is not None])


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer that is thought of.

    Args:
        others: the choices that would stay.
        domain: what is possible beside them; None where they do not fit together themselves.
        key: what would be chosen beside them.
        field: of it.
    """

    others: Choices
    domain: Domain | None
    key: Key
    field: Field


class Effects:
    """Previews of answers that are thought of, and what they change."""

    def __init__(self, form: Form, worths: Worths) -> None:
        self._form = form
        self._worths = worths

    def preview(self, completion: Completion, asked: Asked) -> Configuration | None:
        """The preview with the answer; None where nothing fits with it."""
        domain = asked.domain
        if domain is None or not domain.allows((asked.key, True)):
            return None
        return completion.whole({**asked.others, asked.key: True}, domain)

    def difference(self, now: Configuration, then: Configuration, own: str = "") -> Difference | None:
        """From one configuration to another; changes in the field `own` are not counted as moves.

        None where one of them cannot be reckoned.
        """
        before = self._worths.worth(now)
        return None if before.issue else self.change(now, then, own)

    def change(self, now: Configuration, then: Configuration, own: str = "") -> Difference | None:
        """The same, from nothing where the first one cannot be reckoned; None where the other cannot."""
        before, after = self._worths.worth(now), self._worths.worth(then)
        if after.issue:
            return None
        fields = {field.code for field in self.moved(now, then)} - {own}
        return Difference(after.price - before.price, after.days - before.days, len(fields))

    def moved(self, now: Configuration, then: Configuration) -> list[Field]:
        """The fields in which the two differ, in the order of the form."""
        codes = set(now.options ^ then.options)
        codes |= {code for code, _ in now.numbers.items() ^ then.numbers.items()}
        fields = {self._form.field_of[code].code for code in codes if code in self._form.field_of}
        return [field for field in self._form.fields.values() if field.code in fields] if fields else []
