"""In a job: the model of an article is read and compiled, and a session begun with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from weakref import finalize

from app.domain.configurator.checking import compile_model
from app.domain.configurator.compiling import CompiledModel
from app.domain.configuring.choices import Given
from app.domain.configuring.keeping import Kept, read_kept
from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.errors import RefusedError
from app.domain.owned import fits_of
from app.domain.pricing.configured import name_in
from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.flattening import Flat, flatten
from app.i18n import current_language
from app.services.configurations import KeptConfiguration, read_configuration
from app.services.configurations.stock import read_free_of_articles
from app.services.kept_by_hash import IdleByHash
from app.services.line_choices import read_choices
from app.services.owned import read_owned_items
from app.services.product_models import definition_of, read_model_for
from app.services.product_models.kept import KeptByHash
from app.services.trial_prices import read_trial_pricing
from app.services.unit_of_work import Reading
from app.views.configurator.line_prices import LinePrices
from app.views.configurator.opened import Opened, Wish

_FLATS: KeptByHash[Flat] = KeptByHash(12)
_COMPILED: IdleByHash[CompiledModel] = IdleByHash(4)
"""A session has its own, since it learns with every answer; the next session goes on with what that one learnt."""


def open_wish(view: Reading, wish: Wish) -> Opened:
    """A session over the model of the wish's article, or over the version of the configuration that it begins with.

    RefusedError `configurator.not_configurable` where the article has no released model; those of the model itself.
    """
    found = _found(view, wish)
    definition = definition_of(found.files, found.content_hash)
    flat = flat_of(definition, found.content_hash, wish.on)
    pricing = wish.pricing or read_trial_pricing(
        view, wish.product_id, customer_id=wish.customer_id or None, quantity=wish.quantity
    )
    evaluator = LinePrices(definition, current_language(), pricing, wish.quantity)
    terms = Terms(wish.on, "", current_language())
    earlier = wish.earlier or found.earlier
    things = read_owned_items(view, found.fits_with if wish.fits_with is None else wish.fits_with)
    if wish.fits_with is None:
        given = earlier.given if earlier is not None else ()
    else:
        given = tuple(Given(each.code, each.value, each.origin) for each in fits_of(things, definition))
    compiled = _COMPILED.take((found.content_hash, wish.on), lambda: compile_model(flat.model))
    session = Session(flat, evaluator, terms, compiled=compiled, given=given, earlier=earlier)
    finalize(session, _COMPILED.give_back, (found.content_hash, wish.on), compiled).atexit = False
    _warm(session, evaluator, wish)
    free = read_free_of_articles(view, articles_of(definition))
    return Opened(
        wish, session, evaluator, pricing.currency,
        name_in(definition.product.name.items(), current_language()), found.version_id, found.newer,
        tuple(thing.id for thing in things), "; ".join(thing.origin for thing in things), evaluator, free,
    )  # fmt: skip


def _warm(session: Session, evaluator: LinePrices, wish: Wish) -> None:
    """Ask what the page asks first: rows of prices and parts are compiled here, not on the window's thread."""
    import app.views.configurator.config_view
    import app.views.configurator.page_keys
    import app.views.kit.scene.rendering  # noqa: F401 - imported to be there

    session.view()
    evaluator.prices(session.preview, "", wish.on)
    evaluator.scene(session.preview)


def flat_of(definition: ProductDefinition, content_hash: str, on: date) -> Flat:
    """The model flattened by the rules of the day; kept, since it never changes."""
    return _FLATS.get((content_hash, on), lambda: flatten(definition, on, in_any_order=True))


@dataclass(frozen=True, slots=True)
class _Found:
    version_id: int
    content_hash: str
    files: Mapping[str, str]
    earlier: Kept | None = None
    newer: int = 0
    fits_with: tuple[int, ...] = ()


def _found(view: Reading, wish: Wish) -> _Found:
    """The version to configure by: that of the kept configuration, or the one in use now."""
    model = read_model_for(view, wish.product_id)
    kept = read_configuration(view, wish.configuration) if wish.configuration else None
    earlier, fits_with = (None, ()) if kept is None else _chosen_then(view, wish, kept)
    if kept is not None and not wish.is_renewed:
        row = kept.version.row
        newer = model.number if model is not None and model.version_id != row.id else 0
        return _Found(row.id, row.content_hash, kept.version.files, earlier, newer, fits_with)
    if model is None:
        raise RefusedError("configurator.not_configurable", sku=wish.sku)
    return _Found(model.version_id, model.content_hash, model.files, earlier, fits_with=fits_with)


def _chosen_then(view: Reading, wish: Wish, kept: KeptConfiguration) -> tuple[Kept, tuple[int, ...]]:
    """The kept configuration with what people chose of it on this line, as far as it was noted, and to what it fits."""
    chosen = read_choices(view, wish.order_id, wish.line, kept.key) if wish.order_id else None
    if chosen is None:
        return Kept(kept.configuration), ()
    return read_kept(chosen.choices), chosen.fits_with


def articles_of(definition: ProductDefinition) -> frozenset[str]:
    """What options come with."""
    parts = (definition.product, *definition.components)
    options = (option for part in parts for group in part.groups for option in group.options)
    return frozenset(option.article for option in options if option.article)
