"""Dangerous, regulated and controlled goods: what is wrong with cards and orders."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "card.code_missing": N_("There is no code. Enter one: cards and documents name it by that."),
    "card.code_taken": N_("Another one has the code {code}. Choose another."),
    "card.name_missing": N_("There is no name. Enter one: lists and papers show it."),
    "card.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "carrier.refused": N_("The carriers were not saved. Put right what is marked."),
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
    "product.licence_unknown": N_(
        "{sku}: there is no kind of licence “{licence}”. Choose one of the set-up."
    ),
    "product.age_range": N_("{sku}: the age lies between 0 and 99. Correct it."),
    "kind.licence": N_("licence"),
    "kind.licence_kind": N_("kind of licence"),
    "export.prohibited": N_("Line {line}: {sku} (ECCN {eccn}) must not go to {country}. Source: {source}."),
    "export.licence_missing": N_(
        "Line {line}: {sku} (ECCN {eccn}) needs an export licence for {country}; the firm has none for it."
    ),
    "export.licence_over": N_(
        "Line {line}: {sku} leaves on {day}; the export licence {number} is not valid then."
    ),
    "export.licence_short": N_(
        "Line {line}: {sku} needs {needed} of the export licence {number}; {left} are left."
    ),
    "export.licence_unrated": N_(
        "Line {line}: the export licence {number} for {sku} counts {currency}, and no rate of {currency} holds on the"
        " order's day. Import the rates."
    ),
    "export.code_missing": N_(
        "Line {line}: {sku} has no commodity code (HS/CN); customs ask for it. Articles without: {count}."
    ),
    "export.origin_missing": N_(
        "Line {line}: {sku} has no country of origin; customs ask for it. Articles without: {count}."
    ),
    "export_rule.refused": N_("The rules were not saved. Put right what is marked."),
    "export_rule.eccn_wrong": N_(
        "“{eccn}” is no beginning of an ECCN. Enter such as 5, 5A or 5A002, or leave it empty."
    ),
    "export_rule.country_unknown": N_("“{country}” is no country. Enter the two letters of its code."),
    "export_rule.ruling_unknown": N_("“{ruling}” is no ruling. Enter free, licence or prohibited."),
    "export_rule.for_all": N_("A rule names an ECCN, a country or both. Enter one of them."),
    "export_rule.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "export_rule.days_backwards": N_("The last day {last} lies before the first day {first}. Correct one."),
    "export_rule.file_refused": N_("The file was not taken, nothing was changed. Put right its lines:"),
    "export_rule.no_head": N_("The file has no line of headings. Its first line has to name: {columns}."),
    "export_rule.cannot_read": N_("{file} cannot be read as UTF-8 text ({detail}). Save it as CSV in UTF-8."),
    "export_rule.in_row": N_("Line {row} of the file: {detail}"),
    "export_rule.row_short": N_("Columns are missing at its end; was the file cut off?"),
    "export_rule.twice": N_("The same number, country and first day came before."),
    "export_rule.no_day": N_("“{text}” is no day. Write it as 2026-01-31."),
    "export_licence.refused": N_("The export licences were not saved. Put right what is marked."),
    "export_licence.number_missing": N_("The export licence has no number. Enter it: papers show it."),
    "export_licence.number_taken": N_("Another export licence has the number {number}."),
    "export_licence.eccn_missing": N_("For which ECCN is it? Enter how they begin, with commas between."),
    "export_licence.eccn_wrong": N_("{eccn}: no ECCN begins so. Enter such as 5A002."),
    "export_licence.country_unknown": N_(
        "{country}: no country has this code. Enter codes with commas between."
    ),
    "export_licence.customer_unknown": N_(
        "No customer has the number {customer}. Enter one, or leave it empty."
    ),
    "export_licence.limit_negative": N_("A limit is not below zero. Correct it, or leave it empty."),
    "export_licence.below_used": N_("Orders took more than that already. Enter at least what they took."),
    "export_licence.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "export_licence.days_backwards": N_(
        "The last day {last} lies before the first day {first}. Correct one."
    ),
    "export_licence.currency_unknown": N_(
        "“{currency}” is no currency with exchange rates. Write three letters such as USD, and import its rates first."
    ),
    "export_licence.currency_used": N_(
        "Orders drew on this licence in its currency, so that stays. Make another licence for what is left."
    ),
    "export_licence.used_up": N_(
        "Another order took the rest of the export licence meanwhile. Look at it again."
    ),
    "product.commodity_code_wrong": N_("“{number}” is no commodity code. Enter 6 digits (HS), 8 (CN) or 10."),
    "product.eccn_wrong": N_("“{eccn}” is no ECCN. Enter such as 5A002, 5A002.A.1 or EAR99."),
    "product.origin_unknown": N_("{sku}: “{country}” is no country. Enter the two letters of its code."),
    "kind.export_rule": N_("export rule"),
    "kind.export_licence": N_("export licence"),
    "remedy.open_rates": N_("Open the exchange rates"),
    "remedy.open_export_licence": N_("Open the export licence"),
    "remedy.open_export_licences": N_("Open the export licences"),
    "remedy.open_carriers": N_("Open the carriers"),
    "remedy.set_carrier": N_("Take {name}"),
    "kind.carrier": N_("carrier"),
}
