"""Holds of orders and customers: laid, released, read with what they depend on, and asked before goods move."""
