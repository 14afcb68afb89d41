"""Two whole configurations of one model side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from app.domain.configurator.model import Configuration
from app.domain.configuring.form import Field
from app.domain.configuring.situation import Product
from app.domain.configuring.views import ComparedField, ComparedPrice, Comparison
from app.domain.configuring.words import summary
from app.domain.product_models.results import PriceShare

_NOTHING = Fraction(0)


def compared(product: Product, left: Configuration, right: Configuration) -> Comparison:
    """The two by fields and by rows of prices, in the order of the form and of the rows."""
    left_rows, right_rows = _rows(product, left), _rows(product, right)
    left_worth, right_worth = product.worths.worth(left), product.worths.worth(right)
    fields = (
        _field(product, each, (left, left_rows), (right, right_rows)) for each in product.form.fields.values()
    )
    return Comparison(
        tuple(each for each in fields if each.left or each.right),
        tuple(_prices(left_rows, right_rows)),
        left_worth.price,
        right_worth.price,
        left_worth.days,
        right_worth.days,
    )


_Rows = Mapping[str, PriceShare]
_Side = tuple[Configuration, _Rows]


def _rows(product: Product, whole: Configuration) -> _Rows:
    """Price rows by code; those of one code are added up."""
    plain, terms = product.flat.configuration(whole), product.terms
    found: dict[str, PriceShare] = {}
    for share in product.consequences.prices(plain, terms.price_list, terms.on):
        before = found.get(share.code)
        amount = share.amount + (before.amount if before else _NOTHING)
        found[share.code] = PriceShare(share.code, share.name, amount)
    return found


def _field(product: Product, field: Field, left: _Side, right: _Side) -> ComparedField:
    return ComparedField(
        field.code,
        field.path,
        field.name,
        summary(product, field, left[0]),
        summary(product, field, right[0]),
        _own_price(field, left[1]),
        _own_price(field, right[1]),
    )


def _own_price(field: Field, rows: _Rows) -> Fraction:
    return sum((rows[each.code].amount for each in field.options if each.code in rows), _NOTHING)


def _prices(left: _Rows, right: _Rows) -> Iterable[ComparedPrice]:
    for code in dict.fromkeys([*left, *right]):
        one, other = left.get(code), right.get(code)
        named = one or other
        assert named is not None, "a code is of one of the sides"
        yield ComparedPrice(
            code, named.name, one.amount if one else _NOTHING, other.amount if other else _NOTHING
        )
