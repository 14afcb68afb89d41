"""What the law asks of goods and who brings them: carriers."""

from __future__ import annotations

import sqlalchemy as sa

from db.schema.base import Base, Name, PrimaryId, Short, Version
from db.schema.mapping import Mapped, mapped_column


class Carrier(Base):
    """Who brings goods. `hazard_classes`: of dangerous goods that he carries, comma separated, `*` all of them."""

    __tablename__ = "carrier"
    id: Mapped[PrimaryId]
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Name]
    hazard_classes: Mapped[Name] = mapped_column(default="", server_default="")
    takes_limited: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    active: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    version: Mapped[Version]
