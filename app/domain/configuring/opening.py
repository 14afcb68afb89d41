"""An earlier configuration opened: what of it still fits is kept, what does not is listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.configurator.model import Configuration as Engine
from app.domain.configuring.choices import Choices, Lost, Value
from app.domain.configuring.keeping import Kept
from app.domain.configuring.situation import Product, situation_after
from app.domain.configuring.views import Level
from app.domain.product_models.results import Configuration


def opened(product: Product, earlier: Kept) -> Choices:
    """Choices that come as near to an earlier configuration as the model and what is given allow.

    What people chose then are choices again, the first ones first; the rest is kept softly, as a base of the preview.
    """
    chosen = _in_form_order(product, earlier.chosen or {})
    fits = product.fitting(product.given_wants, chosen)
    lost = [*product.misfits, *(Lost(code, value) for code, value in chosen.items() if code not in fits)]
    known = Configuration(
        frozenset(code for code in earlier.configuration.options if product.can_be(code, True)),
        {code: value for code, value in earlier.configuration.numbers.items() if product.can_be(code, value)},
    )
    choices = Choices(fits, product.flat.engine_configuration(known))
    preview = situation_after(product, choices).preview
    named = {each.code for each in lost}
    lost += [each for each in _gone(product, earlier.configuration, preview) if each.code not in named]
    return Choices(fits, choices.base, tuple(lost))


def _in_form_order(product: Product, chosen: Mapping[str, Value]) -> dict[str, Value]:
    places = {code: at for at, code in enumerate(product.form.fields)}
    order = sorted(chosen, key=lambda code: (places.get(product.field_code(code), len(places)), code))
    return {code: chosen[code] for code in order}


def _gone(product: Product, earlier: Configuration, preview: Engine) -> Iterator[Lost]:
    """What nobody had chosen, and the preview has not any more."""
    now = product.flat.configuration(preview)
    for code in sorted(earlier.options - now.options):
        yield Lost(code, value=True, level=Level.AUTOMATIC)
    for code, value in sorted(earlier.numbers.items()):
        if now.numbers.get(code) != value:
            yield Lost(code, value, Level.AUTOMATIC)
