"""Turnover bonus and tenure rebates."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "bonus.name_missing": N_("The agreement has no name. Enter one: it stands on the credit note."),
    "bonus.kind_unknown": N_("A bonus is for turnover or for years as a customer. Choose one."),
    "bonus.for_whom": N_("An agreement is for one customer or for a price group. Enter one of them."),
    "bonus.too_long": N_("This is too long: at most {longest} characters. Shorten it."),
    "bonus.no_period": N_("A bonus needs a first and a last day: it is credited when they are over."),
    "bonus.days_backwards": N_("The last day {last} lies before the first day {first}. Correct one."),
    "bonus.no_steps": N_("A bonus has 1 to {most} steps, such as “50,000: 1.5; 100,000: 2”. Enter them."),
    "bonus.step_range": N_("A step is from 0 on, and gives more than 0 and at most 100 %. Correct it."),
    "bonus.steps_order": N_("Each step is higher than the one before it. Put them in order."),
    "bonus.is_credited": N_(
        "“{name}” was credited already ({number}); it stays as it is. Make a new agreement for what follows."
    ),
    "bonus.credited_already": N_("“{name}” was credited to {customer} already, with {number}."),
    "bonus.runs": N_("The period of “{name}” runs until {last}; it is credited when it is over."),
    "bonus.nothing": N_("{customer} has reached no step of “{name}”: there is nothing to credit."),
    "bonus.moved": N_(
        "The turnover of {customer} has moved: the bonus is {now}, not {seen}. Look at the new figures, then credit it."
    ),
}
