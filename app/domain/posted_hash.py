"""The hash of a posted invoice over everything that its rows say: changed bytes show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

HEADER_FIELDS = (
    "kind",
    "number",
    "series_id",
    "series_number",
    "order_id",
    "customer_id",
    "customer_name",
    "date",
    "supply_date",
    "due_date",
    "term_text",
    "po_number",
    "order_numbers",
    "delivery_numbers",
    "seller",
    "buyer",
    "ship_to",
    "currency",
    "price_mode",
    "language",
    "net_minor",
    "tax_minor",
    "gross_minor",
    "reason",
)
LINE_FIELDS = (
    "position",
    "kind",
    "order_line_id",
    "shipment_line_id",
    "credited_line_id",
    "product_id",
    "sku",
    "text",
    "quantity_micro",
    "unit",
    "base_micro",
    "list_price_micro",
    "discount_ppm",
    "price_micro",
    "amount_minor",
    "tax_code",
    "tax_category",
    "tax_ppm",
)
LATER_LINE_FIELDS: dict[str, object] = {"price_per": 1, "tax_stack": "", "discount_on_micro": None}
LATER_HEADER_FIELDS: dict[str, object] = {
    "exchange": "",
    "tax_rounding": "group",
    "is_advance": False,
    "rounding_minor": 0,
    "coin_minor": 0,
}
LATER_TAX_FIELDS = {"tax_stack": "", "exemption_code": ""}
"""Fields that came in a later version, with the value under which they stay out, so that older hashes hold."""
TAX_FIELDS = ("tax_code", "tax_category", "tax_ppm", "base_minor", "tax_minor", "exemption_text")


def posted_hash(
    header: Mapping[str, object],
    lines: Sequence[Mapping[str, object]],
    taxes: Sequence[Mapping[str, object]],
) -> str:
    """SHA-256 in hex over header, lines by position and taxes by code and rate; extra fields are ignored."""
    by_position = sorted(lines, key=lambda line: int(str(line["position"])))
    by_rate = sorted(taxes, key=lambda tax: (str(tax["tax_code"]), int(str(tax["tax_ppm"]))))
    content = [
        [header[name] for name in HEADER_FIELDS] + _later(header, LATER_HEADER_FIELDS),
        [_line_content(line) for line in by_position],
        [[tax[name] for name in TAX_FIELDS] + _later(tax, LATER_TAX_FIELDS) for tax in by_rate],
    ]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _later(row: Mapping[str, object], fields: Mapping[str, object]) -> list[object]:
    found = ((name, row.get(name, without), without) for name, without in fields.items())
    return [[name, value] for name, value, without in found if value != without]


def _line_content(line: Mapping[str, object]) -> list[object]:
    return [*(line[name] for name in LINE_FIELDS), *_later(line, LATER_LINE_FIELDS)]
