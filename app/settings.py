"""Every setting, declared once: key, type, default, label and help.

A person's settings (scope "user") lie in `settings.json` in the config folder and are kept here. The firm's
settings (scope "firm") lie in the database: they are declared here and read by a service.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

type_names = {bool: "yes or no", int: "a whole number", str: "a text"}
Value = bool | int | str


def N_(text: str) -> str:
    """The text unchanged, marked for translation (settings and words do not import one another)."""
    return text


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """One setting. `label` and `help` are English; whoever shows them says them through `_()`.

    A `secret` is neither shown nor written into the history.
    """

    key: str
    kind: type[bool | int | str]
    default: Value
    label: str
    help: str = ""
    scope: Literal["user", "firm"] = "user"
    choices: tuple[Value, ...] = ()
    secret: bool = False

    def accepts(self, value: object) -> bool:
        """True if the value has the setting's type and is one of its choices."""
        return type(value) is self.kind and (not self.choices or value in self.choices)


PRICE_DAY = "price.day"
CHANNELS = "sales.channels"
RATE_DAYS = "currency.rate_days"
COST_SOURCE = "cost.source"
TAX_ROUNDING = "tax.rounding"
ADVANCE_RATE = "tax.advance_rate"
CASH_ROUNDING = "cash.rounding"
CASH_COINS = "cash.coins"
SETTINGS: tuple[Setting, ...] = (
    Setting(
        "language",
        str,
        "en",
        N_("Language"),
        N_("The language of the window; not set: the system's. A paper speaks the language of the customer."),
        choices=("en", "de"),
    ),
    Setting("theme", str, "light", N_("Colours"), N_("Light or dark window."), choices=("light", "dark")),
    Setting(
        "database_url",
        str,
        "",
        N_("Database"),
        N_("sqlite:///file or postgresql://server/name. Empty: a file in the data folder of this computer."),
    ),
    Setting("person", str, "", N_("Person"), N_("Who worked here last; proposed at the next start.")),
    Setting("backup.last", str, "", N_("Last backup"), N_("What the last automatic backup said.")),
    Setting("backup.last_of", str, "", N_("Last backup of"), N_("The database of which it said so.")),
    Setting("window.geometry", str, "", N_("Window"), N_("Place and size of the window.")),
    Setting("window.state", str, "", N_("Panels"), N_("Which panels are open and where.")),
    Setting("window.density", str, "compact", N_("Row height"), choices=("compact", "roomy")),
    Setting(
        "backup.at_exit",
        bool,
        default=True,
        label=N_("Backup at exit"),
        help=N_("Copies the database file when the program closes."),
    ),
    Setting(
        "backup.keep",
        int,
        7,
        N_("Backups kept"),
        N_("The oldest copy beyond this number is removed."),
    ),
    Setting("tax.country", str, "DE", N_("Country"), N_("Where the firm is taxed."), scope="firm"),
    Setting("currency", str, "EUR", N_("Currency"), N_("The currency of the books."), scope="firm"),
    Setting(
        ADVANCE_RATE,
        str,
        "supply",
        N_("Tax of advances"),
        N_(
            "A rate that changes before the supply: that of the supply rules the whole (Germany), or an advance keeps "
            "the rate of its receipt."
        ),
        scope="firm",
        choices=("supply", "receipt"),
    ),
    Setting(
        PRICE_DAY,
        str,
        "order",
        N_("Prices of"),
        N_("The day whose prices hold: that of the order, that for which it is wanted, or today."),
        scope="firm",
        choices=("order", "requested", "today"),
    ),
    Setting(
        COST_SOURCE,
        str,
        "standard",
        N_("Costs"),
        N_("What a sale costs: the standard cost of its day, or the moving average of what came in."),
        scope="firm",
        choices=("standard", "average"),
    ),
    Setting(
        TAX_ROUNDING,
        str,
        "group",
        N_("Taxes rounded"),
        N_(
            "Once for each rate of a document (EN 16931), or on each of its lines. A document keeps how its own were."
        ),
        scope="firm",
        choices=("group", "line"),
    ),
    Setting(
        CASH_ROUNDING,
        str,
        "off",
        N_("Rounded to coins"),
        N_(
            "What is to be paid becomes a multiple of the smallest coin: with payment terms that are paid in cash,"
            " or on all papers. Gross and VAT stay; the difference is a line of its own."
        ),
        scope="firm",
        choices=("off", "cash", "all"),
    ),
    Setting(
        CASH_COINS,
        str,
        "CHF 0.05",
        N_("Smallest coins"),
        N_("By currency, with a semicolon between two: CHF 0.05; DKK 0.50."),
        scope="firm",
    ),
    Setting(
        "approval.other_person",
        bool,
        default=False,
        label=N_("Another person approves"),
        help=N_("Nobody approves what he asked for himself, nor does a deputy in his stead."),
        scope="firm",
    ),
    Setting(
        "approval.deputies",
        str,
        "",
        N_("Deputies"),
        N_("Who approves for whom, such as “olaf: anna 2026-12-20 to 2027-01-06; berta: olaf”."),
        scope="firm",
    ),
    Setting(
        "approval.hold_hours",
        int,
        24,
        N_("Holds its goods, hours"),
        N_(
            "An order that waits for an approval holds its stock and its day for so many hours, waiting changes of an"
            " order what is new in them; 0: not at all."
        ),
        scope="firm",
    ),
    Setting(
        "approval.escalate_hours",
        int,
        4,
        N_("Escalated after hours"),
        N_("A request that nobody answered is told again after so many hours; 0: never."),
        scope="firm",
    ),
    Setting(
        CHANNELS,
        str,
        "",
        N_("Channels"),
        N_(
            "The ways on which orders come, with commas between: phone, web, shop. Price lists may be for one."
        ),
        scope="firm",
    ),
    Setting(
        RATE_DAYS,
        int,
        7,
        N_("Rates hold for days"),
        N_("An order takes the last exchange rate that is not older than so many days."),
        scope="firm",
    ),
    Setting("smtp.host", str, "", N_("Mail server"), N_("Such as smtp.firm.example."), scope="firm"),
    Setting("smtp.port", int, 587, N_("Port"), N_("587 with STARTTLS, 465 with TLS."), scope="firm"),
    Setting(
        "smtp.security",
        str,
        "starttls",
        N_("Encryption"),
        scope="firm",
        choices=("starttls", "tls", "none"),
    ),
    Setting("smtp.user", str, "", N_("Mail user"), N_("Empty: no log-in."), scope="firm"),
    Setting(
        "smtp.password",
        str,
        "",
        N_("Mail password"),
        N_("Kept in the database as it is: whoever may read the database file can read it."),
        scope="firm",
        secret=True,
    ),
    Setting(
        "smtp.sender",
        str,
        "",
        N_("Sender"),
        N_("The address that mails come from. Empty: the firm's e-mail address."),
        scope="firm",
    ),
)


