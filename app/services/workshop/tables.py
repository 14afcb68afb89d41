"""The lists of the workshop as rows of texts and numbers: for papers, and as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from app.domain.product_models.results import OperationLine
from app.domain.rounding import divide_half_up
from app.domain.scene.model import Material
from app.domain.units import unit_word
from app.domain.workshop.cut_list import CutRow, Edging
from app.domain.workshop.job import Job, cost_of, minutes_of
from app.domain.workshop.numbers import numbers_of
from app.services.documents.figures import scaled_text, size_text
from app.services.export import written_whole
from app.services.export_files import Head, Value, open_sink
from app.services.workshop.words import workshop_word

ARTICLES, CUT, OPERATIONS = "articles", "cut_list", "operations"
LISTS = (ARTICLES, CUT, OPERATIONS)

_HEADS = {
    ARTICLES: (("article", 140), ("name", 260), ("quantity", 80), ("unit", 80)),
    CUT: (
        ("number", 50), ("part", 200), ("material", 160), ("pieces", 70), ("length", 80), ("width", 80),
        ("thickness", 80), ("grain", 90), ("edges", 240), ("openings", 160),
    ),
    OPERATIONS: (("operation", 220), ("workplace", 140), ("setup", 90), ("minutes", 90), ("cost", 90)),
}  # fmt: skip


def list_head(name: str, language: str) -> Head:
    """Titles and widths of a list."""
    titles = [workshop_word(word, language) for word, _ in _HEADS[name]]
    return Head(titles, [width for _, width in _HEADS[name]], workshop_word(name, language))


def list_rows(name: str, job: Job, language: str) -> list[Sequence[Value]]:
    """The rows of a list under `list_head`; lengths in millimetres."""
    if name == ARTICLES:
        return [
            (each.sku, each.name, _short(decimal(each.quantity, 3)), unit_word(each.unit, language))
            for each in job.articles
        ]
    if name == CUT:
        numbers = numbers_of(job.rows, job.scene)
        pairs = zip(numbers, job.rows, strict=True)
        return [(number, *_cut(row, job.scene.materials, language)) for number, row in pairs]
    return [_operation(rows, job.pieces) for rows in _same_work(job.operations)]


def _same_work(operations: Iterable[OperationLine]) -> Iterable[Sequence[OperationLine]]:
    """The same operation at the same place is one row, however many modules ask for it."""
    found: dict[tuple[str, str], list[OperationLine]] = {}
    for each in operations:
        found.setdefault((each.name, each.workplace), []).append(each)
    return found.values()


def _operation(rows: Sequence[OperationLine], pieces: int) -> tuple[Value, ...]:
    return (
        rows[0].name,
        rows[0].workplace,
        decimal(sum((each.setup for each in rows), Fraction(0)), 1),
        decimal(sum((minutes_of(each, pieces) for each in rows), Fraction(0)), 1),
        decimal(sum((cost_of(each, pieces) for each in rows), Fraction(0)), 2),
    )


def write_list(path: Path, name: str, job: Job, language: str) -> None:
    """A list as the file that the path's ending names (CSV or XLSX); what was there is replaced when it is whole."""
    with written_whole(path) as part:
        sink = open_sink(part, list_head(name, language))
        for row in list_rows(name, job, language):
            sink.put(row)
        sink.close()


def decimal(value: Fraction, places: int) -> Decimal:
    """Rounded half up to so many decimals."""
    scaled = divide_half_up(value.numerator * 10**places, value.denominator)
    return Decimal(scaled).scaleb(-places)


def _cut(row: CutRow, materials: Mapping[str, Material], language: str) -> tuple[Value, ...]:
    return (
        row.name,
        materials[row.material].name,
        row.count,
        _mm(row.length),
        _mm(row.width),
        _mm(row.thickness),
        workshop_word("along", language) if row.has_grain else "",
        edging_text(row.edging, language),
        openings_text(row, language),
    )


def _mm(tenths: int) -> Decimal:
    return _short(Decimal(tenths).scaleb(-1))


def _short(value: Decimal) -> Decimal:
    """Without noughts at the end, and never with an exponent."""
    return value.normalize() + 0


def edging_text(edging: Edging, language: str) -> str:
    """Which sides get which edging: "EDGE-2: L1, W2", or all round; W and B (Breite) are the sides along the width."""
    sides = {"low": edging.low, "high": edging.high, "start": edging.start, "end": edging.end}
    skus = {sku for sku in sides.values() if sku}
    if len(skus) == 1 and all(sides.values()):
        return f"{edging.low} {workshop_word('all_round', language)}"
    return "; ".join(
        f"{sku}: {', '.join(workshop_word(f'edge_{side}', language) for side, has in sides.items() if has == sku)}"
        for sku in sorted(skus)
    )


def openings_text(row: CutRow, language: str) -> str:
    """The openings of a panel with their places from its corner: "60 x 80 (100, 50)", or "Ø 60" for a round one."""

    def mm(tenths: int) -> str:
        return size_text((tenths,), language)

    return "; ".join(
        f"Ø {mm(2 * each.radius)} ({mm(each.at[0])}, {mm(each.at[1])})"
        if each.radius
        else f"{size_text(each.size, language)} ({mm(each.at[0])}, {mm(each.at[1])})"
        for each in row.cut_outs
    )


def shown_rows(name: str, job: Job, language: str) -> list[tuple[str, ...]]:
    """A list as texts of a paper, numbers as its language writes them; lengths without signs between thousands."""
    return [shown(row, language, sizes=name == CUT) for row in list_rows(name, job, language)]


def shown(values: Iterable[Value], language: str, *, sizes: bool = False) -> tuple[str, ...]:
    """A row as texts of a paper; `sizes`: its decimals are millimetres."""
    return tuple(_shown(value, language, sizes=sizes) for value in values)


def _shown(value: Value, language: str, *, sizes: bool) -> str:
    if isinstance(value, Decimal):
        if sizes:
            return size_text((int(value.scaleb(1)),), language)
        places = max(0, -int(value.as_tuple().exponent))
        return scaled_text(int(value.scaleb(places)), places, language, fewest=min(places, 2))
    return "" if value is None else str(value)
