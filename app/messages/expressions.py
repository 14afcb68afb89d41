"""Expressions of product models: what of one is not understood."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "expression.not_understood": N_(
        "Place {place}: “{found}” is not understood here. Correct the expression."
    ),
    "expression.foreign": N_("Place {place}: “{found}” is not understood here. Write “{likely}” instead."),
    "expression.unfinished": N_("Place {place}: the expression breaks off. Complete it."),
    "expression.missing": N_("Place {place}: “{missing}” is missing here. Add it."),
    "expression.too_deep": N_(
        "Place {place}: more than {deepest} brackets or signs stand one in the other. Give a part a name of its own."
    ),
    "expression.not_linear": N_(
        "Place {place}: rules cannot reckon “{found}”. Only sums of numbers with factors can be compared."
    ),
    "expression.too_long": N_(
        "More than {most} names, numbers and signs stand in one expression. Give a part of it a name of its own."
    ),
    "expression.unknown_name": N_("Place {place}: {name} is not known here. Correct the name."),
    "expression.unknown_slot": N_("Place {place}: {name} is no slot. Name one of the product's slots."),
    "expression.unknown_option": N_(
        "Place {place}: {option} is no option of {group}. Choose one of: {known}."
    ),
    "expression.several": N_(
        "Place {place}: of {group} several may be chosen. Write {group}.option instead."
    ),
    "expression.too_large": N_(
        "Rules and named values come to more than {most} parts. Simplify them, or write rules as a table."
    ),
    "expression.unknown_name_like": N_("Place {place}: {name} is not known here. Perhaps {likely} is meant."),
    "expression.unknown_material": N_(
        "Place {place}: there is no material {material}. Correct the name ({known})."
    ),
    "expression.unknown_function": N_("Place {place}: there is no function {function}. Known are: {known}."),
    "expression.unknown_lookup": N_(
        "Place {place}: there is no lookup {lookup}. Correct the name ({known})."
    ),
    "expression.lookup_keys": N_(
        "Place {place}: the lookup {lookup} wants these keys in their order: {keys}."
    ),
    "expression.arguments": N_(
        "Place {place}: {function} wants {wanted} values in its brackets. Correct them."
    ),
    "expression.not_in_rules": N_(
        "Place {place}: rules and conditions cannot use {function}. They know: {known}."
    ),
    "expression.not_for_parts": N_(
        "Place {place}: {function} counts parts, so no part may depend on it. Use it for prices and articles."
    ),
    "expression.only_in_slots": N_(
        "Place {place}: {name} is of sub-products in a slot only. Correct the name or move the line there."
    ),
    "expression.value_later": N_(
        "Place {place}: {name} is not defined yet. A value is made of those above it: move it up."
    ),
    "expression.wants_number": N_(
        "Place {place}: “{found}” is a word, but a number is wanted here. Correct it."
    ),
    "expression.wants_truth": N_(
        "Place {place}: “{found}” is nothing that holds or not. Compare it, such as width > 1000."
    ),
    "expression.wants_word": N_(
        "Place {place}: “{found}” is no word. Write a text in quotes, or material_of(group)."
    ),
    "expression.wants_size": N_("Place {place}: “{found}” is no number that is asked. Name one."),
    "expression.wants_group": N_("Place {place}: “{found}” is no group. Name one."),
    "expression.not_comparable": N_(
        "Place {place}: “{left}” and “{right}” are of different kinds ({sign}). Correct one of them."
    ),
    "expression.not_ordered": N_(
        "Place {place}: the options of {group} have no order. Compare them by =, != or in."
    ),
}
