"""Who may do what: one declared table, asked by commands and services alike."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import NotAllowedError

RIGHTS: dict[str, frozenset[str]] = {
    "order.edit": frozenset({"sales", "owner"}),
    "order.confirm": frozenset({"sales", "owner"}),
    "order.cancel": frozenset({"sales", "owner"}),
    "order.approve": frozenset({"owner"}),
    "price.manual": frozenset({"sales", "owner"}),
    "price.edit": frozenset({"owner"}),
    "margin.see": frozenset({"owner"}),
    "customer.edit": frozenset({"sales", "bookkeeper", "owner"}),
    "customer.credit": frozenset({"bookkeeper", "owner"}),
    "product.edit": frozenset({"sales", "warehouse", "owner"}),
    "model.edit": frozenset({"owner"}),
    "stock.receive": frozenset({"warehouse", "owner"}),
    "stock.adjust": frozenset({"warehouse", "owner"}),
    "shipping.ship": frozenset({"warehouse", "sales", "owner"}),
    "workshop.work": frozenset({"warehouse", "owner"}),
    "invoice.post": frozenset({"bookkeeper", "sales", "owner"}),
    "credit.post": frozenset({"bookkeeper", "owner"}),
    "credit.free": frozenset({"bookkeeper", "owner"}),
    "payment.enter": frozenset({"bookkeeper", "owner"}),
    "payment.return": frozenset({"bookkeeper", "owner"}),
    "collections.work": frozenset({"bookkeeper", "sales", "owner"}),
    "mail.send": frozenset({"sales", "bookkeeper", "warehouse", "owner"}),
    "data.import": frozenset({"owner"}),
    "setup.edit": frozenset({"owner"}),
    "hold.credit": frozenset({"bookkeeper", "owner"}),
    "hold.shipping": frozenset({"warehouse", "sales", "owner"}),
    "hold.compliance": frozenset({"compliance", "owner"}),
    "hold.manual": frozenset({"sales", "warehouse", "bookkeeper", "compliance", "owner"}),
    "screening.import": frozenset({"compliance", "owner"}),
    "screening.release": frozenset({"compliance", "owner"}),
    "compliance.edit": frozenset({"compliance", "owner"}),
    "licence.edit": frozenset({"sales", "bookkeeper", "compliance", "owner"}),
    "story.see": frozenset({"sales", "warehouse", "bookkeeper", "compliance", "owner"}),
    "audit.see": frozenset({"bookkeeper", "owner"}),
}
"""Right -> roles that hold it. A right that is not in this table does not exist."""

DAILY_STORIES = frozenset(
    {
        "order", "shipment", "arrival", "stock", "customer", "talk", "product", "outbox", "warehouse", "workshop_order",
        "export_rule", "export_licence", "licence_kind",
    }
)  # fmt: skip
"""Records whose story belongs to the daily work (`story.see`); money, people and settings ask `audit.see`."""

ROLES = ("owner", "sales", "warehouse", "bookkeeper", "compliance")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user's name with roles, or the system itself (imports, the demo firm)."""

    name: str
    roles: frozenset[str]

    def can(self, right: str) -> bool:
        """Whether one of the actor's roles holds the right."""
        return not self.roles.isdisjoint(RIGHTS[right])

    def require(self, right: str) -> None:
        """Refuse by name whoever lacks the right."""
        if not self.can(right):
            raise NotAllowedError("right.missing", right=right, actor=self.name)


SYSTEM = Actor(name="system", roles=frozenset(ROLES))
