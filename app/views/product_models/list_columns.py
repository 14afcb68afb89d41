"""Columns of the lists of models, versions and articles."""

from __future__ import annotations

from app.i18n import _, format_moment
from app.models.columns import Column
from app.services.product_models import ArticleRow, ModelRow, VersionRow
from app.views.product_models.words import state_level, state_word


def model_columns() -> tuple[Column[ModelRow], ...]:
    """Of the models."""
    return (
        Column("code", _("Model"), lambda row: row.code, width=110),
        Column("name", _("Name"), lambda row: row.name, stretch=True),
        Column(
            "active",
            _("In use"),
            lambda row: (
                _("Version {number}").format(number=row.active_number) if row.active_number else _("none")
            ),
            state=lambda row: "ok" if row.active_number else "muted",
            width=110,
        ),
    )


def version_columns() -> tuple[Column[VersionRow], ...]:
    """Of the versions of a model."""
    return (
        Column("number", _("Version"), lambda row: str(row.number), align_right=True, width=70),
        Column(
            "state",
            _("State"),
            lambda row: state_word(row.state),
            state=lambda row: state_level(row.state),
            width=120,
        ),
        Column("saved", _("Saved"), lambda row: format_moment(row.saved_at), width=150, quiet=True),
        Column("by", _("By"), lambda row: row.saved_by, width=90, quiet=True),
        Column("note", _("Note"), lambda row: row.note, stretch=True, hint=lambda row: row.note),
    )


def article_columns() -> tuple[Column[ArticleRow], ...]:
    """Of the articles that are configured by a model."""
    return (
        Column("sku", _("Article"), lambda row: row.sku, width=150),
        Column("name", _("Name"), lambda row: row.name, stretch=True),
    )
