"""Cases of product models: what of the file is wrong, and what a run found other than said."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "model_case.unknown_field": N_(
        "{file}, line {line}: the model has no group or number {found}. Correct the case."
    ),
    "model_case.unknown_option": N_(
        "{file}, line {line}: the model has no option {found}. Write it with its group, as in top.oak."
    ),
    "model_case.refused": N_("{case}: {choice} is refused, though these choices should fit together."),
    "model_case.not_refused": N_("{case}: these choices fit together, though they should not."),
    "model_case.blocked": N_("{case}: {option} is blocked, though it should be possible."),
    "model_case.possible": N_("{case}: {option} is possible, though it should be blocked."),
    "model_case.price": N_("{case}: the price is {found}, expected is {expected}."),
    "model_case.days": N_("{case}: the lead time is {found} days, expected are {expected}."),
    "model_case.articles": N_("{case}: of {sku} it takes {found}, expected are {expected}."),
}
