"""Normalised texts for type-ahead; the full-text structures over them live in `guards.py`."""

from __future__ import annotations

import sqlalchemy as sa

from db.schema.base import Base, Id, Long
from db.schema.mapping import Mapped, mapped_column


class CustomerText(Base):
    """What a customer is found by: number, name, city, phone, e-mail, contacts; casefolded, without marks."""

    __tablename__ = "customer_text"
    customer_id: Mapped[int] = mapped_column(
        Id, sa.ForeignKey("customer.id"), primary_key=True, autoincrement=False
    )
    text: Mapped[Long]


class ProductText(Base):
    """What a product is found by: sku, name, GTINs."""

    __tablename__ = "product_text"
    product_id: Mapped[int] = mapped_column(
        Id, sa.ForeignKey("product.id"), primary_key=True, autoincrement=False
    )
    text: Mapped[Long]
