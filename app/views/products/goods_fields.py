"""What the law asks of an article, as fields of its card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.domain.dangerous import PACKING_GROUPS, SHIPPING_NAME_LENGTH, tidy_un_number
from app.domain.export_control import tidy_code, tidy_eccn
from app.domain.products import ProductInput
from app.i18n import _
from app.views.kit.forms import Field

_TEXTS = (
    "un_number",
    "hazard_class",
    "packing_group",
    "shipping_name",
    "licence_kind",
    "commodity_code",
    "origin_country",
    "eccn",
)
_AMOUNTS = ("limited_amount", "inner_amount", "age_least")


def law_fields(licence_kinds: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    """The danger of it, who may have it, and what export asks."""
    return (*_hazard_fields(), *_regulated_fields(licence_kinds), *_export_fields())


def _hazard_fields() -> tuple[Field, ...]:
    groups = tuple((each, each or _("none")) for each in PACKING_GROUPS)
    most = _("What an inner packing may hold at most to travel as limited quantity.")
    return (
        Field(
            "un_number",
            _("UN number"),
            max_length=40,
            placeholder="1263",
            help=_("Empty: it is not dangerous."),
        ),
        Field(
            "hazard_class",
            _("Hazard class"),
            max_length=40,
            placeholder="3",
            help=_("Class or division, such as 3, 2.1 or 8."),
        ),
        Field("packing_group", _("Packing group"), "choice", choices=groups),
        Field(
            "shipping_name",
            _("Proper shipping name"),
            max_length=SHIPPING_NAME_LENGTH,
            help=_("As papers show it, such as PAINT."),
        ),
        _whole("limited_amount", _("Limited quantity"), _("g or ml"), most),
        _whole(
            "inner_amount",
            _("Inner packing"),
            _("g or ml"),
            _("What an inner packing of this article holds."),
        ),
    )


def _regulated_fields(licence_kinds: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    return (
        Field(
            "licence_kind",
            _("Licence of the customer"),
            "choice",
            choices=(("", _("none")), *licence_kinds),
            help=_("Only customers with a valid one of this kind get it. The set-up has the kinds."),
        ),
        _whole(
            "age_least",
            _("From the age of"),
            _("years"),
            _("The delivery note asks for proof of this age."),
        ),
    )


def _export_fields() -> tuple[Field, ...]:
    return (
        Field(
            "commodity_code",
            _("Commodity code"),
            max_length=40,
            placeholder="8471 30 00",
            help=_("6 digits (HS), 8 (CN) or 10."),
        ),
        Field(
            "origin_country",
            _("Country of origin"),
            max_length=2,
            placeholder="DE",
            help=_("Where it was made, by the two letters of the country."),
        ),
        Field(
            "eccn",
            _("ECCN"),
            max_length=40,
            placeholder="5A002",
            help=_("Its number in the lists of dual-use goods; empty where it is in none."),
        ),
    )


def _whole(name: str, label: str, unit: str, told: str) -> Field:
    return Field(name, label, "number", decimals=0, whole=True, suffix=unit, help=told)


def law_values(product: ProductInput) -> dict[str, object]:
    """The values of the fields."""
    values: dict[str, object] = {name: getattr(product, name) for name in _TEXTS}
    amounts = {name: getattr(product, name) for name in _AMOUNTS}
    return values | {name: Decimal(amount) if amount else None for name, amount in amounts.items()}


def law_input(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was keyed, by the service's names."""
    found: dict[str, Any] = {name: str(values[name]).strip() for name in _TEXTS}
    found["un_number"] = tidy_un_number(found["un_number"])
    found["hazard_class"] = found["hazard_class"].upper()
    found["origin_country"] = found["origin_country"].upper()
    found["commodity_code"] = tidy_code(found["commodity_code"])
    found["eccn"] = tidy_eccn(found["eccn"])
    return found | {name: int(values[name] or 0) for name in _AMOUNTS}
