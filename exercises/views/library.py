"""The reference library, as a page and beside other work: one search over all shelves, and specimens of documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st
from markupsafe import Markup, escape

from exercises.dossier import specimens
from exercises.language import _, languages, ngettext
from exercises.learning import NUMBERED, SHELVES, Entry, folded, search, shelf_label
from exercises.store import INSTRUCTOR, Person
from exercises.views import markup, office, seat, values

MOST = 100
"""Entries shown at once: every red flag; of the longer shelves nobody reads more (assumption)."""
SPECIMENS = "specimens"
_ACCENTS = "[\u0300-\u036f]*"


def show() -> None:
    """Show the head of the page; only the search redraws itself."""
    seat.person()
    with st.container(key="report"):
        markup.show(Markup('<h1 class="rl-h1">{}</h1>').format(_("Reference library")))
        _page()


@st.fragment(key="library")
def _page() -> None:
    offers = exercises(seat.person())
    look, exercise = st.columns([5, 2])
    compared = exercise.selectbox(
        _("Exercise"),
        list(offers),
        index=None,
        key="library-exercise",
        placeholder=_("any exercise"),
        help=_(
            "Shows the codes and measures of its administration, and marks the red flags that cannot be cited in it."
        ),
        format_func=lambda name: _(offers[name].title),
    )
    chosen = offers[compared] if compared is not None else Offer("", "", None)
    with look:
        said, shelf = _asked("library")
    found(said, shelf, chosen.rules, chosen.flags)


@dataclass(frozen=True)
class Offer:
    """What the library needs of an exercise: its title, its context pack ("" for all), the flags offered for citing."""

    title: str
    rules: str
    flags: Collection[str] | None


def beside(rules: str, flags: Collection[str]) -> None:
    """The library in a narrow place beside other work. ``rules``: the context pack, "" for all; ``flags``: those that
    can be cited there."""
    said, shelf = _asked("beside")
    with st.container(key="library-beside"):
        found(said, shelf, rules, flags)


def _asked(name: str) -> tuple[str, str | None]:
    """What is looked for, and the shelf. Both stay while the person stays on the page."""
    words, shelf = st.columns([3, 2])
    said = words.text_input(
        _("Search"),
        key=f"{name}-words",
        placeholder=_("a word, a red flag, a code"),
        max_chars=100,
        persist_state="page",
    )
    chosen = shelf.selectbox(
        _("Shelf"),
        [*SHELVES, SPECIMENS],
        index=None,
        key=f"{name}-shelf",
        placeholder=_("all shelves"),
        format_func=_shelf,
        persist_state="page",
    )
    return said, chosen


def found(said: str, shelf: str | None, rules: str, flags: Collection[str] | None) -> None:
    """Show what a search finds, or what to do where nothing is asked yet."""
    if shelf == SPECIMENS:
        markup.show(_specimens())
        return
    if not said.strip() and shelf is None:
        markup.show(Markup('<p class="rl-empty">{}</p>').format(_("Type what you look for, or choose a shelf.")))
        return
    entries = search(said, shelf, rules)
    tables = (_table(name, list(rows), said, flags) for name, rows in _shelves(entries[:MOST]))
    markup.show(_found(entries) + Markup().join(tables))


def exercises(someone: Person) -> Mapping[str, Offer]:
    """What the library needs of each of this person's exercises, by its id."""
    if someone.role == INSTRUCTOR:
        heads = office.instructor(someone).exercises()
        return {head.id: Offer(head.title, head.spec.pack, head.spec.flags) for head in heads}
    mine = office.trainee(someone).exercises()
    return {one.exercise_id: Offer(one.title, one.pack, one.flags) for one in mine}


def _shelf(name: str) -> str:
    return _("Document specimens") if name == SPECIMENS else shelf_label(name)


def _shelves(entries: Sequence[Entry]) -> groupby[str, Entry]:
    return groupby(entries, key=lambda entry: entry.shelf)


