"""What customers own: recorded by hand, or shipped by us."""

from app.services.owned.configured import record_configured
from app.services.owned.items import change_item, record_item, retire_item
from app.services.owned.reading import OwnedFacts, find_by_serial, read_owned, read_owned_items

__all__ = [
    "OwnedFacts",
    "change_item",
    "find_by_serial",
    "read_owned",
    "read_owned_items",
    "record_configured",
    "record_item",
    "retire_item",
]
