"""Papers go out by mail: proposed, queued, sent with retries, and listed.

A mail is queued with the Message-ID that all its attempts carry. Sending happens outside every transaction;
a crash between the server's yes and our record repeats the mail under the same Message-ID.
Sending is not named here: its module brings the libraries of mail and TLS, which who only queues never needs.
"""

from app.services.outbox.listing import OutboxRow, count_unsent, read_outbox
from app.services.outbox.proposing import MailProposal, attachment_name, propose_mail
from app.services.outbox.queueing import cancel_mail, queue_mail, queue_note, retry_mail

__all__ = [
    "MailProposal",
    "OutboxRow",
    "attachment_name",
    "cancel_mail",
    "count_unsent",
    "propose_mail",
    "queue_mail",
    "queue_note",
    "read_outbox",
    "retry_mail",
]
