"""The parts of the set-up in the Ctrl+K palette: who looks for "taxes" need not know where they stand."""

from __future__ import annotations

from functools import partial

from app.i18n import _
from app.views.kit.context import Context
from app.views.kit.palette import matches
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


def setup_search(context: Context) -> SearchProvider:
    """The search over the tabs of the set-up desk."""

    def ask(text: str, answer: Answer) -> None:
        answer([_found(context, *part) for part in setup_parts() if matches(text, part[1])])

    return SearchProvider("setup", _("Set-up"), "mdi6.cog-outline", ask)


def _found(context: Context, page: str, title: str) -> Found:
    return Found(title, partial(context.bus.ask, "setup.open", page=page))
