"""The demo firm as a new user gets it, of today and of its full size: `make soak`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.soak
ROOT = Path(__file__).parents[2]


def keyline(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.parametrize(("language", "seed"), [("en", "1"), ("de", "2")])
def test_the_demo_firm_of_today_is_made_and_sound(tmp_path, language, seed):
    """Other days bring other orders, parts and credits than the small firms of the tests."""
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    made = keyline("demo", "--db", url, "--language", language, "--seed", seed)
    assert made.returncode == 0, made.stderr
    proved = keyline("verify", "--db", url)
    assert proved.returncode == 0, proved.stdout
