"""Files of product models: what of one cannot be read, by file and line, and what to do."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "product_model.refused": N_(
        "The product model {model} was not read. Put right what is wrong in it (places: {count}) and try again."
    ),
    "product_model.no_file": N_(
        "{file}, line {line}: there is no file {found}. Add it or correct the name ({likely})."
    ),
    "product_model.empty": N_("{file} says nothing. Begin with a line “product: code”."),
    "product_model.too_long": N_("{file} has more than {most} characters. Split it into several files."),
    "product_model.too_many": N_(
        "{file}, line {line}: the file has more than {most} entries. Split the tables off into CSV files."
    ),
    "product_model.too_deep": N_(
        "{file}, line {line}: more than {deepest} entries stand one in the other. Correct the indent or the brackets."
    ),
    "product_model.not_yaml": N_(
        "{file}, line {line}: this is no YAML ({problem}). Correct the indent, the colons or the quotes."
    ),
    "product_model.yaml_tab": N_(
        "{file}, line {line}: the line begins with a tab. Indent it by blanks, as the lines beside it."
    ),
    "product_model.yaml_indent": N_(
        "{file}, line {line}: its indent fits no line above, or a bracket closes too often. Correct it."
    ),
    "product_model.yaml_colon": N_(
        "{file}, line {line}: a colon is missing before, or is one too many. Put texts with a colon in quotes."
    ),
    "product_model.yaml_key": N_(
        "{file}, line {line}: a colon is missing after the word. Write such as “width: 800”."
    ),
    "product_model.yaml_bracket": N_(
        "{file}, line {line}: a bracket opened here is not closed where line {until} wants it. Add “}}” or “]”."
    ),
    "product_model.yaml_quote": N_(
        "{file}, line {line}: a quote is opened and never closed. Add the missing one at the end of the text."
    ),
    "product_model.yaml_dash": N_(
        "{file}, line {line}: an entry of a list with “-” stands in a line of its own. Begin a new line."
    ),
    "product_model.yaml_sign": N_(
        "{file}, line {line}: no value begins with this sign. Put the text in quotes or delete the sign."
    ),
    "product_model.yaml_escape": N_(
        "{file}, line {line}: a backslash within double quotes is not understood. Write two, or take single quotes."
    ),
    "product_model.yaml_character": N_(
        "{file}, line {line}: a character that no text has stands here (number {found}). Is it a text file? Delete it."
    ),
    "product_model.not_csv": N_("{file}: this is no CSV table ({problem}). Save it anew as CSV."),
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
    "product_model.comma": N_(
        "{file}, line {line}: “{found}” stands alone after a comma. Quote what has commas, or write 0.5 for 0,5."
    ),
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
    "product_model.no_currency": N_(
        "{file}, line {line}: “{found}” is no currency. Write its three letters, such as EUR."
    ),
    "product_model.no_day": N_(
        "{file}, line {line}: {key} wants a day such as 2026-12-31, not “{found}”. Correct it."
    ),
    "product_model.no_code": N_(
        "{file}, line {line}: “{found}” cannot be a code. Write letters, digits and _, beginning with a letter."
    ),
    "product_model.reserved": N_(
        "{file}, line {line}: “{found}” is a word of expressions and cannot be a code. Write such as “{found}_1”."
    ),
    "product_model.no_language": N_(
        "{file}, line {line}: “{found}” is no language. Write two small letters, such as en or de."
    ),
    "product_model.no_such_word": N_(
        "{file}, line {line}: {key} cannot be “{found}”. Choose one of: {known}."
    ),
    "product_model.no_pick": N_(
        "{file}, line {line}: “{found}” does not say how many of {most} are picked. Write such as 1 or 0..1."
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
        "{file}, line {line}: the number of cells is {cells}, that of columns {columns}. Correct the row."
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
    "product_model.too_big": N_(
        "{model}: {options} options and {rows} rows of tables are too many (at most {most_options} and {most_rows})."
    ),
    "product_model.expression": N_("{file}, line {line}: {reason}"),
    "product_model.days_turned": N_(
        "{file}, line {line}: it ends before it begins. Correct one of the days."
    ),
    "product_model.no_options": N_(
        "{file}, line {line}: the group {group} has no options. Add some or delete the group."
    ),
    "product_model.number_bounds": N_(
        "{file}, line {line}: {number} cannot go from {lo} to {hi} in steps of {step}. Correct them."
    ),
    "product_model.number_steps": N_(
        "{file}, line {line}: from {lo} to {hi} are no whole steps of {step}. Correct the range of {number}."
    ),
    "product_model.number_many": N_(
        "{file}, line {line}: {number} has more than {most} values in steps of {step}. Take larger steps."
    ),
    "product_model.number_value": N_(
        "{file}, line {line}: {number} cannot be {found}: it goes from {lo} to {hi} in steps of {step}."
    ),
    "product_model.slot_bounds": N_(
        "{file}, line {line}: a slot has no room for {lo} to {hi} sub-products. From 0, and to 1 to {most}."
    ),
    "product_model.days_or_adds": N_(
        "{file}, line {line}: a lead time has either days or adds. Give it one of them."
    ),
    "product_model.no_such_code": N_(
        "{file}, line {line}: there is no {found} here. Correct the name ({likely})."
    ),
    "product_model.column_many": N_(
        "{file}, line {line}: several options of the column {column} may be chosen. Take a group that picks one."
    ),
    "product_model.range_empty": N_(
        "{file}, line {line}: {column} has no value in {found}. Correct the cell or delete the row."
    ),
    "product_model.cell_option": N_(
        "{file}, line {line}: {found} is no option of {column}. Correct the cell ({likely})."
    ),
    "product_model.default_value": N_(
        "{file}, line {line}: {asked} cannot be {found}. Name an option or value that it can have."
    ),
    "product_model.when_circle": N_(
        "{file}, line {line}: what is asked goes in a circle ({circle}). Take one of the conditions out."
    ),
}
