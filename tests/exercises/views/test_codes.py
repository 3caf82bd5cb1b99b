"""Codes with their words, from the context pack and the reference; loads as a list; the licence as the pack has it."""

from __future__ import annotations

import re
from html import unescape
from types import MappingProxyType

import pandas as pd
import pytest

from exercises.language import languages
from exercises.learning import code_meanings
from exercises.views import units, values
from exercises.views.trainee.desk import columns, declaration, goods, licence, means, route
from generators.facts.company import OWNERSHIP, PREMISES, PRESENCE, RECORD
from generators.odds import Settings
from generators.traffic import generate
from simulator.packs import Pack, pack, packs
from simulator.reference import KEY, Consignment, Value, delivery_terms, package_types, places

EU = pack("eu-nl")


def consignment(**fields: Value) -> Consignment:
    return Consignment("D-1", MappingProxyType({KEY: "D-1", **fields}))


def read(html: str) -> str:
    """What is read of HTML, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def cell(name: str, value: Value, rules: Pack | None = EU, **others: Value) -> str:
    return read(values.cell(consignment(**{name: value}, **others), name, rules))


def box(title: str, **fields: Value) -> str:
    """The box of the form with this title, "" if there is none."""
    found = re.search(rf"<h6>(?:<b>\w+</b> )?{re.escape(title)}</h6><div>(.*?)</div></div>", form(**fields))
    return read(found[1]) if found else ""


def form(**fields: Value) -> str:
    return declaration.html(consignment(**fields), True, EU)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("document_type_code", "X060", "X060 Individual export authorisation for dual-use items"),
        ("procedure_requested", "3171", "3171 Re-export from a customs warehouse"),
        ("nature_of_transaction", "11", "11 Outright sale"),
        ("declaration_office", "NL000101", "NL000101 Rotterdam port"),
        ("office_of_exit", "DE000301", "DE000301 Weil am Rhein motorway"),
    ],
)
def test_a_code_of_the_pack_has_its_word_beside_it_and_is_bare_without_a_pack(name: str, code: str, said: str) -> None:
    assert cell(name, code) == said
    assert cell(name, code, None) == code == cell(name, code, pack("kr") if name.endswith(("office", "exit")) else None)


@pytest.mark.parametrize("name", packs())
def test_every_code_of_a_pack_has_a_word(name: str) -> None:
    rules = pack(name)
    ways = rules.procedures
    for field, codes in (
        ("document_type_code", [one.code for one in rules.documents]),
        ("nature_of_transaction", [one.code for one in rules.natures]),
        ("office_of_exit", [one.code for one in rules.offices]),
        ("procedure_requested", [*ways.export.codes, *ways.import_.codes, *ways.transit.codes]),
    ):
        assert all(values.word(field, code, rules) for code in codes)


def test_ports_packages_and_units_are_named_with_or_without_a_pack() -> None:
    for rules in (EU, None):
        assert cell("place_of_loading", "DEHAM", rules) == "DEHAM Hamburg"
        assert cell("incoterm_place", "SGSIN", rules) == "SGSIN Singapore"
        assert cell("incoterm_place", "Rotterdam quay", rules) == "Rotterdam quay"
        assert cell("package_type", "CT", rules) == "CT carton"
        quantity = cell("supplementary_quantity", 1846.0, rules, supplementary_unit="H87")
        assert quantity == "1,846 H87 pieces"
    assert cell("place_of_loading", "NLMOE") == "NLMOE Moerdijk" and cell("place_of_loading", "NLMOE", None) == "NLMOE"
    assert cell("supplementary_quantity", 3.0, supplementary_unit="ZZZ") == "3 ZZZ"
    assert cell("supplementary_quantity", 3.0) == "3"


def test_words_follow_the_language_and_places_keep_their_names() -> None:
    languages.use("fr")
    try:
        assert cell("document_type_code", "Y901") == "Y901 Marchandises absentes de la liste des biens à double usage"
        assert cell("package_type", "DR") == "DR fût"
        assert cell("place_of_loading", "DEHAM") == "DEHAM Hamburg"
    finally:
        languages.use(languages.SOURCE)


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("document_type_code", "X060", "It declares a licence; only the licence register shows whether it exists"),
        ("document_type_code", "Y901", "It declares that the goods are not listed; it proves nothing."),
        ("document_type_code", "X002", "In use until 8 Sept 2021."),
        ("procedure_requested", "3171", "A procedure for goods that leave the customs territory."),
        ("nature_of_transaction", "21", "Return of goods. Why the goods move"),
        ("package_type", "CT", "CT: carton. How the goods are packed."),
        ("package_type", "VL", "Goods in bulk, without packages."),
        ("incoterm_code", "FOB", "FOB: Free on board. The seller clears the goods for export and loads them"),
        ("declaration_office", "NL000101", "A customs office at a seaport: Rotterdam, Netherlands."),
        (
            "office_of_exit",
            "DE000301",
            "A customs office at a border crossing by road: Weil am Rhein, Germany. It faces",
        ),
        ("place_of_loading", "SGSIN", "SGSIN: Singapore. Singapore: seaport, airport, town inland"),
        ("place_of_unloading", "NLMOE", "NLMOE: Moerdijk. Netherlands."),
        ("mode_at_border", "1", "1: sea. A mode of transport."),
    ],
)
def test_a_code_says_what_it_means_to_pointer_keyboard_and_reader(name: str, code: str, said: str) -> None:
    html = values.cell(consignment(**{name: code}), name, EU)
    told = re.findall(r'<span class="rl-coded" role="note" tabindex="0" aria-description="([^"]+)">', html)
    assert len(told) == 1 and unescape(told[0]).startswith(f"{code}: ") and said in unescape(told[0])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("document_type_code", "Z999"),
        ("incoterm_code", "XXX"),
        ("incoterm_place", "Rotterdam quay"),
        ("package_type", "ZZ"),
        ("mode_at_border", "9"),
        ("office_of_exit", "GE000101"),
        ("goods_description", "CT"),
        ("consignee_country", "CT"),
    ],
)
def test_what_is_no_known_code_of_the_field_means_nothing(name: str, code: str) -> None:
    assert "rl-coded" not in values.cell(consignment(**{name: code}), name, EU)


def test_a_code_of_an_administration_means_nothing_without_its_pack_or_in_another() -> None:
    for rules in (None, pack("kr")):
        for name, code in (("document_type_code", "X060"), ("office_of_exit", "NL000101")):
            assert "rl-coded" not in values.cell(consignment(**{name: code}), name, rules)


@pytest.mark.parametrize("name", packs())
def test_every_code_of_the_tables_has_one_meaning_with_a_source(name: str) -> None:
    every = list(code_meanings(pack(name)))
    assert len({(field, one.code) for field, one in every}) == len(every)
    assert all(one.title and one.text.endswith(".") and one.source for _field, one in every)
    assert {one.code for _field, one in every} >= {*package_types(), *delivery_terms(), *places()}


@pytest.mark.parametrize(
    ("mode", "field", "count", "said"),
    [
        ("3", "transport_unit_ids", 2, "2 lorries"),
        ("3", "transport_unit_ids", 1, "1 lorry"),
        ("2", "transport_unit_ids", 3, "3 wagons"),
        ("1", "container_id", 6, "6 containers"),
    ],
)
def test_up_to_six_vehicles_are_counted_and_all_listed(mode: str, field: str, count: int, said: str) -> None:
    numbers = [f"AB {place}" for place in range(count)]
    fields: dict[str, Value] = {field: ";".join(numbers), "transport_units": float(count), "mode_at_border": mode}
    assert box("Vehicles, wagons or containers", **fields) == " ".join([said, *numbers])
    html = route.html(consignment(**fields))
    assert said in read(html) and all(f"<code>{number}</code>" in html for number in numbers)
    assert "<details" not in html + form(**fields)


def test_of_more_than_six_five_are_shown_and_the_rest_opens() -> None:
    numbers = [f"W{place:02d}" for place in range(12)]
    html = form(transport_unit_ids=";".join(numbers), transport_units=12.0, mode_at_border="2")
    before, _open, rest = html.partition("<details")
    assert [number for number in numbers if number in before] == numbers[:5]
    inside = rest.partition("</details>")[0]
    assert "<summary>and 7 more</summary>" in inside and [n for n in numbers if n in inside] == numbers[5:]


def test_a_declared_count_that_differs_from_the_numbers_is_shown_as_it_is() -> None:
    fields: dict[str, Value] = {"container_id": "A;B", "transport_units": 3.0}
    assert box("Vehicles, wagons or containers", **fields) == "3 containers A B"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"transport_units": 1.0, "mode_at_border": "4", "container_id": "", "transport_unit_ids": ""},
        {"transport_units": 1.0, "mode_at_border": "1"},
        {"supplementary_unit": ""},
    ],
)
def test_what_a_batch_from_elsewhere_lacks_has_no_line_and_the_row_stays_whole(fields: dict[str, Value]) -> None:
    one = consignment(**fields)
    shown = declaration.html(one, True, None) + route.html(one, None) + goods.html(one)
    for title in ("Vehicles, wagons or containers", "Load", "Quantity in supplementary units", "Licence duty"):
        assert f">{title}<" not in shown and f" {title}<" not in shown
    assert sum(map(int, re.findall(r"rl-box rl-w(\d+)", declaration.html(one)))) == 12 * len(declaration.FORM)


def test_an_older_batch_shows_its_one_container_without_a_count() -> None:
    assert box("Vehicles, wagons or containers", container_id="MSCU1234566", mode_at_border="1") == "MSCU1234566"


def test_all_that_is_generated_has_a_word_and_no_field_breaks_the_desk() -> None:
    for name in ("eu-nl", "ge"):
        rules = pack(name)
        traffic = generate(Settings(declarations=60, pack=name, strategic=0.2), 11).declarations
        for one in traffic[KEY]:
            shown = Consignment.from_row(traffic, str(one))
            for field in ("procedure_requested", "nature_of_transaction", "declaration_office", "office_of_exit"):
                assert values.word(field, shown.text(field), rules), (field, shown.text(field))
            assert shown.text("package_type") in package_types()
            assert all(
                values.word(field, shown.text(field), rules) for field in ("place_of_loading", "place_of_unloading")
            )
            code = shown.text("document_type_code")
            assert not code or values.word("document_type_code", code, rules)
            html = declaration.html(shown, True, rules)
            assert ("Quantity in supplementary units" in html) == (shown.number("supplementary_quantity") is not None)
            assert ("Vehicles, wagons or containers" in html) == units.carried(shown)


def test_the_queue_shows_words_and_lists_that_can_be_read() -> None:
    frame = pd.DataFrame(
        {KEY: ["A"], "document_type_code": ["X060"], "office_of_exit": ["NL000101"], "container_id": ["A1;B2"]}
    )
    names = ("document_type_code", "office_of_exit", "container_id")
    shown = columns.table(names, frame, EU).to_pydict()
    assert [shown[name] for name in names] == [
        ["Individual export authorisation for dual-use items"],
        ["Rotterdam port"],
        ["A1, B2"],
    ]
    assert columns.table(names, frame).to_pydict()["document_type_code"] == ["X060"]


def licence_of(way: str, destination: str, rules: Pack | None = EU, **fields: Value) -> str:
    known = {"declaration_type": way, "country_of_destination": destination, **fields}
    return read(licence.sheet(consignment(**known), rules))


@pytest.mark.parametrize(
    ("way", "destination", "said"),
    [
        ("EX", "TR", "needs a licence for this destination if listed"),
        ("EX", "DE", "no licence duty inside the union"),
        ("IM", "NL", "no export licence duty: the goods come in"),
        ("TR", "CH", "no export licence duty: the goods pass in transit"),
    ],
)
def test_the_licence_duty_stands_with_the_list_of_the_pack(way: str, destination: str, said: str) -> None:
    assert f"Control list Annex I to the Dual-Use Regulation Licence duty {said}" in licence_of(way, destination)


def test_without_a_pack_only_what_is_declared_is_shown() -> None:
    shown = licence_of("EX", "TR", None, document_type_code="X060", document_reference="NL-1")
    assert shown == "Licence Declared X060 Reference NL-1"
    assert licence_of("EX", "TR", None) == ""


def test_an_embargo_is_named_where_goods_go_out_on_a_day_when_it_holds() -> None:
    day = pd.Timestamp("2031-03-03")
    assert "Embargo Arms embargo" in licence_of("EX", "LY", acceptance_date=day)
    assert "Embargo" not in licence_of("EX", "TR", acceptance_date=day)
    assert "Embargo" not in licence_of("IM", "LY", acceptance_date=day)
    assert "Embargo" not in licence_of("EX", "LY", acceptance_date=pd.Timestamp("2010-01-01"))


def test_what_a_company_check_finds_is_translated() -> None:
    """Every level that traffic has; a word of a real file stays as it is."""
    levels = {"premises": PREMISES, "presence": PRESENCE, "record": RECORD, "ownership": OWNERSHIP}
    languages.use("fr")
    try:
        for name, words in levels.items():
            assert [word for word in words if cell(f"consignee_{name}", word) == word] == []
        assert cell("consignee_premises", "a shed") == "a shed"
    finally:
        languages.use(languages.SOURCE)


def test_the_licence_register_answers_by_the_codes_of_the_pack() -> None:
    answer = {"listed": "named", "duty": "needed", "type": "X060", "reference": "NL-1"}
    assert means.answer_text("licence", answer, EU) == (
        "the list names this code; needs a licence for this destination if listed; "
        "X060 (Individual export authorisation for dual-use items), reference NL-1"
    )
    assert (
        means.answer_text("licence", {**answer, "duty": None}, None) == "the list names this code; X060, reference NL-1"
    )
    early = {"listed": "", "type": "", "reference": "nan"}
    assert means.answer_text("licence", early, EU) == "the code is not on the list; no licence is declared"
