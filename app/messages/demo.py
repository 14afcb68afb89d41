"""The demo firm and the office day."""

from __future__ import annotations

from app.i18n import N_

TEXTS: dict[str, str] = {
    "bench.unknown": N_("There is no benchmark {name}. Known are: {known}."),
    "bench.no_orders": N_("There is no file {file}. Name the file of the orders."),
    "bench.no_model": N_("There is no file {file}. Name the file of a product model."),
    "bench.needs_file": N_("{name} needs the file to import: --file FILE."),
}
