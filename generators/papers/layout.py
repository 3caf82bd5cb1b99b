"""The parts that papers are laid out of: letterhead, boxes, lines with their total, a statement, a stamp.

Layout alone: each part shows the texts it is given, escaped, and leaves out what is not known.
"""

from __future__ import annotations

from html import escape


def letterhead(name: str, address: str, country: str, number: str) -> str:
    """Who writes: name, and below it address, country and register number."""
    below = " · ".join(part for part in (address, country, number and f"No. {number}") if part)
    return f'<div class="letterhead"><b>{escape(name)}</b><br>{escape(below)}</div>'


def boxes(*parts: tuple[str, ...]) -> str:
    """Boxes of a form, two abreast: a small title and lines below it; a box without a line is left out."""
    made = []
    for title, *lines in parts:
        known = [escape(line) for line in lines if line.strip()]
        if known:
            tall = ' class="tall"' if len(known) > 2 else ""  # an address stands beside two short boxes
            made.append(f"<div{tall}><dt>{escape(title)}</dt><dd>{'<br>'.join(known)}</dd></div>")
    return f'<dl class="boxes">{"".join(made)}</dl>'


def pairs(*lines: tuple[str, str]) -> str:
    """Terms, each beside its name."""
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(said)}</td></tr>" for name, said in lines if said.strip())
    return f'<table class="pairs">{rows}</table>'


def table(heads: tuple[str, ...], row: tuple[str, ...], total: tuple[str, ...] = ()) -> str:
    """The line of goods below its heads, and the total below the line."""
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    foot = f"<tfoot><tr>{_cells(total)}</tr></tfoot>" if total else ""
    return f'<table class="lines"><thead><tr>{head}</tr></thead><tbody><tr>{_cells(row)}</tr></tbody>{foot}</table>'


def statement(name: str, text: str) -> str:
    """What somebody declares, in a line of its own."""
    return f'<p class="statement">{escape(name)}: <b>{escape(text)}</b></p>'


def signed(name: str) -> str:
    """The stamp of a company: its name, and nothing that could be judged apart from it."""
    return f'<p class="signed">for <b>{escape(name)}</b></p>' if name else ""


def _cells(texts: tuple[str, ...]) -> str:
    return "".join(f"<td>{escape(text)}</td>" for text in texts)
