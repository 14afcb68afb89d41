"""Proof that a database is consistent: documents, ledger, stock, numbers, hashes, each told on its own.

Checks run from the cause to its effects, and what a check has reported is skipped by the later ones: one
changed cent gives one finding, not five. After a repair run it again.
"""

from __future__ import annotations

from collections.abc import Callable

from app.services.unit_of_work import Reading
from app.services.verify import (
    advances,
    beyond,
    configurations,
    copies,
    costs,
    credited,
    documents,
    hashes,
    held_changes,
    holds,
    items,
    ledger,
    licences,
    making,
    numbers,
    order_heads,
    orders,
    papers,
    promises,
    promotions,
    screening,
    shipments,
    stock,
)
from app.services.verify.findings import Finding, Seen
from app.services.verify.orders import explained_differences

Check = Callable[[Reading, Seen], tuple[Finding, ...]]
Progress = Callable[[int, int, str], None]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("invoice taxes", documents.check_taxes),
    ("taxes by jurisdiction", documents.check_parts),
    ("invoice lines", documents.check_lines),
    ("invoice sums", documents.check_sums),
    ("sums in coins", documents.check_roundings),
    ("posted rows", hashes.check_invoices),
    ("papers", papers.check_papers),
    ("frozen papers", papers.check_frozen),
    ("order currencies", order_heads.check_currencies),
    ("order customers", order_heads.check_customers),
    ("orders of shipments", shipments.check_orders),
    ("order amounts", orders.check_amounts),
    ("shipped quantities", orders.check_shipped),
    ("invoiced quantities", orders.check_invoiced),
    ("invoiced shipments", orders.check_shipments_invoiced),
    ("fully invoiced orders", orders.check_fully_invoiced),
    ("order states", order_heads.check_states),
    ("orders as confirmed", hashes.check_orders),
    ("credited quantities", credited.check_credited),
    ("credits beyond the invoice", beyond.check_credits),
    ("advances taken off", advances.check_deductions),
    ("credits of a bonus", costs.check_bonus_credits),
    ("ledger entries", ledger.check_entries),
    ("ledger by document", ledger.check_documents),
    ("allocations", items.check_allocations),
    ("open items", items.check_items),
    ("applied amounts", items.check_applied),
    ("customer balances", items.check_customers),
    ("tax of advances", advances.check_taxes),
    ("holds of customers", holds.check_customers),
    ("lists of denied parties", screening.check_lists),
    ("screened parties", screening.check_results),
    ("ledger by customer", ledger.check_customers),
    ("dates of open items", copies.check_items),
    ("dates of the ledger", copies.check_entries),
    ("stock moves", stock.check_moves),
    ("reserved twice", stock.check_reserved_twice),
    ("held while waiting", stock.check_holds),
    ("held for changes", held_changes.check_held_changes),
    ("reservations", stock.check_reserved),
    ("reserved within stock", stock.check_oversold),
    ("promised days", promises.check_promises),
    ("average costs", costs.check_averages),
    ("pick lists", shipments.check_picking),
    ("planned quantities", copies.check_planned),
    ("moves of shipments", copies.check_left),
    ("export licences", licences.check_used),
    ("uses of export licences", licences.check_uses),
    ("users of promotions", promotions.check_users),
    ("taken off by promotions", promotions.check_taken),
    ("tallies of promotions", promotions.check_tallies),
    ("configurations of lines", configurations.check_lines),
    ("kept configurations", configurations.check_kept),
    ("pieces made", making.check_finished),
    ("components used up", making.check_used),
    ("components reserved", making.check_reserved),
    ("number series", numbers.check_numbers),
    ("printed numbers", copies.check_printed),
)


def verify(view: Reading, *, progress: Progress | None = None) -> tuple[Finding, ...]:
    """Everything that does not fit; empty for a sound database. `progress(done, all, name)` before each check."""
    seen = Seen()
    findings: list[Finding] = []
    for done, (name, check) in enumerate(CHECKS):
        if progress is not None:
            progress(done, len(CHECKS), name)
        findings.extend(check(view, seen))
    return tuple(findings)


__all__ = ["CHECKS", "Finding", "explained_differences", "verify"]
