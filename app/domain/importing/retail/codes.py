"""Stock codes that are no goods, and descriptions that are remarks of the warehouse."""

import re

_SERVICES = frozenset(
    {
        "POST", "DOT", "M", "D", "S", "B", "C2", "C3", "CRUK", "PADS", "GIFT", "BANK CHARGES", "AMAZONFEE",
        "CARRIAGE", "ADJUST", "ADJUST2", "SP1002",
    }
)  # fmt: skip
_SERVICE_SHAPES = re.compile(r"GIFT_\d{4}_\d+|TEST\d*")
DISCOUNT_CODE = "D"


def normal_code(code: str) -> str:
    """The code as we keep it: "85123a" and "85123A" are one product."""
    return " ".join(code.split()).upper()


def is_service_code(code: str) -> bool:
    """True for postage, manual entries, fees, vouchers: nothing that lies on a shelf."""
    normal = normal_code(code)
    return normal in _SERVICES or bool(_SERVICE_SHAPES.fullmatch(normal))


def reads_like_remark(description: str) -> bool:
    """True for "", "?", "damaged", "Found": product names of this trade are written in capitals."""
    letters = [char for char in description if char.isalpha()]
    return not letters or sum(char.isupper() for char in letters) < 0.5 * len(letters)
