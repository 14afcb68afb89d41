"""Files of product models: what of one cannot be read, by file and line, and what to do."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "product_model.refused": N_(
        "The product model {model} was not read: {count} things are wrong. Put them right and try again."
    ),
    "product_model.no_file": N_(
        "{file}, line {line}: there is no file {found}. Add it or correct the name ({likely})."
    ),
    "product_model.empty": N_("{file} says nothing. Begin with a line “product: code”."),
    "product_model.too_long": N_(
        "{file} has more than {most} characters. Split the tables off into CSV files."
    ),
    "product_model.too_many": N_(
        "{file}, line {line}: the file has more than {most} entries. Split the tables off into CSV files."
    ),
    "product_model.too_deep": N_(
        "{file}, line {line}: more than {deepest} entries stand one in the other. Correct the indent or the brackets."
    ),
    "product_model.not_yaml": N_(
        "{file}, line {line}: this is no YAML ({problem}). Correct the indent, the colons or the quotes."
    ),
    "product_model.not_plain": N_(
        "{file}, line {line}: anchors (&), references (*), tags (!) and second documents are not read. Write it out."
    ),
    "product_model.key_no_word": N_(
        "{file}, line {line}: a key has to be a single word. Put it in quotes or correct the brackets."
    ),
    "product_model.key_twice": N_(
        "{file}, line {line}: {key} stands in line {first} already. Give one of them another code or delete it."
    ),
    "product_model.unknown_key": N_("{file}, line {line}: “{key}” is not known here. Known is: {likely}."),
    "product_model.missing_key": N_("{file}, line {line}: “{key}” is missing here. Add it."),
    "product_model.no_word": N_(
        "{file}, line {line}: a single value is wanted here. Put it in quotes or take out what stands below it."
    ),
    "product_model.no_list": N_(
        "{file}, line {line}: a list is wanted here, such as [a, b] or lines that begin with “-”."
    ),
    "product_model.no_entries": N_(
        "{file}, line {line}: entries are wanted here, such as {{code: ...}} or indented lines “code: ...”."
    ),
    "product_model.no_several": N_("{file}, line {line}: {key} wants {count} values in a list. Correct it."),
    "product_model.no_number": N_("{file}, line {line}: “{found}” is no number. Write such as 1200 or 0.5."),
    "product_model.no_whole": N_(
        "{file}, line {line}: {key} wants a whole number of 0 or more, not {found}. Correct it."
    ),
    "product_model.no_truth": N_("{file}, line {line}: {key} is yes or no, not “{found}”. Correct it."),
    "product_model.no_day": N_(
        "{file}, line {line}: {key} wants a day such as 2026-12-31, not “{found}”. Correct it."
    ),
    "product_model.no_code": N_(
        "{file}, line {line}: “{found}” cannot be a code. Use letters, digits and _, no word of the language."
    ),
    "product_model.no_language": N_(
        "{file}, line {line}: “{found}” is no language. Write two small letters, such as en or de."
    ),
    "product_model.no_such_word": N_(
        "{file}, line {line}: {key} cannot be “{found}”. Choose one of: {known}."
    ),
    "product_model.no_pick": N_(
        "{file}, line {line}: “{found}” does not say how many are picked. Write such as 1, 0..1 or 1..3."
    ),
    "product_model.no_colour": N_(
        '{file}, line {line}: “{found}” is no colour. Write such as "#c79a5b", in quotes.'
    ),
    "product_model.cut_out_shape": N_(
        "{file}, line {line}: an opening has either a size or a radius. Give it one of them."
    ),
    "product_model.rows_or_file": N_(
        "{file}, line {line}: a table has either rows or a file. Give it one of them."
    ),
    "product_model.row_cells": N_(
        "{file}, line {line}: there are {cells} cells for {columns} columns. Correct the row."
    ),
    "product_model.csv_rows": N_(
        "{file}: there are {rows} rows, but 1 to {most} are read, the first with the names of the columns."
    ),
    "product_model.no_column": N_(
        "{file}, line {line}: the table has no column {column}. Correct its head or the name ({likely})."
    ),
    "product_model.cell_empty": N_(
        "{file}, line {line}: a cell is empty. Write * for any, or - for nothing chosen."
    ),
    "product_model.no_range": N_(
        "{file}, line {line}: “{found}” is no range of numbers. Write such as 1200..1800, 1200.., ..1800 or *."
    ),
    "product_model.expression.not_understood": N_(
        "{file}, line {line}, place {place}: “{found}” is not understood here. Correct the expression “{text}”."
    ),
    "product_model.expression.unfinished": N_(
        "{file}, line {line}, place {place}: the expression “{text}” breaks off. Complete it."
    ),
    "product_model.expression.missing": N_(
        "{file}, line {line}, place {place}: “{missing}” is missing in “{text}”. Add it."
    ),
    "product_model.expression.too_deep": N_(
        "{file}, line {line}: more than {deepest} brackets stand one in the other. Give a part a name."
    ),
    "product_model.too_big": N_(
        "{model}: {options} options and {rows} rows of tables are too many (at most {most_options} and {most_rows})."
    ),
}
