"""How heavy an issue weighs, in a word each."""

from app.i18n import N_

TEXTS = {
    "severity.block": N_("blocks"),
    "severity.approve": N_("asks for approval"),
    "severity.warn": N_("warns"),
    "severity.info": N_("notes"),
}
