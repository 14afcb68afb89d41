"""What products cost: standard costs with validity, the average of receipts, and which of them counts on a day."""

from app.domain.costs import Cost, CostInput
from app.services.costs.reading import read_costs
from app.services.costs.receipts import (
    ReceiptCostRow,
    ReceivedAtCost,
    correct_receipt_cost,
    note_receipts,
    read_receipt_costs,
)
from app.services.costs.standard import (
    CostRow,
    keep_first_costs,
    read_costs_of,
    read_costs_page,
    replace_costs,
    set_costs,
)

__all__ = [
    "Cost",
    "CostInput",
    "CostRow",
    "ReceiptCostRow",
    "ReceivedAtCost",
    "correct_receipt_cost",
    "keep_first_costs",
    "note_receipts",
    "read_costs",
    "read_costs_of",
    "read_costs_page",
    "read_receipt_costs",
    "replace_costs",
    "set_costs",
]
