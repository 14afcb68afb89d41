"""Commands of the office without a window."""
