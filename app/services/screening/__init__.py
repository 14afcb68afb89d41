"""Denied parties: lists imported, parties screened against them, false hits released."""

from app.services.screening.customers import CustomersScreened, count_unscreened, screen_customers
from app.services.screening.lists import ListEdition, import_list, read_editions, read_lists
from app.services.screening.parties import (
    Screening,
    read_screening,
    screen_order_parties,
    screen_party,
)
from app.services.screening.readers import FileText, ReadList, read_files, read_list
from app.services.screening.releases import Release, end_release, read_releases, release_hit
from app.services.screening.results import StoredHit, StoredResult
from app.services.screening.worklist import (
    HitWorklist,
    WaitingHit,
    count_waiting_hits,
    read_hit_worklist,
    read_waiting_hits,
)

__all__ = [
    "CustomersScreened",
    "FileText",
    "HitWorklist",
    "ListEdition",
    "ReadList",
    "Release",
    "Screening",
    "StoredHit",
    "StoredResult",
    "WaitingHit",
    "count_unscreened",
    "count_waiting_hits",
    "end_release",
    "import_list",
    "read_editions",
    "read_files",
    "read_hit_worklist",
    "read_list",
    "read_lists",
    "read_releases",
    "read_screening",
    "read_waiting_hits",
    "release_hit",
    "screen_customers",
    "screen_order_parties",
    "screen_party",
]
