"""Who owes what and whom to call: worklist, talk notes, statements and reminders."""