def setting(key: str) -> Setting:
    """The declaration of a setting; KeyError for a key that nobody declared."""
    return _BY_KEY[key]


_BY_KEY = {each.key: each for each in SETTINGS}
assert len(_BY_KEY) == len(SETTINGS), "a setting is declared once"


def config_folder() -> Path:
    """Where this person's settings lie; `KEYLINE_HOME` overrides."""
    home = os.environ.get("KEYLINE_HOME")
    if home:
        return Path(home)
    from platformdirs import user_config_path  # noqa: PLC0415 - 6 ms before the first paint

    return user_config_path("keyline", appauthor=False)


def data_folder() -> Path:
    """Where the database file, papers, backups and the log lie; `KEYLINE_HOME` overrides."""
    home = os.environ.get("KEYLINE_HOME")
    if home:
        return Path(home)
    from platformdirs import user_data_path  # noqa: PLC0415 - 6 ms before the first paint

    return user_data_path("keyline", appauthor=False)


def default_database_url() -> str:
    """The database in the data folder, used until a person names another."""
    return f"sqlite:///{(data_folder() / 'keyline.db').as_posix()}"


class UserSettings:
    """The settings of this computer's user. A value that is missing or odd is the default."""

    def __init__(self, path: Path | None = None) -> None:
        """Reads `path`, by default `settings.json` in the config folder."""
        self._path = path or config_folder() / "settings.json"
        self._values: dict[str, object] = dict(_read(self._path))
        self._writing = threading.Lock()  # lanes keep values: two at a time would take one another's new file

    def text(self, key: str) -> str:
        """The value of a setting whose type is a text."""
        value = self._value(key, str)
        assert isinstance(value, str)
        return value

    def number(self, key: str) -> int:
        """The value of a setting whose type is a whole number."""
        value = self._value(key, int)
        assert isinstance(value, int)
        return value

    def flag(self, key: str) -> bool:
        """The value of a setting whose type is yes or no."""
        return self._value(key, bool) is True

    def is_set(self, key: str) -> bool:
        """True if somebody chose a value, so that the default does not speak."""
        value = self._values.get(key)
        return isinstance(value, bool | int | str) and setting(key).accepts(value)

    def put(self, key: str, value: Value) -> None:
        """Keeps a value, on disk when this returns; ValueError for a value that the setting cannot have."""
        declared = setting(key)
        if not declared.accepts(value):
            raise ValueError(f"setting {key} takes {type_names[declared.kind]}, not {value!r}")
        with self._writing:
            self._values[key] = value
            _write(self._path, self._values)

    def database_url(self) -> str:
        """The database to open: the one that was set, or the file in the data folder."""
        return self.text("database_url") or default_database_url()

    def _value(self, key: str, kind: type[Value]) -> Value:
        declared = setting(key)
        assert declared.scope == "user", f"{key} is the firm's: ask the database"
        assert declared.kind is kind, f"{key} is {type_names[declared.kind]}"
        value = self._values.get(key)
        if isinstance(value, bool | int | str) and declared.accepts(value):
            return value
        return declared.default


def _read(path: Path) -> Mapping[str, object]:
    if not path.exists():
        return {}
    import json  # noqa: PLC0415 - 3 ms that a first start does without

    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):  # a damaged file is kept for a look, and does not stop the start
        if path.is_file():
            path.replace(path.with_suffix(".damaged.json"))
        return {}
    return content if isinstance(content, dict) else {}


def _write(path: Path, values: Mapping[str, object]) -> None:
    """Replaces the file as a whole: after a crash either the old or the new one is there."""
    import json  # noqa: PLC0415 - as in `_read`

    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(f".{os.getpid()}.tmp")
    with new.open("w", encoding="utf-8") as file:
        json.dump(values, file, indent=2, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def channels_of(text: str) -> tuple[str, ...]:
    """The channels of the firm's setting, each once, as they are written."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
