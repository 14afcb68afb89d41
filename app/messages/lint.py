"""What of a sound product model is nevertheless a mistake, by its lines."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "lint.void": N_("{file}, line {line}: nothing can be chosen under {rules}. Change one of them."),
    "lint.void_alone": N_(
        "{file}, line {line}: nothing can be chosen at all. Correct what asks for groups and numbers, or the tables."
    ),
    "lint.because": N_("This follows from {rules}."),
    "lint.by_itself": N_("This follows without any rule."),
    "lint.group_never": N_(
        "{file}, line {line}: {group} is never asked. {reason} Correct its condition or delete it."
    ),
    "lint.option_dead": N_(
        "{file}, line {line}: {option} of {group} can never be chosen. {reason} Change a rule or delete it."
    ),
    "lint.option_always": N_(
        "{file}, line {line}: {option} of {group} is always chosen. {reason} Change a rule or take the choice out."
    ),
    "lint.number_narrow": N_(
        "{file}, line {line}: {number} only goes from {lo} to {hi}. {reason} Narrow it or change a rule."
    ),
    "lint.rule_idle": N_(
        "{file}, line {line}: {row} never applies. {reason} Correct its condition or delete it."
    ),
    "lint.row_unused": N_(
        "{file}, line {line}: {row} is never used. {reason} Correct its condition or delete the line."
    ),
    "lint.row_dead": N_(
        "{file}, line {line}: row {row} of {table} never counts. {reason} Correct or delete it."
    ),
    "lint.rule_redundant": N_("{file}, line {line}: {rule} says nothing new beside {rules}. Delete it."),
    "lint.rule_always": N_("{file}, line {line}: {rule} holds whatever is chosen. Delete or correct it."),
    "lint.option_free": N_(
        "{file}, line {line}: {option} of {group} has no price, article or part. Write “price: 0” if that is meant so."
    ),
    "lint.group_free": N_(
        "{file}, line {line}: no option of {group} has a price, article or part. Write “price: 0” if that is meant so."
    ),
}
