"""Products: the list with stock, and their cards with prices."""
