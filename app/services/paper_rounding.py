"""What a paper says about how its taxes were rounded, where that is not once for each rate."""

from __future__ import annotations

from app.domain.tax import TaxRounding
from app.i18n import _


def rounding_notes(rounding: str) -> tuple[str, ...]:
    """The note in the language that is being spoken; nothing for the usual way (EN 16931)."""
    if rounding != TaxRounding.LINE:
        return ()
    return (_("The tax is rounded on each line; its total is the sum of these."),)
