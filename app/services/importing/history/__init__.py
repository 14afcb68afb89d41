"""Closed history: documents of an earlier program, each under its own number and date.

The documented bulk path: lines go in by Core bulk inserts, one short transaction a document, with the
functions of invoicing and ledger for everything that `verify` proves (hash, open item, entries). Orders are
closed, goods are shipped, invoices are settled by a payment of the same day, so that nobody owes money from
history. Numbers stand in the series "imported", outside the gap rule. Papers are made on their first view.
"""
