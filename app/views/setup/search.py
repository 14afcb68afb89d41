"""The parts of the set-up in the Ctrl+K palette: who looks for "taxes" need not know where they stand."""

from __future__ import annotations

from functools import partial

from app.i18n import _
from app.views.kit.context import Context
from app.views.kit.palette import matching
from app.views.kit.searches import Answer, Found, SearchProvider


def setup_parts() -> tuple[tuple[str, str], ...]:
    """Page and title of every part, in the order of the tabs."""
    return (
        ("firm", _("Firm")),
        ("series", _("Number series")),
        ("term", _("Payment terms")),
        ("tax", _("Taxes")),
        ("tax_registration", _("VAT ids abroad")),
        ("rate", _("Exchange rates")),
        ("warehouse", _("Warehouses")),
        ("user", _("People and roles")),
        ("screening", _("Screening")),
        ("order_check", _("Order checks")),
        ("order_policy", _("Own rules")),
        ("credit_class", _("Credit")),
        ("approvals", _("Approvals")),
        ("carrier", _("Carriers")),
        ("licence_kind", _("Licences")),
        ("export_rule", _("Export rules")),
        ("export_licence", _("Export licences")),
        ("tax_jurisdiction", _("Jurisdictions")),
        ("tax_jurisdiction_rate", _("Rates by jurisdiction")),
        ("tax_place", _("Postal codes")),
        ("tax_certificate", _("Exemptions")),
        ("mail", _("Mail")),
        ("computer", _("This computer")),
    )


def other_words() -> dict[str, str]:
    """What people call a part beside its title, by page: looked for, never shown."""
    return {
        "firm": _("company address bank account letterhead"),
        "series": _("invoice numbers order numbers numbering"),
        "term": _("cash discount due days"),
        "tax": _("VAT value added tax sales tax rates"),
        "tax_registration": _("tax numbers registrations"),
        "rate": _("currencies foreign currency"),
        "warehouse": _("stores sites locations"),
        "user": _("users passwords rights"),
        "screening": _("denied parties sanctions lists embargo"),
        "order_check": _("warnings limits thresholds"),
        "order_policy": _("policies conditions"),
        "credit_class": _("credit limits classes holds"),
        "approvals": _("deputies another person four eyes"),
        "carrier": _("parcel services shipping companies"),
        "export_rule": _("export control dual use embargo"),
        "tax_jurisdiction": _("sales tax states counties"),
        "tax_certificate": _("exemption certificates resale"),
        "mail": _("email server SMTP"),
        "computer": _("language theme dark backup printer"),
    }


def setup_search(context: Context) -> SearchProvider:
    """The search over the tabs of the set-up desk."""

    def ask(text: str, answer: Answer) -> None:
        answer([_found(context, *part) for part in matching(text, setup_parts(), other_words())])

    return SearchProvider("setup", _("Set-up"), "mdi6.cog-outline", ask)


def _found(context: Context, page: str, title: str) -> Found:
    return Found(title, partial(context.bus.ask, "setup.open", page=page))
