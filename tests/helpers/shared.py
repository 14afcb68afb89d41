"""Where the full files of real data lie, if they are on this machine; small samples of them are in `tests/data`."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("KEYLINE_SHARED", Path(__file__).parents[3] / "shared")) / "data"
