"""All checks over an order, the heaviest issues first."""

from __future__ import annotations

from app.domain.issues import SEVERITY_ORDER, Issue, Remedy, Severity
from app.domain.money import Money
from app.domain.order_checks.header import Surroundings, check_header
from app.domain.order_checks.lines import check_line
from app.domain.order_checks.taxes import check_coming_rates
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.orders.repricing import changed_prices, changed_taxes, draft_totals
from app.domain.orders.states import OrderState

NOTHING_AROUND = Surroundings()


def check_order(
    draft: Draft, context: OrderContext, around: Surroundings = NOTHING_AROUND
) -> tuple[Issue, ...]:
    """Every issue of the draft, block first, then in the order of the screen."""
    issues = list(check_header(draft, context, around))
    priced = [line for line in draft.lines if line.has_amount]
    if not priced:
        remedy = Remedy("remedy.add_line", "focus", {"where": "lines"})
        issues.append(Issue("order.no_lines", Severity.BLOCK, "lines", remedies=(remedy,)))
    if draft.header.pasted:
        remedy = Remedy("remedy.look_at_pasted", "focus", {"where": "header/pasted"})
        params = {"count": draft.header.pasted.count("\n") + 1}
        issues.append(Issue("order.pasted_rows_wait", Severity.BLOCK, "header/pasted", params, (remedy,)))
    for index, line in enumerate(draft.lines):
        issues.extend(check_line(line, (index + 1) * 10, context))
    issues.extend(_total_issues(draft))
    issues.extend(_promise_issues(draft, around))
    issues.extend(check_coming_rates(draft, context, around.leaves))
    issues.extend(_moved_issues(draft, context))
    return tuple(sorted(issues, key=lambda issue: SEVERITY_ORDER[issue.severity]))


def _total_issues(draft: Draft) -> list[Issue]:
    """An order below zero would give money back without the right to it: that is what credit notes are for."""
    total = draft_totals(draft).gross_minor
    discounts = [line for line in draft.lines if line.kind == "discount"]
    if total >= 0 or not discounts:
        return []
    greatest = min(discounts, key=lambda line: line.amount_minor)
    remedy = Remedy("remedy.change_discount", "focus", {"where": f"lines/{greatest.key}/price"})
    params = {"total": Money(total, draft.currency)}
    return [Issue("order.total_negative", Severity.BLOCK, f"lines/{greatest.key}/price", params, (remedy,))]


def _moved_issues(draft: Draft, context: OrderContext) -> list[Issue]:
    """What day, rules or the customer's card would give other than was keyed: a tax is never posted stale."""
    if draft.state != OrderState.DRAFT or not draft.rules_version:
        return []
    issues = []
    if context.customer is not None and changed_taxes(draft, context):
        remedy = Remedy("remedy.take_new_taxes", "order.reprice", {})
        issues.append(Issue("order.tax_changed", Severity.BLOCK, "lines", remedies=(remedy,)))
    if changed_prices(draft, context):
        remedy = Remedy("remedy.take_new_prices", "order.reprice", {})
        issues.append(Issue("order.prices_changed", Severity.INFO, "lines", remedies=(remedy,)))
    return issues


def _promise_issues(draft: Draft, around: Surroundings) -> list[Issue]:
    numbers = {line.key: (index + 1) * 10 for index, line in enumerate(draft.lines)}
    skus = {line.key: line.sku for line in draft.lines}
    products = {line.key: line.product_id for line in draft.lines}
    issues = []
    if around.no_warehouse:
        remedy = Remedy("remedy.open_warehouses", "setup.open", {"page": "warehouse"})
        issues.append(Issue("order.no_warehouse", Severity.BLOCK, "lines", remedies=(remedy,)))
    for key, promised in around.late_lines:
        if key in numbers:
            remedy = Remedy("remedy.accept_date", "order.set_line_date", {"key": key, "date": promised})
            params = {"line": numbers[key], "sku": skus[key], "date": promised}
            issues.append(Issue("line.late", Severity.WARN, f"lines/{key}/promise", params, (remedy,)))
    for key in around.short_lines:
        if key in numbers:
            params = {"line": numbers[key], "sku": skus[key]}
            remedy = Remedy("remedy.open_stock", "stock.product", {"id": products[key]})
            issues.append(Issue("line.no_supply", Severity.WARN, f"lines/{key}/promise", params, (remedy,)))
    return issues
