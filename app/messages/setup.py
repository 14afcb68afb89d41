"""The firm, taxes, terms, number series, warehouses, people, settings."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "firm.refused": N_("The firm was not saved. Put right what is marked."),
    "firm.exists": N_("This database has a firm already. Open its card, or choose another file."),
    "firm.missing": N_("No firm was set up yet. Set one up, or make the demo firm."),
    "firm.name_missing": N_("The firm has no name. Enter one: it stands on every paper."),
    "firm.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "firm.country_unknown": N_(
        "The tax rates of “{country}” are not known here. Choose a country of the list."
    ),
    "firm.currency_unknown": N_("“{currency}” is no currency code. Write three letters, such as EUR."),
    "firm.currency_fixed": N_("The firm's books are in {currency}; that stays. Use a new database instead."),
    "firm.language_unknown": N_("Papers are not made in “{language}”. Choose a language from the list."),
    "firm.time_zone_unknown": N_("There is no time zone “{zone}”. Write one such as Europe/Berlin."),
    "firm.email_wrong": N_("“{email}” is not a mail address. Write one such as office@firm.example."),
    "firm.iban_wrong": N_("The IBAN {iban} has a wrong length or check digit. Read it again."),
    "firm.vat_id_wrong": N_("The VAT id {vat_id} has a wrong form or check digit. It is kept as it is."),
    "warehouse.refused": N_("The warehouse was not saved. Put right what is marked."),
    "warehouse.code_wrong": N_(
        "“{code}” is no warehouse code. Use 1 to 40 letters, digits, dots, dashes or underscores."
    ),
    "warehouse.code_taken": N_("Another warehouse has the code {code}. Choose another."),
    "warehouse.name_missing": N_("The warehouse has no name. Enter one."),
    "warehouse.country_unknown": N_("“{country}” is no country code. Choose a country, such as DE or FR."),
    "warehouse.bin_too_long": N_("The bin “{code}” is too long: at most 40 characters. Shorten it."),
    "series.refused": N_("The number series was not saved. Put right what is marked."),
    "series.prefix_wrong": N_(
        "“{prefix}” cannot stand before a number. Use up to 20 letters, digits, dots, dashes or slashes."
    ),
    "series.prefix_taken": N_(
        "Another series prints “{prefix}” already: two papers would have one number. Choose another."
    ),
    "series.number_twice": N_(
        "Papers were numbered with “{before}”: with “{prefix}” some of their numbers would come again. Choose another."
    ),
    "series.digits_range": N_("A number has 1 to {longest} digits. Correct it."),
    "series.number_back": N_(
        "The next number is {next}; going back to {wanted} would give numbers twice. Enter {next} or more."
    ),
    "series.number_gap": N_(
        "This series has no gaps and its next number is {next}; {wanted} would leave some out. Enter {next}."
    ),
    "series.yearly_fixed": N_("The series “{kind}” is in use; whether it starts anew each year stays."),
    "term.refused": N_("The payment term was not saved. Put right what is marked."),
    "term.code_missing": N_("The payment term has no code. Enter one."),
    "term.code_taken": N_("Another payment term has the code {term}. Choose another."),
    "term.name_missing": N_("The payment term has no name. Enter one: it stands on the invoice."),
    "term.days_range": N_("The days lie between 0 and {longest}. Correct them."),
    "tax.refused": N_("The tax was not saved. Put right what is marked."),
    "tax.code_missing": N_("The tax has no code. Enter one."),
    "tax.code_taken": N_("Another tax has the code {tax}. Choose another."),
    "registration.refused": N_("The VAT ids were not saved. Put right what is marked."),
    "registration.country_unknown": N_(
        "“{country}” is no country code. Enter the country in which the firm is registered, such as AT."
    ),
    "registration.is_home": N_("{country} is the firm's own country: its VAT id stands on the firm's page."),
    "registration.country_twice": N_("The firm has a VAT id of {country} already. Change that one."),
    "registration.vat_id_missing": N_(
        "Enter the firm's VAT id of {country}: papers of what ships from there show it."
    ),
    "registration.vat_id_wrong": N_("{vat_id} is no VAT id of {country}. Look at its letters and digits."),
    "tax.country_unknown": N_(
        "“{country}” is no country code. Enter the country that ships, such as AT, or leave it empty for any."
    ),
    "tax.code_unknown": N_(
        "The mapping names the tax {tax}, which does not exist. Choose one from the list."
    ),
    "tax.code_inactive": N_("The tax {tax} is not active. Choose another, or make it active again."),
    "tax.still_mapped": N_(
        "Rows of “Which tax” name {tax}. Give their sales another tax, then end this one."
    ),
    "tax.code_of_rule_missing": N_("Which tax? Enter the code of one."),
    "tax.rule_twice": N_(
        "Row {row} is about the same sales and wins: this one would never be used. Take one out."
    ),
    "tax.name_missing": N_("The tax has no name. Enter one."),
    "tax.category_unknown": N_("“{category}” is no tax category of EN 16931. Choose one from the list."),
    "tax.exemption_missing": N_(
        "The law asks for a text on the invoice where the tax {tax} is not charged. Enter it."
    ),
    "tax.exemption_code_wrong": N_(
        "{code} is no code of the list for EN 16931. It begins with VATEX-, such as VATEX-EU-132. Correct it."
    ),
    "tax.exemption_code_other": N_(
        "{tax}: the code {code} does not belong to the category {category}. Correct one of them."
    ),
    "tax.rates_missing": N_("The tax {tax} has no rate. Enter the rate and its first day."),
    "tax.rate_range": N_("{tax}: a rate lies between 0 and 100 %. Correct it."),
    "tax.rate_not_zero": N_(
        "{tax}: a tax of category {category} has the rate 0 %. Correct rate or category."
    ),
    "tax.day_twice": N_("{tax} has two rates from {day} on. Take one out."),
    "user.refused": N_("The person was not saved. Put right what is marked."),
    "user.name_missing": N_("The person has no name to sign in with. Enter one."),
    "user.name_taken": N_("Another person signs in as {name}. Choose another name."),
    "user.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "user.email_wrong": N_("“{email}” is not a mail address. Write one such as name@firm.example."),
    "user.role_unknown": N_("There is no role {roles}. Choose from the list."),
    "user.roles_missing": N_("{name} has no role and could do nothing. Choose at least one."),
    "user.last_owner": N_(
        "{name} is the last owner: nobody could set up the firm. Make another owner first."
    ),
    "setting.refused": N_("No setting was changed. Put right what is marked."),
    "setting.value_wrong": N_("The setting “{key}” cannot be “{value}”. Choose another value."),
}
