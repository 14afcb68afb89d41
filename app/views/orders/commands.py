"""The order desk's commands: one list for menus, palette and keys. Edits are imported with an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.i18n import _
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.orders.desk import OrderDesk
from app.views.orders.why_not import (
    no_draft,
    no_page,
    no_pasted,
    no_warning,
    not_amendable,
    not_cancellable,
    not_editable,
    not_shippable,
)
from app.views.orders.words import AGAIN_KEYS, ASK_KEYS, REASON_KEY, WORKSHOP_KEYS

if TYPE_CHECKING:
    from app.views.orders.actions import OrderActions
    from app.views.orders.order_page import OrderPage


def _desk(context: Context) -> OrderDesk | None:
    desk = context.desk()
    return desk if isinstance(desk, OrderDesk) else None


def _on_desk(run: Callable[[OrderDesk], object]) -> Callable[[Context], None]:
    def call(context: Context) -> None:
        desk = _desk(context)
        if desk is not None:
            run(desk)

    return call


def _on_page(run: Callable[[OrderPage, OrderActions], object]) -> Callable[[Context], None]:
    def call(context: Context) -> None:
        desk = _desk(context)
        page = desk.page() if desk else None
        if desk is not None and page is not None:
            run(page, desk.actions_of[page])

    return call


def _has_page(context: Context) -> bool:
    desk = _desk(context)
    return desk is not None and desk.page() is not None


def _is_editable(context: Context) -> bool:
    desk = _desk(context)
    page = desk.page() if desk else None
    return page is not None and page.session.is_editable


def _may_ask(context: Context) -> bool:
    desk = _desk(context)
    page = desk.page() if desk else None
    return page is not None and page.session.may_ask


def _is_unconfirmed(context: Context) -> bool:
    desk = _desk(context)
    page = desk.page() if desk else None
    return page is not None and page.session.is_editable and page.session.draft.state in {"draft", "quoted"}


def _has_warnings(context: Context) -> bool:
    desk = _desk(context)
    page = desk.page() if desk else None
    return page is not None and not page.reason.isHidden()


def _state_in(*states: str) -> Callable[[Context], bool]:
    def check(context: Context) -> bool:
        desk = _desk(context)
        page = desk.page() if desk else None
        return page is not None and page.session.draft.state in states

    return check


def _may_go_on(*states: str) -> Callable[[Context], bool]:
    """Possible in these states, and tried where the order has gone on under an open field."""
    is_shown = _state_in(*states)

    def check(context: Context) -> bool:
        desk = _desk(context)
        page = desk.page() if desk else None
        session = page.session if page is not None else None
        return is_shown(context) or (session is not None and session.is_draft and session.has_gone_on)

    return check


def _once_shown(name: str, run: Callable[[OrderPage, OrderActions], None]) -> Callable[[Context], None]:
    """What goes on with an order: as one that is still shown as a draft is left, it is asked for again."""

    def call(page: OrderPage, actions: OrderActions) -> None:
        if page.session.is_draft:
            actions.settling.once_shown(lambda: page.frame.commands.run(name))
        else:
            run(page, actions)

    return _on_page(call)


def order_commands() -> list[Command]:
    """Every command of the desk."""
    return [*_order_commands(), *_price_commands(), *_line_commands(), *_kind_commands(), *_after_commands()]


def _order_commands() -> list[Command]:
    menu = _("Order")
    return [
        Command("order.new", _("New order"), _on_desk(OrderDesk.new_order), "Ctrl+N", menu, "order.edit"),
        Command(
            "order.close", _("Park order"), _on_desk(OrderDesk.close_page), "Ctrl+W", menu,
            enabled=_has_page, why=no_page,
        ),
        Command("order.next", _("Next order"), _on_desk(lambda d: d.tabs.next_page()), "Ctrl+Tab", menu),
        Command(
            "order.previous", _("Previous order"), _on_desk(lambda d: d.tabs.next_page(-1)), "Ctrl+Shift+Tab", menu
        ),
        Command("order.find", _("Find in list"), _on_desk(_find), "Ctrl+F", menu),
        Command(
            "order.save", _("Save draft"), _on_desk(_save), "Ctrl+S", menu,
            "order.edit", _is_editable, not_editable(),
        ),
        Command(
            "order.confirm", _("Confirm"), _on_page(lambda _p, a: a.confirm()), "Ctrl+Return", menu, "order.confirm",
            _has_page, no_page,
        ),
        Command(
            "order.ask_approval", _("Ask for approval"), _on_page(lambda _p, a: a.ask_approval()), ASK_KEYS, menu,
            "order.confirm", _may_ask, not_editable(),
        ),
        Command(
            "order.paper", _("Paper"), _on_page(lambda _p, a: a.show_paper()), "Ctrl+P", menu,
            enabled=_has_page, why=no_page,
        ),
        Command("order.check", _("Check"), _on_page(_check), "F7", menu, enabled=_has_page, why=no_page),
        Command(
            "order.next_issue", _("Next issue"), _on_page(lambda p, _a: p.verdict.next_issue()), "F8", menu,
            enabled=_has_page, why=no_page,
        ),
        Command(
            "order.remedy", _("Take the remedy"), _on_page(lambda p, _a: p.verdict.take_remedy()), "Alt+Return", menu,
            enabled=_has_page, why=no_page,
        ),
        Command(
            "order.remedies", _("All ways out"), _on_page(lambda p, _a: p.verdict.list_remedies()), "Shift+F8", menu,
            enabled=_has_page, why=no_page,
        ),
        Command(
            "order.reason", _("Reason for accepting"), _on_page(lambda p, _a: p.reason.enter()), REASON_KEY,
            menu, enabled=_has_warnings, why=no_warning,
        ),
        Command("order.hold", _("Hold or release"), _on_page(_hold), "Ctrl+H", menu, enabled=_has_page, why=no_page),
        Command("order.more", _("More fields"), _on_page(_more), "F3", menu, enabled=_has_page, why=no_page),
    ]  # fmt: skip


def _price_commands() -> list[Command]:
    menu = _("Order")
    return [
        Command(
            "order.surcharges", _("Choose surcharges"), _on_page(lambda p, _a: p.surcharges.open()), "Ctrl+F6", menu,
            enabled=_has_page, why=no_page,
        ),
        Command(
            "order.goal", _("Reach a total or a margin"), _on_page(lambda p, _a: p.goals.open()), "Ctrl+G", menu,
            "price.manual", _is_editable, not_editable(),
        ),
        Command(
            "order.price_kind", _("Prices with or without VAT"), _on_page(_price_kind), "Ctrl+Shift+G", menu,
            "price.manual", _is_unconfirmed, not_editable(),
        ),
        Command(
            "order.coupons", _("Key a coupon"), _on_page(_coupons), "Shift+F6", menu, enabled=_has_page, why=no_page
        ),
        Command("order.price", _("Price detail"), _on_page(_price_detail), "F9", menu, enabled=_has_page, why=no_page),
        Command(
            "order.rules", _("Rules of this price"), _on_page(_price_rules), "Shift+F9", menu, enabled=_has_page,
            why=no_page,
        ),
    ]  # fmt: skip


def _hold(page: OrderPage, _actions: OrderActions) -> None:
    page.frame.bus.ask("hold.order", page.order_id)


def _coupons(page: OrderPage, _actions: OrderActions) -> None:
    page.header.show_more(shown=True)
    page.header.coupons.setFocus()
    page.header.coupons.selectAll()


def _price_kind(page: OrderPage, _actions: OrderActions) -> None:
    from app.views.orders.price_kind import turn_round

    turn_round(page)


def _line_commands() -> list[Command]:
    pasted, run = _("Pasted rows that wait"), _on_page(_pasted)
    return [
        _line_command("undo", _("Undo"), _undo, "Ctrl+Z"),
        _line_command("redo", _("Redo"), _redo, "Ctrl+Shift+Z"),
        _line_command("insert", _("New line"), lambda _page, actions: actions.insert_line(), "Ins"),
        Command("line.pasted", pasted, run, "Ctrl+Shift+M", _("Line"), enabled=_has_pasted, why=no_pasted),
        _line_command("delete", _("Delete line"), _delete, "Ctrl+Del"),
        _line_command("copy", _("Copy line from above"), _copy, "Ctrl+D"),
        _line_command("up", _("Move line up"), _move_up, "Ctrl+Shift+Up"),
        _line_command("down", _("Move line down"), _move_down, "Ctrl+Shift+Down"),
        _line_command("list_price", _("Take the list price"), _unlock, "Ctrl+L"),
        _line_command("tax", _("Tax of the line"), _change_tax, "Ctrl+T"),
        _line_command("substitutes", _("What may be sold instead"), _substitutes, "Shift+F4"),
        Command(
            "line.configure", _("Configure the line"), _on_page(lambda p, _a: p.configuring.open()), "F6", _("Line"),
            enabled=_has_page, why=no_page,
        ),
    ]  # fmt: skip


def _line_command(
    name: str, title: str, run: Callable[[OrderPage, OrderActions], object], keys: str
) -> Command:
    """A command of the lines, possible while they may be keyed."""
    call, why = _on_page(run), not_editable()
    return Command(f"line.{name}", title, call, keys, _("Line"), enabled=_is_editable, why=why)


def _kind_commands() -> list[Command]:
    titles = {
        "charge": (_("Add freight or a charge"), "Ctrl+Shift+F"),
        "free": (_("Add a free line"), "Ctrl+Shift+L"),
        "discount": (_("Add a discount line"), "Ctrl+Shift+D"),
        "section": (_("Add a section"), "Ctrl+Shift+S"),
        "note": (_("Add a note"), "Ctrl+Shift+N"),
    }

    def command(kind: str, title: str, keys: str) -> Command:
        run = _on_page(lambda _p, a: a.insert_line_of(kind))
        return Command(
            f"line.add_{kind}", title, run, keys, _("Line"), enabled=_is_editable, why=not_editable()
        )

    return [command(kind, title, keys) for kind, (title, keys) in titles.items()]


def _after_commands() -> list[Command]:
    menu = _("Order")
    done = _may_go_on("confirmed", "shipped", "closed", "quoted")
    amend = _once_shown("order.amend", lambda _p, a: a.amend())
    ship, invoice = _once_shown("order.ship", _ship), _once_shown("order.invoice", _invoice)
    return [
        Command(
            "order.amend", _("Amend"), amend, "Ctrl+E", menu,
            "order.edit", done, not_amendable(),
        ),
        Command(
            "order.amend_again", _("Take up refused changes"),
            _once_shown("order.amend_again", lambda page, _a: page.asked_changes.take_up_refused()),
            AGAIN_KEYS, menu, "order.edit", done, not_amendable(),
        ),
        Command(
            "order.leave_amendment", _("Forget the changes"), _on_page(lambda _p, a: a.leave_amendment()),
            "Ctrl+Shift+E", menu, enabled=_is_editable, why=not_editable(),
        ),
        Command(
            "order.cancel", _("Cancel order"), _on_page(_cancel), "Ctrl+Shift+C", menu, "order.cancel",
            _state_in("confirmed", "quoted"), not_cancellable(),
        ),
        Command(
            "order.repeat", _("Repeat order"), _on_page(lambda _p, a: a.repeat()), "Ctrl+R", menu, "order.edit",
            _has_page, no_page,
        ),
        Command(
            "order.throw_away", _("Throw the draft away"), _on_desk(OrderDesk.throw_away), "", menu, "order.edit",
            _state_in("draft"), no_draft(),
        ),
        Command("order.ship", _("Pick and ship"), ship, "Ctrl+Shift+P", menu, "shipping.ship",
                _may_go_on("confirmed"), not_shippable()),
        Command("order.invoice", _("Invoice what is shipped"), invoice, "Ctrl+Shift+I", menu,
                "invoice.post", _may_go_on("confirmed", "shipped"), not_shippable()),
        Command("order.workshop", _("What the workshop makes for it"), _once_shown("order.workshop", _workshop),
                WORKSHOP_KEYS, menu, enabled=_may_go_on("confirmed", "shipped", "closed"), why=not_shippable()),
        Command("order.advance", _("Ask for an advance"), _once_shown("order.advance", _ask_advance), "Ctrl+Shift+B",
                menu, "invoice.post", _may_go_on("confirmed", "shipped"), not_shippable()),
    ]  # fmt: skip


def _find(desk: OrderDesk) -> None:
    desk.tabs.setCurrentWidget(desk.list)
    desk.list.focus_search()


def _save(desk: OrderDesk) -> None:
    page = desk.page()
    if page is not None:
        desk.save(page)


def _check(page: OrderPage, actions: OrderActions) -> None:
    actions.settling.settle(page.session.ask_plan)


def _more(page: OrderPage, _actions: OrderActions) -> None:
    page.header.show_more(shown=not page.header.shows_more)
    if page.header.shows_more:
        page.header.contact.setFocus()


def _price_detail(page: OrderPage, _actions: OrderActions) -> None:
    """Show or hide the panels beside the lines."""
    panel = page.splitter.widget(1)
    assert panel is not None, "the page has two halves"
    panel.setVisible(not panel.isVisible())


def _price_rules(page: OrderPage, _actions: OrderActions) -> None:
    from app.views.orders.price_rules import rules_of_price

    rules_of_price(page)


def _delete(page: OrderPage, _actions: OrderActions) -> None:
    from app.domain.orders.making import taken_out

    line = page.session.draft.line(page.grid.current_key())
    if line is not None:
        page.session.edit(taken_out(line, page.session.draft))


def _copy(page: OrderPage, _actions: OrderActions) -> None:
    """On a line: the line again below. On the empty line: the last one again."""
    from app.domain.orders.keying import copy_line

    draft = page.session.draft
    keyed = draft.keyed_lines
    source = draft.line(page.grid.current_key()) or (keyed[-1] if keyed else None)
    if source is not None and not source.is_made:
        edit = copy_line(draft, source, page.session.new_key())
        page.session.edit(edit)
        page.grid.edit_key(edit.target.removeprefix("lines/"), "quantity")


def _undo(page: OrderPage, _actions: OrderActions) -> None:
    page.session.undo()


def _redo(page: OrderPage, _actions: OrderActions) -> None:
    page.session.redo()


def _pasted(page: OrderPage, _actions: OrderActions) -> None:
    page.side_list.go_in()


def _has_pasted(context: Context) -> bool:
    desk = _desk(context)
    page = desk.page() if desk else None
    return page is not None and bool(page.side_list.rows)


def _substitutes(page: OrderPage, _actions: OrderActions) -> None:
    page.substitutes.open()


def _move_up(page: OrderPage, _actions: OrderActions) -> None:
    _move(page, -1)


def _move_down(page: OrderPage, _actions: OrderActions) -> None:
    _move(page, 1)


def _move(page: OrderPage, steps: int) -> None:
    from app.domain.orders.keying import move_line

    key = page.grid.current_key()
    if key:
        page.session.edit(*move_line(page.session.draft, key, steps))
        page.grid.select_row(page.model.row_of(key), page.grid.currentIndex().column())


def _unlock(page: OrderPage, _actions: OrderActions) -> None:
    """Give a typed price back to the rules."""
    from app.domain.orders.draft import edit_line

    line = page.session.draft.line(page.grid.current_key())
    if line is not None and line.product_id is not None:
        page.session.edit(edit_line(line, price_source="auto", discount_source="auto"))


def _change_tax(page: OrderPage, _actions: OrderActions) -> None:
    """Give a charge, free or discount line the next tax class, and say which one it is now."""
    from app.domain.orders.keying import line_number, next_tax_class
    from app.models.order_columns import tax_text

    session, key = page.session, page.grid.current_key()
    line, draft = session.draft.line(key), session.draft
    if line is None or not line.has_amount:
        return
    classes = session.context.tax_classes(session.context.way_of(draft.header), on=draft.order_date)
    edit, number = next_tax_class(line, classes), line_number(draft, key)
    if edit is None:
        text = _("The tax of line {line} is that of its article. Change it on the article's card.")
        page.message_bar.show_message(text.format(line=number), "info")
        return
    session.edit(edit)
    told = tax_text(session.draft.line(key) or line)
    page.message_bar.show_message(_("Line {line} · {tax}").format(line=number, tax=told), "info")


def _cancel(page: OrderPage, actions: OrderActions) -> None:
    from app.views.kit.reason import ask_reason

    ask_reason(page, _("Why is the order cancelled?"), actions.cancel)


def _ship(page: OrderPage, _actions: OrderActions) -> None:
    page.frame.bus.ask("shipping.start", page.order_id)


def _invoice(page: OrderPage, _actions: OrderActions) -> None:
    page.frame.bus.ask("invoice.start", page.order_id)


def _workshop(page: OrderPage, _actions: OrderActions) -> None:
    from app.views.orders.to_workshop import open_workshop

    open_workshop(page)


def _ask_advance(page: OrderPage, _actions: OrderActions) -> None:
    page.frame.bus.ask("invoice.advance", page.order_id)
