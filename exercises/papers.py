"""The documents of a consignment as sheets of paper, for the desk and for print."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from exercises import languages
from exercises.languages import _
from generators import documents
from simulator.declaration import Consignment


@dataclass(frozen=True)
class Sheet:
    """One document: its kind, its title, and the whole sheet as HTML made of escaped text alone."""

    kind: str
    title: str
    html: str


def sheets(consignment: Consignment) -> tuple[Sheet, ...]:
    """A sheet for each document that can be made of what is known: title, body, and the stamp of its receipt."""
    return tuple(_sheet(paper, consignment) for paper in documents.render(consignment))


def _sheet(paper: documents.Document, consignment: Consignment) -> Sheet:
    day = consignment.get("acceptance_date")
    received = languages.date(day) if isinstance(day, pd.Timestamp) else ""
    stamp = " ".join(filter(None, (consignment.text("declaration_office"), received)))
    body = (
        f'<article class="rl-paper rl-{paper.kind}"><h5>{escape(paper.title)}</h5>{paper.html}'
        f'<div class="rl-stamp">{escape(_("received"))} <code>{escape(stamp)}</code></div></article>'
    )
    return Sheet(paper.kind, paper.title, body)
