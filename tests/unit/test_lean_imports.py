"""What is imported or compiled for nothing at every start is left out or kept, and is there when wanted."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import MAGIC_NUMBER

import pytest

from app import kept_code, lean_imports
from app.kept_code import KeptCode
from app.views.kit.qt_import import KeptHelpers

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


def test_who_only_queues_mails_does_not_load_how_they_are_sent():
    code = "import sys, app.services.orders.approvals; print(*({'smtplib', 'ssl'} & sys.modules.keys()))"
    assert said_by(code) == []


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


def test_what_dataclasses_write_as_text_is_kept_compiled(tmp_path):
    code = (
        "import sys, pathlib; from app import kept_code\n"
        f"kept_code.KEPT._file = pathlib.Path({str(tmp_path / 'kept')!r})\n"
        "sys.dont_write_bytecode = False\n"
        "import app.bootstrap, app.domain.money\n"
        "kept = kept_code.KEPT\n"
        "print(len(kept._used), kept._is_new, repr(app.bootstrap.Office('u', 1, 2)).replace(' ', ''))\n"
    )
    first = said_by(code)
    again = said_by(code)
    assert int(first[0]) == int(again[0]) > 50
    assert (first[1], again[1]) == ("True", "False"), "the second start compiles nothing"
    assert first[2:] == again[2:] == ["Office(url='u',database=1,work=2,copied_to=None)"]


def test_dataclasses_of_others_are_left_alone(monkeypatch):
    monkeypatch.setattr(lean_imports, "KEPT", None)
    names = {"__name__": "elsewhere"}
    lean_imports.execute("x = 1", names)
    assert names["x"] == 1  # type: ignore[comparison-overlap]  # the line above


def kept(file, source, filename=HELPER):
    """The code for a text, as the import hook gets it, and kept."""
    keeping = KeptCode(file)
    with KeptHelpers(keeping):
        code = compile(source, filename, "exec")
    keeping.save()
    return code


def test_a_helper_is_compiled_once_and_its_code_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    first = kept(tmp_path / "kept", b"x = 1")
    assert (tmp_path / "kept").read_bytes().startswith(MAGIC_NUMBER)
    with monkeypatch.context() as patch:
        patch.setattr(kept_code, "_compile", None)  # nothing is left to compile
        assert KeptCode(tmp_path / "kept").compile(b"x = 1", HELPER) == first
    other = kept(tmp_path / "kept", b"x = 2")
    assert other != first
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_the_same_text_of_two_places_is_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept(tmp_path / "kept", b"x = 1")
    other = kept(tmp_path / "kept", b"x = 1", f"{HELPER}/other")
    assert other.co_filename == f"{HELPER}/other"


def test_where_too_much_is_kept_only_what_is_used_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(kept_code, "MOST", 2)
    for number in range(4):
        kept(tmp_path / "kept", b"x = %d" % number)
    keeping = KeptCode(tmp_path / "kept")
    assert len(keeping._read()) <= 2
    assert (HELPER, b"x = 3") in keeping._read()


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
    with KeptHelpers(keeping):
        assert compile("1 + 1", "<text>", "eval").co_filename == "<text>"
        compile(b"x = 1", HELPER, "exec")
    keeping.save()
    assert not (tmp_path / "none").exists()
    assert compile.__name__ == "compile"


def test_nothing_is_written_where_python_writes_no_compiled_code(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept(tmp_path / "kept", b"x = 1")
    assert not (tmp_path / "kept").exists()
