"""What follows the table: totals by tax rate, the law's sentences, how to pay, notes, signatures."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.units import mm

from app.domain.papers import PaperContent, PaperKind, PaperPayment, PaperTax, PaperTotals
from app.services.documents.figures import amount_text, date_text
from app.services.documents.flow import Flow
from app.services.documents.fonts import BOLD
from app.services.documents.pen import ACCENT, BODY, INK, LABEL, LEFT, QUIET, RIGHT, SMALL, Pen, TextStyle
from app.services.documents.text import clean_text, wrap_text
from app.services.documents.words import PaperWords, words_for

_TOTALS_LEFT = RIGHT - 84 * mm
_TOTALS_AMOUNT_WIDTH = 34 * mm
_TOTAL_LEADING = 14.5
_GRAND_HEIGHT = 25.0
_TOTALS_TOP = 9.0
_PARAGRAPH_LEADING = 12.2
_SMALL_LEADING = 10.2
_PAYMENT_TOP = 14.0
_FACT_LEADING = 11.5
_GRAND = TextStyle(BOLD, 12, INK)


@dataclass(frozen=True, slots=True)
class _TotalLine:
    label: str
    amount: str
    is_grand: bool = False

    @property
    def height(self) -> float:
        return _GRAND_HEIGHT if self.is_grand else _TOTAL_LEADING


@dataclass(frozen=True, slots=True)
class _PaymentBox:
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    terms: tuple[str, ...]

    @property
    def depth(self) -> int:
        return max(len(lines) for _, lines in self.facts)

    @property
    def height(self) -> float:
        return 24 + self.depth * _FACT_LEADING + len(self.terms) * _SMALL_LEADING + (4 if self.terms else 0)


def totals_height(content: PaperContent) -> float:
    """Return the points that the totals with their exemption texts take, kept with the last line."""
    if content.totals is None:
        return 0.0
    lines = _total_lines(content, content.totals)
    sentences = len(_exemption_lines(content, content.totals))
    return (
        _TOTALS_TOP
        + sum(line.height for line in lines)
        + sentences * _SMALL_LEADING
        + (6 if sentences else 0)
    )


def place_totals(flow: Flow, content: PaperContent) -> None:
    """Place net, tax by rate, gross and what follows as one block, then the exemption texts."""
    if content.totals is None:
        return
    lines = _total_lines(content, content.totals)
    sentences = _exemption_lines(content, content.totals)

    def draw(pen: Pen, y: float) -> None:
        base = y + _TOTALS_TOP
        for line in lines:
            _draw_total(pen, base, line)
            base += line.height
        base += 12
        for sentence in sentences:
            pen.text(LEFT, base, sentence, SMALL)
            base += _SMALL_LEADING

    flow.add(totals_height(content), draw)


def payment_height(content: PaperContent) -> float:
    """Return the points that the payment box takes with the white space above it."""
    if content.payment is None:
        return 0.0
    box = _payment_box(content, content.payment)
    return _PAYMENT_TOP + box.height


def place_payment(flow: Flow, content: PaperContent) -> None:
    """Place the tinted box that says how much, until when, where to, and the terms below."""
    if content.payment is None:
        return
    box = _payment_box(content, content.payment)

    def draw(pen: Pen, y: float) -> None:
        pen.panel(LEFT, y, RIGHT - LEFT, box.height)
        step = (RIGHT - LEFT - 20) / 16
        for (label, lines), start in zip(box.facts, (0, 3.4, 6.4, 12.2), strict=True):
            _draw_payment_fact(pen, LEFT + 10 + step * start, y, label, lines)
        base = y + 28 + box.depth * _FACT_LEADING
        for line in box.terms:
            pen.text(LEFT + 10, base, line, SMALL)
            base += _SMALL_LEADING

    flow.skip(_PAYMENT_TOP)
    flow.add(box.height, draw)


def paragraphs_height(paragraphs: tuple[str, ...], style: TextStyle = BODY) -> float:
    """Return the points that the paragraphs take on one page."""
    leading = _leading_of(style)
    wrapped = [wrap_text(text, RIGHT - LEFT, font=style.font, size=style.size) for text in paragraphs]
    return sum((len(lines) + 0.6) * leading for lines in wrapped)


def place_paragraphs(flow: Flow, paragraphs: tuple[str, ...], style: TextStyle = BODY) -> None:
    """Place paragraphs line by line, so that long ones run over to the next page."""
    leading = _leading_of(style)
    for paragraph in paragraphs:
        for line in wrap_text(paragraph, RIGHT - LEFT, font=style.font, size=style.size):
            _place_line(flow, line, style, leading)
        flow.skip(leading * 0.6)


def place_signature(flow: Flow, content: PaperContent) -> None:
    """Place the line to sign on, for goods received or picked."""
    words = words_for(content.language)
    texts = {PaperKind.DELIVERY_NOTE: words.received_by, PaperKind.PICK_LIST: words.picked_by}
    text = texts.get(content.kind)
    if text is None:
        return

    def draw(pen: Pen, y: float) -> None:
        pen.rule(y + 42, LEFT, LEFT + 80 * mm, color=QUIET)
        pen.text(LEFT, y + 52, text, LABEL)

    flow.add(56, draw)


def _leading_of(style: TextStyle) -> float:
    return _PARAGRAPH_LEADING if style.size >= BODY.size else _SMALL_LEADING


def _place_line(flow: Flow, line: str, style: TextStyle, leading: float) -> None:
    flow.add(leading, lambda pen, y: pen.text(LEFT, y + style.size, line, style))


def _total_lines(content: PaperContent, totals: PaperTotals) -> list[_TotalLine]:
    words = words_for(content.language)

    def write(minor: int) -> str:
        return amount_text(minor, content.currency, content.language)

    grand = words.credit_total if content.kind is PaperKind.CREDIT_NOTE else words.gross_total
    lines = [_TotalLine(words.net_total, write(totals.net_minor))]
    lines += [
        _TotalLine(_tax_words(tax, words, write(tax.base_minor)), write(tax.tax_minor))
        for tax in totals.taxes
    ]
    lines.append(_TotalLine(f"{grand} {content.currency}", write(totals.gross_minor), is_grand=True))
    lines += [_TotalLine(clean_text(more.label), write(more.amount_minor)) for more in totals.further]
    if totals.payable_minor is not None:
        label = f"{words.payable} {content.currency}"
        lines.append(_TotalLine(label, write(totals.payable_minor), is_grand=True))
    return lines


def _tax_words(tax: PaperTax, words: PaperWords, base: str) -> str:
    return words.tax_on.format(rate=clean_text(tax.label), base=base)


def _exemption_lines(content: PaperContent, totals: PaperTotals) -> tuple[str, ...]:
    """Return the law's sentences; among several groups each says which one it is for."""
    words = words_for(content.language)
    texts = []
    for tax in totals.taxes:
        base = amount_text(tax.base_minor, content.currency, content.language)
        group = f"{_tax_words(tax, words, base)}: " if len(totals.taxes) > 1 else ""
        if tax.exemption_text:
            texts.append(f"{group}{tax.exemption_text}")
    return tuple(line for text in texts for line in wrap_text(text, RIGHT - LEFT, size=SMALL.size))


