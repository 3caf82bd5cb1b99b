"""A story tells nothing that the fields of its consignment contradict, and all that its clauses could tell of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from generators.facts import wordings
from generators.odds import NO_TRACE, Settings, population, story_texts, typologies
from generators.traffic import generate, sentences
from generators.traffic.stories import in_sentence
from simulator.reference import countries, goods
from tests.generators.traffic.shown import BEYOND_THE_PAPERS, OF_STORY, ROWS, TRUE, Bools, Fields, fields

OFFICES = ("eu-nl", "ge")
CONCEAL = tuple(name for name, own in typologies().items() if own.conceals)
ONLY_TRUE = {"by_hub", "by_detour", "packages_light", "packages_heavy"}
"""True where they are told. The usual way has a stop or a hub too, and some packages cannot hold less or more."""
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
    return fields(request.param)


def stories(told: Fields) -> Iterator[tuple[str, Bools, NDArray[np.object_]]]:
    """Each story, its rows, and the ids told of each row."""
    status = told.truth["status"].astype(str).to_numpy()
    clauses = told.truth["story_clauses"].astype(str).str.split(";").to_numpy()
    for name in story_texts():
        yield name, status == name, clauses


def test_a_clause_is_told_where_the_fields_show_it_and_nowhere_else(told: Fields) -> None:
    shows = {name: read(told) for name, read in TRUE.items()}
    own = {place: read(told) for place, read in OF_STORY.items()}
    for name, rows, clauses in stories(told):
        for clause in story_texts()[name].clauses:
            if name in CONCEAL and "wording_names" in clause.when:
                continue
            said = np.array([clause.id in one for one in clauses[rows]])
            true = own.get((name, clause.id), shows[clause.id])[rows]
            assert not (said & ~true).any(), (name, clause.id)
            assert clause.id in ONLY_TRUE or (said == true).all(), (name, clause.id)


def test_nature_does_not_explain_the_alarm_of_a_declared_source() -> None:
    told = Fields(Settings(declarations=ROWS, prevalence=0.01, strategic=0.5, theme="radiological"))
    rows = told.is_status("natural_activity")
    said = told.truth["story_clauses"].str.contains("alarm_explained").to_numpy(dtype=bool)[rows]
    alarm = ~told.has("portal_reading", "background")[rows]
    assert (said == (alarm & ~told.radioactive[rows])).all() and said.any() and (alarm & ~said).any()


def test_every_clause_is_told_of_some_consignment() -> None:
    seen = {
        (name, one)
        for office in OFFICES
        for name, rows, clauses in stories(fields(office))
        for own in clauses[rows]
        for one in own
    }
    written = {(name, clause.id) for name, story in story_texts().items() for clause in story.clauses}
    assert not written - seen


def test_hidden_goods_are_named_where_the_story_says_so(told: Fields) -> None:
    kept = [json.loads(text) for text in told.truth["story_fields"]]
    for name, rows, clauses in stories(told):
        if name not in CONCEAL:
            assert not any("hidden" in kept[row] for row in np.flatnonzero(rows))
            continue
        hidden = np.array([kept[row]["hidden"] for row in np.flatnonzero(rows)])
        named = np.array([in_sentence(goods()[own].label) if own else "" for own in told.owner[rows]])
        real = told.names_other_code[rows] & (named == hidden)
        for clause, true in (("hidden_named", real), ("others_named", told.names_other_code[rows] & ~real)):
            if clause in {own.id for own in story_texts()[name].clauses}:
                said = np.array([clause in own for own in clauses[rows]])
                assert said.any() and (said == true).all(), (name, clause)


def test_a_story_is_its_opening_and_its_clauses_and_no_more(told: Fields) -> None:
    """It names the consignee and the goods of its own row."""
    text = sentences(told.truth).to_numpy()
    label = np.array([in_sentence(good.label) for good in told.good])
    kept = [json.loads(text) for text in told.truth["story_fields"]]
    for name, rows, clauses in stories(told):
        story = story_texts()[name]
        say = {clause.id: clause.say for clause in story.clauses} | {NO_TRACE: population().no_trace}
        for row in np.flatnonzero(rows).tolist():
            whole = " ".join([story.opening, *(say[one] for one in clauses[row] if one)])
            own = {"declared": label[row], "consignee": told.frame["consignee_name"].iat[row]}
            assert text[row] == whole.format(**own, hidden=kept[row].get("hidden"))


def test_no_field_contradicts_an_opening(told: Fields) -> None:
    """What an opening tells of the direction, the goods, the licence, the user or the procedure, the fields show."""
    kinds = {"export": "EX", "import": "IM", "transit": "TR"}
    for name, typology in typologies().items():
        rows = told.is_status(name)
        assert rows.any() and told.has("declaration_type", *(kinds[one] for one in typology.directions))[rows].all()
        if typology.to_hub:
            assert all(countries()[code].hub for code in set(told.text("country_of_destination")[rows]))
        if typology.conceals:
            assert not told.listed[rows].any(), name
    claimed, listed = told.coded("licence"), told.listed
    institute, lent = TRUE["institute_on_invoice"](told), told.procedure(1)
    for names, true in (
        (("below_threshold_claim", "licence_missing", "machine_without_control", "refused_before"), listed),
        (("nuclear_purchases", "missile_purchases", "temporary_not_returned", "source_in_device"), listed),
        (("licence_missing", "refused_before", "nuclear_purchases", "missile_purchases"), told.needed & ~claimed),
        (("expired_licence",), claimed & told.run_out),
        (("overdrawn_licence",), claimed & told.too_little),
        (("licence_other_scope",), claimed & (told.for_other | told.other_goods)),
        (("forged_licence",), claimed & told.ruled("number unknown")),
        (("refused_before",), told.ruled("application refused")),
        (("catch_all_end_use",), ~listed),
        (("institute_cover", "university_order"), institute),
        (("listed_party",), told.alike & (told.number_of_entry | told.no_number)),
        (("plain_data_sheet",), listed | told.lookalike),
    ):
        assert true[told.is_status(*names)].all(), names
    assert lent[told.is_status("temporary_not_returned")].mean() > 0.75, "all but goods that are built in"


def test_lawful_goods_without_a_licence_are_not_listed_ones(told: Fields) -> None:
    """Whoever left out the number of the licence had one; no ruling lets go of goods that a list names."""
    lawful = ~told.truth["violation"].to_numpy(dtype=bool)
    left_out = told.is_status("honest_error") & TRUE["licence_left_out"](told)
    assert told.licence_fits[left_out].all()
    assert not (lawful & told.found("listed") & (told.lookalike | told.unlicensed)).any()
    assert not (told.ruled("ruling: not listed") & told.named).any()


def test_the_papers_hold_no_trace_where_the_story_says_so(told: Fields) -> None:
    """Of violations only: nobody looks for traces of lawful trade."""
    silent = 0
    for name, rows, clauses in stories(told):
        ids = [clause.id for clause in story_texts()[name].clauses]
        for own in clauses[rows]:
            assert (NO_TRACE in own) == (name in typologies() and traces.isdisjoint(own)), (name, own)
            assert own == [NO_TRACE] * (NO_TRACE in own) + [c.id for c in story_texts()[name].clauses if c.id in own]
