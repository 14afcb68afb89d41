"""What products cost."""

from app.i18n import N_

TEXTS: dict[str, str] = {
    "cost.refused": N_("No cost was changed. Put right what is marked."),
    "cost.negative": N_("A cost is not below zero. Correct it, or leave it empty: then it is unknown."),
    "cost.too_high": N_("This cost is above 1,000,000,000. Check the digits."),
    "cost.twice": N_("The article has a cost from {day} on already. Change that one, or choose another day."),
    "cost.twice_ever": N_(
        "The article has a cost from the beginning already. Change that one, or key a day."
    ),
    "cost.product_unknown": N_("This product is gone. Take the row out."),
}
