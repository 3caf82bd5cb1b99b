"""A consignment's papers say what its record says, no more, and always the same."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest
from markupsafe import escape

from generators.odds import Settings
from generators.papers.documents import render
from generators.table import frame
from generators.traffic import declare, draw, generate
from simulator.packs import pack
from simulator.reference import Consignment, countries, goods, package_types, places, visible

DATES = ("invoice_date", "packing_list_date", "transport_document_date")


@pytest.fixture(scope="module")
def declarations() -> pd.DataFrame:
    """Forty consignments. Not made on import, which each worker does with every file."""
    return generate(Settings(declarations=40), 14).declarations


def kinds(consignment: Consignment) -> set[str]:
    return {paper.kind for paper in render(consignment)}


def test_papers_grow_with_the_tier_shown(declarations: pd.DataFrame) -> None:
    one = str(declarations["declaration_id"].iat[3])
    seen = [
        kinds(Consignment.from_row(visible(declarations, tier), one)) for tier in ("declaration", "document", "check")
    ]
    assert seen[0] == set()
    assert {"invoice", "packing_list", "transport"} <= seen[1]
    assert seen[2] - seen[1] == {"company_check"}


def test_rendering_has_a_twin_and_states_the_facts(declarations: pd.DataFrame) -> None:
    for one in declarations["declaration_id"]:
        consignment = Consignment.from_row(declarations, one)
        papers = render(consignment)
        assert papers == render(consignment)
        invoice = next(paper for paper in papers if paper.kind == "invoice")
        assert escape(consignment.text("goods_description")) in invoice.html
        assert consignment.text("payment_terms") in invoice.html


def shown(html: str, heading: str) -> str:
    """What stands in the box of this title, beside it, or below it in the table of goods; without the field's name."""
    html = re.sub(r"</?span[^>]*>", "", html)
    named = re.escape(heading)
    beside = re.search(rf"<th>{named}</th><td>(.*?)</td>|<dt>{named}</dt><dd>(.*?)</dd>", html)
    if beside:
        return unescape(beside.group(1) or beside.group(2))
    head, row = re.search(r"<thead><tr>(.*?)</tr></thead><tbody><tr>(.*?)</tr>", html).groups()  # type: ignore[union-attr]
    place = re.findall(r"<th>(.*?)</th>", head).index(heading)
    return unescape(re.findall(r"<td>(.*?)</td>", row)[place])


def test_papers_disagree_with_the_declaration_exactly_where_the_truth_planted_it() -> None:
    """Gross mass of the packing list, origin of the certificate, user and payer of the invoice; nothing else."""
    settings = Settings(declarations=400, prevalence=0.3)
    drawn = draw(settings, 8, 0, 400)
    declarations = frame(declare(drawn))
    met = Counter[str]()
    for row, one in enumerate(declarations["declaration_id"]):
        c = Consignment.from_row(declarations, one)
        papers = {paper.kind: paper.html for paper in render(c, pack(settings.pack))}
        gross = f"{c.number('gross_mass'):,.2f}"
        certified = shown(papers["origin"], "Country of origin") if "origin" in papers else None
        planted = {name: int(drawn.levels[name][row]) for name in ("documents.mass", "origin.certificate")}
        assert (shown(papers["packing_list"], "Gross kg") != gross) == (planted["documents.mass"] == 1)
        assert shown(papers["transport"], "Gross kg") == gross
        assert (certified is None) == (planted["origin.certificate"] == 1)
        if certified is not None:
            assert (certified != countries()[c.text("country_of_origin")].name) == (planted["origin.certificate"] == 2)
        named = shown(papers["invoice"], "End-user")
        assert (named == c.text("consignee_name")) == (drawn.levels["invoice.end_user"][row] == 0)
        assert (named == "not stated") == (drawn.levels["invoice.end_user"][row] == 4)
        payer = shown(papers["invoice"], "Paid by an account in")
        assert (payer != countries()[c.text("consignee_country")].name) == (drawn.levels["payment.payer"][row] == 1)
        amount = float(shown(papers["invoice"], f"Amount {c.text('invoice_currency')}").replace(",", ""))
        value, rate = c.number("statistical_value"), c.number("exchange_rate")
        assert value is not None and rate is not None and abs(amount - value * rate) < 0.006
        for paper, heading in ((papers["invoice"], "Goods"), (papers["transport"], "Said to contain")):
            assert shown(paper, heading) == c.text("goods_description")
        assert shown(papers["invoice"], "Packages") == shown(papers["packing_list"], "Packages")
        assert ("licence" in papers) == (drawn.levels["licence.reference"][row] == 0)
        assert ("end_use" in papers) == (drawn.levels["end_use.statement"][row] != 3)
        met.update(name for name, level in planted.items() if level)
    assert min(met.values()) >= 20 and len(met) == 2


