"""Product models as they are stored: drafts, released versions, and the articles that are configured by them."""

from app.services.product_models.articles import (
    ConfigurableRow,
    ModelOfProduct,
    configure_product,
    read_configurable,
    read_model_for,
)
from app.services.product_models.kept import definition_of
from app.services.product_models.reading import (
    ModelRow,
    ModelVersion,
    VersionRow,
    read_models,
    read_version,
    read_versions,
)
from app.services.product_models.saving import (
    SavedVersion,
    release_version,
    remove_draft,
    retire_version,
    save_model,
    save_version,
)

__all__ = [
    "ConfigurableRow",
    "ModelOfProduct",
    "ModelRow",
    "ModelVersion",
    "SavedVersion",
    "VersionRow",
    "configure_product",
    "definition_of",
    "read_configurable",
    "read_model_for",
    "read_models",
    "read_version",
    "read_versions",
    "release_version",
    "remove_draft",
    "retire_version",
    "save_model",
    "save_version",
]
