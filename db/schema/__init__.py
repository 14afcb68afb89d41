"""Mapped tables, one file an area."""
