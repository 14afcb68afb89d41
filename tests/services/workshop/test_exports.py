"""What is made goes out as files that other programs read; a file is whole, or not there."""

from __future__ import annotations

import csv
import io
import json
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from ezdxf.filemanagement import readfile
from openpyxl import load_workbook
from pypdf import PdfReader

from app.domain.errors import OutsideError, RefusedError
from app.domain.papers import PaperSender
from app.domain.scene.looking import Looking
from app.services.letterhead import Letterhead
from app.services.workshop.exports import SUFFIXES, Exported, write_export
from tests.helpers.workshop import cabinet, cabinet_job

HEAD = Letterhead(PaperSender("Nordlicht Büromöbel GmbH"), None, "", "DE", "EUR", "de")


def exported(**more):
    return Exported(more.pop("job", cabinet_job()), HEAD, "en", Looking(), lambda: b"\x89PNG", **more)


def written(folder, what, suffix="", **more):
    path = folder / f"file{suffix or SUFFIXES[what][0]}"
    write_export(path, what, exported(**more))
    assert [each.name for each in folder.iterdir()] == [path.name]
    return path


def root_of(path):
    return ET.fromstring(path.read_text())  # noqa: S314 - of our own making


def test_the_picture_and_the_elevations_are_svg_with_parts_and_measures(tmp_path):
    picture = root_of(written(tmp_path, "picture", ".svg"))
    titles = {each.text for each in picture.iter("{http://www.w3.org/2000/svg}title")}
    assert {"Side", "Knob"} <= titles
    (tmp_path / "file.svg").unlink()
    sheet = root_of(written(tmp_path, "elevations"))
    assert {"front", "left", "top"} <= {each.get("id") for each in sheet.iter()}


def test_the_picture_in_pixels_is_that_of_who_has_a_screen(tmp_path):
    assert written(tmp_path, "picture", ".PNG").read_bytes() == b"\x89PNG"


def test_the_3d_model_has_every_part(tmp_path):
    data = written(tmp_path, "solids").read_bytes()
    magic, version, length = struct.unpack_from("<4sII", data)
    assert (magic, version, length) == (b"glTF", 2, len(data))
    document = json.loads(data[20 : 20 + struct.unpack_from("<I", data, 12)[0]])
    assert sum("mesh" in node for node in document["nodes"]) == len(cabinet().parts)


def test_the_workshop_papers_have_drawings_lists_and_plans(tmp_path):
    pages = PdfReader(written(tmp_path, "paper")).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in ("Assembly", "2 x Side", "Views, 1 : 10", "1200 mm", "Cut list, in mm", "sheet 1 of 1"):
        assert words in text, words


def test_lists_are_tables(tmp_path):
    rows = list(csv.reader(io.StringIO(written(tmp_path, "cut_list", ".csv").read_text("utf-8-sig"))))
    assert rows[0][:4] == ["No.", "Part", "Material", "Pieces"]
    assert ["1", "Side", "Oak veneer 19 mm", "4", "1200", "392", "19"] in [row[:7] for row in rows]
    (tmp_path / "file.csv").unlink()
    sheet = load_workbook(written(tmp_path, "articles")).worksheets[0]
    assert [cell.value for cell in sheet[2]][:2] == ["SHEET-OAK-19", "Oak veneer 19 mm"]
    (tmp_path / "file.xlsx").unlink()
    rows = list(csv.reader(io.StringIO(written(tmp_path, "operations", ".csv").read_text("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Operation", "Cutting", "Assembly"]


def test_panels_are_outlines_and_labels_name_each_piece(tmp_path):
    space = readfile(written(tmp_path, "panels")).modelspace()
    assert len(space.query('LWPOLYLINE[layer=="OUTLINE"]')) == 3
    (tmp_path / "file.dxf").unlink()
    text = PdfReader(written(tmp_path, "labels")).pages[0].extract_text()
    assert text.count("1200 x 392 x 19") == 4


@pytest.mark.parametrize("what", SUFFIXES)
def test_of_what_is_not_there_no_file_is_written(tmp_path, what):
    job = cabinet_job()
    bare = replace(job, scene=replace(job.scene, parts=()), articles=(), operations=(), rows=())
    with pytest.raises(RefusedError) as refused:
        written(tmp_path, what, job=bare)
    assert refused.value.code == "export.nothing"
    assert not list(tmp_path.iterdir())


def test_another_ending_is_refused_in_words(tmp_path):
    with pytest.raises(RefusedError) as refused:
        written(tmp_path, "panels", ".png")
    assert (refused.value.code, refused.value.params["kinds"]) == ("export.other_kind", ".dxf")


@pytest.mark.parametrize("what", SUFFIXES)
def test_a_refused_path_leaves_what_was_there_and_no_half_file(tmp_path, what, monkeypatch):
    path = tmp_path / f"file{SUFFIXES[what][0]}"
    path.write_bytes(b"before")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.services.export._settle", full)
    with pytest.raises(OutsideError) as told:
        write_export(path, what, exported())
    assert (told.value.code, told.value.params["file"]) == ("export.cannot_write", path)
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_disk_that_is_full_when_a_workbook_is_packed_is_told(tmp_path, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", full)
    with pytest.raises(OutsideError) as told:
        write_export(tmp_path / "cut.xlsx", "cut_list", exported())
    assert told.value.params["detail"] == "No space left on device"
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(OutsideError):
        write_export(tmp_path / "gone" / "file.glb", "solids", exported())
