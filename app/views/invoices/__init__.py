"""The invoice desk: invoices, credit notes, payments."""
