"""The same name in other letters: Cyrillic, Greek, Arabic as clerks there would write it, and other romanisations."""

from __future__ import annotations

_CYRILLIC = (
    ("shch", "щ"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("yu", "ю"), ("ya", "я"),
    ("yo", "ё"), ("ye", "е"), ("ph", "ф"), ("th", "т"), ("ck", "к"), ("x", "кс"), ("qu", "кв"),
    *zip("abvgdezijklmnoprstufhcyqw", "абвгдезийклмнопрстуфхкыкв", strict=True),
)  # fmt: skip
_GREEK = (
    ("sh", "σ"), ("ch", "τσ"), ("kh", "χ"), ("ph", "φ"), ("th", "θ"), ("ks", "ξ"), ("ps", "ψ"), ("ou", "ου"),
    ("x", "ξ"), ("u", "ου"), ("b", "μπ"), ("d", "ντ"), ("j", "τζ"), ("c", "κ"), ("q", "κ"), ("w", "ου"), ("h", "χ"),
    ("ya", "για"), ("ye", "γιε"), ("yo", "γιο"), ("yu", "γιου"), ("y", "ι"), ("v", "β"), ("f", "φ"),
    *zip("agezikmnloprst", "αγεζικμνλοπρστ", strict=True),
)  # fmt: skip
_ARABIC = (
    ("sh", "ش"), ("kh", "خ"), ("gh", "غ"), ("th", "ث"), ("dh", "ذ"), ("ch", "تش"), ("ou", "و"), ("oo", "و"),
    ("aa", "ا"), ("ee", "ي"), ("b", "ب"), ("p", "ب"), ("t", "ت"), ("j", "ج"), ("h", "ه"), ("d", "د"), ("r", "ر"),
    ("z", "ز"), ("s", "س"), ("f", "ف"), ("v", "ف"), ("q", "ق"), ("k", "ك"), ("c", "ك"), ("l", "ل"), ("m", "م"),
    ("n", "ن"), ("w", "و"), ("y", "ي"), ("g", "غ"), ("x", "كس"), ("u", ""), ("a", ""), ("i", ""), ("e", ""), ("o", ""),
)  # fmt: skip
_ROMANISED = (
    ("ei", "ey"), ("sh", "sch"), ("kh", "h"), ("y", "j"), ("y", "i"), ("ou", "u"), ("u", "ou"), ("zh", "j"), ("w", "v"),
    ("v", "w"), ("q", "k"), ("k", "q"), ("ph", "f"), ("f", "ph"), ("ee", "i"), ("i", "y"), ("o", "u"), ("c", "k"),
    ("ks", "x"), ("x", "ks"), ("al-", "el-"), ("mm", "m"), ("ss", "s"), ("s", "ss"), ("ch", "tch"), ("j", "dj"),
    ("dj", "j"), ("mohammed", "muhammad"), ("yusuf", "youssef"), ("hussein", "husayn"), ("dmitri", "dimitry"),
    ("sergei", "serguei"), ("yevgeny", "evgeni"), ("aleksandr", "alexander"), ("ev", "eff"), ("ov", "off"),
)  # fmt: skip
_SOUGHT = 2


def _replaced(text, table):
    out, at, lower = [], 0, text.lower()
    while at < len(lower):
        for latin, other in table:
            if lower.startswith(latin, at):
                out.append(other)
                at += len(latin)
                break
        else:
            out.append(lower[at])
            at += 1
    return "".join(out)


def in_cyrillic(text):
    return _replaced(text, _CYRILLIC).title()


def in_greek(text):
    return _replaced(text, _GREEK).title()


def in_arabic(text):
    """Consonants and what stands for long vowels; a short vowel that begins a word is an alif."""
    words = []
    for word in text.split():
        begin = "ا" if word[:1].lower() in set("aeiou") else ""
        inner = _replaced(word, _ARABIC).replace("-", "")
        undoubled = "".join(letter for at, letter in enumerate(inner) if at == 0 or letter != inner[at - 1])
        words.append(begin + undoubled)
    return " ".join(words)


def romanised_otherwise(source, text):
    """One or two of the usual differences between romanisations."""
    lower = text.lower()
    possible = [pair for pair in _ROMANISED if pair[0] in lower]
    for old, new in source.sample(possible, min(_SOUGHT, len(possible), source.choice((1, 2)))):
        places = [at for at in range(len(lower)) if lower.startswith(old, at)]
        if places:
            at = source.choice(places)
            lower = lower[:at] + new + lower[at + len(old) :]
    return lower.title()
