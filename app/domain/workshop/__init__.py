"""What the workshop needs of a configured product: parts to cut, how they lie on sheets, and the order to make it."""
