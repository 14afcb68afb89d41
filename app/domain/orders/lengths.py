"""How long the texts of an order's head may be: what the database takes, told before it refuses."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.issues import Issue, Severity

NAME_LENGTH = 200
HEAD_LENGTHS = {
    "po_number": NAME_LENGTH,
    "contact_name": NAME_LENGTH,
    "contact_phone": 40,
    "contact_email": NAME_LENGTH,
    "ship_name": NAME_LENGTH,
    "ship_street": NAME_LENGTH,
    "ship_postcode": 40,
    "ship_city": NAME_LENGTH,
    "ship_country": 2,
}


def head_too_long(values: Mapping[str, object]) -> Issue | None:
    """The first text of the head that is too long, by field name."""
    for name, longest in HEAD_LENGTHS.items():
        text = values.get(name)
        if isinstance(text, str) and len(text) > longest:
            params = {"text": text[:40], "longest": longest}
            return Issue("order.text_too_long", Severity.BLOCK, f"header/{name}", params)
    return None


def sku_too_long(key: str, number: int, text: str) -> Issue | None:
    """An article's code that is longer than any can be."""
    if len(text) <= NAME_LENGTH:
        return None
    params = {"line": number, "text": text[:40], "longest": NAME_LENGTH}
    return Issue("line.sku_too_long", Severity.BLOCK, f"lines/{key}/sku", params)
