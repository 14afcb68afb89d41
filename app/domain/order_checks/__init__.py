"""Order checks: one pure function per code, all of them run on every edit."""

from app.domain.order_checks.run import Remembered, check_order
from app.domain.order_checks.surroundings import AwaitedComponents, Surroundings

__all__ = [
    "AwaitedComponents",
    "Remembered",
    "Surroundings",
    "check_order",
]
