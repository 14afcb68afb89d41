"""A product model while it is written: an example, checks by line, tables as rows, cases of what is configured."""
