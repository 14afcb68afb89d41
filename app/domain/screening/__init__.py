"""Denied parties: names made comparable, candidates, explained scores, evidence of addresses."""
