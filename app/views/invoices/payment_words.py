"""What the page that enters payments says of one that it sent."""

from __future__ import annotations

from app.i18n import _, format_money
from app.services.payments.entering import PaymentInput
from app.services.payments.lists import PaymentRow


def entered_text(payment: PaymentRow) -> str:
    """Its number, and what of it stays as a credit."""
    text = _("{number}: {amount} of {customer} is entered.")
    if payment.unapplied_minor:
        text = _("{number}: {amount} of {customer} is entered; {rest} stay as a credit.")
    return text.format(
        number=payment.number,
        amount=format_money(payment.amount_minor, payment.currency),
        customer=payment.customer_name,
        rest=format_money(payment.unapplied_minor, payment.currency),
    )


def booked_text(payment: PaymentInput, customer: str, currency: str) -> str:
    """It is booked, and cannot be read."""
    text = _("The payment of {amount} of {customer} is booked, only its number could not be read.")
    return text.format(amount=format_money(payment.amount_minor, currency), customer=customer)


def failed_before_text(payment: PaymentInput, customer: str, currency: str, reason: str) -> str:
    """It failed while the next one was being keyed: which one it was."""
    text = _("{amount} of {customer}, keyed before: {reason}")
    return text.format(amount=format_money(payment.amount_minor, currency), customer=customer, reason=reason)
