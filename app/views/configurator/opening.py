"""In a job: the model of an article is read and compiled, and a session begun with it."""

from __future__ import annotations

from datetime import date

from app.domain.configurator.checking import compile_model
from app.domain.configuring.keeping import Kept
from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.errors import RefusedError
from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.flattening import Flat, flatten
from app.i18n import current_language
from app.services.configurations import read_configuration
from app.services.configurations.stock import read_free_of_articles
from app.services.product_models import definition_of, read_model_for
from app.services.product_models.kept import KeptByHash
from app.services.setup.firm import read_firm
from app.services.unit_of_work import Reading
from app.views.configurator.beside import BesideOwnPrice
from app.views.configurator.opened import Opened, Wish

_FLATS: KeptByHash[Flat] = KeptByHash(12)


def open_wish(view: Reading, wish: Wish) -> Opened:
    """A session over the model of the wish's article, or over the version of the configuration that it begins with.

    RefusedError `configurator.not_configurable` where the article has no released model; those of the model itself.
    """
    version_id, content_hash, files, earlier = _found(view, wish)
    definition = definition_of(files, content_hash)
    flat = flat_of(definition, content_hash, wish.on)
    evaluator = BesideOwnPrice(definition, current_language())
    evaluator.own = wish.own
    terms = Terms(wish.on, wish.price_list, current_language())
    session = Session(flat, evaluator, terms, compiled=compile_model(flat.model), earlier=earlier)
    firm = read_firm(view)
    currency = definition.currency or (firm.currency if firm else "EUR")
    free = read_free_of_articles(view, articles_of(definition))
    return Opened(wish, session, evaluator, currency, version_id, free)


def flat_of(definition: ProductDefinition, content_hash: str, on: date) -> Flat:
    """The model flattened by the rules of the day; kept, since it never changes."""
    return _FLATS.get((content_hash, on), lambda: flatten(definition, on))


def _found(view: Reading, wish: Wish) -> tuple[int, str, dict[str, str], Kept | None]:
    if wish.configuration:
        kept = read_configuration(view, wish.configuration)
        row = kept.version.row
        return row.id, row.content_hash, dict(kept.version.files), Kept(kept.configuration)
    model = read_model_for(view, wish.product_id)
    if model is None:
        raise RefusedError("configurator.not_configurable", sku=wish.sku)
    return model.version_id, model.content_hash, dict(model.files), None


def articles_of(definition: ProductDefinition) -> frozenset[str]:
    """What options come with."""
    parts = (definition.product, *definition.components)
    options = (option for part in parts for group in part.groups for option in group.options)
    return frozenset(option.article for option in options if option.article)
