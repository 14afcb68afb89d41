"""`make texts` brings the words of the source into the German file; `make texts-check` says what misses.

New words arrive untranslated, words that are gone are dropped, and nothing is guessed (no fuzzy entries).
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
GERMAN = ROOT / "resources" / "locale" / "de" / "LC_MESSAGES" / "keyline.po"
_CHANGING = (
    "POT-Creation",
    "PO-Revision",
    "Generated-By",
    "Last-Translator",
    "Language-Team",
    "Report-Msgid",
)
KEYWORDS = {"_": None, "N_": None, "n_": (1, 2)}


def extracted() -> Catalog:
    """Every text of `app`, with the files that say it."""
    catalog = Catalog(project="Keyline", charset="utf-8")
    found = extract_from_dir(
        ROOT / "app", method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("L10N:",)
    )
    for name, _line, message, comments, context in found:
        catalog.add(message, locations=[(f"app/{name}", 0)], auto_comments=comments, context=context)
    return catalog


def german() -> Catalog:
    """The German file as it is; empty where there is none."""
    if not GERMAN.exists():
        return Catalog(locale="de", project="Keyline", charset="utf-8")
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de")


def update() -> int:
    """Writes the German file anew, translations kept."""
    catalog = german()
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.version = "1"
    catalog.header_comment = (
        "# German words of Keyline: `make texts` adds what the source says, people translate."
    )
    buffer = BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, include_lineno=False, omit_header=False)
    GERMAN.parent.mkdir(parents=True, exist_ok=True)
    GERMAN.write_bytes(_without_dates(buffer.getvalue()))
    empty = sum(1 for message in catalog if message.id and not _is_translated(message.string))
    print(f"{len(catalog)} texts, {empty} without German")
    return 0


def check() -> int:
    """Says which texts of the source are missing in the German file; 1 if any is."""
    known = {message.id for message in german() if message.id}
    missing = [message for message in extracted() if message.id and message.id not in known]
    for message in missing:
        print(f"{message.locations[0][0]}: {message.id!r}")
    print(f"{len(missing)} texts of the source are missing in the German file")
    return 1 if missing else 0


def _is_translated(text: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)


def _without_dates(po: bytes) -> bytes:
    """The file without the lines that change each time: a text added is then the only difference."""
    changing = tuple(f'"{name}'.encode() for name in _CHANGING)
    return b"".join(line for line in po.splitlines(keepends=True) if not line.startswith(changing))


if __name__ == "__main__":
    sys.exit({"update": update, "check": check}[sys.argv[1]]())
