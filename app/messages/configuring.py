"""Configuring a product: what cannot be chosen, and what can."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "configuring.void": N_(
        "No configuration of {model} is possible: its rules contradict one another. Correct the product model."
    ),
    "configuring.blocked": N_(
        "{field}: {name} does not go with what was chosen. Press Enter on it for the reason and ways out."
    ),
    "configuring.needed": N_("{field}: nothing is possible without {name}. Take other choices back first."),
    "configuring.module_gone": N_("{name}: there is no number {place} any more. Look at the list again."),
    "configuring.module_given": N_(
        "{field} is what the customer owns ({origin}), where it stands. It cannot be moved or removed."
    ),
    "configuring.number_range": N_("{name} goes from {lo} to {hi}, not to {value}. Possible: {nearest}."),
    "configuring.number_step": N_("{name} goes in steps of {step}; {value} is none. Possible: {nearest}."),
    "configuring.number_blocked": N_(
        "{name}: {value} does not go with what was chosen. Next to it is possible: {nearest}."
    ),
}
