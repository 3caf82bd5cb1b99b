"""The documents of a consignment as sheets of paper, for the desk and for print."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from exercises.language import _, languages
from generators.papers import documents
from simulator.packs import Pack
from simulator.reference import Consignment


@dataclass(frozen=True)
class Sheet:
    """One document: its kind, its title, and the whole sheet as HTML."""

    kind: str
    title: str
    html: Markup


def sheets(consignment: Consignment, rules: Pack | None = None) -> tuple[Sheet, ...]:
    """A sheet for each document that the known fields allow: title, body, and the stamp of receipt. ``rules``: the
    context pack, by whose codes a licence is known."""
    stamp = _stamp(consignment)
    return tuple(_sheet(paper, stamp) for paper in documents.render(consignment, rules))


def _sheet(paper: documents.Document, stamp: Markup) -> Sheet:
    received = "" if paper.kind == "company_check" else stamp  # the office's own paper
    body = Markup('<article class="rl-paper rl-{}" lang="en"><h5>{}</h5>{}{}</article>').format(
        paper.kind, paper.title, paper.html, received
    )
    return Sheet(paper.kind, paper.title, body)


def _stamp(consignment: Consignment) -> Markup:
    """The office's stamp in the reader's language; the papers are in the trader's language."""
    day = consignment.get("acceptance_date")
    date = languages.date(day) if isinstance(day, pd.Timestamp) else ""
    said = " ".join(filter(None, (consignment.text("declaration_office"), date)))
    return Markup('<div class="rl-stamp" lang="{}">{} <code>{}</code></div>').format(
        languages.current(), _("received"), said
    )
