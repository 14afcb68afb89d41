"""Order checks: one function per subject, all pure, run on every edit."""

from app.domain.order_checks.run import check_order

__all__ = ["check_order"]
