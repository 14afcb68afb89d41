"""The words of workshop papers, in the language of the workshop. Data, as those of all papers are."""

from __future__ import annotations

_WORDS = {
    "title": ("Workshop order", "Werkstattauftrag"),
    "preview": ("Workshop papers", "Werkstattpapiere"),
    "order": ("Order", "Auftrag"),
    "customer": ("Customer", "Kunde"),
    "pieces": ("Pieces", "Stück"),
    "due": ("To be finished", "Fertig bis"),
    "articles": ("Bill of materials", "Stückliste"),
    "article": ("Item no.", "Artikel-Nr."),
    "name": ("Description", "Bezeichnung"),
    "quantity": ("Qty", "Menge"),
    "unit": ("Unit", "Einheit"),
    "cut_list": ("Cut list, in mm", "Zuschnittliste in mm"),
    "part": ("Part", "Teil"),
    "material": ("Material", "Material"),
    "length": ("Length", "Länge"),
    "width": ("Width", "Breite"),
    "thickness": ("Thick", "Dicke"),
    "grain": ("Grain", "Maserung"),
    "along": ("lengthwise", "längs"),
    "edges": ("Edges", "Kanten"),
    "openings": ("Openings", "Ausschnitte"),
    "edge_low": ("long side 1", "Längsseite 1"),
    "edge_high": ("long side 2", "Längsseite 2"),
    "edge_start": ("short side 1", "Querseite 1"),
    "edge_end": ("short side 2", "Querseite 2"),
    "all_round": ("all round", "umlaufend"),
    "operations": ("Operations", "Arbeitsgänge"),
    "operation": ("Operation", "Arbeitsgang"),
    "workplace": ("Workplace", "Arbeitsplatz"),
    "setup": ("Set-up min", "Rüsten min"),
    "minutes": ("Min in all", "Min gesamt"),
    "cost": ("Cost", "Kosten"),
    "total": ("Total", "Summe"),
    "sheet": (
        "{material}: sheet {number} of {count}, {used} % used",
        "{material}: Platte {number} von {count}, {used} % genutzt",
    ),
    "too_large": (
        "Too large for a sheet of {material}: {parts}. Join it from two panels or order a larger sheet.",
        "Zu groß für eine Platte {material}: {parts}. Aus zwei Teilen fügen oder eine größere Platte bestellen.",
    ),
    "assembly": ("Assembly", "Zusammenbau"),
    "views": ("Views, 1 : {scale}", "Ansichten, 1 : {scale}"),
}


def workshop_word(name: str, language: str) -> str:
    """A word or heading; English for an unknown language."""
    return _WORDS[name][1 if language[:2].lower() == "de" else 0]
