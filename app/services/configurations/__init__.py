"""Kept configurations: the same choices under the same version are one row, for good."""

from app.services.configurations.keeping import keep_configuration
from app.services.configurations.reading import KeptConfiguration, read_configuration
from app.services.configured_lines import read_configured

__all__ = ["KeptConfiguration", "keep_configuration", "read_configuration", "read_configured"]
