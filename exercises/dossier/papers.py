"""The documents of a consignment as sheets of paper, for the desk and for print."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from exercises.language import _, languages
from generators.papers import documents
from simulator.reference import Consignment


@dataclass(frozen=True)
class Sheet:
    """One document: its kind, its title, and the whole sheet as HTML made of escaped text alone."""

    kind: str
    title: str
    html: str


def sheets(consignment: Consignment) -> tuple[Sheet, ...]:
    """A sheet for each document that can be made of what is known: title, body, and the stamp of its receipt."""
    stamp = _stamp(consignment)
    return tuple(_sheet(paper, stamp) for paper in documents.render(consignment))


def _sheet(paper: documents.Document, stamp: str) -> Sheet:
    received = "" if paper.kind == "company_check" else stamp  # the office's own paper
    body = (
        f'<article class="rl-paper rl-{paper.kind}" lang="en"><h5>{escape(paper.title)}</h5>{paper.html}'
        f"{received}</article>"
    )
    return Sheet(paper.kind, paper.title, body)


def _stamp(consignment: Consignment) -> str:
    """The office's stamp, in the language of the reader; the papers are in the trader's."""
    day = consignment.get("acceptance_date")
    date = languages.date(day) if isinstance(day, pd.Timestamp) else ""
    said = " ".join(filter(None, (consignment.text("declaration_office"), date)))
    return (
        f'<div class="rl-stamp" lang="{escape(languages.current())}">{escape(_("received"))} '
        f"<code>{escape(said)}</code></div>"
    )
