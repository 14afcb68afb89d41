"""The pure part of imports: bytes and rows in, values, problems and reports out."""
