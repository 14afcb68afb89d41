"""Taxes that jurisdictions stack: what is wrong with them, and with orders that go there."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "jurisdiction.refused": N_("The taxes by jurisdiction were not saved. Put right what is marked."),
    "jurisdiction.code_wrong": N_(
        "“{code}” is no code. Enter letters, digits, dots and hyphens, 40 at most, such as US-NY-NYC."
    ),
    "jurisdiction.code_taken": N_("Another jurisdiction has the code {code}. Choose another."),
    "jurisdiction.name_missing": N_("The jurisdiction has no name. Enter it: papers show it."),
    "jurisdiction.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "jurisdiction.level_unknown": N_("Choose whether it is a state, a county, a city or a special district."),
    "jurisdiction.country_unknown": N_("“{country}” is no country. Enter two letters, such as US."),
    "jurisdiction.state_missing": N_("The jurisdiction has no state. Enter its short name, such as NY."),
    "jurisdiction.state_taken": N_("The state {state} stands here already. Change that row."),
    "jurisdiction.state_unknown": N_("There is no state {state} here yet. Enter the state itself first."),
    "jurisdiction.days_backwards": N_("The last day {last} lies before the first day {first}. Correct one."),
    "jurisdiction.registered_from_missing": N_("Since when is the firm registered there? Enter the day."),
    "jurisdiction.unknown": N_(
        "There is no jurisdiction with the code {code}. Enter it with the jurisdictions first."
    ),
    "jurisdiction.rate_range": N_("A rate lies between 0 and 100 %. Correct it."),
    "jurisdiction.valid_from_missing": N_("From which day on does this rate hold? Enter the day."),
    "jurisdiction.rate_taken": N_(
        "{code} has a rate for this class from {day} on already. Change that row, or choose another day."
    ),
    "jurisdiction.postcode_missing": N_("Enter the first postal code, such as 10001 or 10001-1200."),
    "jurisdiction.postcode_lengths": N_(
        "{first} and {last} differ in length. Write both as ZIP codes or both as ZIP+4."
    ),
    "jurisdiction.postcodes_backwards": N_("{last} lies before {first}. Exchange them."),
    "jurisdiction.place_taken": N_("{code} has the postal codes from {first} on already. Take out one row."),
    "jurisdiction.has_rows": N_("{code} still has rates or postal codes. Take them out first, and save."),
    "jurisdiction.has_parts": N_("Other jurisdictions lie in {code}. Take them out first, and save."),
    "jurisdiction.customer_unknown": N_(
        "There is no customer with the number {number}. Enter an existing one."
    ),
    "jurisdiction.number_missing": N_("The certificate has no number. Enter it: invoices name it."),
    "order.no_jurisdiction": N_(
        "No jurisdiction is recorded for {postcode} {city}. Record who taxes there, or correct the address."
    ),
    "order.no_jurisdiction_rate": N_(
        "{name} has no rate for class “{tax_class}” on {date}. Enter it with the rates by jurisdiction."
    ),
    "order.certificate_over": N_(
        "The exemption {number} of {customer} for {state} does not hold on this day: the sale is taxed."
    ),
    "order.not_registered": N_("No sales tax is charged: the firm is not registered in {state}."),
    "check.order.no_jurisdiction": N_("place without recorded jurisdiction"),
    "check.order.no_jurisdiction_rate": N_("jurisdiction without a rate for the day"),
    "check.order.certificate_over": N_("exemption that does not hold any more"),
    "check.order.not_registered": N_("state where the firm is not registered"),
    "remedy.open_tax_places": N_("Open the postal codes"),
    "remedy.open_tax_areas": N_("Open the jurisdictions"),
    "remedy.open_certificates": N_("Open the exemptions"),
    "kind.tax_jurisdiction": N_("jurisdiction"),
    "kind.tax_jurisdiction_rate": N_("rate of a jurisdiction"),
    "kind.tax_place": N_("postal codes of a jurisdiction"),
    "kind.tax_certificate": N_("exemption"),
}
