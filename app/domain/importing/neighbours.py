"""Two pages whose readings both look like words: Windows 1252 (western) and 1250 (central European).

"Dvořák" and "Dvoøák" are the same bytes, and each has letters of one language. What tells them apart is which
letters stand beside the doubted one: ø is never seen between o and á, ř is. The tables are the neighbours that
occur in the names of countries, languages, currencies, towns, months and days of the CLDR (a test finds them anew).
"""

import re

_WESTERN = {
    "à": ("^bcdeghijlmnorstuvyz", "$bcdfhiklmnqrstuv"),
    "ã": ("bcdgijlmnprstvxç", "$o"),
    "å": ("^hklmpr", "$bdgklnrs"),
    "æ": ("^efghklmnprt", "iklnrst"),
    "è": ("abcdfghilmnoprstuvxy", "$cdglnqrstxz"),
    "ê": ("cdilmnortuv", "$mnst"),
    "ì": ("d", "$"),
    "ï": ("aeou", "$abcdefgklmnqrstw"),
    "ñ": ("^aeiu", "aeio"),
    "ò": ("bcdefgilmnprstvw", "lmnpqrstv"),
    "õ": ("rvç", "er"),
    "ø": ("^defhijklnrstu", "$bdeijlnrsvy"),
    "ù": ("r", "$"),
    "û": ("go", "lt"),
}
_CENTRAL = {
    "ă": ("bcdghlmnprstuvzșț", "$grtuț"),
    "ć": ("^aeiš", "ain"),
    "č": ("^abdefghijklmnoprtuvwyzáéúšž", "$aceijklnorstuvéíľš"),
    "ď": ("^a", "au"),
    "đ": ("ai", "ai"),
    "ę": ("ijnwż", "cgtz"),
    "ě": ("bdmntv", "$cdjklmnrstvž"),
    "ń": ("aeiouy", "$s"),
    "ň": ("^aei", "$ados"),
    "ő": ("^fstz", "$ikns"),
    "ř": ("^abhoptá", "$eisí"),
    "ś": ("^eou", "$aclnrw"),
    "ů": ("cdknt", "$v"),
    "ű": ("r", "s"),
    "ź": ("adu", "$adn"),
}
"""The neighbours before and behind a letter; ^ and $ are the ends of a word."""

_WORD = re.compile(r"[^\W\d_]+")
_MORE = 4  # of a word or two nothing can be said
_TIMES = 1.4  # French words alone come near 1.2: "Genève" could be "Genčve"


def looks_central(lines: bytes) -> bool:
    """Whether the letters in which the two pages differ have the neighbours of central European ones."""
    western, central = lines.decode("cp1252", "replace"), lines.decode("cp1250", "replace")
    pairs = {
        (western[slice(*found.span())].lower(), central[slice(*found.span())].lower())
        for found in _WORD.finditer(western)
    }
    pairs = {(one, other) for one, other in pairs if one != other}
    west = sum(_known(one, other, _WESTERN) for one, other in pairs)
    centre = sum(_known(other, one, _CENTRAL) for one, other in pairs)
    return centre >= west + _MORE and centre >= _TIMES * west


def _known(word: str, other: str, table: dict[str, tuple[str, str]]) -> int:
    """How many neighbours of the letters that the other reading has not are known of them."""
    framed = f"^{word}$"
    count = 0
    for place, (letter, instead) in enumerate(zip(word, other, strict=True), start=1):
        if letter != instead:
            before, behind = table.get(letter, ("", ""))
            count += (framed[place - 1] in before) + (framed[place + 1] in behind)
    return count
