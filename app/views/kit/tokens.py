"""The two colour tables of the window: every colour that any widget paints comes from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "bad", "info", "muted"]

ROW_HEIGHT = 29
FIELD_HEIGHT = 30
GRID = 8
RADIUS = 6
FONT_PIXELS = 13


@dataclass(frozen=True, slots=True, eq=False, repr=False)  # of 27 fields these two would cost 2 ms
class Tokens:
    """One theme as data: `#rrggbb` values by role."""

    name: str
    window: str
    card: str
    header: str
    row_alternate: str
    row_selected: str
    border: str
    border_strong: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    nav: str
    nav_selected: str
    nav_hover: str
    nav_text: str
    nav_text_selected: str
    ok: str
    ok_back: str
    warn: str
    warn_back: str
    bad: str
    bad_back: str
    info_back: str
    track: str
    hover: str
    shadow: str

    def ink(self, level: Level) -> str:
        """The text colour of a state."""
        inks = {"ok": self.ok, "warn": self.warn, "bad": self.bad, "info": self.accent, "muted": self.muted}
        return inks[level]

    def paper(self, level: Level) -> str:
        """The background colour of a state."""
        papers = {
            "ok": self.ok_back,
            "warn": self.warn_back,
            "bad": self.bad_back,
            "info": self.info_back,
            "muted": self.header,
        }
        return papers[level]


LIGHT = Tokens(
    name="light",
    window="#f4f6f8",
    card="#ffffff",
    header="#f8fafb",
    row_alternate="#f8fafb",
    row_selected="#e4eefc",
    border="#d9dfe5",
    border_strong="#b8c2cd",
    text="#18212b",
    muted="#5d6b7a",
    accent="#1a66d6",
    accent_hover="#1557ba",
    on_accent="#ffffff",
    nav="#1d2733",
    nav_selected="#2d3b4c",
    nav_hover="#253140",
    nav_text="#c5ced8",
    nav_text_selected="#ffffff",
    ok="#1c7c44",
    ok_back="#e1f4e8",
    warn="#8f5a00",
    warn_back="#fdf0d5",
    bad="#b3261e",
    bad_back="#fde5e3",
    info_back="#e4eefc",
    track="#d9dfe5",
    hover="#eef2f6",
    shadow="#000000",
)

DARK = Tokens(
    name="dark",
    window="#14181d",
    card="#1c2229",
    header="#20272f",
    row_alternate="#20272f",
    row_selected="#1e3353",
    border="#323b46",
    border_strong="#4a5664",
    text="#e8edf2",
    muted="#94a1b0",
    accent="#6aa5ff",
    accent_hover="#8abaff",
    on_accent="#0c1420",
    nav="#0f1317",
    nav_selected="#222b35",
    nav_hover="#191f26",
    nav_text="#b7c1cc",
    nav_text_selected="#ffffff",
    ok="#6fd397",
    ok_back="#17362a",
    warn="#f0b95a",
    warn_back="#3b2d12",
    bad="#ff8f87",
    bad_back="#43201f",
    info_back="#1e3353",
    track="#323b46",
    hover="#262e37",
    shadow="#000000",
)
