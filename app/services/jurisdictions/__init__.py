"""Taxes by jurisdiction: who taxes, at which rates, where; and exempt customers."""
