"""Papers: content in, PDF bytes out. No database and no clock in here."""
