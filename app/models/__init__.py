"""Qt item models: rows of frozen dataclasses shown as roles."""
