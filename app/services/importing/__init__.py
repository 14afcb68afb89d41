"""Importing files: a preview first, then all of it or document by document, with an account of every row."""

from app.services.importing.column_mappings import read_mapping_file
from app.services.importing.plans import ImportPlan, ImportPreview, MappingSource, PreviewRow, Scope
from app.services.importing.preparing import ImportChoices, prepare_import, sniff_file
from app.services.importing.running import run_import
from app.services.importing.sheets import is_sheet, sheet_as_text
from app.services.importing.small_tables import SmallTable, read_small_table
from app.services.importing.wording import doubt_text, preview_text, write_report

__all__ = [
    "ImportChoices",
    "ImportPlan",
    "ImportPreview",
    "MappingSource",
    "PreviewRow",
    "Scope",
    "SmallTable",
    "doubt_text",
    "is_sheet",
    "prepare_import",
    "preview_text",
    "read_mapping_file",
    "read_small_table",
    "run_import",
    "sheet_as_text",
    "sniff_file",
    "write_report",
]
