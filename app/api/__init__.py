"""Entry points for other programs over the same services."""
