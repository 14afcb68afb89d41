"""What replaces what, of all products: a list that goes into files and comes back by import."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QPushButton

from app.i18n import _, format_date
from app.models.columns import Column
from app.services.products.substitutes import SubstituteRow, read_substitutes_page
from app.views.kit.buttons import key_button
from app.views.kit.context import Context
from app.views.kit.list_pane import ListPane, ListSpec

SUBSTITUTES = "substitutes"


class SubstitutesPage(ListPane[SubstituteRow]):
    """Enter opens the product's card, where substitutes are keyed and pasted; the import brings many at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _spec())
        self.setObjectName("allSubstitutes")
        self.row_opened.connect(lambda row: self.context.bus.ask("product.open", row.product_id))
        hint = _(
            "Enter the product's card, where its substitutes are keyed · Ctrl+F find · Ctrl+Shift+X export"
        )
        self.add_actions(hint, (self._bring_button(),) if context.allowed("data.import") else ())

    def _bring_button(self) -> QPushButton:
        bring = key_button(_("Import substitutes"), "Ctrl+I")
        bring.setObjectName("importSubstitutes")
        bring.clicked.connect(self.bring)
        self.can_do |= {"import": self.bring}
        return bring

    def bring(self) -> None:
        """Ctrl+I: the import, ready for substitutes."""
        self.context.bus.ask("import.open", kind="substitutes")


def _spec() -> ListSpec[SubstituteRow]:
    return ListSpec(
        name=SUBSTITUTES,
        title=_("Substitutes"),
        columns=_columns(),
        read=read_substitutes_page,
        count_text=_("{count} substitutes"),
        kinds=frozenset({"product"}),
        placeholder=_("SKU, name, family or GTIN  Ctrl+F"),
        empty=(
            "mdi6.swap-horizontal",
            _("No product has a substitute yet."),
            _("Key them on the products' cards, or import a file."),
        ),
    )


def _columns() -> tuple[Column[SubstituteRow], ...]:
    """What they are called is understood by `app.domain.importing.targets`."""
    return (
        Column("sku", _("SKU"), lambda row: row.sku, width=126),
        Column("name", _("Name"), lambda row: row.product_name, width=120, quiet=True, stretch=True),
        Column("substitute", _("Substitute"), lambda row: row.other_sku, width=126),
        Column("other", _("Its name"), lambda row: row.other_name, width=120, quiet=True),
        Column("takes", _("Takes"), lambda row: str(row.takes), True, width=64),
        Column("instead_of", _("Replaces"), lambda row: str(row.instead_of), True, width=56),
        Column("both_ways", _("Both ways"), lambda row: _("yes") if row.both_ways else "", width=84),
        Column("rank", _("Rank"), lambda row: str(row.rank), True, width=60),
        Column("from", _("Valid from"), lambda row: _day(row.valid_from), width=86, value=lambda row: row.valid_from),
        Column(
            "until", _("Valid until"), lambda row: _day(row.valid_until), width=86, value=lambda row: row.valid_until
        ),
        Column("note", _("Note"), lambda row: row.note, width=110),
    )  # fmt: skip


def _day(day: date | None) -> str:
    return format_date(day) if day else ""
