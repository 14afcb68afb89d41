"""A look at a file: how it is written, how it is understood, or why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.errors import KeylineError
from app.domain.importing.decisions import SHAPING, decide
from app.domain.importing.dialect import Dialect, Finding
from app.domain.importing.mapping import ColumnMapping
from app.domain.importing.targets import ImportKind
from app.services.importing import ImportChoices, ImportPreview, prepare_import, sniff_file
from app.services.setup import read_firm
from app.services.setup.taxes import read_taxes
from app.services.unit_of_work import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be looked at; None leaves it to the file."""

    kind: ImportKind
    path: str
    dialect: Dialect | None = None
    mapping: ColumnMapping | None = None

    def deciding(self, dialect: Dialect, name: str, value: str) -> Request:
        """The same with one property of the file decided; other columns need another mapping."""
        mapping = None if name in SHAPING else self.mapping
        return replace(self, dialect=decide(dialect, name, value), mapping=mapping)


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen: without a preview `error` says why."""

    request: Request
    dialect: Dialect | None = None
    preview: ImportPreview | None = None
    error: KeylineError | None = None

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """What the person must decide before the import."""
        return self.preview.doubts if self.preview is not None else ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What orders can be taken in with: tax codes with names, the firm's currency."""

    taxes: tuple[tuple[str, str], ...]
    currency: str


def look_at(view: Reading, request: Request) -> Look:
    """Read the first rows; a refusal comes back beside the dialect, so that another one can be chosen."""
    try:
        dialect = request.dialect or sniff_file(request.path)
    except KeylineError as error:
        return Look(request, error=error)
    choices = ImportChoices(dialect=dialect, mapping=request.mapping)
    try:
        return Look(request, dialect, prepare_import(view, request.kind, request.path, choices))
    except KeylineError as error:
        return Look(request, dialect, error=error)


def read_terms(view: Reading) -> Terms:
    """The choices of the desk that the database holds."""
    firm = read_firm(view)
    taxes = tuple((card.facts.code, card.facts.name) for card in read_taxes(view))
    return Terms(taxes, firm.currency if firm is not None else "")
