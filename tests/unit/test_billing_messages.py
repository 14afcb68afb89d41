"""Every code that invoicing, payments, collections and verify raise has a text, and no text is idle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.messages import catalogue

ROOT = Path(__file__).resolve().parent.parent.parent / "app"
PLACES = {
    "invoice": ("services/invoicing", "domain/billing.py"),
    "credit": ("services/invoicing",),
    "payment": ("services/payments", "services/ledger", "domain/allocation.py"),
    "talk": ("services/collections",),
    "reminder": ("services/collections",),
    "verify": ("services/verify",),
}


def source(area):
    paths = [ROOT / place for place in PLACES[area]]
    files = [file for path in paths for file in ([path] if path.is_file() else sorted(path.glob("*.py")))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("area", PLACES)
def test_every_text_of_the_area_is_used(area):
    text = source(area)
    idle = [
        code
        for code in catalogue()
        if code.startswith(f"{area}.") and f'"{code}"' not in text and f'"{code.split(".")[1]}"' not in text
    ]
    assert idle in ([], [f"{area}.refused"]), "raise it or remove its text"


@pytest.mark.parametrize("area", PLACES)
def test_every_code_of_the_area_has_a_text(area):
    used = set(re.findall(rf'(?:Error|Finding|Issue|_block)\(\s*"({area}\.[a-z_]+)"', source(area)))
    assert used <= set(catalogue())
