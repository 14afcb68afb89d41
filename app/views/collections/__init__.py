"""The collections desk: who owes what, whom to call."""
