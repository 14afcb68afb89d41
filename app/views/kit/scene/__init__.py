"""The 3D view of a configured product."""
