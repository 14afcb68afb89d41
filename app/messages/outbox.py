"""Mails and the mail server."""

from app.i18n import N_

TEXTS = {
    "outbox.refused": N_("The mail cannot be queued yet:"),
    "outbox.no_recipient": N_(
        "Who gets the mail? Enter an e-mail address, or add one to the customer's card."
    ),
    "outbox.bad_recipient": N_("“{address}” is no e-mail address. Enter one like name@firm.example."),
    "outbox.no_subject": N_("The mail has no subject. Enter one."),
    "outbox.long_subject": N_("The subject is longer than {longest} characters. Shorten it."),
    "outbox.not_set_up": N_(
        "Mail is not set up: the mail server or the sender's address is missing. Enter both in the firm's settings."
    ),
    "outbox.is_waiting": N_("Mail {id} waits already."),
    "outbox.is_sending": N_("Mail {id} is being sent right now. Look again in a moment."),
    "outbox.is_sent": N_("Mail {id} was sent already. Queue a new one from its paper."),
    "outbox.is_failed": N_("Mail {id} has failed. Try it again, or cancel it."),
    "outbox.is_cancelled": N_("Mail {id} was cancelled already."),
    "mail.bad_address": N_(
        "“{address}” is no e-mail address. Correct it on the customer's or the firm's card."
    ),
    "mail.unreachable": N_(
        "The mail server {host}:{port} cannot be reached ({reason}). Check the network and the firm's settings."
    ),
    "mail.timeout": N_(
        "The mail server {host}:{port} did not answer within {seconds} seconds. Try again later."
    ),
    "mail.login_refused": N_(
        "The mail server {host}:{port} refused the log-in of “{user}”: {answer}. Check user and password."
    ),
    "mail.login_letters": N_(
        "User “{user}” or its password has letters that the log-in at {host}:{port} cannot carry. "
        "Use plain letters, figures and signs without accents."
    ),
    "mail.unforeseen": N_(
        "The mail could not be made or sent, for a reason the program does not know ({kind}: {text}). "
        "It is tried again; if it fails again, print or save the paper, and tell who looks after the program."
    ),
    "mail.no_encryption": N_(
        "No safe connection to the mail server {host}:{port} ({reason}). Check port and encryption in the settings."
    ),
    "mail.sender_refused": N_(
        "The mail server {host}:{port} refused the sender {sender}: {answer}. Check the sender in the settings."
    ),
    "mail.recipient_refused": N_(
        "The mail server {host}:{port} refused {recipients}: {answer}. Check the address on the customer's card."
    ),
    "mail.refused": N_("The mail server {host}:{port} refused the mail: {answer}."),
}
