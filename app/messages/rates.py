"""Exchange rates: files of them, and rates by hand."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "rate.file_refused": N_("{file} was not imported; nothing was changed."),
    "rate.file_empty": N_("{file} is empty. Download it again."),
    "rate.file_too_large": N_("{file} is larger than any file of rates. Check that it is the right one."),
    "rate.file_unreadable": N_("{file} cannot be read: {reason}. Check its path and your rights to it."),
    "rate.file_packed": N_("{file} is packed. Unpack it, and name the file that is in it."),
    "rate.file_unknown": N_(
        "{file} is no file of the ECB's reference rates: eurofxref-daily.xml, eurofxref-hist.xml, eurofxref.csv or"
        " eurofxref-hist.csv. Choose one of these."
    ),
    "rate.file_cut": N_(
        "{file} ends in the middle, on line {line}: it was cut off on its way. Download it again."
    ),
    "rate.xml_wrong": N_("{file}, line {line}: this is no proper XML. Download the file again."),
    "rate.row_wrong": N_(
        "{file}, line {line}: it has not as many columns as the heading. Download the file again."
    ),
    "rate.day_wrong": N_("{file}, line {line}: “{value}” is no day. Download the file again."),
    "rate.day_ahead": N_(
        "{file}, line {line}: {date} is after today, {today}. Check the date of this computer."
    ),
    "rate.currency_wrong": N_(
        "{file}, line {line}: “{value}” is no code of a currency. Download the file again."
    ),
    "rate.rate_wrong": N_(
        "{file}, line {line}: “{value}” is no rate of {currency}; it is a number above 0. Download the file again."
    ),
    "rate.rate_twice": N_(
        "{file}, line {line}: {currency} has two rates on {date}, so nobody can tell which is right. Download the"
        " file again."
    ),
    "rate.nothing_new": N_("Every rate of {file} is known already. Nothing was changed."),
    "rate.nothing_since": N_("{file} ends on {last}: it has nothing from {since} on. Choose an earlier day."),
    "rate.refused": N_("The rates were not saved. Put right what is marked."),
    "rate.code_wrong": N_(
        "“{currency}” is no code of a currency with a rate. Write three letters, such as USD."
    ),
    "rate.day_missing": N_("Of which day is this rate?"),
    "rate.typed_ahead": N_("{date} is after today. A rate is known from its own day on."),
    "rate.not_above_zero": N_(
        "One euro is worth more than 0 of {currency}. Write the rate with at most nine decimals."
    ),
    "rate.far_off": N_(
        "One euro was worth {before} {currency} on {date}; {rate} is far from it. Check the decimal point; tick"
        " “Far off” if it is right."
    ),
    "rate.known_already": N_(
        "There is a rate of {currency} on {date} already, typed by hand. Change that one."
    ),
    "rate.days_range": N_("A rate holds for 0 to {most} days."),
}
