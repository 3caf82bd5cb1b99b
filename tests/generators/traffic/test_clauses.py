"""A story tells nothing that the fields of its consignment contradict, and all that its clauses could tell of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from generators.facts import wordings
from generators.odds import NO_TRACE, Settings, population, story_texts, typologies
from generators.traffic import generate, sentences
from generators.traffic.stories import in_sentence
from simulator.packs import pack
from simulator.reference import countries, goods

Bools = NDArray[np.bool_]
DocumentKind = Literal["licence", "not_listed", "other"]
ROWS = 50_000  # of each of two packs
pytestmark = pytest.mark.slow


class Fields:
    """The declared fields, as an officer reads them."""

    def __init__(self, settings: Settings) -> None:
        batch = generate(settings, 11)
        self.frame, self.truth, self.rules = batch.declarations, batch.truth, pack(settings.pack)
        self.good = [goods()[code] for code in self.text("hs_code")]
        owners = [wordings().owner[text] for text in self.text("goods_description")]
        self.owner = np.array([owner for owner, _precision in owners])
        self.listed = np.array([good.kind == "strategic" for good in self.good])
        self.ordinary = np.array([good.kind == "ordinary" for good in self.good])
        per_kg = self.number("statistical_value") / self.number("net_mass")
        self.dearer = np.log(per_kg / np.array([good.eur_per_kg for good in self.good]))
        self.each = (
            self.number("net_mass")
            / self.number("package_count")
            / np.array([good.kg_per_package for good in self.good])
        )

    def is_status(self, *names: str) -> Bools:
        return self.truth["status"].astype(str).isin(names).to_numpy(dtype=bool)

    def text(self, name: str) -> NDArray[np.str_]:
        return self.frame[name].astype(str).fillna("").to_numpy(dtype=str)

    def number(self, name: str) -> NDArray[np.float64]:
        return self.frame[name].to_numpy(dtype=np.float64)

    def has(self, name: str, *values: str) -> Bools:
        return np.isin(self.text(name), values)

    def ends(self, name: str, *values: str) -> Bools:
        return np.array([text.endswith(values) for text in self.text(name)])

    def differ(self, one: str, other: str) -> Bools:
        return np.array(self.text(one) != self.text(other))

    def coded(self, kind: DocumentKind) -> Bools:
        return self.has("document_type_code", *self.rules.codes(kind))

    def procedure(self, place: int) -> Bools:
        rules = self.rules.procedures
        return self.has(
            "procedure_requested", *(own.codes[place] for own in (rules.export, rules.import_, rules.transit))
        )

    @property
    def phone_elsewhere(self) -> Bools:
        own = [f"+{countries()[code].phone}" for code in self.text("consignee_country")]
        called = [text.split(" ")[0] for text in self.text("contact_phone")]
        return np.array([one != other for one, other in zip(called, own, strict=True)])

    @property
    def by_way_of(self) -> Bools:
        """More countries than the two at the ends, one of them a hub."""
        ways = [text.split(";") for text in self.text("countries_of_routing")]
        return np.array([any(countries()[stop].hub for stop in way[1:-1]) for way in ways])

    @property
    def longer(self) -> Bools:
        return np.array([len(text.split(";")) > 2 for text in self.text("countries_of_routing")])

    @property
    def names_other_code(self) -> Bools:
        return np.array((self.owner != "") & (self.owner != self.text("hs_code")))


TRUE: Mapping[str, Callable[[Fields], Bools]] = {
    "by_detour": lambda f: f.longer,
    "by_hub": lambda f: f.by_way_of,
    "certificate_agrees": lambda f: ~f.differ("certificate_of_origin", "country_of_origin"),
    "certificate_differs": lambda f: (
        f.differ("certificate_of_origin", "country_of_origin") & ~f.has("certificate_of_origin", "")
    ),
    "business_centre": lambda f: f.has("consignee_premises", "business centre"),
    "consignee_amended": lambda f: f.has("amendment", "consignee changed after acceptance"),
    "consignee_changed": lambda f: f.has("amendment", "consignee changed after acceptance"),
    "consignee_on_invoice": lambda f: ~f.differ("invoice_end_user", "consignee_name"),
    "destination_amended": lambda f: f.has("amendment", "destination changed after acceptance"),
    "destination_changed": lambda f: f.has("amendment", "destination changed after acceptance"),
    "exemption_claimed": lambda f: f.coded("not_listed"),
    "foreign_phone": lambda f: f.phone_elsewhere,
    "forwarder_notified": lambda f: f.differ("notify_party", "consignee_name"),
    "from_warehouse": lambda f: f.procedure(2),
    "institute_on_invoice": lambda f: (
        f.differ("invoice_end_user", "consignee_name")
        & f.ends(
            "invoice_end_user", "University", "Institute of Technology", "Research Institute", "Hospital", "Clinic"
        )
    ),
    "licence_named": lambda f: f.coded("licence") & ~f.has("document_reference", ""),
    "mail_centre": lambda f: np.char.find(f.text("consignee_address"), "Mail Centre") >= 0,
    "mass_amended": lambda f: f.has("amendment", "weight corrected"),
    "masses_differ": lambda f: f.number("packing_list_gross_mass") != f.number("gross_mass"),
    "minimal_presence": lambda f: f.has("consignee_presence", "minimal"),
    "newly_founded": lambda f: (
        (f.frame["acceptance_date"].min() - f.frame["consignee_founded"]).dt.days.to_numpy() < 365
    ),
    "no_licence_named": lambda f: f.has("document_type_code", "") & f.has("declaration_type", "EX") & f.listed,
    "no_statement": lambda f: f.has("end_use_statement", "") & ~f.ordinary,
    "origin_elsewhere": lambda f: f.differ("country_of_origin", "country_of_export"),
    "other_user_on_invoice": lambda f: (
        f.differ("invoice_end_user", "consignee_name")
        & f.ends("invoice_end_user", "Works", "Plant", "Mills", "Foundry", "Shipyard", "Refinery")
    ),
    "others_named": lambda f: f.names_other_code,
    "out_of_line": lambda f: np.array(
        [sector not in good.sectors for sector, good in zip(f.text("consignee_activity"), f.good, strict=True)]
    ),
    "owners_withheld": lambda f: f.has("consignee_ownership", "withheld"),
    "packages_heavy": lambda f: f.each > 2.4,
    "packages_light": lambda f: (f.each < 0.44) & (f.number("package_count") > 1),
    "paid_from_elsewhere": lambda f: f.differ("payer_country", "consignee_country"),
    "paid_in_advance": lambda f: f.has("payment_terms", "advance payment in full"),
    "paid_in_cash": lambda f: f.has("payment_terms", "cash"),
    "part_declared": lambda f: np.char.startswith(f.text("additional_information_text"), "Part shipment"),
    "restricted_before": lambda f: f.has("consignee_record", "past supply to a restricted end-user"),
    "service_declined": lambda f: f.has("service_terms", "declined by buyer"),
    "statement_false": lambda f: (
        np.char.startswith(f.text("end_use_statement"), "For use at ")
        | np.char.startswith(f.text("end_use_statement"), "For own use by ")
    ),
    "to_come_back": lambda f: f.procedure(1) & f.has("declaration_type", "EX"),
    "token_capital": lambda f: f.number("consignee_capital") < 3_000,
    "trader_on_invoice": lambda f: (
        f.differ("invoice_end_user", "consignee_name") & f.ends("invoice_end_user", "Trading")
    ),
    "user_missing": lambda f: f.has("invoice_end_user", ""),
    "vague_statement": lambda f: f.has(
        "end_use_statement",
        *("General industrial use.", "For further business.", "Various civil purposes.", "As agreed with the buyer."),
    ),
    "vague_wording": lambda f: f.owner == "",
    "value_high": lambda f: f.dearer > 0.36,
    "value_low": lambda f: f.dearer < -0.36,
}
"""What each clause says of the fields, by its id; the same id says the same in every story, but for the two below."""
OF_ERRORS: Mapping[str, Callable[[Fields], Bools]] = {
    "value_high": lambda f: f.dearer > 0.9,
    "value_low": lambda f: f.dearer < -0.9,
}


@pytest.fixture(scope="module", params=["eu-nl", "ge"])
def told(request: pytest.FixtureRequest) -> Fields:
    settings = Settings(declarations=ROWS, prevalence=0.5, pack=request.param)
    return Fields(settings)


def stories(told: Fields) -> Iterator[tuple[str, Bools, NDArray[np.object_]]]:
    """Each story that has clauses, its rows, and the ids told of each row."""
    status = told.truth["status"].astype(str).to_numpy()
    clauses = told.truth["story_clauses"].astype(str).str.split(";").to_numpy()
    for name, story in story_texts().items():
        if story.clauses:
            yield name, status == name, clauses


ONLY_TRUE = {"by_hub", "by_detour", "packages_light", "packages_heavy"}
"""True where they are told. The usual way has a stop or a hub too, and some packages cannot hold less or more."""
CONCEAL = ("misclassified_goods", "vague_cover")


def test_a_clause_is_told_where_the_fields_show_it_and_nowhere_else(told: Fields) -> None:
    shows = {name: read(told) for name, read in TRUE.items()}
    errors = {name: read(told) for name, read in OF_ERRORS.items()}
    for name, rows, clauses in stories(told):
        for clause in story_texts()[name].clauses:
            if name in CONCEAL and "wording_names" in clause.when:
                continue
            said = np.array([clause.id in own for own in clauses[rows]])
            true = (shows | errors if name == "honest_error" else shows)[clause.id][rows]
            assert not (said & ~true).any(), (name, clause.id)
            assert clause.id in ONLY_TRUE or (said == true).all(), (name, clause.id)


def test_hidden_goods_are_named_where_the_story_says_so(told: Fields) -> None:
    fields = [json.loads(text) for text in told.truth["story_fields"]]
    for name, rows, clauses in stories(told):
        if name in CONCEAL:
            hidden = np.array([fields[row]["hidden"] for row in np.flatnonzero(rows)])
            named = np.array([in_sentence(goods()[own].label) if own else "" for own in told.owner[rows]])
            said, other = (
                np.array([which in own for own in clauses[rows]]) for which in ("hidden_named", "others_named")
            )
            assert said.any() and other.any() and (said == (named == hidden)).all()
            assert ((said | other) == told.names_other_code[rows]).all() and not (said & other).any()


def test_a_story_is_its_opening_and_its_clauses_and_no_more(told: Fields) -> None:
    """It names the consignee and the goods of its own row; the openings tell nothing else that a field could show."""
    text = sentences(told.truth).to_numpy()
    label = np.array([in_sentence(good.label) for good in told.good])
    fields = [json.loads(text) for text in told.truth["story_fields"]]
    for name, rows, clauses in stories(told):
        story = story_texts()[name]
        say = {clause.id: clause.say for clause in story.clauses} | {NO_TRACE: population().no_trace}
        for row in np.flatnonzero(rows).tolist():
            whole = " ".join([story.opening, *(say[one] for one in clauses[row] if one)])
            own = {"declared": label[row], "consignee": told.frame["consignee_name"].iat[row]}
            assert text[row] == whole.format(**own, hidden=fields[row].get("hidden"))
    assert told.has("declaration_type", "EX")[told.is_status("licence_missing", "import_re_export")].all()
    assert told.listed[told.is_status("licence_missing")].all()
    hubs = told.text("country_of_destination")[told.is_status("hub_diversion")]
    assert all(countries()[code].hub for code in set(hubs))
    hides = told.is_status(*CONCEAL)
    assert not told.listed[hides].any() and all("hidden" in fields[row] for row in np.flatnonzero(hides))


def test_the_papers_hold_no_trace_where_the_story_says_so(told: Fields) -> None:
    for name, rows, clauses in stories(told):
        traces = story_texts()[name].traces
        for own in clauses[rows]:
            assert (NO_TRACE in own) == (name in typologies() and traces.isdisjoint(own)), (name, own)
            kept = [one for one in own if one]  # a lawful story may be told by its opening alone
            assert kept == [NO_TRACE] * (NO_TRACE in own) + [c.id for c in story_texts()[name].clauses if c.id in own]
