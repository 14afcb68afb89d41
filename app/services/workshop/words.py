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
    "number": ("No.", "Nr."),
    "part": ("Part", "Teil"),
    "material": ("Material", "Material"),
    "length": ("Length", "Länge"),
    "width": ("Width", "Breite"),
    "thickness": ("Thick", "Dicke"),
    "grain": ("Grain", "Maserung"),
    "along": ("along L", "längs L"),
    "edges": ("Edges", "Kanten"),
    "openings": ("Openings", "Ausschnitte"),
    "edge_low": ("L1", "L1"),
    "edge_high": ("L2", "L2"),
    "edge_start": ("W1", "B1"),
    "edge_end": ("W2", "B2"),
    "all_round": ("all round", "umlaufend"),
    "operations": ("Operations", "Arbeitsgänge"),
    "operation": ("Operation", "Arbeitsgang"),
    "workplace": ("Workplace", "Arbeitsplatz"),
    "setup": ("Set-up min", "Rüsten min"),
    "minutes": ("Min in all", "Min gesamt"),
    "cost": ("Cost", "Kosten"),
    "total": ("Total", "Summe"),
    "sheet": (
        "{material}, {size} mm: sheet {number} of {count}, {used} % used",
        "{material}, {size} mm: Platte {number} von {count}, {used} % genutzt",
    ),
    "sheets": (
        "{material}, {size} mm: {same} equal sheets, {number} to {last} of {count}, {used} % used",
        "{material}, {size} mm: {same} gleiche Platten, {number} bis {last} von {count}, {used} % genutzt",
    ),
    "cut_note": (
        (
            "Sizes are finished sizes, edges included. L1 and L2 are the edges along the length, W1 and W2 those along "
            "the width; 1 is in front, at the left or at the bottom, 2 opposite. The saw takes {kerf} mm; {trim} mm "
            "are cut off all around a new sheet."
        ),
        (
            "Die Maße sind Fertigmaße mit Kanten. L1 und L2 sind die Kanten entlang der Länge, B1 und B2 die entlang "
            "der Breite; 1 liegt vorn, links oder unten, 2 gegenüber. Das Sägeblatt nimmt {kerf} mm; von neuen Platten "
            "werden ringsum {trim} mm abgeschnitten."
        ),
    ),
    "piece_of": ("{number} of {count}", "{number} von {count}"),
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
