"""An empty firm to import into."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.domain.firm import FirmInput
from app.domain.importing.report import ImportReport
from app.domain.importing.targets import ImportKind
from app.domain.rights import SYSTEM
from app.services.importing import ImportChoices, prepare_import, run_import
from app.services.setup import create_firm
from app.services.verify import verify

SAMPLES = Path(__file__).parents[1] / "data" / "import"


@dataclass
class ImportOffice:
    """The work of a firm, with short words for what the tests do."""

    work: Any

    def import_file(
        self, kind: str, path: Path | str, *, cancelled: Any = None, **choices: Any
    ) -> ImportReport:
        with self.work.reading(actor=SYSTEM) as view:
            preview = prepare_import(view, ImportKind(kind), str(path), ImportChoices(**choices))
        return run_import(self.work, preview.plan, SYSTEM, cancelled=cancelled or (lambda: False))

    def rows(self, statement: str, **params: Any) -> list[tuple[Any, ...]]:
        with self.work.reading(actor=SYSTEM) as view:
            return [tuple(row) for row in view.db.execute(sa.text(statement), params)]

    def findings(self) -> list[str]:
        with self.work.reading(actor=SYSTEM) as view:
            return [f"{found.code} {dict(found.params)}" for found in verify(view)]


def make_import_office(work: Any, *, country: str = "GB", currency: str = "GBP") -> ImportOffice:
    """A firm with its first warehouse, taxes, terms and series, and nothing else."""
    card = FirmInput(
        name="Duck & Lantern", country=country, currency=currency, street="1 High Street", postcode="N1 1AA",
        city="London", time_zone="Europe/London",
    )  # fmt: skip
    with work.begin(actor=SYSTEM) as uow:
        create_firm(uow, card)
    return ImportOffice(work)
