"""The German file: every word is there, and fits the English one."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from app import i18n
from app.i18n import LOCALE_FOLDER, _, n_

GERMAN = LOCALE_FOLDER / "de" / "LC_MESSAGES" / "keyline.po"
ROOT = LOCALE_FOLDER.parent.parent
MARKED_LABEL = re.compile(r'_\("([^"]*&[A-Za-z][^"]*)"\)')
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\(\w+\)[sd]|%[sd]")


def words() -> list[Message]:
    with GERMAN.open("rb") as file:
        return [message for message in read_po(file, locale="de") if message.id]


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


def test_our_reader_finds_what_babel_finds():
    said = i18n.speech("de").words
    assert len(words()) > 1000
    for message in words():
        if not all(forms(message.string)):
            continue  # another test tells that it is missing
        if isinstance(message.id, tuple | list):
            one, many = message.id
            first, others = forms(message.string)
            found = (said.ngettext(one, many, 1), said.ngettext(one, many, 0), said.ngettext(one, many, 7))
            assert found == (first, others, others)
        else:
            assert said.gettext(message.id) == message.string


def test_keys_have_the_names_that_stand_on_the_buttons():
    """A button says Ctrl+K, so a hint does not say Strg+K."""
    assert [message.id for message in words() if "Strg" in "".join(forms(message.string))] == []


def test_nothing_is_guessed():
    assert [message.id for message in words() if message.fuzzy] == []


def test_every_text_has_its_german():
    assert [message.id for message in words() if not all(forms(message.string))] == []


def test_no_text_stands_inside_an_f_string_where_it_is_not_extracted():
    inside = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "n_"}
    ]
    assert inside == []


def texts_of_the_source() -> Catalog:
    """What `make texts` would extract."""
    spec = importlib.util.spec_from_file_location("texts", ROOT / "tools" / "texts.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    found = tool.extracted()
    assert isinstance(found, Catalog)
    return found


def test_every_text_of_the_source_is_in_the_file():
    known = {message.id for message in words()}
    missing = {
        forms(message.id)[0]: message.locations[0][0]
        for message in texts_of_the_source()
        if message.id and message.id not in known
    }
    assert missing == {}, "run `make texts`, then translate"


def test_every_translation_has_the_placeholders_of_its_english():
    wrong = [
        message.id
        for message in words()
        for english, german in zip(forms(message.id), forms(message.string), strict=True)
        if german and sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(german))
    ]
    assert wrong == []


def forms_with_letters() -> list[Path]:
    """The views that have labels with a marked letter."""
    views = sorted((ROOT / "app" / "views").rglob("*.py"))
    return [path for path in views if MARKED_LABEL.search(path.read_text("utf-8"))]


def marked_letter(label: str) -> str:
    found = re.search(r"&(\w)", label)
    return found[1].lower() if found else ""


@pytest.mark.parametrize("path", forms_with_letters(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_german_labels_of_a_form_have_letters_of_their_own(path: Path, german):
    letters = {label: marked_letter(_(label)) for label in MARKED_LABEL.findall(path.read_text("utf-8"))}
    assert [label for label, letter in letters.items() if not letter] == []
    assert [letter for letter, count in Counter(letters.values()).items() if count > 1] == []


@pytest.fixture
def german() -> Iterator[None]:
    i18n.set_language("de")
    yield
    i18n.set_language("en")


def test_german_is_spoken_after_the_language_is_set(german):
    assert _("Language") == "Sprache"
    assert _("a text that nobody has translated") == "a text that nobody has translated"
    assert _("") == ""


def test_a_paper_speaks_another_language_than_the_window():
    with i18n.speaking("de"):
        assert _("Language") == "Sprache"
    assert _("Language") == "Language"


def test_the_form_follows_the_count():
    said = [n_("{count} line", "{count} lines", count).format(count=count) for count in (0, 1, 2)]
    assert said == ["0 lines", "1 line", "2 lines"]


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="fr"):
        i18n.set_language("fr")
