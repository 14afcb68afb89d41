"""The first pass over the file: how many rows each document has, and its products and customers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.importing.problems import RowProblem
from app.domain.importing.retail.codes import is_service_code, reads_like_remark
from app.domain.importing.retail.rows import RefusedRow, RetailLayout, RetailRow, read_retail_row
from app.domain.importing.rows import RawRow


@dataclass(frozen=True, slots=True)
class RetailProduct:
    """A product of the file: its commonest sales name, all its sales names, its commonest price."""

    code: str
    name: str
    names: frozenset[str]
    usual_price_micro: int
    is_service: bool


@dataclass(frozen=True, slots=True)
class RetailCustomer:
    """A customer of the file: the code is all there is, with the country of most of its rows."""

    code: str
    country: str


@dataclass(frozen=True, slots=True)
class RetailIndex:
    """What must be known of the whole file before its documents can be told apart."""

    rows: int
    refused: int
    row_counts: Mapping[str, int]
    products: Mapping[str, RetailProduct]
    customers: Mapping[str, RetailCustomer]

    def is_remark(self, code: str, description: str) -> bool:
        """True when the description is not a name under which the product was ever sold."""
        product = self.products.get(code)
        if product is not None and description in product.names:
            return False
        return reads_like_remark(description)


class _Tally:
    """Counts while the file passes: memory grows with products and documents, not with rows."""

    def __init__(self) -> None:
        self.documents: Counter[str] = Counter()
        self.sold: dict[str, Counter[str]] = defaultdict(Counter)
        self.other: dict[str, Counter[str]] = defaultdict(Counter)
        self.prices: dict[str, Counter[int]] = defaultdict(Counter)
        self.countries: dict[str, Counter[str]] = defaultdict(Counter)
        self.refused = 0

    def add(self, row: RetailRow | RefusedRow) -> None:
        if isinstance(row, RefusedRow):
            self.refused += 1
            return
        self.documents[row.number] += 1
        names = self.sold if row.price_micro else self.other
        names[row.code][row.description] += 1
        if row.price_micro > 0:
            self.prices[row.code][row.price_micro] += 1
        if row.customer is not None:
            self.countries[row.customer][row.country.code if row.country else ""] += 1

    def product(self, code: str) -> RetailProduct:
        sold = Counter({name: count for name, count in self.sold[code].items() if name})
        proper = Counter(
            {name: count for name, count in self.other[code].items() if not reads_like_remark(name)}
        )
        best = _commonest(sold) or _commonest(proper) or code
        price = min(self.prices[code].items(), key=lambda item: (-item[1], item[0]), default=(0, 0))[0]
        return RetailProduct(code, best, frozenset(sold), price, is_service_code(code))


def _commonest(names: Counter[str]) -> str:
    """The name with most rows, of equals the first in the alphabet; "" when there is none."""
    return min(names, key=lambda name: (-names[name], name), default="")


def index_rows(rows: Iterable[RawRow | RowProblem], layout: RetailLayout) -> RetailIndex:
    """The index of the file's rows; read the file again for `classify_rows`."""
    tally = _Tally()
    for row in rows:
        tally.add(read_retail_row(row, layout))
    codes = sorted({*tally.sold, *tally.other})
    return RetailIndex(
        rows=tally.documents.total() + tally.refused,
        refused=tally.refused,
        row_counts=dict(tally.documents),
        products={code: tally.product(code) for code in codes},
        customers={
            code: RetailCustomer(code, _commonest(countries))
            for code, countries in sorted(tally.countries.items())
        },
    )
