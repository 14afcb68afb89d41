"""Pure values and rules: no SQL, no Qt, no files, no clock, no random."""
