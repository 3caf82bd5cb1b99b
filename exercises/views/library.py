"""The reference library as a page: one search over all shelves, and specimens of documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import escape
from itertools import groupby

import streamlit as st

from exercises.dossier import specimens
from exercises.language import _, languages, ngettext
from exercises.learning import SHELVES, Entry, folded, search, shelf_label
from exercises.views import seat, values

MOST = 60
"""Entries shown at once (assumption: more is not read)."""
SPECIMENS = "specimens"
_ACCENTS = "[\u0300-\u036f]*"


def show() -> None:
    """The page's head; the search redraws itself alone."""
    seat.person()
    with st.container(key="report"):
        st.html(f'<h1 class="rl-h1">{escape(_("Reference library"))}</h1>')
        _search()


@st.fragment(key="library")
def _search() -> None:
    seat.person()
    words, shelf = st.columns([3, 2])
    said = words.text_input(
        _("Search"), key="library-words", placeholder=_("a word, a red flag, an HS code"), max_chars=100
    )
    chosen = shelf.selectbox(
        _("Shelf"),
        [*SHELVES, SPECIMENS],
        index=None,
        key="library-shelf",
        placeholder=_("all shelves"),
        format_func=_shelf,
    )
    if chosen == SPECIMENS:
        st.html(_specimens())
        return
    if not said.strip() and chosen is None:
        st.html(f'<p class="rl-empty">{escape(_("Type what you look for, or choose a shelf."))}</p>')
        return
    found = search(said, chosen)
    st.html(_found(found) + "".join(_table(name, list(rows), said) for name, rows in _shelves(found[:MOST])))


def _shelf(name: str) -> str:
    return _("Document specimens") if name == SPECIMENS else shelf_label(name)


def _shelves(entries: Sequence[Entry]) -> groupby[str, Entry]:
    return groupby(entries, key=lambda entry: entry.shelf)


def _found(found: Sequence[Entry]) -> str:
    if not found:
        return f'<p class="rl-empty">{escape(_("Nothing holds all these words. Try fewer, or another shelf."))}</p>'
    said = ngettext("{} entry", "{} entries", len(found)).format(len(found))
    if len(found) > MOST:
        said += " " + _("({} are shown; more words find fewer)").format(MOST)
    return f'<p class="rl-muted" role="status">{escape(said)}</p>'


def _table(shelf: str, entries: Sequence[Entry], words: str) -> str:
    heads = (_("Code"), _("What"), _("What to know"), _("Source"))
    coded = any(entry.code for entry in entries)
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in (heads if coded else heads[1:]))
    body = "".join(_row(entry, coded, words) for entry in entries)
    return (
        f'<h2 class="rl-h2">{escape(shelf_label(shelf))}</h2>'
        f'<table class="rl-table rl-library"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _row(entry: Entry, coded: bool, words: str) -> str:
    code = values.commodity(entry.code) if entry.shelf == "strategic" else entry.code
    first = f"<td><code>{escape(code)}</code></td>" if coded else ""
    cells = f'<th scope="row">{_marked(entry.title, words)}</th><td>{_marked(entry.told, words)}</td>'
    return f'<tr>{first}{cells}<td class="rl-muted">{escape(entry.source)}</td></tr>'


def _marked(text: str, words: str) -> str:
    """The text with the words found in it marked, case and accents aside as in the search."""
    wanted = ["".join(re.escape(letter) + _ACCENTS for letter in word) for word in folded(words).split() if word[1:]]
    if not wanted:
        return escape(text)
    apart = unicodedata.normalize("NFD", text)  # accents stand behind their letters
    pieces = re.split(f"({'|'.join(wanted)})", apart, flags=re.IGNORECASE)
    whole = [escape(unicodedata.normalize("NFC", piece)) for piece in pieces]
    return "".join(f"<mark>{one}</mark>" if place % 2 else one for place, one in enumerate(whole))


def _specimens() -> str:
    stamp = f'<div class="rl-stamp" lang="{escape(languages.current())}">{escape(_("specimen"))}</div>'
    sheets = "".join(
        f'<article class="rl-paper rl-{paper.kind}" lang="en"><h3>{escape(paper.title)}</h3>{paper.html}'
        f"{stamp}</article>"
        for paper in specimens()
    )
    said = _("How the papers of a consignment look in the exercises. These belong to none of them.")
    head = f'<h2 class="rl-h2">{escape(_shelf(SPECIMENS))}</h2>'
    return f'{head}<p>{escape(said)}</p><div class="rl-papers">{sheets}</div>'
