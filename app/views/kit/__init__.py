"""What every desk uses."""
