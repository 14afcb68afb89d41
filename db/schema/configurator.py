"""Product models with all their versions, and the configurations that were kept of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from db.schema.base import Base, JsonText, Long, Moment, Name, PrimaryId, Short, Version, reference
from db.schema.mapping import Mapped, mapped_column


class ProductModel(Base):
    """By what articles are configured. `active_number`: the version that new configurations use, 0 for none yet."""

    __tablename__ = "product_model"
    id: Mapped[PrimaryId]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    active_number: Mapped[int] = mapped_column(default=0, server_default="0")
    version: Mapped[Version]


class ProductModelVersion(Base):
    """A product model as its files said it. `state`: draft, released, retired; `files`: texts by file name.

    A draft is changed; released it never is again (a guard), since configurations were sold by it.
    `note`: what it brings, for who meets configurations of older ones.
    """

    __tablename__ = "product_model_version"
    __table_args__ = (
        sa.UniqueConstraint("model_id", "number"),
        sa.CheckConstraint("state in ('draft', 'released', 'retired')", name="state"),
    )
    id: Mapped[PrimaryId]
    model_id: Mapped[int] = reference("product_model.id", index=False)
    number: Mapped[int]
    state: Mapped[Short] = mapped_column(default="draft", server_default="draft")
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    files: Mapped[Any] = mapped_column(JsonText)
    note: Mapped[Long]
    saved_by: Mapped[Name]
    saved_at: Mapped[datetime] = mapped_column(Moment)
    released_by: Mapped[Name] = mapped_column(default="", server_default="")
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[Version]


class Configuration(Base):
    """A whole configuration under its version of its model, never changed: the same one has the same key.

    `snapshot`: its choices as canonical text. `texts`: what stands on a line, by language. `facts`: what its model says
    of prices, lead time, articles and work (app.domain.configured.Configured), so that no model is read to sell it.
    """

    __tablename__ = "configuration"
    id: Mapped[PrimaryId]
    key: Mapped[str] = mapped_column(sa.String(100), unique=True)
    model_version_id: Mapped[int] = reference("product_model_version.id")
    snapshot: Mapped[str] = mapped_column(sa.Text)
    texts: Mapped[Any] = mapped_column(JsonText)
    facts: Mapped[Any] = mapped_column(JsonText)
    kept_by: Mapped[Name]
    kept_at: Mapped[datetime] = mapped_column(Moment)


class LineChoices(Base):
    """What people chose of the configuration on an order's line, for who opens it again; the rest was filled in.

    `choices`: as canonical text (app.domain.configuring.keeping); `fits_with`: ids of what the customer owns that it
    was fitted to. A line that was given another configuration meanwhile has other choices.
    """

    __tablename__ = "order_line_choices"
    __table_args__ = (sa.UniqueConstraint("order_id", "line_key", "configuration"),)
    id: Mapped[PrimaryId]
    order_id: Mapped[int] = reference("sales_order.id", index=False)
    line_key: Mapped[str] = mapped_column(sa.String(16))
    configuration: Mapped[str] = mapped_column(sa.String(100))
    choices: Mapped[str] = mapped_column(sa.Text)
    fits_with: Mapped[Any] = mapped_column(JsonText)


class ConfigurationTemplate(Base):
    """A configuration of a model under a name, somebody's own or everybody's (`is_shared`); it belongs to no version.

    `choices`: as canonical text, as of LineChoices.
    """

    __tablename__ = "configuration_template"
    __table_args__ = (sa.UniqueConstraint("model_id", "owner", "name"),)
    id: Mapped[PrimaryId]
    model_id: Mapped[int] = reference("product_model.id", index=False)
    name: Mapped[Name]
    owner: Mapped[Name]
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    choices: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[Version]


class TemplateFavourite(Base):
    """A template that somebody wants to see first: his own, or one that all have."""

    __tablename__ = "template_favourite"
    __table_args__ = (sa.UniqueConstraint("template_id", "person"),)
    id: Mapped[PrimaryId]
    template_id: Mapped[int] = reference("configuration_template.id", index=False)
    person: Mapped[Name]
