"""What a model says of a kept configuration, as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from app.domain.configured import ConfiguredFacts
from app.domain.pricing.configured import ConfiguredPrice, Share, SharesFrom
from app.domain.product_models.results import BomLine, OperationLine


def written_facts(facts: ConfiguredFacts) -> dict[str, Any]:
    """The facts as JSON: exact numbers as text ("1/3"), so that they are read as they were."""
    return {
        "model": facts.price.model,
        "spans": [_written_span(span) for span in facts.price.spans],
        "costs": [[None if cost is None else str(cost), currency] for cost, currency in facts.costs],
        "lead_days": facts.lead_days,
        "bom": [[line.article, str(line.quantity)] for line in facts.bom],
        "operations": [
            [each.code, each.name, str(each.setup), str(each.minutes), str(each.hourly), each.workplace]
            for each in facts.operations
        ],
    }


def _written_span(span: SharesFrom) -> dict[str, Any]:
    shares = [
        [each.code, dict(each.names), str(each.amount), each.is_discountable, each.currency]
        for each in span.shares
    ]
    return {"list": span.price_list, "since": span.since and span.since.isoformat(), "shares": shares}


def read_facts(key: str, written: Mapping[str, Any]) -> ConfiguredFacts:
    """The facts back from JSON."""
    return ConfiguredFacts(
        price=ConfiguredPrice(key, written["model"], tuple(map(_read_span, written["spans"]))),
        costs=tuple((None if cost is None else Fraction(cost), money) for cost, money in written["costs"]),
        lead_days=written["lead_days"],
        bom=tuple(BomLine(article, Fraction(quantity)) for article, quantity in written["bom"]),
        operations=tuple(map(_read_operation, written["operations"])),
    )


def _read_span(written: Mapping[str, Any]) -> SharesFrom:
    since = date.fromisoformat(written["since"]) if written["since"] else None
    shares = (
        Share(code, tuple(sorted(names.items())), Fraction(amount), discountable, currency)
        for code, names, amount, discountable, currency in written["shares"]
    )
    return SharesFrom(written["list"], since, tuple(shares))


def _read_operation(written: Sequence[Any]) -> OperationLine:
    code, name, setup, minutes, hourly, workplace = written
    return OperationLine(code, name, Fraction(setup), Fraction(minutes), Fraction(hourly), workplace)
