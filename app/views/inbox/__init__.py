"""The inbox: what waits for an answer of the person who works here."""
