"""Product models: what is wrong with a file that describes one."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "model.refused": N_("The product model {model} cannot be used; mistakes: {count}. Put them right first."),
    "model.group_twice": N_("The group {group} is there twice. Give one of them another code."),
    "model.option_twice": N_(
        "The option {option} is there twice. Options need codes of their own in the whole model."
    ),
    "model.option_nameless": N_("The group {group} has an option without a code. Give it one."),
    "model.rule_twice": N_("Two rules or tables have the code {rule}. Give one of them another."),
    "model.group_empty": N_("The group {group} has no options. Add some or delete the group."),
    "model.group_counts": N_(
        "The group {group} wants at least {lo} and at most {hi} of its {size} options. Correct the numbers."
    ),
    "model.when_unknown": N_(
        "The condition of the group {group} names {option}, neither an option nor a number in a sum. Correct it."
    ),
    "model.when_circle": N_(
        "The groups {circle} ask for one another in a circle. Take one of the conditions out."
    ),
    "model.number_twice": N_(
        "The code {number} of a number is there twice. Numbers, groups and options need codes of their own."
    ),
    "model.number_bounds": N_(
        "The number {number} goes from {lo} to {hi} in steps of {step}, which is nothing. Correct it."
    ),
    "model.number_many": N_(
        "The number {number} has {count} values. Up to {most} can be told apart: make its steps larger."
    ),
    "model.number_when": N_(
        "The condition of the number {number} names {name}, which is neither option nor number. Correct it."
    ),
    "model.sum_huge": N_(
        "{where} sums up to {most}, more than can be counted exactly. Use larger units or smaller factors."
    ),
    "model.too_deep": N_(
        "{where}: {depth} conditions stand in one another, up to {most} can be read. Split it into several."
    ),
    "model.too_large": N_(
        "{where} makes the model too large: more than {most} conditions in all. Take rows or options out."
    ),
    "model.too_hard": N_(
        "The model was not worked out in {steps} steps: too much depends on too much. Take out rules or options."
    ),
    "model.rule_unknown": N_(
        "The rule {rule} names {option}, which is neither an option nor a number in a sum. Correct it."
    ),
    "model.table_column": N_(
        "The table {table} has a column {group}, but there is no such group or number. Correct it."
    ),
    "model.table_many": N_(
        "Table {table}: of its column {group} several may be chosen. Only groups that pick one fit."
    ),
    "model.table_empty": N_("The table {table} has no rows. Add some or delete the table."),
    "model.table_cells": N_(
        "Table {table}, row {row}: there are {cells} cells for {columns} columns. Correct the row."
    ),
    "model.table_option": N_(
        "Table {table}, row {row}: {option} is nothing that {group} can be. Correct the cell."
    ),
    "uvl.refused": N_(
        "The feature model was not taken in. Put right what is wrong ({count}), and try again."
    ),
    "uvl.no_features": N_(
        "There is no feature. A model begins with a line “features” and its root below it, indented."
    ),
    "uvl.group_misplaced": N_(
        "Line {line}: “{word}” stands below no feature. Indent it more than the feature to which it belongs."
    ),
    "uvl.feature_misplaced": N_(
        "Line {line}: “{name}” stands right below the feature {parent}. Put a line such as “optional” between them."
    ),
    "uvl.not_understood": N_("Line {line}: “{found}” is not understood here. Correct the line."),
    "uvl.unfinished": N_("Line {line}: the constraint breaks off. Complete it or delete the line."),
    "uvl.bracket_open": N_("Line {line}: a bracket is opened and not closed. Add the missing “)”."),
    "uvl.too_deep": N_(
        "Line {line}: more than {deepest} brackets stand one in the other. Split the constraint."
    ),
    "uvl.cardinality": N_(
        "Line {line}: a feature that is there several times cannot be taken in. Write one feature for each of them."
    ),
    "uvl.imports": N_(
        "Line {line}: {found} stands in another file, and one file is read. Write its features into this one."
    ),
    "uvl.typed": N_(
        "Line {line}: {name} is of the kind {type}. Only Boolean and Integer features can be taken in."
    ),
    "uvl.unbounded": N_(
        "Line {line}: {name} needs whole bounds. Give it the attributes min and max, and step where it has steps."
    ),
    "uvl.worth": N_(
        "Line {line}: {name} is neither an Integer feature nor a number among its attributes. Correct the sum."
    ),
    "uvl.not_linear": N_("Line {line}: only plain numbers multiply and divide in a sum. Write it as a sum."),
    "uvl.no_truth": N_(
        "Line {line}: a sum stands where something holds or not. Compare it with another one."
    ),
    "uvl.no_number": N_(
        "Line {line}: what holds or not stands in a sum. Give the feature an attribute for it."
    ),
    "uvl.function": N_("Line {line}: “{found}” is not known. Only sum(attribute) can be taken in."),
    "uvl.too_long": N_("The feature model is longer than {most} characters. Split it."),
    "uvl.too_much": N_(
        "{options} features and {rules} constraints are too much for one model ({most} characters). Split it."
    ),
    "uvl.twice": N_(
        "Line {line}: the feature {name} stands in line {first} already. Give one of them another name."
    ),
    "uvl.two_roots": N_("Line {line}: {name} is a second root. Put it below the first one."),
    "uvl.group_empty": N_("Line {line}: there is no feature below “{word}”. Add some or delete the line."),
    "uvl.counts": N_(
        "Line {line}: “{word}” can never be fulfilled. Write such as [1..3], or fewer than there are features."
    ),
    "xcsp.not_xml": N_("Line {line}, place {column}: this is no whole XML file. Fetch it anew or mend it."),
    "xcsp.no_variables": N_("The file names no variables. Choose a file in the format XCSP 2.1."),
    "xcsp.no_domain": N_("{name} has no values. Name a domain that the file has."),
    "xcsp.too_many": N_("{name}: {found} are more than {most} values. Fewer can be taken in."),
    "xcsp.no_number": N_("{name}: “{found}” is no whole number. Correct the file."),
    "xcsp.semantics": N_("{name}: “{found}” is not known. Relations say “supports” or “conflicts”."),
    "xcsp.arity": N_("{name}: the tuple “{found}” should have {arity} values. Correct it."),
    "xcsp.no_relation": N_(
        "{name} refers to the relation “{found}”, which is not there. Only relations can be taken in."
    ),
    "xcsp.scope": N_("{name}: its scope does not fit its relation ({found}). Correct it."),
    "uvl.quotes": N_(
        "{name} holds a quotation mark, which feature models cannot write. Give it another code."
    ),
    "uvl.conditional_count": N_(
        "The group {group} wants {lo} options under a condition of several parts, which feature models cannot say."
    ),
    "uvl.many_numbers": N_(
        "“{rule}” names more than {most} Integer features that may be missing. Split the constraint."
    ),
    "uvl.unknown": N_("Line {line}: no feature is named {name}. Correct the name or add the feature."),
}
