"""What is no delimited text is told by its first bytes."""

from __future__ import annotations

import pytest

from app.domain.importing.formats import other_format


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "workbook"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "workbook"),
        (b"PK\x03\x04letter.docx", "binary"),
        (b"%PDF-1.7 stream", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"SQLite format 3\0", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"", ""),
        (b"sku;price\r\nA-1;2,50\r\n\x1a", ""),
        ("größe;preis\n1;2\n".encode("cp850"), ""),
        (b"PK;price\nPKW;3\n", ""),
        (b"sku;price\nA\x01;2\n" + b"B;3\n" * 50, ""),  # one damaged row of many is that row's affair
        (b"sku;price\nA\0;2\n", ""),  # and a NUL has its own message, with its place
    ],
)
def test_the_format_is_told_by_the_first_bytes(head, expected):
    assert other_format(head, "cp1252") == expected


def test_utf_16_is_text_however_many_nuls_it_has():
    assert other_format("sku;price\nA;2\n".encode("utf-16"), "utf-16") == ""
