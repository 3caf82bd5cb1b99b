"""A consignment's papers say what its record says, no more, and always the same."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from generators.documents import render
from generators.traffic import Settings, generate
from simulator.declaration import Consignment, visible

DECLARATIONS = generate(Settings(declarations=40), 14).declarations


def kinds(consignment: Consignment) -> set[str]:
    return {paper.kind for paper in render(consignment)}


def test_papers_grow_with_the_tier_shown() -> None:
    one = DECLARATIONS["declaration_id"].iat[3]
    seen = [
        kinds(Consignment.from_row(visible(DECLARATIONS, tier), one)) for tier in ("declaration", "document", "check")
    ]
    assert seen[0] == set()
    assert {"invoice", "packing_list", "transport"} <= seen[1]
    assert seen[2] - seen[1] == {"company_check"}


def test_rendering_has_a_twin_and_states_the_facts() -> None:
    for one in DECLARATIONS["declaration_id"]:
        consignment = Consignment.from_row(DECLARATIONS, one)
        papers = render(consignment)
        assert papers == render(consignment)
        invoice = next(paper for paper in papers if paper.kind == "invoice")
        assert escape(consignment.text("goods_description")) in invoice.html
        assert consignment.text("payment_terms") in invoice.html


def test_text_from_a_declaration_cannot_become_markup() -> None:
    known = Consignment.from_row(DECLARATIONS, DECLARATIONS["declaration_id"].iat[0])
    hostile = replace(known, fields={**known.fields, "goods_description": "<script>alert(1)</script>"})
    assert all("<script>" not in paper.html for paper in render(hostile))
    assert any("&lt;script&gt;" in paper.html for paper in render(hostile))
