"""Invoices and credit notes: from shipments, from invoice lines, free-standing; lists and papers."""
