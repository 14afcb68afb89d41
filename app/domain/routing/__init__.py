"""From where an order's lines come."""
