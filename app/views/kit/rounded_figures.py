"""The figures below a total that is rounded to the smallest coin."""

from __future__ import annotations

from app.i18n import _, format_amount


def rounded_figures(gross_minor: int, rounding_minor: int, currency: str) -> list[tuple[str, str]]:
    """The rounding and what is to be paid, captioned; none where nothing was rounded."""
    if not rounding_minor:
        return []
    return [
        (_("Rounding"), format_amount(rounding_minor, currency)),
        (_("To pay"), format_amount(gross_minor + rounding_minor, currency)),
    ]
