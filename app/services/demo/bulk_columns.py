"""The columns that the bulk path fills, table by table; the rest keeps its defaults."""

from __future__ import annotations

from app.domain.posted_hash import HEADER_FIELDS, LATER_LINE_FIELDS, LINE_FIELDS

_PLACE = ("ship_name", "ship_street", "ship_postcode", "ship_city", "ship_country")
ORDER = (
    "id", "state", "number", "series_id", "customer_id", "customer_name", "customer_sort", *_PLACE, "currency",
    "order_date", "net_minor", "tax_minor", "gross_minor", "promise_date", "created_at", "confirmed_at", "created_by",
    "imported",
)  # fmt: skip
ORDER_LINE = (
    "id", "order_id", "line_key", "position", "kind", "product_id", "sku", "text", "quantity_micro", "base_micro",
    "list_price_micro", "price_micro", "amount_minor", "tax_code", "tax_category", "tax_ppm", "promise_date",
    "warehouse_id", "shipped_micro", "invoiced_micro", "invoiced_minor",
)  # fmt: skip
FULFILMENT = (
    "id", "order_line_id", "product_id", "warehouse_id", "quantity_micro", "shipped_micro", "promise_date",
)  # fmt: skip
SHIPMENT = (
    "id", "number", "series_id", "order_id", "warehouse_id", "state", *_PLACE, "ship_date", "created_at",
    "created_by", "imported",
)  # fmt: skip
SHIPMENT_LINE = (
    "id", "shipment_id", "order_line_id", "fulfilment_id", "quantity_micro", "picked_micro", "invoiced_micro",
)  # fmt: skip
MOVE = (
    "product_id", "warehouse_id", "quantity_micro", "kind", "source_kind", "source_id", "date", "at", "actor",
)  # fmt: skip
INVOICE_HEAD = (*HEADER_FIELDS, "customer_sort")
INVOICE = ("id", *INVOICE_HEAD, "content_hash", "posted_at", "posted_by", "imported")
POSTED_LINE = (*LINE_FIELDS, *LATER_LINE_FIELDS)
INVOICE_LINE = ("id", "invoice_id", *POSTED_LINE)
INVOICE_TAX = (
    "invoice_id", "tax_code", "tax_category", "tax_ppm", "base_minor", "tax_minor", "exemption_text",
)  # fmt: skip
ITEM = (
    "id", "customer_id", "kind", "invoice_id", "payment_id", "number", "date", "due_date", "currency",
    "amount_minor", "applied_minor",
)  # fmt: skip
LEDGER = (
    "document_kind", "document_id", "date", "customer_id", "debit_account", "credit_account", "amount_minor",
    "currency", "tax_code", "tax_ppm", "at",
)  # fmt: skip
PAYMENT = (
    "id", "number", "series_id", "series_number", "customer_id", "date", "amount_minor", "currency", "posted_at",
    "posted_by",
)  # fmt: skip
ALLOCATION = ("id", "claim_id", "credit_id", "amount_minor", "date", "at", "actor")
