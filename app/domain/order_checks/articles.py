"""Checks of a line's article."""

from __future__ import annotations

from app.domain.issues import Remedy, Severity
from app.domain.order_checks.check import Hit, LineCheck, LineSeen
from app.domain.orders.keying import names_no_article


def is_unknown(seen: LineSeen) -> Hit | None:
    """A text that was keyed may become a free line; where there is none, the article is looked up."""
    line = seen.line
    if seen.product is not None or line.kind not in {"goods", "service"}:
        return None
    key = {"key": line.key}
    remedy = Remedy("remedy.look_up", "order.look_up", key)
    if names_no_article(line):
        remedy = Remedy("remedy.make_free_line", "order.make_free_line", key)
    return Hit(seen.at("sku"), {"line": seen.number, "text": line.sku or line.text}, (remedy,))


def is_inactive(seen: LineSeen) -> Hit | None:
    """The article's card was closed."""
    product = seen.product
    return None if product is None or product.active else _out_of_range(seen, product.sku)


def is_discontinued(seen: LineSeen) -> Hit | None:
    """The article goes out: what is left may still be sold."""
    product = seen.product
    if product is None or not product.discontinued or not product.active:
        return None
    return _out_of_range(seen, product.sku)


def _out_of_range(seen: LineSeen, sku: str) -> Hit:
    remedy = Remedy("remedy.remove_line", "order.delete_line", {"key": seen.line.key})
    return Hit(seen.at("sku"), {"line": seen.number, "sku": sku}, (remedy,))


CHECKS = (
    LineCheck(
        code="line.unknown_product",
        area="article",
        severity=Severity.BLOCK,
        held_by="books",
        run=is_unknown,
    ),
    LineCheck(code="line.product_inactive", area="article", severity=Severity.BLOCK, run=is_inactive),
    LineCheck(code="line.discontinued", area="article", severity=Severity.WARN, run=is_discontinued),
)
