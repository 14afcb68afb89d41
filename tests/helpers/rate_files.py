"""Small files as the European Central Bank publishes them."""

from __future__ import annotations

DAILY = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender>
\t\t<gesmes:name>European Central Bank</gesmes:name>
\t</gesmes:Sender>
\t<Cube>
\t\t<Cube time='2026-02-27'>
\t\t\t<Cube currency='USD' rate='1.0543'/>
\t\t\t<Cube currency='JPY' rate='162.31'/>
\t\t\t<Cube currency='CHF' rate='0.9362'/>
\t\t\t<Cube currency='KWD' rate='0.325'/>
\t\t</Cube>
\t</Cube>
</gesmes:Envelope>
"""
HIST = """Date,USD,JPY,CHF,BGN,
2026-02-27,1.0543,162.31,0.9362,N/A,
2026-02-26,1.0512,161.90,0.9371,N/A,
2024-12-31,1.0389,163.06,0.9412,1.9558,
"""
ONE_DAY = "Date, USD, JPY, CHF, \n27 February 2026, 1.0543, 162.31, 0.9362, \n"


def write_rates(folder, text=DAILY, name="eurofxref-daily.xml"):
    """The file's path."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
