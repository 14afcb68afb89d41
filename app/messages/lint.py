"""What of a sound product model is nevertheless a mistake, by its lines."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "lint.void": N_(
        "{file}, line {line}: nothing can be chosen, for {rules} contradict one another. Change one."
    ),
    "lint.void_alone": N_(
        "{file}, line {line}: nothing can be chosen at all. Correct what asks for groups and numbers, or the tables."
    ),
    "lint.group_never": N_(
        "{file}, line {line}: {group} is never asked. Correct its condition or delete it."
    ),
    "lint.option_dead": N_(
        "{file}, line {line}: {option} of {group} can never be chosen ({rules}). Change a rule or delete it."
    ),
    "lint.option_always": N_(
        "{file}, line {line}: {option} of {group} is always chosen ({rules}). Change a rule or take the choice out."
    ),
    "lint.number_narrow": N_(
        "{file}, line {line}: {number} only goes from {lo} to {hi} under the rules. Narrow it or change a rule."
    ),
    "lint.rule_idle": N_("{file}, line {line}: {row} never applies. Correct its condition or delete it."),
    "lint.row_unused": N_(
        "{file}, line {line}: {row} is never used. Correct its condition or delete the line."
    ),
    "lint.row_dead": N_("{file}, line {line}: row {row} of {table} never counts. Correct or delete it."),
    "lint.rule_redundant": N_("{file}, line {line}: {rule} says nothing new beside {rules}. Delete it."),
    "lint.rule_always": N_("{file}, line {line}: {rule} holds whatever is chosen. Delete or correct it."),
    "lint.option_free": N_(
        "{file}, line {line}: nothing follows from {option} of {group}: no price, article or part. Is it meant so?"
    ),
}
