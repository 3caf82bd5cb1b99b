"""Parts of the layout of papers: letterhead, boxes, lines with their total, a statement, a stamp.

Layout only: each part shows its texts, escaped, and leaves out unknown ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup


def marked(field: str, said: str) -> Markup:
    """A text with the name of its field, so that a reader's page can find it; "" stays ""."""
    return Markup('<span data-field="{}">{}</span>').format(field, said) if said.strip() else Markup()


def letterhead(name: str, address: str, country: str, number: str) -> Markup:
    """The sender: the name, and below it address, country and register number."""
    below = " · ".join(part for part in (address, country, number and f"No. {number}") if part)
    return Markup('<div class="letterhead"><b>{}</b><br>{}</div>').format(name, below)


def boxes(*parts: tuple[str, ...]) -> Markup:
    """Boxes of a form, two in a row: a small title with lines below it; a box without lines is left out."""
    made = []
    for title, *lines in parts:
        known = [line for line in lines if line.strip()]
        if known:
            tall = Markup(' class="tall"') if len(known) > 2 else ""  # an address stands beside two short boxes
            below = Markup("<br>").join(known)
            made.append(Markup("<div{}><dt>{}</dt><dd>{}</dd></div>").format(tall, title, below))
    return Markup('<dl class="boxes">{}</dl>').format(_joined(made))


def pairs(*lines: tuple[str, str]) -> Markup:
    """Terms, each next to its name."""
    rows = (Markup("<tr><th>{}</th><td>{}</td></tr>").format(name, said) for name, said in lines if said.strip())
    return Markup('<table class="pairs">{}</table>').format(_joined(rows))


def table(heads: tuple[str, ...], row: tuple[str, ...], total: tuple[str, ...] = ()) -> Markup:
    """The line of goods below its heads, and the total below the line."""
    head = _joined(Markup("<th>{}</th>").format(name) for name in heads)
    foot = Markup("<tfoot><tr>{}</tr></tfoot>").format(_cells(total)) if total else ""
    return Markup('<table class="lines"><thead><tr>{}</tr></thead><tbody><tr>{}</tr></tbody>{}</table>').format(
        head, _cells(row), foot
    )


def statement(name: str, text: str) -> Markup:
    """A statement by a party, on a separate line."""
    return Markup('<p class="statement">{}: <b>{}</b></p>').format(name, text)


def signed(name: str) -> Markup:
    """The stamp of a company: its name only, so that the stamp itself is no evidence."""
    return Markup('<p class="signed">for <b>{}</b></p>').format(name) if name else Markup()


def _cells(texts: tuple[str, ...]) -> Markup:
    return _joined(Markup("<td>{}</td>").format(text) for text in texts)


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)
