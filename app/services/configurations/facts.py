"""What a model says of a configuration, worked out once when it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from app.domain.calendar import ONE_DAY
from app.domain.configured import ConfiguredFacts, Names
from app.domain.pricing.configured import ConfiguredPrice, Share, SharesFrom
from app.domain.product_models.definition import PriceDef, ProductDefinition
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.results import Configuration, PriceShare
from app.i18n import LANGUAGES


def facts_of(definition: ProductDefinition, key: str, configuration: Configuration) -> ConfiguredFacts:
    """Prices of every list and day that the model names, lead time, articles and work of a configuration."""
    evaluators = {language: Evaluator(definition, language) for language in LANGUAGES}
    english = evaluators["en"]
    spans = tuple(_span(evaluators, configuration, *each) for each in _spans(definition))
    usual = english.prices(configuration, "", date.max)
    return ConfiguredFacts(
        price=ConfiguredPrice(key, definition.code, spans),
        costs=tuple((share.cost, share.currency) for share in usual),
        lead_days=english.lead_days(configuration),
        bom=english.bom(configuration),
        operations=english.operations(configuration),
    )


def texts_of(definition: ProductDefinition, configuration: Configuration) -> Names:
    """What stands on a line, by language."""
    return tuple(
        (language, Evaluator(definition, language).line_text(configuration)) for language in LANGUAGES
    )


def _prices(definition: ProductDefinition) -> Iterator[PriceDef]:
    for component in (definition.product, *definition.components):
        yield from component.prices


def _spans(definition: ProductDefinition) -> Iterator[tuple[str, date | None]]:
    """Each list that the model names, and all others, with each day on which some price begins or has ended."""
    rows = tuple(_prices(definition))
    begins = {row.valid_from for row in rows if row.valid_from is not None}
    ends = {row.valid_to + ONE_DAY for row in rows if row.valid_to is not None and row.valid_to < date.max}
    for price_list in sorted({"", *(row.price_list for row in rows)}):
        yield price_list, None
        for day in sorted(begins | ends):
            yield price_list, day


def _span(
    evaluators: Mapping[str, Evaluator], configuration: Configuration, price_list: str, since: date | None
) -> SharesFrom:
    day = since or date.min
    by_language = {
        language: evaluator.prices(configuration, price_list, day)
        for language, evaluator in evaluators.items()
    }
    shares = by_language["en"]
    names = [
        tuple((language, said[place].name) for language, said in by_language.items())
        for place in range(len(shares))
    ]
    return SharesFrom(price_list, since, tuple(map(_share, shares, names)))


def _share(share: PriceShare, names: Names) -> Share:
    return Share(share.code, names, share.amount, share.discountable, share.currency)
