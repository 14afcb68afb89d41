"""Payments and their allocation."""

from app.i18n import N_

TEXTS = {
    "payment.refused": N_("The payment cannot be booked:"),
    "payment.amount_not_positive": N_("The amount must be more than 0. Enter what was received."),
    "payment.date_ahead": N_("The date {date} lies ahead of today ({today}). Choose today or earlier."),
    "payment.rate_missing": N_(
        "There is no exchange rate of {currency} on {date} or shortly before. Import the rates in the set-up."
    ),
    "payment.other_currency": N_(
        "{number} is owed in {claim}, the money is in {currency}. Settle it with money in {claim}."
    ),
    "payment.worth_nothing": N_("This amount is worth less than the smallest coin of the books. Key more."),
    "payment.two_currencies": N_("These credits are in {currencies}. Pay each currency back by itself."),
    "payment.unknown_method": N_("There is no way of payment “{method}”. Choose one of the list."),
    "payment.reference_too_long": N_("The reference is longer than {longest} characters. Shorten it."),
    "payment.unknown_claim": N_("The claim does not belong to this customer. Choose one of its open items."),
    "payment.share_not_positive": N_(
        "The amount for {number} must be more than 0. Enter more, or leave it out."
    ),
    "payment.above_open": N_("{number} has only {open} open, not {wanted}. Enter less."),
    "payment.use_open_amount": N_("Take the open {open}"),
    "payment.above_amount": N_("{total} are applied, but only {amount} are there. Apply less."),
    "payment.rest_left": N_("{rest} are not applied to any claim. Apply them, or keep them as a credit."),
    "payment.nothing_to_apply": N_("There is no open claim that {number} could settle."),
    "payment.no_credit_left": N_("{number} holds no credit any more: all of it is applied."),
    "payment.already_undone": N_("This settlement of {number} was taken back already."),
    "payment.reason_missing": N_("Why does the money go back? Enter a reason."),
    "payment.nothing_to_return": N_("No credit is chosen. Enter how much of which one is paid back."),
    "payment.return_not_positive": N_(
        "The amount of {number} must be more than 0. Enter more, or leave it out."
    ),
    "payment.no_such_credit": N_("The credit does not belong to this customer. Choose one of its credits."),
    "payment.above_credit": N_("{number} holds {open}, not {wanted}. Enter less."),
    "payment.date_before_credit": N_(
        "{number} is of {day}: money cannot go back before that. Choose a later date."
    ),
    "payment.returned_already": N_(
        "{number} was reversed or paid back by {other}. If that was wrong, reverse {other} first."
    ),
    "payment.settled_by_later": N_(
        "{number} is settled with the later payment {other}. Take that settlement back first, then reverse {number}."
    ),
    "payment.items_changed_elsewhere": N_(
        "Somebody else applied a payment to these claims meanwhile. Open them again and retry."
    ),
}
