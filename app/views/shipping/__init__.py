"""The shipping desk: what is to ship, pick lists, shipments."""
