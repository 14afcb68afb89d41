"""What a customer owns, told by configuring it: nobody has to know the codes of its product model."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.money import MICRO
from app.domain.owned import known_of
from app.domain.product_models.results import Configuration
from app.services.configurations import keep_configuration
from app.services.owned.items import tell_owned, tidy_text
from app.services.unit_of_work import UnitOfWork
from db.schema.configurator import ProductModel, ProductModelVersion
from db.schema.owned import OwnedItem
from db.statements import insert_row, table_of

_VERSION, _MODEL = table_of(ProductModelVersion).c, table_of(ProductModel).c


def record_configured(
    uow: UnitOfWork,
    customer_id: int,
    product_id: int,
    version_id: int,
    configuration: Configuration,
    text: str,
) -> int:
    """Record a thing as it was configured, for nobody's order; its id. RefusedErrors of `keep_configuration`."""
    uow.actor.require("customer.edit")
    key = keep_configuration(uow, version_id, configuration)
    statement = (
        sa.select(_MODEL.code)
        .join(ProductModelVersion, _VERSION.model_id == _MODEL.id)
        .where(_VERSION.id == version_id)
    )
    model = uow.db.execute(statement).scalar_one_or_none()
    if model is None:
        raise NotFoundError("document.not_found", kind="product_model_version", id=version_id)
    values = {
        "product_id": product_id,
        "text": tidy_text(text),
        "model": model,
        "configuration": key,
        "choices": known_of(configuration),
        "quantity_micro": MICRO,
        "since": uow.today,
    }
    id_ = insert_row(uow.db, OwnedItem, {**values, "customer_id": customer_id})
    tell_owned(uow, customer_id, id_, before={}, after={"text": values["text"], "since": uow.today})
    return id_
