"""Setting the order checks up."""

from app.i18n import N_

TEXTS = {
    "check.refused": N_("The checks are not saved yet:"),
    "check.held_by_law": N_("This check always blocks: without it the paper would be unlawful."),
    "check.held_by_books": N_("This check always blocks: otherwise sums, tax or stock could not be booked."),
    "check.severity_unknown": N_("“{severity}” is no severity."),
    "check.owner_unknown": N_("“{owner}” is no role of the firm."),
    "check.no_threshold": N_("This check has no number. Leave the cell empty."),
    "check.threshold_missing": N_("Key the number from which on the check speaks."),
    "check.threshold_range": N_("This number is not possible here."),
    "check.no_exempt": N_("Nothing can be exempt from this check. Leave the cell empty."),
    "check.exempt_too_long": N_("The list is too long: at most {longest} characters."),
    "kind.order_check": N_("check"),
    "kind.credit_class": N_("class of customers"),
    "credit_class.refused": N_("The classes are not saved yet:"),
    "credit_class.too_long": N_("Too long: at most {longest} characters."),
    "credit_class.taken": N_("There is a class “{code}” already."),
    "credit_class.usual_taken": N_("There is a row for customers without a class already."),
    "credit_class.in_use": N_(
        "Customers have the class “{code}” ({count}): its code stays. Give them another first."
    ),
    "credit_class.days_range": N_("Days go from 0 to {most}."),
    "credit_class.amount_range": N_("The amount is 0 or more, and at most one trillion."),
    "kind.order_policy": N_("rule"),
    "policy.refused": N_("The rules are not saved yet:"),
    "policy.text_missing": N_("Say in words what the clerk shall read."),
    "policy.too_long": N_("Too long: at most {longest} characters."),
    "policy.severity_unknown": N_("“{severity}” is no severity."),
    "policy.buyer_unknown": N_("“{buyer}” is neither business nor consumer."),
    "policy.country_unknown": N_(
        "“{country}” is no country code. Key two letters each, with commas between."
    ),
    "policy.condition_missing": N_(
        "A rule without any condition would hold for every order. Key at least one."
    ),
    "policy.amount_negative": N_("An amount is never negative."),
    "policy.amounts_cross": N_(
        "No order has at least the one and less than the other. Key a greater amount."
    ),
}
