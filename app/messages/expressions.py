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
    "expression.not_linear": N_(
        "Place {place}: rules cannot reckon “{found}”. Only sums of numbers with factors can be compared."
    ),
    "expression.unknown_name": N_("Place {place}: {name} is not known here. Correct the name."),
    "expression.unknown_slot": N_("Place {place}: {name} is no slot. Name one of the product's slots."),
    "expression.unknown_option": N_("Place {place}: {option} is no option of {group}. Correct the name."),
    "expression.several": N_(
        "Place {place}: of {group} several may be chosen. Write {group}.option instead."
    ),
    "expression.too_large": N_(
        "Named values stand in one another so often that there are more than {most} parts. Simplify them."
    ),
}
