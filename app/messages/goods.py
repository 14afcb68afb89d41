"""Dangerous, regulated and controlled goods: what is wrong with cards and orders."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "carrier.refused": N_("The carriers were not saved. Put right what is marked."),
    "carrier.code_missing": N_("The carrier has no code. Enter one; orders name him by it."),
    "carrier.code_taken": N_("Another carrier has the code {code}. Choose another."),
    "carrier.name_missing": N_("The carrier has no name. Enter one: papers show it."),
    "carrier.class_unknown": N_(
        "{classes}: no class of dangerous goods is written so. Enter such as 3, 2.1 or 1.4S, or * for all."
    ),
    "carrier.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "product.un_number_wrong": N_("“{number}” is no UN number. Enter its four digits, such as 1263."),
    "product.un_number_missing": N_("{sku} has a hazard and no UN number. Enter its four digits."),
    "product.hazard_class_wrong": N_(
        "{sku}: enter the class or division of the danger, such as 3, 2.1 or 8."
    ),
    "product.shipping_name_missing": N_("{sku}: enter the proper shipping name. Papers have to show it."),
    "product.packing_group_wrong": N_("“{group}” is no packing group. Choose I, II or III."),
    "product.amount_range": N_("{sku}: the amount lies between 0 and 1,000,000,000. Correct it."),
    "goods.carrier_refuses": N_(
        "Line {line}: {carrier} may not carry {sku} (UN {un}, class {hazard_class})."
    ),
    "goods.carrier_missing": N_(
        "Line {line}: {sku} is dangerous (UN {un}). Choose a carrier of whom it is known that he takes it."
    ),
    "goods.limited_exceeded": N_(
        "Line {line}: an inner packing of {sku} holds {inner} g or ml. As limited quantity UN {un} allows {limited}."
    ),
    "goods.licence_missing": N_(
        "Line {line}: {sku} goes only to customers with the licence “{licence}”; {customer} has none."
    ),
    "goods.licence_over": N_(
        "Line {line}: {sku} leaves on {day}; the licence “{licence}” ({number}) of {customer} ended on {until}."
    ),
    "goods.licence_later": N_(
        "Line {line}: {sku} leaves on {day}; the licence “{licence}” of {customer} begins on {since}."
    ),
    "goods.age_not_proved": N_(
        "Line {line}: {sku} is for people of {age} years or more. Choose a carrier who asks for proof of age."
    ),
    "licence.refused": N_("The licences were not saved. Put right what is marked."),
    "licence.kind_unknown": N_("There is no kind of licence “{licence}”. Choose one; the set-up has them."),
    "licence.number_missing": N_("The licence has no number. Enter it."),
    "licence.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "licence.days_backwards": N_("The last day {last} lies before the first day {first}. Correct one."),
    "licence_kind.refused": N_("The kinds of licence were not saved. Put right what is marked."),
    "licence_kind.code_missing": N_("The kind has no code. Enter one; articles and licences name it."),
    "licence_kind.code_taken": N_("Another kind has the code {code}. Choose another."),
    "licence_kind.name_missing": N_("The kind has no name. Enter one, such as tobacco trade."),
    "licence_kind.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "product.licence_unknown": N_(
        "{sku}: there is no kind of licence “{licence}”. Choose one of the set-up."
    ),
    "product.age_range": N_("{sku}: the age lies between 0 and 99. Correct it."),
    "kind.licence": N_("licence"),
    "kind.licence_kind": N_("kind of licence"),
    "remedy.open_carriers": N_("Open the carriers"),
    "remedy.set_carrier": N_("Take {name}"),
    "kind.carrier": N_("carrier"),
}
