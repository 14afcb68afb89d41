"""A hold as it is keyed: of which kind, what it stops, why and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QVBoxLayout

from app.domain.errors import RefusedError
from app.domain.holds import RIGHTS, HoldKind, Stop
from app.i18n import _
from app.messages import text_of_issue
from app.services.holds.asking import HoldTarget
from app.services.holds.laying import HoldInput, place_hold
from app.services.unit_of_work import UnitOfWork
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.errors import show_error
from app.views.kit.forms import Field, Form
from app.views.kit.hold_words import kind_word
from app.views.kit.once import Once

_ALL = frozenset(Stop)
STOPS: dict[str, frozenset[Stop] | None] = {
    "usual": None,
    "confirm": frozenset({Stop.CONFIRM}),
    "all": _ALL,
}


class NewHold(Card):
    """Shown for one order or customer; `laid` is called with the hold's id."""

    def __init__(self, context: Context, today: Callable[[], date], laid: Callable[[int], None]) -> None:
        super().__init__(_("New hold"))
        self._laid = laid
        self._target: HoldTarget | None = None
        self._once = Once(context.jobs, self)
        kinds = [kind for kind in HoldKind if context.allowed(RIGHTS[kind])]
        kinds.sort(key=lambda kind: kind is not HoldKind.MANUAL)
        words = {
            "usual": _("what the kind stops"),
            "confirm": _("confirming (kind “Hold” only)"),
            "all": _("everything (kind “Hold” only)"),
        }
        self.form = Form(
            [
                Field(
                    "kind",
                    _("&Kind"),
                    "choice",
                    choices=tuple((each.value, kind_word(each.value)) for each in kinds),
                ),
                Field("stops", _("&Stops"), "choice", choices=tuple(words.items())),
                Field("why", _("Wh&y it is held"), span=2, max_length=500),
                Field("ends", _("Held un&til"), "date", placeholder=_("until it is released")),
            ],
            columns=2,
            today=today,
            parent=self,
        )
        for name in ("kind", "stops", "why", "ends"):
            self.form.widget(name).setObjectName(f"hold:{name}")
        button = key_button(_("Hold it"), "Ctrl+S", "primary")
        button.setObjectName("keepHold")
        button.clicked.connect(self.keep)
        column = QVBoxLayout()
        column.addWidget(self.form)
        column.addWidget(button)
        self.body.addLayout(column)
        self.form.submitted.connect(self.keep)
        self.hide()

    def show_for(self, target: HoldTarget) -> None:
        """An empty hold of this order or customer."""
        self._target = target
        name = target.customer if target.order_id is None else (target.number or target.customer)
        self.set_title(_("Hold {name}").format(name=name))
        kind = HoldKind.MANUAL.value
        self.form.set_values({"kind": kind, "stops": "usual", "why": "", "ends": None})
        self.form.show_errors({})
        self.show()

    def enter(self) -> None:
        """The cursor stands where the reason is keyed."""
        self.form.focus("why")

    def keep(self) -> None:
        """Ctrl+S."""
        target = self._target
        if target is None or self.isHidden() or not self.form.check():
            return
        ends = self.form.value("ends")
        data = HoldInput(
            kind=HoldKind(str(self.form.value("kind"))),
            reason=self.form.text("why"),
            order_id=target.order_id,
            customer_id=target.customer_id,
            stops=STOPS[str(self.form.value("stops"))],
            until=ends if isinstance(ends, date) else None,
        )

        def write(uow: UnitOfWork) -> int:
            return place_hold(uow, data)

        self._once.write("hold", write, self._kept, content=data, failed=self._refused)

    def _kept(self, hold_id: int) -> None:
        self.hide()
        self._laid(hold_id)

    def _refused(self, error: Exception) -> None:
        fields = {"reason": "why", "until": "ends", "stops": "stops"}
        issues = error.issues if isinstance(error, RefusedError) else ()
        texts = {fields[issue.where]: text_of_issue(issue) for issue in issues if issue.where in fields}
        if texts:
            self.form.show_errors(texts)
        else:
            show_error(self, error)
