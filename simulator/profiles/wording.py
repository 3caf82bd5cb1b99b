"""Words in texts: one way of writing for comparison, and patterns that find whole words in their grammatical forms.

A word is found in singular and plural, and in masculine and feminine, by the rules of English and French (own
selection, from school grammar). Other forms, such as those of verbs, are words of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015"
_PLAIN_EDGES = r"\b", r"\b"
_EDGES = r"(?:^|[^\pL\pM\pN])", r"(?:[^\pL\pM\pN]|$)"
_BLANKS = r"[\s_\x{2010}-\x{2015}-]"
# Thai to Myanmar, and the scripts of Chinese, Japanese and Korean: words are written without blanks, or with endings.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NOT_JOINED = str.maketrans({"\u0307": None, "\u0131": "i"})  # what small letters leave of the Turkish i

# Endings that take each other's place, with the shortest stem they can have. A rule may give a word that does not
# exist: nobody writes it, so it finds nothing.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"...*[^s]", ("", "s")),  # valve
    (r"..*(?:[sxzo]|sh|ch)", ("", "es")),  # box
    (r"..*[^aeiou]", ("y", "ies")),  # battery
    (r"..*", ("sis", "ses")),  # analysis
    (r".*", ("man", "men")),
    (r"..*(?:au|eu|ou)", ("", "x")),  # tuyau
    (r"..*", ("al", "ale", "als", "ales", "aux")),  # metal, axiale
    (r"..*", ("eux", "euse", "euses")),  # dangereux
    (r"..*", ("if", "ive", "ifs", "ives")),  # radioactif
    (r"..*", ("el", "elle", "els", "elles")),  # industriel
    (r"..*", ("ien", "ienne", "iens", "iennes")),
    (r"..*", ("ier", "iere", "iers", "ieres")),
    (r"...*", ("ant", "ante", "ants", "antes")),  # roulant
    (r"...*", ("ent", "ente", "ents", "entes")),
    (r"..*", ("ieur", "ieure", "ieurs", "ieures")),
)
_ENDED = ("e", "ee", "es", "ees")  # of a French participle, whose accent is taken off: "soudé"
_IRREGULAR: tuple[tuple[str, ...], ...] = tuple(
    tuple(pair.split("/"))
    for pair in (
        "knife/knives life/lives shelf/shelves half/halves leaf/leaves loaf/loaves wolf/wolves calf/calves hoof/hooves "
        "scarf/scarves axis/axes matrix/matrices vertex/vertices vortex/vortices index/indices appendix/appendices "
        "spectrum/spectra medium/media bacterium/bacteria datum/data stratum/strata criterion/criteria fungus/fungi "
        "nucleus/nuclei radius/radii bacillus/bacilli stimulus/stimuli alga/algae larva/larvae antenna/antennae "
        "formula/formulae tooth/teeth foot/feet goose/geese mouse/mice child/children ox/oxen travail/travaux "
        "vitrail/vitraux oeil/yeux neuf/neuve/neufs/neuves"
    ).split()
)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A text for comparison: one form of Unicode, small letters, each run of blanks as one, none at the ends.

    >>> from simulator.profiles.wording import folded
    >>> folded("  Mu\u0308ller\u00a0 GmbH ") == folded("MÜLLER GMBH")
    True
    """
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_NOT_JOINED)
    return " ".join(small.split())


def plain(text: str) -> str:
    """A folded text with its Latin letters without accents, as they often are in capitals."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", "".join(_bare(sign) for sign in text))


def _bare(sign: str) -> str:
    parts = unicodedata.normalize("NFD", sign)
    return parts[0] if parts[0].isascii() else sign


@lru_cache(maxsize=1024)
def pattern(wanted: Sequence[str], ascii_only: bool = True) -> str:
    """A pattern (RE2, if ``ascii_only`` Python's too) that finds any of these words in a plain text.

    Words of a phrase can have blanks or hyphens between them; signs such as a comma stand for themselves.
    """
    blanks, (before, after) = (r"[\s_-]", _PLAIN_EDGES) if ascii_only else (_BLANKS, _EDGES)
    sides: dict[tuple[str, str], list[str]] = {}
    for text in map(folded, wanted):
        edges = before if _ends_word(text[0]) else "", after if _ends_word(text[-1]) else ""
        sides.setdefault(edges, []).append(_phrase(text, blanks))
    return "|".join(f"{left}(?:{'|'.join(phrases)}){right}" for (left, right), phrases in sides.items())


def _phrase(text: str, blanks: str) -> str:
    parts = ["".join(signs) for _, signs in groupby(text, _in_word)]
    return "".join(_any_of(forms(part)) if _in_word(part[0]) else _between(part, blanks) for part in parts)


def _ends_word(sign: str) -> bool:
    return _in_word(sign) and _UNSPACED.match(sign) is None


def _in_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


def _between(signs: str, blanks: str) -> str:
    """What stands beside a word: blanks, a hyphen that can be left out, or signs that stand for themselves."""
    if not signs.strip(" _" + _HYPHENS):
        return f"{blanks}+" if signs.isspace() else f"{blanks}*"
    return f"{blanks}*".join(["", *map(re.escape, signs.split()), ""])


def forms(word: str) -> frozenset[str]:
    """A word of a folded text in its grammatical forms, in plain letters; a word with a digit or of two letters alone.

    >>> from simulator.profiles.wording import forms
    >>> sorted(forms("valve"))
    ['valve', 'valves']
    """
    bare = plain(word)
    if len(word) < 3 or not word.isalpha():
        return frozenset({bare})
    found = {bare}
    for stem, endings in _ENDINGS:
        for ending in endings:
            if bare.endswith(ending) and re.fullmatch(stem, bare[: len(bare) - len(ending)]):
                found |= {bare[: len(bare) - len(ending)] + other for other in endings}
    if participle := re.fullmatch("(.*)(?:é|ée|és|ées)", word):
        found |= {plain(participle[1]) + ending for ending in _ENDED}
    return frozenset(found.union(*(group for group in _IRREGULAR if bare in group)))


def _any_of(words: Iterable[str]) -> str:
    """A pattern of words that begin alike."""
    known = sorted(words)
    begin = known[0]
    while not known[-1].startswith(begin):  # sorted: what first and last have in common, all have
        begin = begin[:-1]
    ends = [re.escape(word[len(begin) :]) for word in known if word != begin]
    after = ends[0] if len(ends) == 1 and len(ends[0]) == 1 else f"(?:{'|'.join(ends)})" if ends else ""
    return re.escape(begin) + (f"{after}?" if begin in known and ends else after)
