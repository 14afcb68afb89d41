"""Orders and quotes from the first keystroke to the last amendment."""
