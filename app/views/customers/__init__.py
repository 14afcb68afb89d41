"""Customers: the list and their cards."""
