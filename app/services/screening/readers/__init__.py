"""Files of the publishers of lists, read into one form; a file that is not whole or not theirs is refused."""

from __future__ import annotations

from app.services.screening.readers.files import FileText, read_files
from app.services.screening.readers.listed import ReadList
from app.services.screening.readers.recognised import read_list

__all__ = ["FileText", "ReadList", "read_files", "read_list"]
