"""Imports of files."""

from __future__ import annotations

from app.i18n import N_

TEXTS: dict[str, str] = {
    "import.cannot_read": N_(
        "{file} cannot be read: {detail}. Check the name and whether it is open elsewhere."
    ),
    "import.no_file": N_("There is no file {file}. Check its name and folder."),
    "import.is_folder": N_("{file} is a folder. Choose one file in it."),
    "import.not_allowed": N_(
        "You may not read {file}. Copy it to a folder of your own, or ask its owner for the right."
    ),
    "import.no_plain_file": N_(
        "{file} is a pipe or a device, not a file. Copy its content into a file first."
    ),
    "import.is_database": N_("{file} is a database in use, such as the firm's own. Choose another file."),
    "import.is_workbook": N_(
        "{file} is a workbook of a spreadsheet program, whatever its name says. Open it there, save the sheet as"
        " CSV, and import that file."
    ),
    "import.broken_workbook": N_(
        "{file} cannot be opened as a workbook: it was cut off on its way, is damaged, or is none. Save it again in the"
        " spreadsheet program, or get it anew."
    ),
    "import.letters_unsure": N_(
        "{file} is not taken in: its encoding cannot be told for certain, it would be read as {page}. Save it as UTF-8"
        " or as a workbook, then take it in again."
    ),
    "import.is_binary": N_(
        "{file} is no text file (perhaps a picture, a PDF or an archive). Export the data as CSV and import that file."
    ),
    "import.no_rows": N_(
        "{file} has no rows below its column names: there is nothing to import. Choose another file."
    ),
    "import.cannot_write": N_("The report {file} cannot be written: {detail}. The import itself is done."),
    "import.bad_header": N_("{file} cannot be imported: {reason}"),
    "import.bad_row": N_("{file} is not taken in: {reason} Nothing of it was taken."),
    "import.too_many_rows": N_(
        "{file} has more than {most} rows. Take it in with fewer, one part after the other."
    ),
    "import.mapping_wrong": N_("{file} does not fit its column mapping. {reason} Choose the columns again."),
    "import.mapping_file": N_(
        "{file} is no column mapping ({detail}). Write a JSON file with the fields and their column headers."
    ),
    "import.wrong_currency": N_(
        "{file} is in {currency}, the firm's books are in {firm_currency}. Nothing was imported: amounts are not"
        " converted. Convert the file first, or use a database of a firm in that currency."
    ),
    "import.unknown_tax": N_("There is no tax code “{tax}”. Choose one of: {known}."),
    "import.no_warehouse": N_("The firm has no warehouse to take the stock from. Add one first."),
    "import.pack_units": N_(
        "{file} counts in other units than pieces ({units}). Nothing was imported. Convert the quantities and"
        " prices to single pieces first."
    ),
    "import.document-incomplete": N_(
        "Another row of document {value} was refused: the document is left out as a whole."
    ),
    "import.date-ahead": N_("{value} is dated {date}, which is not over yet. History ends today."),
    "import.tax-rate-missing": N_(
        "{value}: tax {tax} has no rate on {date}. Add the rate of that day to the tax, then import again."
    ),
    "import.amount-out-of-range": N_("{value}: an amount or a quantity is too large to be true."),
    "import.customer-unknown": N_("There is no customer {value}. Import the customers first."),
    "import.product-unknown": N_("There is no product {value}. Import the products first."),
    "import.service-has-no-stock": N_("{value} is a service and has no stock."),
    "import.file-left-out": N_("Another row was refused, and the file is taken whole or not at all."),
    "import.key-repeated": N_("{value} stands in the file a second time; the first row counts."),
    "import.price-tax-differs": N_(
        "The file and the price list do not agree on whether the price {value} is with VAT. Say it on the list's head."
    ),
    "import.price-currency-differs": N_("The row is in {value}, its price list is in {currency}."),
    "import.currency-differs": N_("The row is in {value}, the firm's books are in {currency}."),
    "import.term-unknown": N_(
        "There is no payment term of {value} days. Add it to the payment terms, then import again."
    ),
    "import.country-not-one": N_("The country of the row is not a single country ({value})."),
    "import.amount-decimals": N_("{value} has more decimals than the currency."),
    "import.weight-fraction": N_("The weight {value} is not a whole number of grams."),
    "import.price-negative": N_("The price of {value} is negative."),
    "import.tax-class-unknown": N_("“{value}” is neither a tax class nor a tax rate of the firm's country."),
    "import.unit-differs": N_("The row is in {value}, the product counts in {unit}."),
    "import.break-unit-differs": N_(
        "The quantity is in {value}, the price is for {unit}. Write both in one unit."
    ),
    "import.price-list-unknown": N_("There is no price list {value}. Make it first."),
    "import.warehouse-unknown": N_("There is no warehouse {value}. Add it first."),
    "import.quantity-out-of-range": N_(
        "A stock of {value} cannot be kept: at most six decimals, a billion units."
    ),
    "import.number-too-long": N_("The number {value} is longer than 40 characters."),
    "import.nothing-open": N_("Nothing is open of {value}."),
    "import.doubt.dates-ambiguous": N_(
        "Days and months can be told apart in no row: 03/04 is read as {order}. Choose the order of dates."
    ),
    "import.doubt.dates-contradict": N_(
        "Some dates have the day first, others the month; they are read as {order}. Choose the order of dates."
    ),
    "import.doubt.numbers-ambiguous": N_(
        "A number such as 1,234 can be read in two ways; “{value}” is the decimal mark."
    ),
    "import.doubt.marks-contradict": N_("Decimal marks differ from row to row; “{value}” is taken for it."),
    "import.doubt.encoding": N_(
        "The file's encoding is not clear; it would be read as {value}."
        " Choose the encoding, or save the file as UTF-8."
    ),
    "import.doubt.encoding_at": N_(
        "Line {line}, byte {byte}: the file's encoding cannot be told for certain; it would be read as {value}."
        " Choose the encoding, or save the file as UTF-8."
    ),
    "import.doubt.first-row-repeats": N_(
        "Columns of the first row have the same name. Choose what the first row is, then which of them counts."
    ),
    "import.doubt.titles-above": N_(
        "these look like the names of the columns, with titles above them. Choose row {value} as the row of the names."
    ),
    "import.doubt.header": N_(
        "It is not clear whether the first row holds column names or data already. Choose what it is."
    ),
    "import.doubt.delimiter": N_(
        "The columns are hard to tell apart; the delimiter is taken to be “{value}”."
    ),
    "import.doubt.other": N_("{name} is not clear: {value} ({reason})."),
}
