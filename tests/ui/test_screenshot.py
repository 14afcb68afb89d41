"""Pictures of every desk, light and dark, on a small firm."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.bootstrap import open_office
from app.domain.errors import NotFoundError, OutsideError, RefusedError
from app.domain.rights import SYSTEM
from app.services.finding import find_document
from app.views.kit import theme
from app.views.screenshot import Picture, take_picture
from tests.helpers.small_firm import make_small_firm

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def firm(sqlite_url):
    office = open_office(sqlite_url)
    make_small_firm(office.work)
    office.close()
    return sqlite_url


@pytest.fixture(autouse=True)
def undressed(qapp):
    yield
    theme.apply_theme(qapp)


def desks_of(url: str, folder: Path) -> list[str]:
    with pytest.raises(RefusedError) as refused:
        take_picture(url, Picture("nowhere", folder / "x.png"))
    return str(refused.value.params["desks"]).split(", ")


def lightness(image: QImage) -> float:
    small = image.scaled(40, 40)
    return sum(small.pixelColor(x, y).lightness() for x in range(40) for y in range(40)) / 1600


def test_every_desk_is_drawn_light_and_dark(qtbot, firm, tmp_path):
    desks = desks_of(firm, tmp_path)
    assert "orders" in desks
    for desk in desks:
        shades = []
        for dark in (False, True):
            out = tmp_path / "deep" / f"{desk}-{dark}.png"
            assert take_picture(firm, Picture(desk, out, dark=dark)) == (1440, 900)
            image = QImage(str(out))
            assert (image.width(), image.height()) == (1440, 900)
            shades.append(lightness(image))
        assert shades[0] > 180, desk
        assert shades[1] < 80, desk


def test_a_document_is_opened_by_its_number_in_a_size_and_language_of_its_own(qtbot, firm, tmp_path):
    plain, opened = tmp_path / "plain.png", tmp_path / "opened.png"
    take_picture(firm, Picture("products", plain, width=1200, height=800, language="de"))
    size = take_picture(
        firm, Picture("products", opened, number="chr-erg-blk", width=1200, height=800, language="de")
    )
    assert size == (1200, 800)
    assert QImage(str(plain)) != QImage(str(opened))


def test_an_unknown_number_is_told(qtbot, firm, tmp_path):
    with pytest.raises(NotFoundError) as told:
        take_picture(firm, Picture("orders", tmp_path / "x.png", number="SO-9"))
    assert told.value.code == "screenshot.no_document"


def test_a_picture_that_cannot_be_written_is_told(qtbot, firm, tmp_path):
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(OutsideError) as told:
        take_picture(firm, Picture("orders", tmp_path / "folder.png"))
    assert told.value.code == "screenshot.cannot_write"


def test_a_number_names_one_thing(work):
    ids = make_small_firm(work)
    with work.reading(actor=SYSTEM) as view:
        assert find_document(view, " chr-erg-blk ") == ("product", ids["CHR-ERG-BLK"])
        assert find_document(view, "nothing") is None


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and "QPA" not in name}
    return subprocess.run(
        [sys.executable, "main.py", "screenshot", *arguments],
        cwd=ROOT, env=bare, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def test_the_command_needs_no_display_and_lists_the_desks(firm, tmp_path):
    out = tmp_path / "orders.png"
    done = run("orders", "--out", str(out), "--db", firm, "--size", "900x700")
    assert (done.returncode, done.stderr) == (0, "")
    assert QImage(str(out)).width() == 900
    refused = run("nosuch", "--out", str(tmp_path / "x.png"), "--db", firm)
    assert refused.returncode == 1
    assert "orders, " in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("wrong", [("--size", "huge"), ("--size", "10x10"), ("--language", "fr")])
def test_a_wrong_size_or_language_is_refused(wrong, tmp_path):
    done = run("orders", "--out", str(tmp_path / "x.png"), *wrong)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
