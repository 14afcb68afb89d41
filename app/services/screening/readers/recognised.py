"""Which publisher's list the files are, told by what they say rather than by their names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.domain.errors import RefusedError
from app.services.screening.readers.files import FileText
from app.services.screening.readers.listed import ReadList
from app.services.screening.readers.ofac import read_ofac
from app.services.screening.readers.xml_lists import read_xml_list


def read_list(files: Sequence[FileText], *, published: date | None = None) -> ReadList:
    """The list of these files; `published` is its day where the files say none (OFAC's csv)."""
    if not files:
        raise RefusedError("screening.no_files")
    xml = [file for file in files if file.is_xml]
    if not xml:
        return read_ofac(files, published)
    if len(files) > 1:
        raise RefusedError("screening.files_mixed", file=xml[0].name)
    return read_xml_list(xml[0])
