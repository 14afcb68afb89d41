"""Shipping: pick lists, picked quantities, shipments and their papers."""
