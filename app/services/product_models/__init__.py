"""Product models as they are stored: drafts, released versions, and the articles that are configured by them."""

from app.services.product_models.articles import (
    ArticleRow,
    ConfigurableRow,
    ModelOfProduct,
    assign_article,
    configure_product,
    read_articles,
    read_configurable,
    read_model_for,
    unconfigured_because,
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
from app.services.product_models.releasing import release_draft, reviewed
from app.services.product_models.saving import (
    SavedVersion,
    release_version,
    remove_draft,
    retire_version,
    save_model,
    save_version,
)
from app.services.product_models.starting import copy_version, start_model, take_in

__all__ = [
    "ArticleRow",
    "ConfigurableRow",
    "ModelOfProduct",
    "ModelRow",
    "ModelVersion",
    "SavedVersion",
    "VersionRow",
    "assign_article",
    "configure_product",
    "copy_version",
    "definition_of",
    "read_articles",
    "read_configurable",
    "read_model_for",
    "read_models",
    "read_version",
    "read_versions",
    "release_draft",
    "release_version",
    "remove_draft",
    "retire_version",
    "reviewed",
    "save_model",
    "save_version",
    "start_model",
    "take_in",
    "unconfigured_because",
]
