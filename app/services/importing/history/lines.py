"""Lines of a historic document in the shape of order and invoice lines: quantities are positive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.importing.retail.documents import DocumentKind, RetailDocument, RetailLine
from app.domain.money import MICRO, line_amount
from app.domain.quantity import MAX_QUANTITY_MICRO
from app.domain.tax import TaxKey
from app.services.importing.history.facts import ProductRef
from app.services.invoicing.drafts import DraftLine

MAX_AMOUNT_MINOR = 10**15


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line to write. `kind`: goods, service, or discount, which alone has a negative price."""

    kind: str
    product: ProductRef
    text: str
    quantity_micro: int
    price_micro: int
    amount_minor: int

    @property
    def ships(self) -> bool:
        """Whether goods leave the shelf by it."""
        return self.kind == "goods"


def signed_amount(line: RetailLine, currency: str) -> int:
    """The line's amount as in the file, rounded once."""
    return line_amount(
        quantity_micro=line.quantity * MICRO, price_micro=line.price_micro, per=1, currency=currency
    )


def signed_net(document: RetailDocument, currency: str) -> int:
    """The document's sum as in the file: negative on a credit."""
    return sum(signed_amount(line, currency) for line in document.lines)


def is_credit(document: RetailDocument, currency: str) -> bool:
    """Whether it becomes a credit note: what gives money back, and a cancellation that is worth nothing."""
    net = signed_net(document, currency)
    return net < 0 or (net == 0 and document.kind is DocumentKind.CREDIT)


def out_of_range(document: RetailDocument, currency: str) -> bool:
    """Whether a quantity or an amount is beyond what any document may carry."""
    return any(
        abs(line.quantity) * MICRO > MAX_QUANTITY_MICRO
        or abs(signed_amount(line, currency)) > MAX_AMOUNT_MINOR
        or abs(line.price_micro) > MAX_QUANTITY_MICRO
        for line in document.lines
    )


def history_lines(
    document: RetailDocument, products: Mapping[str, ProductRef], currency: str
) -> tuple[HistoryLine, ...]:
    """The lines of the document; on a credit note what gives money back is positive."""
    sign = -1 if is_credit(document, currency) else 1
    return tuple(_line(line, products[line.code], sign, currency) for line in document.lines)


def _line(line: RetailLine, product: ProductRef, sign: int, currency: str) -> HistoryLine:
    worth = sign * line.quantity * line.price_micro
    price = abs(line.price_micro)
    kind = "goods" if product.has_stock else "service"
    return HistoryLine(
        kind="discount" if worth < 0 else kind,
        product=product,
        text=line.description or product.name,
        quantity_micro=abs(line.quantity) * MICRO,
        price_micro=-price if worth < 0 else price,
        amount_minor=sign * signed_amount(line, currency),
    )


def draft_line(
    line: HistoryLine,
    key: TaxKey,
    *,
    order_line_id: int | None = None,
    shipment_line_id: int | None = None,
    credited_line_id: int | None = None,
) -> DraftLine:
    """The line as posting takes it."""
    return DraftLine(
        kind=line.kind,
        text=line.text,
        quantity_micro=line.quantity_micro,
        unit=line.product.unit,
        base_micro=line.quantity_micro,
        price_micro=line.price_micro,
        amount_minor=line.amount_minor,
        tax=key,
        sku=line.product.sku,
        product_id=line.product.id,
        order_line_id=order_line_id,
        shipment_line_id=shipment_line_id,
        credited_line_id=credited_line_id,
    )