def _found(found: Sequence[Entry]) -> Markup:
    if not found:
        said = _("No entry has all these words. Try fewer words, or another shelf.")
        return Markup('<p class="rl-empty">{}</p>').format(said)
    said = ngettext("{} entry", "{} entries", len(found)).format(len(found))
    if len(found) > MOST:
        said += " " + _("({} are shown; add words to find fewer)").format(MOST)
    return Markup('<p class="rl-muted" role="status">{}</p>').format(said)


def _table(shelf: str, entries: Sequence[Entry], words: str, offered: Collection[str] | None) -> Markup:
    heads = (_("Code"), _("What"), _("What to know"), _("Source"))
    coded = any(entry.code for entry in entries)
    shown = heads if coded else heads[1:]
    head = Markup().join(Markup('<th scope="col">{}</th>').format(text) for text in shown)
    body = Markup().join(_row(entry, coded, words, offered) for entry in entries)
    return Markup(
        '<h2 class="rl-h2">{}</h2>'
        '<table class="rl-table rl-library"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(shelf_label(shelf), head, body)


def _row(entry: Entry, coded: bool, words: str, offered: Collection[str] | None) -> Markup:
    numbered = entry.shelf in NUMBERED
    code: str = values.commodity(entry.code) if numbered else entry.code
    if entry.shelf == "flags":
        code = Markup(".<wbr>").join(entry.code.split("."))  # a long id may break behind its family
    first = Markup("<td><code>{}</code></td>").format(code) if coded else ""
    absent = Markup("")
    if offered is not None and entry.shelf == "flags" and entry.code not in offered:
        absent = Markup('<p class="rl-muted">{}</p>').format(_("not in this exercise"))
    lines = [_marked(line, words) for line in entry.text.split("\n")]
    text = Markup().join(Markup("<p>{}</p>").format(line) for line in lines) if len(lines) > 1 else lines[0]
    title = _marked(entry.title, words)
    if numbered:  # in the English of the tariff's wordings
        title = Markup('<span lang="en">{}</span>').format(title)
    return Markup('<tr>{}<th scope="row">{}{}</th><td>{}{}</td><td class="rl-muted">{}</td></tr>').format(
        first, title, absent, text, _sheet(entry, words), entry.source
    )


def _sheet(entry: Entry, words: str) -> Markup:
    """What a maker's data sheet says on a listed good and on any other, the deciding line first."""
    if not entry.sheet:
        return Markup("")
    heads = (_("Data sheet"), _("of listed goods"), _("of other goods"))
    head = Markup().join(Markup('<th scope="col">{}</th>').format(text) for text in heads)
    body = Markup().join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(
            *(_marked(part, words) for part in line)
        )
        for line in entry.sheet
    )
    return Markup('<table class="rl-inner"><thead><tr>{}</tr></thead><tbody lang="en">{}</tbody></table>').format(
        head, body
    )


def _marked(text: str, words: str) -> Markup:
    """The text with the found words marked; case and accents do not count, as in the search."""
    wanted = ["".join(re.escape(letter) + _ACCENTS for letter in word) for word in folded(words).split() if word[1:]]
    if not wanted:
        return escape(text)
    apart = unicodedata.normalize("NFD", text)  # accents stand behind their letters
    pieces = re.split(f"({'|'.join(wanted)})", apart, flags=re.IGNORECASE)
    whole = [unicodedata.normalize("NFC", piece) for piece in pieces]
    return Markup().join(Markup("<mark>{}</mark>").format(one) if place % 2 else one for place, one in enumerate(whole))


def _specimens() -> Markup:
    stamp = Markup('<div class="rl-stamp" lang="{}">{}</div>').format(languages.current(), _("specimen"))
    sheets = Markup().join(
        Markup('<article class="rl-paper rl-{}" lang="en"><h3>{}</h3>{}{}</article>').format(
            paper.kind, paper.title, paper.html, stamp
        )
        for paper in specimens()
    )
    said = _("Documents of a consignment as they look in the exercises. These do not belong to any exercise.")
    return Markup('<h2 class="rl-h2">{}</h2><p>{}</p><div class="rl-papers">{}</div>').format(
        _shelf(SPECIMENS), said, sheets
    )
