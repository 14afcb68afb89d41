"""How the file is taken in: what is kept of it, by which tax, in which currency."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy

from app.i18n import _, n_
from app.services.importing import ImportPlan, ImportPreview, Scope
from app.views.imports.looking import Terms
from app.views.imports.words import Choices, scope_choices
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.forms import Field, Form


class TakingCard(Card):
    """`planned(plan)` gives the plan with the choices made here."""

    def __init__(self) -> None:
        super().__init__(_("3  How it is taken in"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._terms: Terms | None = None
        self.form: Form | None = None
        self.button = key_button(_("Import"), "Ctrl+Return", "primary")
        self.button.setObjectName("runImport")
        self.note = QLabel()
        self.note.setProperty("tone", "muted")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.row = QHBoxLayout()
        self.row.setSpacing(16)
        self.row.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)
        self.row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(self.row)

    def show_terms(self, terms: Terms) -> None:
        """Offer these taxes; what was chosen stays where it still exists."""
        if terms == self._terms:
            return
        values: dict[str, object] = {"scope": Scope.DOCUMENT, "tax": "", "currency": ""}
        if self.form is not None:
            values = self.form.values()
            self.row.removeWidget(self.form)
            self.form.deleteLater()
        self._terms = terms
        self.form = Form(_fields(terms), columns=5)
        self.form.set_values(values)
        for name in values:
            self.form.widget(name).setObjectName(f"import:{name}")
        self.row.insertWidget(0, self.form, 3)

    def show_preview(self, preview: ImportPreview) -> None:
        """Offer the tax where the rows are order lines; name what is left out."""
        if self.form is not None:
            self.form.widget("tax").setEnabled(preview.plan.holds_order_lines)
        unused = preview.unused_columns
        text = n_("{count} column is not used: {names}", "{count} columns are not used: {names}", len(unused))
        self.note.setText(text.format(count=len(unused), names=", ".join(unused)) if unused else "")

    def clear(self) -> None:
        """Nothing is known of the file's columns."""
        self.note.setText("")

    def planned(self, plan: ImportPlan) -> ImportPlan:
        """The plan as it is carried out."""
        if self.form is None:
            return plan
        tax = str(self.form.value("tax") or "") if plan.holds_order_lines else ""
        return replace(
            plan,
            scope=Scope(str(self.form.value("scope"))),
            tax_code=tax,
            currency=self.form.text("currency").upper(),
        )


def _fields(terms: Terms) -> list[Field]:
    usual: Choices = (("", _("the usual domestic tax")),)
    taxes = tuple((code, f"{code} · {name}") for code, name in terms.taxes)
    return [
        Field("scope", _("Taken &in"), "choice", span=2, choices=scope_choices()),
        Field("tax", _("Ta&x of the order lines"), "choice", span=2, choices=usual + taxes),
        Field("currency", _("C&urrency"), placeholder=terms.currency, max_length=3),
    ]
