"""The window and its desks."""
