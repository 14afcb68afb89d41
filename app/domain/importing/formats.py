"""Files that are no delimited text whatever they are called, told by their first bytes."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_PARTS = (b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet")
_OTHERS = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"SQLite format 3\0",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
)
_NOT_IN_TEXT = bytes(code for code in range(32) if code not in (0, 9, 10, 11, 12, 13, 26, 27))
_MOST_CONTROLS = 0.02  # a damaged text has a few, a picture or a program many; NULs have their own message


def other_format(head: bytes, encoding: str) -> str:
    """What cannot be read as text: "workbook" or "binary"; "" for the rest."""
    if head.startswith(_OLE) or (head.startswith(_ZIP) and any(part in head for part in _WORKBOOK_PARTS)):
        return "workbook"
    if head.startswith((_ZIP, *_OTHERS)):
        return "binary"
    if encoding.startswith("utf-16") or not head:
        return ""
    controls = len(head) - len(head.translate(None, _NOT_IN_TEXT))
    return "binary" if controls > len(head) * _MOST_CONTROLS else ""
