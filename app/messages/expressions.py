"""Expressions of product models: what of one is not understood."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "expression.not_understood": N_(
        "Place {place}: “{found}” is not understood here. Correct the expression."
    ),
    "expression.unfinished": N_("Place {place}: the expression breaks off. Complete it."),
    "expression.missing": N_("Place {place}: “{missing}” is missing here. Add it."),
    "expression.too_deep": N_(
        "Place {place}: more than {deepest} brackets or signs stand one in the other. Give a part a name of its own."
    ),
}
