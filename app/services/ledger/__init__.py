"""Ledger entries, open items, allocations and what they add up to."""
