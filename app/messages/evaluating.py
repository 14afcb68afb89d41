"""Product models: what of a row cannot be reckoned, and configurations that do not fit their model."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "evaluate.unknown_name": N_("{row}: nothing is called {name} here. Correct the name."),
    "evaluate.unknown_function": N_("{row}: there is no function {function} here. Correct its name."),
    "evaluate.unknown_option": N_("{row}: {group} has no option {option}. Correct it."),
    "evaluate.unknown_material": N_("{row}: there is no material {material}. Add it or correct the row."),
    "evaluate.arguments": N_(
        "{row}: {function} cannot be asked with {count} values in its brackets. Correct them."
    ),
    "evaluate.needs_number": N_("{row}: {found} is no number. A number must stand there."),
    "evaluate.needs_condition": N_(
        "{row}: {found} neither holds nor fails. Write a comparison, such as width > 1200."
    ),
    "evaluate.needs_word": N_("{row}: {found} is no word. Write a code in quotes, such as 'oak'."),
    "evaluate.needs_group": N_("{row}: {found} is no group. Name a group there."),
    "evaluate.needs_size": N_("{row}: {found} is no number that is asked. Name one there."),
    "evaluate.needs_slot": N_("{row}: {found} is no slot. Name a slot of the product there."),
    "evaluate.not_comparable": N_(
        "{row}: {left} and {right} are of different kinds. Put numbers beside numbers and words beside words."
    ),
    "evaluate.several": N_(
        "{row}: of {group} several options may be chosen. Write each as {group}.option instead."
    ),
    "evaluate.circle": N_("{row}: {name} follows from itself. Write it in terms of others."),
    "evaluate.division": N_(
        "{row}: this divides by zero. Put a condition before it, such as if(n > 0, ...)."
    ),
    "evaluate.lookup_unknown": N_("{row}: there is no lookup table {lookup}. Add it or correct the name."),
    "evaluate.lookup_missing": N_("{row}: {lookup} has no row for {key}. Add the row to the table."),
    "evaluate.lookup_above": N_(
        "{row}: {lookup} has no row that is large enough for {key}. Add a larger one, or limit the size."
    ),
    "evaluate.nothing_behind": N_(
        "{row}: {function} finds nothing for {option} of {group}. Give the option one, or the row a condition."
    ),
    "evaluate.parts_within": N_(
        "{row}: parts are not counted or measured where parts are made. Write it without part_count and part_area."
    ),
    "evaluate.repeat": N_(
        "{row}: this repeats the part {found} times. Write a whole number from 0 to {most}."
    ),
    "evaluate.size": N_(
        "{row}: the part would be {size} mm. Let it be larger than 0, or give it a condition."
    ),
    "evaluate.edge_side": N_(
        "{row}: the side {side} is no edge of this panel but its face. Name another side."
    ),
    "evaluate.too_far": N_(
        "{row}: the part is {found} m long or away, more than {most} m. Lengths are millimetres: correct the row."
    ),
    "evaluate.too_many_parts": N_(
        "The product has {count} parts, more than the {most} that can be drawn. Let rows repeat fewer of them."
    ),
    "evaluate.too_large": N_(
        "{row}: the number has more than 150 digits. Correct what is multiplied or divided."
    ),
    "evaluate.too_deep": N_(
        "Values of the product model {model} follow from one another in too many steps. Shorten the chain."
    ),
    "evaluate.below_zero": N_("{row}: the value is {found}, but it cannot be below 0. Correct the row."),
    "configuration.unknown": N_(
        "The product model {model} does not have {choice}. Open the configuration again and choose anew."
    ),
    "configuration.no_place": N_(
        "{choice} does not fit: {slot} has room for {count} only. Open the configuration again and choose anew."
    ),
    "configuration.two_options": N_(
        "Both {option} and {other} are chosen, where only one may be. Take one of them out."
    ),
    "configuration.unreadable": N_(
        "“{found}” is no kept configuration. Choose anew, or fetch the order from a backup."
    ),
}
