"""The cuts of the papers' font: made once, whole, equal, also when processes race; and never beside a window."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfbase import pdfmetrics

from app.services.documents import fonts

ROOT = Path(__file__).parents[2]
MAKE = """
import sys
from app.services.documents import fonts
fonts.ensure_fonts()
sys.exit("cut in this process" if "fontTools" in sys.modules else 0)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    places = {name: value for name, value in os.environ.items() if name != "KEYLINE_CACHE"}
    racers = [
        subprocess.Popen([sys.executable, "-c", MAKE], env={**places, "KEYLINE_HOME": str(home)}, cwd=ROOT)
        for _ in range(2)
    ]
    return home, [racer.wait(300) for racer in racers]


def test_two_processes_at_once_leave_two_whole_fonts_and_no_rest(made):
    home, exit_codes = made
    assert exit_codes == [0, 0]
    files = sorted((home / "cache" / "fonts").iterdir())
    assert [file.suffix for file in files] == [".ttf", ".ttf"]
    names = {TTFont(file)["name"].getDebugName(6) for file in files}
    assert names == {"NotoSans-Regular", "NotoSans-Bold"}


def test_the_cuts_are_static_with_digits_of_one_width(made):
    home, _ = made
    for file in (home / "cache" / "fonts").iterdir():
        font = TTFont(file)
        assert "fvar" not in font
        characters = font.getBestCmap()
        assert {font["hmtx"][characters[ord(digit)]][0] for digit in "0123456789"} == {572}
        assert all(ord(sign) in characters for sign in "aßżșőΩЖ€£№\ufffd")


def test_a_torn_font_file_is_made_anew(made, monkeypatch):
    home, _ = made
    monkeypatch.setenv("KEYLINE_HOME", str(home))
    monkeypatch.delenv("KEYLINE_CACHE", raising=False)
    torn = next((home / "cache" / "fonts").glob("*Bold*"))
    whole = torn.read_bytes()
    torn.write_bytes(whole[:5_000])
    monkeypatch.setattr(pdfmetrics, "getRegisteredFontNames", list)

    fonts.ensure_fonts()

    assert torn.read_bytes() == whole


def test_the_folder_follows_the_home_of_the_program(monkeypatch, tmp_path):
    monkeypatch.delenv("KEYLINE_CACHE", raising=False)
    monkeypatch.setenv("KEYLINE_HOME", str(tmp_path))
    assert fonts.font_folder() == tmp_path / "cache" / "fonts"
    monkeypatch.setenv("KEYLINE_CACHE", str(tmp_path / "shared"))
    assert fonts.font_folder() == tmp_path / "shared" / "fonts"
    monkeypatch.delenv("KEYLINE_CACHE")
    monkeypatch.delenv("KEYLINE_HOME")
    assert fonts.font_folder().name == "fonts"
    assert tmp_path not in fonts.font_folder().parents