def _draw_total(pen: Pen, top: float, line: _TotalLine) -> None:
    label_width = RIGHT - _TOTALS_LEFT - _TOTALS_AMOUNT_WIDTH - 6
    if not line.is_grand:
        pen.fitted(_TOTALS_LEFT, top + 10, line.label, BODY, width=label_width, align="left")
        pen.fitted(RIGHT, top + 10, line.amount, BODY, width=_TOTALS_AMOUNT_WIDTH)
        return
    pen.rule(top + 3, _TOTALS_LEFT, RIGHT, color=ACCENT, weight=0.9)
    pen.fitted(_TOTALS_LEFT, top + 18, line.label, _GRAND, width=label_width, align="left")
    pen.fitted(RIGHT, top + 18, line.amount, _GRAND, width=_TOTALS_AMOUNT_WIDTH)


def _payment_box(content: PaperContent, payment: PaperPayment) -> _PaymentBox:
    terms = wrap_text(payment.terms_text, RIGHT - LEFT - 20, size=SMALL.size)
    return _PaymentBox(_payment_facts(content, payment), terms)


def _payment_facts(content: PaperContent, payment: PaperPayment) -> tuple[tuple[str, tuple[str, ...]], ...]:
    words = words_for(content.language)
    bank = content.sender.bank
    due = date_text(payment.due_date, content.language) if payment.due_date else ""
    amount = f"{content.currency} {amount_text(payment.amount_minor, content.currency, content.language)}"
    bic = "  ·  ".join(part for part in (f"BIC {bank.bic}" if bank.bic else "", bank.bank_name) if part)
    account = tuple(clean_text(line) for line in (_grouped_iban(bank.iban), bic) if line)
    return (
        (words.amount_due, (amount,)),
        (words.due_date if due else "", (due,)),
        (words.bank_account if account else "", account),
        (words.reference if payment.reference else "", (clean_text(payment.reference),)),
    )


def _grouped_iban(iban: str) -> str:
    """Return the IBAN in groups of four, as ISO 13616 prints it."""
    plain = iban.replace(" ", "")
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def _draw_payment_fact(pen: Pen, left: float, top: float, label: str, lines: tuple[str, ...]) -> None:
    pen.text(left, top + 14, label, LABEL)
    base = top + 27
    for number, line in enumerate(lines):
        style = TextStyle(BOLD, 9, INK) if number == 0 else SMALL
        pen.fitted(left, base, line, style, width=54 * mm, align="left")
        base += _FACT_LEADING
