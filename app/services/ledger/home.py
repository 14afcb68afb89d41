"""What open items and settlements are in the firm's currency: others have an amount for it beside theirs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.schema.invoicing import Allocation, OpenItem

HOME_AMOUNT: Any = sa.func.coalesce(OpenItem.home_minor, OpenItem.amount_minor)
HOME_APPLIED: Any = sa.func.coalesce(OpenItem.home_applied_minor, OpenItem.applied_minor)
HOME_OPEN: Any = HOME_AMOUNT - HOME_APPLIED
HOME_OF_CLAIM: Any = sa.func.coalesce(Allocation.home_claim_minor, Allocation.amount_minor)
"""What a settlement takes off its claim; and off the credit:"""
HOME_OF_CREDIT: Any = sa.func.coalesce(Allocation.home_credit_minor, Allocation.amount_minor)
