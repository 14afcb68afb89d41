"""What papers in another currency say about their rate, and the tax in the firm's currency (EN 16931, BT-111)."""

from __future__ import annotations

from datetime import date

from app.domain.exchange import FROM_ECB, read_exchange_text
from app.i18n import _, format_money, format_rate_of_exchange
from app.services.documents.figures import date_text


def exchange_notes(exchange_text: str, language: str, home_tax_minor: int | None = None) -> tuple[str, ...]:
    """The sentences for the end of a paper; none for one in the firm's own currency."""
    exchange = read_exchange_text(exchange_text)
    if exchange is None:
        return ()
    rate = format_rate_of_exchange(exchange.rate_nano)
    texts = [_rate_note(exchange.home, rate, exchange.currency, exchange.source, exchange.day, language)]
    if home_tax_minor:
        texts.append(
            _("VAT in {currency}: {tax}").format(
                currency=exchange.home, tax=format_money(home_tax_minor, exchange.home)
            )
        )
    return tuple(texts)


def _rate_note(home: str, rate: str, currency: str, source: str, day: date, language: str) -> str:
    told = (
        _("Exchange rate: 1 {home} = {rate} {currency}, reference rate of the ECB of {date}.")
        if source == FROM_ECB
        else _("Exchange rate: 1 {home} = {rate} {currency}, as of {date}.")
    )
    return told.format(home=home, rate=rate, currency=currency, date=date_text(day, language))
