"""Everything that is owed, by age, as bars with sums."""

from __future__ import annotations

from app.domain.aging import Aging
from app.domain.rounding import divide_half_up
from app.i18n import _, format_money
from app.views.kit.bars import ShareBar, ShareBars
from app.views.kit.cards import Card, muted_label, strong_label
from app.views.kit.tokens import Level


class AgingCard(Card):
    """Bars by bucket; beside the title what is owed in all."""

    def __init__(self) -> None:
        super().__init__(_("Who owes what"))
        self.bars = ShareBars()
        self.total = strong_label()
        self.total.setObjectName("agingTotal")
        self.credit = muted_label()
        self.side.addWidget(self.credit)
        self.side.addWidget(self.total)
        self.body.addWidget(self.bars)

    def show_aging(self, aging: Aging, currency: str) -> None:
        """Show the sums of a day."""
        total = max(1, aging.claims_minor)
        buckets: tuple[tuple[str, int, Level], ...] = (
            (_("not due"), aging.not_due_minor, "ok"),
            (_("1-30 days late"), aging.days_1_30_minor, "info"),
            (_("31-60 days late"), aging.days_31_60_minor, "warn"),
            (_("61-90 days late"), aging.days_61_90_minor, "warn"),
            (_("over 90 days late"), aging.over_90_minor, "bad"),
        )
        self.bars.set_bars(
            [
                ShareBar(word, minor, total, _share_text(minor, total, currency), level)
                for word, minor, level in buckets
            ]
        )
        owed = _("{overdue} of {claims} overdue").format(
            overdue=format_money(aging.overdue_minor, currency),
            claims=format_money(aging.claims_minor, currency),
        )
        self.total.setText(owed)
        credit = _("{amount} credits not applied").format(amount=format_money(aging.credit_minor, currency))
        self.credit.setText(credit if aging.credit_minor else "")


def _share_text(minor: int, total: int, currency: str) -> str:
    percent = divide_half_up(100 * minor, total)
    return f"{format_money(minor, currency)} · {percent} %"
