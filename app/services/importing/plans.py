"""What is to be imported and how, as one value that travels to another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.domain.importing.dialect import Dialect, Finding
from app.domain.importing.mapping import ColumnMapping
from app.domain.importing.problems import RowProblem
from app.domain.importing.targets import ImportKind


class Scope(StrEnum):
    """What is taken whole or not at all."""

    FILE = "file"
    DOCUMENT = "document"


class MappingSource(StrEnum):
    """Where the column mapping comes from."""

    PROPOSED = "proposed"
    SAVED = "saved"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """A file with everything decided.

    `mapping.kind` is ORDERS when products or customers are taken out of a file of order lines. `tax_code` ""
    is the firm's usual domestic tax, `currency` "" the firm's.
    """

    kind: ImportKind
    path: str
    dialect: Dialect
    mapping: ColumnMapping
    scope: Scope = Scope.DOCUMENT
    tax_code: str = ""
    currency: str = ""

    @property
    def file_name(self) -> str:
        """The file's name without its folder."""
        return Path(self.path).name

    @property
    def holds_order_lines(self) -> bool:
        """Whether the rows are lines of documents."""
        return self.mapping.kind is ImportKind.ORDERS


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as understood: shown values by field, or what is wrong with it and in which columns."""

    row: int
    values: Mapping[str, str]
    problems: tuple[str, ...] = ()
    bad_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What the person looks at before the import; `problems` keep it from running.

    `cells`: the first rows as they stand in the file, () for a row that could not be read at all.
    """

    plan: ImportPlan
    header: tuple[str, ...]
    mapping_source: MappingSource
    rows: tuple[PreviewRow, ...]
    problems: tuple[RowProblem, ...]
    doubts: tuple[Finding, ...]
    cells: tuple[tuple[str, ...], ...] = ()

    @property
    def unused_columns(self) -> tuple[str, ...]:
        """Columns that fill no field."""
        used = set(self.plan.mapping.columns.values())
        return tuple(name for name in self.header if name and name not in used)
