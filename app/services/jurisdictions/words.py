"""What papers say of taxes that jurisdictions stack: a row for each of them, or why nothing is taxed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.domain.jurisdictions import untaxed_of
from app.domain.papers import PaperTax
from app.domain.tax import TaxGroup
from app.domain.tax_parts import PartTax
from app.i18n import _, format_rate

NAME_MOST = 24
"""How long a name may be beside its rate and base on a paper; a longer one stands there as its code."""


def untaxed_text(stack: str) -> str:
    """Why a stacked sale has no tax, in the language in force; empty for what is taxed."""
    untaxed = untaxed_of(stack)
    if untaxed is None:
        return ""
    texts = {
        "unregistered": _("No sales tax is collected for {state}: the seller is not registered there."),
        "certificate": _("Exempt from sales tax in {state}: certificate {number}."),
        "class": _("Not subject to sales tax in {state}."),
    }
    return texts[untaxed.reason].format(state=untaxed.state, number=untaxed.number)


def paper_taxes(group: TaxGroup, names: Mapping[str, str]) -> tuple[PaperTax, ...]:
    """The rows of a stacked group, one for each jurisdiction by its name."""
    return rows_of_parts(group, ((names.get(part.code, part.code), part) for part in group.by_part))


def rows_of_parts(group: TaxGroup, parts: Iterable[tuple[str, PartTax]]) -> tuple[PaperTax, ...]:
    """The rows of a stacked group whose parts have these names."""
    rows = tuple(
        PaperTax(f"{_shown(name, part)} {format_rate(part.rate_ppm)}", group.base_minor, part.tax_minor)
        for name, part in parts
    )
    return rows or (
        PaperTax(_("No sales tax"), group.base_minor, group.tax_minor, untaxed_text(group.key.stack)),
    )


def _shown(name: str, part: PartTax) -> str:
    return name if len(name) <= NAME_MOST else part.code
