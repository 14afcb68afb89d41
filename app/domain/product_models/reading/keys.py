"""What each entry of a model's file may have; `resources/product-model.schema.json` says the same."""

from __future__ import annotations

from collections.abc import Mapping

_MADE_OF = (
    "name",
    "steps",
    "numbers",
    "groups",
    "rules",
    "tables",
    "defaults",
    "prices",
    "lead",
    "bom",
    "operations",
    "values",
    "parts",
    "line_text",
)

KEYS: Mapping[str, tuple[str, ...]] = {
    "product": (
        *(
            "product",
            "note",
            "currency",
            "outer",
            "owned",
            "materials",
            "workplaces",
            "lookups",
            "slots",
            "components",
        ),
        *_MADE_OF,
    ),
    "component": _MADE_OF,
    "step": ("code", "name", "asks"),
    "number": ("name", "from", "to", "step", "unit", "standard", "when", "note"),
    "group": ("name", "pick", "when", "note", "options"),
    "option": ("name", "price", "cost", "days", "article", "material", "note"),
    "rule": ("says", "message", "from", "to"),
    "table": ("columns", "file", "rows", "kind", "message"),
    "lookup": ("file", "rows", "keys", "value"),
    "price": ("code", "name", "amount", "when", "cost", "discountable", "list", "currency", "from", "to"),
    "lead": ("code", "days", "adds", "when"),
    "bom": ("code", "article", "quantity", "when"),
    "operation": ("code", "name", "minutes", "setup", "hourly", "workplace", "when"),
    "workplace": ("name",),
    "material": ("name", "kind", "article", "thickness", "sheet", "grain", "colour", "texture"),
    "part": (
        "code",
        "name",
        "shape",
        "material",
        "size",
        "at",
        "when",
        "repeat",
        "grain",
        "edges",
        "article",
        "cut_outs",
        "opens",
        "slant",
        "explode",
        "joins",
        "joint",
        "asks",
    ),
    "cut_out": ("at", "size", "radius"),
    "opens": ("kind", "by"),
    "slot": ("name", "component", "from", "to", "ordered", "origin"),
}

BESIDE: Mapping[str, tuple[str, ...]] = {
    "case": (
        "name",
        "choices",
        "impossible",
        "possible",
        "blocked",
        "price",
        "list",
        "days",
        "articles",
        "on",
    ),
}
"""The same of files that stand beside a model."""