def test_papers_name_nothing_that_the_record_does_not_hold(declarations: pd.DataFrame) -> None:
    """The oracle weighs the fields; a paper that said more than they do would show what nobody weighs."""
    layout = re.compile(r"<(?:th|dt)>.*?</(?:th|dt)>|<td>Total</td>|<[^>]+>")
    for one in declarations["declaration_id"]:
        c = Consignment.from_row(declarations, one)
        said = {str(value) for value in c.fields.values() if isinstance(value, str)}
        said |= {countries()[value].name for value in said if value in countries()}
        said |= {f"{value:%d %b %Y}" for value in c.fields.values() if isinstance(value, pd.Timestamp)}
        numbers = [float(value) for value in c.fields.values() if isinstance(value, (int, float))]
        said |= {f"{value:,.{digits}f}" for value in numbers for digits in (0, 2)}
        said |= {goods()[c.text("hs_code")].label, package_types()[c.text("package_type")].name}
        said |= {places()[value].name for value in said if value in places()}
        words = {word for text in said for word in re.findall(r"\w+", text)}
        for paper in render(c):
            shown = set(re.findall(r"\w+", unescape(layout.sub(" ", paper.html))))
            assert shown - words <= {"Tel", "No", "not", "signed", "stated", "for", "Use"}, paper.kind


def test_papers_state_their_numbers_dates_and_vehicles(declarations: pd.DataFrame) -> None:
    several = 0
    for one in declarations["declaration_id"]:
        c = Consignment.from_row(declarations, one)
        papers: dict[str, str] = {paper.kind: paper.html for paper in render(c)}
        invoice, transport = c.text("invoice_number"), c.text("transport_document_number")
        days = {name: f"{c.get(name):%d %b %Y}" for name in DATES}
        assert shown(papers["invoice"], "Number and date") == f"{invoice}<br>{days['invoice_date']}"
        assert shown(papers["packing_list"], "Invoice") == invoice
        assert shown(papers["packing_list"], "Date") == days["packing_list_date"]
        assert shown(papers["transport"], "Number and date") == f"{transport}<br>{days['transport_document_date']}"
        assert shown(papers["packing_list"], "Kind").endswith(f"({c.text('package_type')})")
        loading = c.text("place_of_loading")
        assert shown(papers["transport"], "From") == f"{places()[loading].name} ({loading})"
        vehicles = {"2": "Wagons", "3": "Lorries"}.get(c.text("mode_at_border"), "")
        for field, head in (("container_id", "Container"), ("transport_unit_ids", vehicles)):
            if c.text(field):
                assert shown(papers["transport"], head) == c.text(field).replace(";", ", ")
                several += 1
    assert several > 5


def test_a_licence_is_known_by_the_codes_of_the_pack_alone(declarations: pd.DataFrame) -> None:
    known = Consignment.from_row(declarations, str(declarations["declaration_id"].iat[0]))

    def there(code: str, name: str) -> bool:
        one = replace(known, fields={**known.fields, "document_type_code": code})
        return "licence" in {paper.kind for paper in render(one, pack(name) if name else None)}

    assert there("X060", "eu-nl") and there("X002", "eu-nl") and there("GE01", "ge")
    assert not any(there(*one) for one in (("Y901", "eu-nl"), ("", "eu-nl"), ("X060", "ge"), ("X060", "")))


def test_without_dates_of_its_own_a_paper_has_that_of_the_declaration(declarations: pd.DataFrame) -> None:
    known = Consignment.from_row(declarations, str(declarations["declaration_id"].iat[0]))
    late = ("invoice_number", *DATES)
    early = replace(known, fields={name: value for name, value in known.fields.items() if name not in late})
    papers = {paper.kind: paper.html for paper in render(early)}
    accepted = f"{known.get('acceptance_date'):%d %b %Y}"
    assert shown(papers["invoice"], "Date") == shown(papers["packing_list"], "Date") == accepted
    assert shown(papers["transport"], "Number") == known.text("transport_document_number")
    assert "<dt>Invoice</dt>" not in papers["packing_list"]


def test_the_total_of_one_line_is_the_line(declarations: pd.DataFrame) -> None:
    for one in declarations["declaration_id"]:
        c = Consignment.from_row(declarations, one)
        for paper in render(c):
            for line, total in re.findall(r"<tbody><tr>(.*?)</tr></tbody><tfoot><tr>(.*?)</tr>", paper.html):
                sums = [cell for cell in re.findall(r"<td>(.*?)</td>", total)[1:] if cell]
                assert sums and sums == re.findall(r"<td>(.*?)</td>", line)[-len(sums) :]


def test_text_from_a_declaration_cannot_become_markup(declarations: pd.DataFrame) -> None:
    known = Consignment.from_row(declarations, str(declarations["declaration_id"].iat[0]))
    hostile = replace(known, fields={**known.fields, "goods_description": "<script>alert(1)</script>"})
    assert all("<script>" not in paper.html for paper in render(hostile))
    assert any("&lt;script&gt;" in paper.html for paper in render(hostile))
