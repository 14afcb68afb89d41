"""Every refusal and reason of stock and shipping has its sentence, and no sentence is left over."""

from __future__ import annotations

import re
from pathlib import Path

from app.messages import shipping, stock

ROOT = Path(__file__).resolve().parents[3]
PLACES = ("app/services/stock", "app/services/shipping", "app/domain/routing")
CODE = re.compile(r'"((?:stock|shipping|source)\.[a-z_]+)"')
NAMES_OF_OTHERS = {"shipping.ship", "stock.adjust", "stock.receive", "stock.product"}  # rights and commands
COMMANDS = {"shipping.pick", "shipping.record"}


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    used = {
        code
        for place in PLACES
        for path in (ROOT / place).glob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert used - NAMES_OF_OTHERS - COMMANDS == stock.TEXTS.keys() | shipping.TEXTS.keys()
