"""`python -m tests.helpers.screening_quality 1 2 3 4`: recall by kind of disguise and false hits, for each seed."""

from __future__ import annotations

import sys
from collections import Counter

from app.domain.screening.entries import Party
from app.domain.screening.matching import ScreeningLists
from tests.helpers.screening_names import make_disguises, make_firms, make_list


def tell(seed: int, *, entries: int = 20_000, disguises: int = 500, firms: int = 5_000) -> str:
    """One line of figures."""
    listed = make_list(seed, entries)
    lists = ScreeningLists(listed)
    missed: Counter[str] = Counter()
    for disguise in make_disguises(seed, listed, disguises):
        hits = lists.find_hits(Party(disguise.written))
        missed[disguise.kind] += all(hit.entry.id != disguise.entry_id for hit in hits)
    false = sum(1 for firm in make_firms(seed, firms) if lists.find_hits(Party(firm)))
    shown = ", ".join(f"{kind} {count}" for kind, count in missed.items() if count)
    return f"seed {seed}: recall {1 - missed.total() / disguises:.3f} (missed: {shown}), false hits {false / firms:.2%}"


if __name__ == "__main__":
    for argument in sys.argv[1:] or ("1", "2", "3", "4"):
        sys.stdout.write(tell(int(argument)) + "\n")
