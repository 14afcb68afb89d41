"""Modules of a slot: added, copied, removed and moved by keys, from the strip or from within a module's own steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.configuring.views import FieldKind
from app.views.configurator.slot_box import SlotBox
from app.views.configurator.words import place_of

if TYPE_CHECKING:
    from app.views.configurator.config_view import ConfigView
    from app.views.configurator.hands import Hands


_TOLD = 2
"""So many fields of a module stand on its chip."""


class ModuleHands(QObject):
    """Of one page."""

    def __init__(self, hands: Hands, view: ConfigView) -> None:
        super().__init__(view)
        self._hands = hands
        self._view = view
        view.form.slot_made.connect(self._connect)
        hands.shown.connect(lambda _now: self._tell_modules())

    def _connect(self, box: SlotBox) -> None:
        slot = box.view.code
        box.opened.connect(lambda place: self.open(slot, place))
        box.added.connect(lambda: self.add(slot))
        box.doubled.connect(lambda place: self.double(slot, place))
        box.removed.connect(lambda place: self.remove(slot, place))

    def _tell_modules(self) -> None:
        """On the strip each module says what is first chosen in it."""
        session, steps = self._hands.session, self._hands.now.steps
        for box in self._view.form.boxes():
            if isinstance(box, SlotBox):
                first = {step.path: step.fields[:_TOLD] for step in reversed(steps) if step.path}
                paths = [f"{box.view.code}.{place}" for place in range(1, self._count(box.view.code) + 1)]
                told = [[session.field(code, priced=False) for code in first.get(path, ())] for path in paths]
                box.set_details(
                    [", ".join(each.summary for each in fields if each.summary) for fields in told]
                )

    def here(self) -> tuple[str, int]:
        """Slot and place of the module that the keys are on; place 0: on none."""
        box = self._view.form.current()
        if isinstance(box, SlotBox):
            return box.view.code, box.place()
        path = next((step.path for step in self._hands.now.steps if step.code == self._hands.now.step), "")
        return (path.partition(".")[0], place_of(path)) if path else (self._only_slot(), 0)

    def _only_slot(self) -> str:
        """The slot that the product has, "" for none or several."""
        session = self._hands.session
        codes = [code for step in self._hands.now.steps if not step.path for code in step.fields]
        slots = [code for code in codes if session.field(code, priced=False).kind is FieldKind.SLOT]
        return slots[0] if len(slots) == 1 else ""

    def open(self, slot: str, place: int) -> None:
        """Show the first step of a module, or, without one, the step that asks for its slot."""
        steps = self._hands.now.steps
        path = f"{slot}.{place}"
        step = next((step.code for step in steps if step.path == path), "")
        if step:
            self._hands.go_to_step(step)
        else:
            self._hands.go_to_field(slot)

    def add(self, slot: str = "") -> None:
        """Ins: one more at the end, and into it."""
        slot = slot or self.here()[0]
        if slot and self._hands.do(lambda: self._hands.session.add(slot)):
            self.open(slot, self._count(slot))

    def double(self, slot: str = "", place: int = 0) -> None:
        """Ctrl+D: a copy behind it, and into that."""
        slot, place = self._meant(slot, place)
        if place and self._hands.do(lambda: self._hands.session.double(f"{slot}.{place}")):
            self.open(slot, place + 1)

    def remove(self, slot: str = "", place: int = 0) -> None:
        """Ctrl+Del: without it; those behind it move up."""
        slot, place = self._meant(slot, place)
        in_strip = isinstance(self._view.form.current(), SlotBox)
        if not place or not self._hands.do(lambda: self._hands.session.remove(f"{slot}.{place}")):
            return
        if in_strip:
            self._hands.go_to_field(slot)
        else:
            self.open(slot, min(place, self._count(slot)))

    def move(self, step: int) -> None:
        """Ctrl+Shift+Up and Ctrl+Shift+Down: to the place before or behind."""
        slot, place = self.here()
        to, in_strip = place + step, isinstance(self._view.form.current(), SlotBox)
        if not place or not 1 <= to <= self._count(slot):
            return
        tail = self._hands.now.step.rpartition("/")[2]
        if not self._hands.do(lambda: self._hands.session.move(f"{slot}.{place}", to)):
            return
        box = self._view.form.box(slot)
        if in_strip and isinstance(box, SlotBox):
            box.strip.stand_on(to - 1)
        else:
            self._hands.go_to_step(f"{slot}.{to}/{tail}")

    def _meant(self, slot: str, place: int) -> tuple[str, int]:
        return (slot, place) if slot else self.here()

    def _count(self, slot: str) -> int:
        number = self._hands.session.field(slot, priced=False).number
        return int(number.value or 0) if number is not None else 0
