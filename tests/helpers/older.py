"""A database of today taken back to what an older program left: columns and indexes of later versions dropped."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from app.bootstrap import open_office

_MIGRATIONS = Path(__file__).parents[2] / "db" / "migrations" / "versions"
_STORED = Path(__file__).parents[1] / "migrations" / "old"

_LISTS = (
    "channel",
    "country",
    "breaks_over",
    "counts",
    "step_micro",
    "factor_ppm",
    "add_micro",
    "ending_micro",
)
_REFERENCES = {
    "price_list": " constraint fk_price_list_parent_id_price_list references price_list (id)",
    "discount_rule": " constraint fk_discount_rule_replaces_id_discount_rule references discount_rule (id)",
    "product": (
        " constraint fk_product_product_model_id_product_model references product_model (id)",
        " constraint fk_product_variant_of_id_product references product (id)",
    ),
    "sales_order": " constraint fk_sales_order_warehouse_id_warehouse references warehouse (id)",
    "promotion_rule": " constraint fk_promotion_rule_replaces_id_promotion_rule references promotion_rule (id)",
}
_SCREENING = ("hit", "result", "release", "address", "name", "entry", "list")
GOODS = (
    "un_number",
    "hazard_class",
    "packing_group",
    "shipping_name",
    "limited_amount",
    "inner_amount",
    "licence_kind",
    "age_least",
    "commodity_code",
    "origin_country",
    "eccn",
)
_GOODS_TABLES = (
    "carrier",
    "customer_licence",
    "licence_kind",
    "export_licence_use",
    "export_licence",
    "export_rule",
)
_AGED = "is_open, customer_id, due_date, date, amount_minor, applied_minor, invoice_id"
STACKS = ("order_line", "invoice_line", "invoice_tax")
_LIVE = "state in ('open', 'granted')"
_UNDONE = {
    "0052": tuple(
        f"alter table {name} drop column discount_on_micro" for name in ("order_line", "invoice_line")
    ),
    "0051": ("drop table template_favourite",),
    "0050": tuple(
        f"drop table {name}" for name in ("owned_item", "configuration_template", "order_line_choices")
    ),
    "0049": (
        "drop table workshop_component",
        "drop table workshop_order",
        "drop index ix_product_variant",
        "delete from product where variant_of_id is not null",
        *(f"alter table product drop column {name}" for name in ("variant_of_id", "configuration")),
        "delete from number_series where kind = 'workshop'",
    ),
    "0048": (
        "alter table order_line drop column configuration",
        "alter table product drop column product_model_id",
        *(f"drop table {name}" for name in ("configuration", "product_model_version", "product_model")),
    ),
    "0047": (
        "drop table tax_registration",
        "alter table tax_mapping drop column ship_from",
        "alter table sales_order drop column warehouse_id",
    ),
    "0046": tuple(f"alter table price_row drop column {name}" for name in ("unit", "unit_num", "unit_den")),
    "0045": (
        "delete from fulfilment where order_line_id is null",
        "drop index ix_fulfilment_order_id",
        "alter table fulfilment drop column order_id",
    ),
    "0044": (
        "drop index uq_approval_request_live",
        *(f"alter table approval_request drop column {name}" for name in ("amends", "amendment")),
        f"create unique index uq_approval_request_live on approval_request (order_id) where {_LIVE}",
    ),
    "0043": ("alter table screening_hit drop column told_at",),
    "0042": ("alter table export_licence drop column currency",),
    "0040": ("update app_user set roles = replace(roles, ',compliance', '')",),
    "0039": ("alter table price_right drop column floor_ppm",),
    "0038": ("drop table product_kit", "drop table product_kit_part"),
    "0037": ("drop table product_substitute",),
    "0036": (
        "alter table payment_term drop column is_cash",
        *(f"alter table invoice drop column {name}_minor" for name in ("rounding", "coin")),
    ),
    "0035": (
        "alter table price_list drop column includes_tax",
        "alter table sales_order drop column price_kind",
    ),
    "0034": (
        *(f"drop table {name}" for name in ("invoice_tax_part", "tax_certificate", "tax_place")),
        "drop table tax_jurisdiction_rate",
        "drop table tax_jurisdiction",
        *(f"alter table {name} drop column tax_stack" for name in STACKS),
    ),
    "0033": (
        "drop table vat_check",
        *(f"alter table {name} drop column exemption_code" for name in ("tax_code", "invoice_tax")),
    ),
    "0032": tuple(f"alter table {name} drop column tax_rounding" for name in ("sales_order", "invoice")),
    "0031": (
        "drop table advance_tax",
        "drop table advance_deduction",
        "drop index ix_invoice_advance",
        "alter table invoice drop column is_advance",
    ),
    "0030": (
        "drop index uq_promotion_rule_current",
        "alter table promotion_rule drop column draft",
        "alter table promotion_rule drop column replaces_id",
        "create unique index uq_promotion_rule_current on promotion_rule (number) where replaced_at_version is null",
    ),
}
"""What takes back what each of the newest migrations added: the newest first."""


def back_before(number: str) -> tuple[str, ...]:
    """The statements that take a database of today back to the migration before this one (0030 or later)."""
    earlier = max(path.name[:4] for path in _MIGRATIONS.glob("0*.py") if path.name[:4] < number)
    undone = (statement for each, steps in _UNDONE.items() if each >= number for statement in steps)
    return (*undone, f"update alembic_version set version_num = '{earlier}'")


BEFORE_0010 = (
    *(step for number, steps in _UNDONE.items() if number > "0030" for step in steps),
    "drop index ix_price_list_parent_id",
    "alter table price_list drop column parent_id",
    *(f"alter table price_list drop column {name}" for name in _LISTS),
    "alter table price_row drop column agreed_micro",
    "alter table sales_order drop column channel",
    *(f"alter table sales_order drop column {name}" for name in ("order_discount", "services", "waived")),
    "alter table order_line drop column origin",
    "alter table discount_rule drop column least_minor",
    "alter table discount_rule drop column scope",
    "drop table exchange_rate",
    *(f"drop table promotion_{name}" for name in ("use", "tally", "customer", "product", "rule")),
    "alter table sales_order drop column coupons",
    "alter table customer drop column credit_class",
    "alter table price_list drop column draft",
    "alter table discount_rule drop column draft",
    "alter table discount_rule drop column replaces_id",
    "alter table customer drop column currency",
    *(f"alter table {name} drop column exchange" for name in ("sales_order", "invoice", "payment")),
    *(f"alter table invoice_tax drop column home_{name}_minor" for name in ("base", "tax")),
    "alter table payment drop column home_minor",
    "drop index ix_open_item_aging",
    *(f"alter table open_item drop column {name}" for name in ("home_minor", "home_applied_minor")),
    f"create index ix_open_item_aging on open_item ({_AGED}) where is_open",
    *(f"alter table allocation drop column home_{name}_minor" for name in ("claim", "credit")),
    "drop table order_issue",
    "drop index ix_fulfilment_held",
    "alter table fulfilment drop column held_until",
    "drop table bonus_credit",
    "drop table bonus_rule",
    "drop table product_cost",
    "drop table receipt_cost",
    "alter table order_line drop column cost_source",
    "alter table order_line drop column cost_date",
    "alter table arrival_line drop column cost_micro",
    "alter table product add column standard_cost_micro bigint",
    "drop table order_hold",
    "drop table surcharge_rule",
    "drop table approval_request",
    "drop table price_right",
    "drop table metal_quote",
    "alter table product drop column metals",
    "alter table price_list drop column purpose",
    "alter table sales_order drop column approval",
    *(f"drop table {name}" for name in _GOODS_TABLES),
    "alter table sales_order drop column carrier",
    *(f"alter table product drop column {name}" for name in GOODS),
    *(f"drop table screening_{name}" for name in _SCREENING),
)
"""What takes a database of today back to 0009."""


def forget_references(url: str) -> None:
    """SQLite drops no column that refers to another table: take the reference out of the table's text first."""
    if not url.startswith("sqlite"):
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        raw.execute("pragma writable_schema = on")
        for table, references in _REFERENCES.items():
            for reference in (references,) if isinstance(references, str) else references:
                raw.execute(
                    "update sqlite_master set sql = replace(sql, ?, '') where name = ?", (reference, table)
                )
        raw.commit()


def unpack_older(folder: Path, version: str) -> Path:
    """A copy of the stored file of this version, as the program of then left it."""
    path = folder / "office.db"
    with gzip.open(_STORED / f"keyline-{version}.db.gz") as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return path


def take_back(path: Path, number: str) -> None:
    """Makes a file of today one from before this migration (0030 or later)."""
    forget_references(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as raw:
        for statement in back_before(number):
            raw.execute(statement)
        raw.commit()


def file_before(folder: Path, number: str) -> Path:
    """A file with documents of an older program, as the program before this migration (0030 or later) left it."""
    path = unpack_older(folder, "0009")
    open_office(f"sqlite:///{path}").close()
    take_back(path, number)
    return path
