"""Customers, addresses and contacts."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "customer.refused": N_("The customer was not saved. Put right what is marked."),
    "customer.name_missing": N_("The name is missing. Enter one."),
    "customer.number_taken": N_(
        "Another customer has the number {number}. Choose another, or leave it empty to get the next."
    ),
    "customer.currency_wrong": N_("“{currency}” is no code of a currency. Write three letters, such as USD."),
    "customer.country_unknown": N_("“{country}” is no country code. Choose a country, such as DE or FR."),
    "customer.city_missing": N_("The address has no city. Enter one."),
    "customer.term_unknown": N_("There is no payment term {term}. Choose one from the list."),
    "customer.email_wrong": N_(
        "“{email}” is not a mail address. Write one such as name@firm.example, or leave it empty."
    ),
    "customer.class_unknown": N_("There is no class “{code}”. Choose one of the set-up, or none."),
    "customer.limit_negative": N_(
        "A credit limit is not below zero. Leave it empty for no limit, or enter 0 for prepayment."
    ),
    "customer.discount_range": N_("A discount lies between 0 and 100 %. Correct it."),
    "customer.language_unknown": N_("Papers are not made in “{language}”. Choose a language from the list."),
    "customer.wish_unknown": N_("Choose whether orders may be delivered in parts or only complete."),
    "customer.limit_too_high": N_("The credit limit is above one trillion. Check the digits."),
    "customer.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "customer.vat_id_wrong": N_(
        "The VAT id {vat_id} has a wrong form or check digit. Ask the customer; it is kept as it is."
    ),
    "vat_check.refused": N_("The check of the VAT id was not noted. Put right what is marked."),
    "vat_check.vat_id_missing": N_("Which VAT id was asked about? Enter it."),
    "vat_check.day_missing": N_("When was it asked? Enter the day."),
    "vat_check.day_ahead": N_("The day {date} is after today, {today}. Enter the day on which it was asked."),
    "vat_check.result_missing": N_("What was answered? Choose one of the list."),
    "vat_check.valid_but_wrong": N_(
        "{vat_id} cannot have been valid: its form or its check digits are wrong. Correct it as it was asked."
    ),
    "vat_check.asked_by_missing": N_("Who asked? Enter a name."),
    "vat_check.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "customer.vat_id_elsewhere": N_(
        "The VAT id {vat_id} is of another country than {country}. Check country and VAT id."
    ),
    "customer.vat_id_of_consumer": N_(
        "A consumer with the VAT id {vat_id}: taxes are those of a consumer. Mark as business if it is one."
    ),
    "customer.papers_without_email": N_("{name} is to get papers but has no mail address. Enter one."),
    "customer.paper_unknown": N_("There is no kind of paper called {papers}. Choose from the list."),
}
