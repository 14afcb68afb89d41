"""What SQLAlchemy and PySide import or compile for nothing at every start is left out, and is there when wanted."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import MAGIC_NUMBER

import pytest

from app.views.kit.qt_import import KeptCode

HELPER = "shibokensupport/signature/helper.py"


def said_by(code):
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_sqlalchemy_comes_without_asyncio_and_the_search_of_packages():
    loaded = said_by(
        "import sys, app.bootstrap, sqlalchemy.dialects.sqlite;"
        "print(*(name for name in ('asyncio', 'ssl', 'importlib.metadata') if name in sys.modules))"
    )
    assert loaded == []


def test_what_was_left_out_is_the_real_module_for_whoever_wants_it():
    told = said_by(
        "import app, sqlalchemy\n"
        "from sqlalchemy.util import compat, concurrency\n"
        "async def wait(): pass\n"
        "waiting = wait()\n"
        "print(concurrency.iscoroutine(waiting), concurrency.iscoroutine(1))\n"
        "waiting.close()\n"
        "print(len(list(compat.importlib_metadata_get('console_scripts'))) > 0)\n"
        "import asyncio, importlib.metadata\n"
        "print(asyncio.run is concurrency.asyncio.run, importlib.metadata.version('sqlalchemy'))\n"
        "print(sqlalchemy.__version__, type(sqlalchemy.__loader__).__name__)\n"
    )
    assert told[:4] == ["True", "False", "True", "True"]
    assert told[4] == told[5]
    assert told[6] == "SourceFileLoader"


def kept(file, source, filename=HELPER):
    """The code for a text, as the import hook gets it."""
    keeping = KeptCode(file)
    with keeping:
        return compile(source, filename, "exec")


def test_a_helper_is_compiled_once_and_its_code_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    first = kept(tmp_path / "kept", b"x = 1")
    assert (tmp_path / "kept").read_bytes().startswith(MAGIC_NUMBER)
    again = KeptCode(tmp_path / "kept")
    monkeypatch.setattr(again, "_compile", None)  # nothing is left to compile
    assert again(b"x = 1", HELPER, "exec") == first
    other = kept(tmp_path / "kept", b"x = 2")
    assert other != first


@pytest.mark.parametrize(
    "content", [b"", b"nothing of ours", MAGIC_NUMBER + b"\x00\xff", MAGIC_NUMBER + b"i\x01\x00\x00\x00"]
)
def test_a_file_that_is_no_kept_code_is_passed_over(tmp_path, monkeypatch, content):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "kept").write_bytes(content)
    names: dict[str, int] = {}
    exec(kept(tmp_path / "kept", b"x = 3"), names)  # noqa: S102 - the text above
    assert names["x"] == 3


def test_other_texts_and_a_folder_that_cannot_be_written_are_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    keeping = KeptCode(tmp_path / "none" / "kept")
    with keeping:
        assert compile("1 + 1", "<text>", "eval").co_filename == "<text>"
        compile(b"x = 1", HELPER, "exec")
    assert not (tmp_path / "none").exists()
    assert compile.__name__ == "compile"
