"""Orders: states, drafts and edits as values."""
