"""The papers of a dossier, what authorities answer, and its story agree where they tell of the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from pydantic import RootModel

from generators.facts import Sight, goods, varieties
from generators.facts.company import resembled
from generators.odds import NO_TRACE, Settings, trade_limits
from generators.traffic import generate
from simulator.files import read_yaml
from simulator.packs import pack
from simulator.reference import goods as catalogue
from simulator.reference import sectors, strategic
from simulator.screening import listed_parties

Bools = NDArray[np.bool_]
ROWS = 12_000  # of each of two packs
_PLANTS = ("Works", "Plant", "Mills", "Foundry", "Shipyard", "Refinery", "Machine Shop", "Power Station")
_INSTITUTES = ("University", "Institute of Technology", "Research Institute", "Hospital", "Clinic")


@dataclass
class Dossiers:
    """Declarations and their truth, with the columns that the tests compare as plain arrays."""

    declared: pd.DataFrame
    truth: pd.DataFrame
    settings: Settings

    def is_status(self, *names: str) -> Bools:
        return self.truth["status"].astype(str).isin(names).to_numpy(dtype=bool)

    @property
    def lawful(self) -> Bools:
        return ~self.truth["violation"].to_numpy(dtype=bool)

    def text(self, name: str) -> NDArray[np.str_]:
        return self.declared[name].astype(str).fillna("").to_numpy(dtype=str)

    def number(self, name: str) -> NDArray[np.float64]:
        return self.declared[name].to_numpy(dtype=np.float64)

    def tells(self, clause: str) -> Bools:
        return np.array([clause in own.split(";") for own in self.truth["story_clauses"].astype(str)])

    @property
    def says(self) -> NDArray[np.int64]:
        """What the description says of goods whose code is listed in part."""
        return goods.read_variety(Sight(self.declared, self.settings))


@pytest.fixture(scope="module", params=["eu-nl", "ge"])
def read(request: pytest.FixtureRequest) -> Dossiers:
    settings = Settings(declarations=ROWS, prevalence=0.4, pack=request.param)
    batch = generate(settings, 17)
    return Dossiers(batch.declarations, batch.truth, settings)


def test_the_expert_never_contradicts_the_description_of_lawful_goods(read: Dossiers) -> None:
    says, opinion = read.says[read.lawful], read.text("expert_opinion")[read.lawful]
    assert (says == varieties.NOT_LISTED).any() and (says == varieties.LISTED).any()
    assert not (opinion[says == varieties.NOT_LISTED] == "listed").any()
    assert not (opinion[says == varieties.LISTED] == "not listed").any()


def test_a_data_sheet_of_goods_that_are_not_listed_names_no_other_goods(read: Dossiers) -> None:
    sheets = read.text("data_sheet")[read.text("expert_opinion") == "not listed"]
    assert len(sheets) > 100
    assert all(": other than " in sheet or ": not the listed kind of " in sheet for sheet in sheets)


def test_lawful_goods_that_the_declaration_itself_names_as_listed_leave_with_a_licence(read: Dossiers) -> None:
    """Or the licence is on file, and only its number was left out."""
    rules = pack(read.settings.pack)
    named = np.array([strategic()[code].match == "named" if code in strategic() else False for code in _codes(read)])
    needed = np.array([rules.needs_licence(country) for country in read.text("country_of_destination")])
    due = needed & (read.text("declaration_type") == "EX") & (named | (read.says == varieties.LISTED)) & read.lawful
    licensed = np.isin(read.text("document_type_code"), list(rules.codes("licence")))
    assert (due & licensed).sum() > 8
    assert (read.text("licence_note")[due & ~licensed] == "licence on file").all()
    assert read.is_status("honest_error")[due & ~licensed].all()


def _codes(read: Dossiers) -> list[str]:
    kinds = {code: catalogue()[code].kind for code in set(read.text("hs_code"))}
    return [code if kinds[code] == "strategic" else "" for code in read.text("hs_code")]


def test_a_statement_of_own_use_comes_with_no_other_user(read: Dossiers) -> None:
    statement, consignee = read.text("end_use_statement"), read.text("consignee_name")
    own = np.char.startswith(statement, "For use at our") | (statement == "For own use by the consignee.")
    assert own.sum() > 500
    for field in ("invoice_end_user", "end_use_user"):
        assert np.isin(read.text(field)[own], ["", *consignee[own]]).all()
        assert ((read.text(field) == "") | (read.text(field) == consignee))[own].all()


def test_no_certificate_is_dated_after_the_goods_are_declared_with_it(read: Dossiers) -> None:
    frame = read.declared[read.declared["end_use_date"].notna()]
    certified, accepted = pd.to_datetime(frame["end_use_date"]), pd.to_datetime(frame["acceptance_date"])
    late = certified > pd.to_datetime(frame["invoice_date"])
    assert late.sum() > 20
    assert (certified <= accepted).all()


def test_an_institute_stands_in_the_papers_where_the_story_tells_of_one(read: Dossiers) -> None:
    rows = read.is_status("institute_cover", "university_order")
    assert rows.sum() > 20 and read.tells("institute_on_invoice")[rows].all()


def test_a_certificate_that_does_not_fit_exists(read: Dossiers) -> None:
    rows = read.is_status("unfit_certificate")
    assert rows.sum() > 20 and (read.text("end_use_statement")[rows] != "").all()


def test_who_passes_goods_on_does_not_state_an_own_use(read: Dossiers) -> None:
    statement = read.text("end_use_statement")[read.is_status("distributor")]
    assert len(statement) > 20 and not any(text.startswith(("For use at", "For own use")) for text in statement)


def test_the_past_of_a_company_fits_its_age_and_itself(read: Dossiers) -> None:
    declared, controls, findings = (read.number(f"past_{name}") for name in ("declarations", "controls", "findings"))
    assert (findings <= controls).all() and (controls <= declared).all()
    opening = read.declared["acceptance_date"].min()
    days = (opening - read.declared["consignee_founded"]).dt.days.to_numpy(dtype=np.float64)
    young = days < 365
    assert young.any() and declared[young].max() <= 241 * days[young].max() / 730 + 4


def test_a_listed_party_is_older_than_its_entry(read: Dossiers) -> None:
    parties = listed_parties()
    entry = dict(zip(parties.names, np.array(parties.dates, dtype="datetime64[D]"), strict=True))
    rows = np.flatnonzero(read.is_status("listed_party"))
    names, founded = read.text("consignee_name"), read.declared["consignee_founded"].to_numpy(dtype="datetime64[D]")
    assert len(rows) > 5 and all(founded[row] < entry[resembled()[names[row]]] for row in rows)


def test_a_name_like_that_of_a_listed_party_fits_its_bearers_line_of_business(read: Dossiers) -> None:
    fits = read_yaml(files("generators") / "data" / "listed_lines.yaml", RootModel[dict[str, list[str]]]).root
    assert {line for lines in fits.values() for line in lines} <= set(sectors())
    parties = listed_parties()
    assert set(fits) <= set(parties.ids)
    ids = dict(zip(parties.names, parties.ids, strict=True))
    pairs = zip(read.text("consignee_name"), read.text("consignee_activity"), strict=True)
    alike = [(ids[resembled()[name]], line) for name, line in pairs if name in resembled()]
    assert len(alike) > 20 and all(line in fits.get(party, sectors()) for party, line in alike)


def test_nobody_installs_or_explains_parts_or_goods_that_are_no_machines_or_instruments(read: Dossiers) -> None:
    codes = read.text("hs_code")
    serviced = np.array([84 <= int(code[:2]) <= 90 and trade_limits().lasts(code) for code in codes])
    parts = np.array([catalogue()[code].label.startswith("Parts ") for code in codes])
    other, terms = ~serviced | parts, read.text("service_terms")
    assert (terms[other] == "not applicable").all() and not read.tells("service_declined")[other].any()
    assert (terms[~other] == "declined by buyer").any()


def test_a_sheet_of_listed_goods_does_not_contradict_a_description_under_a_licence(read: Dossiers) -> None:
    licensed = (read.says == varieties.NOT_LISTED) & (read.text("document_reference") != "") & ~read.lawful
    assert licensed.sum() > 20 and not (read.text("expert_opinion")[licensed] == "listed").any()


def test_a_story_tells_of_listed_goods_that_the_description_named_as_others(read: Dossiers) -> None:
    told = (read.says == varieties.NOT_LISTED) & (read.text("expert_opinion") == "listed")
    assert told.sum() > 20 and not (told & read.lawful).any()
    assert read.tells("unlisted_named")[told].all()


def test_no_plant_and_no_laboratory_uses_ordinary_goods_or_arms(read: Dossiers) -> None:
    """On invoices and certificates: they name a user whose name does not tell its trade."""
    arms = {code for code, entry in strategic().items() if entry.category == "arms_parts"}
    ordinary = np.array([code in arms or catalogue()[code].kind == "ordinary" for code in read.text("hs_code")])
    for field in ("invoice_end_user", "end_use_user"):
        users, buyers = read.text(field), read.text("consignee_name")
        own = np.array(
            [
                user.endswith((*_PLANTS, *_INSTITUTES)) and user != buyer
                for user, buyer in zip(users, buyers, strict=True)
            ]
        )
        assert not (own & ordinary).any() and own.sum() > 100


def test_a_hospital_is_named_as_user_only_of_what_hospitals_buy(read: Dossiers) -> None:
    users, codes = read.text("invoice_end_user"), read.text("hs_code")
    other = users != read.text("consignee_name")
    named = np.array([user.endswith(("Hospital", "Clinic")) for user in users]) & other
    assert named.sum() > 20 and all("hospital" in catalogue()[code].sectors for code in codes[named])


def test_a_story_tells_of_every_lawful_value_that_is_far_from_the_usual(read: Dossiers) -> None:
    usual = np.array([catalogue()[code].eur_per_kg for code in read.text("hs_code")])
    far = np.abs(np.log(read.number("statistical_value") / read.number("net_mass") / usual)) > 0.9
    told = np.any([read.tells(clause) for clause in ("value_slip", "value_low", "value_high")], axis=0)
    assert (far & read.lawful).sum() > 100 and told[far & read.lawful].all()


def test_a_group_supplies_its_plants_with_what_plants_use(read: Dossiers) -> None:
    codes = read.text("hs_code")[read.is_status("sister_plant")]
    assert len(codes) > 20 and all(catalogue()[code].kind != "ordinary" for code in codes)


def test_institutes_order_goods_of_small_lots(read: Dossiers) -> None:
    codes = read.text("hs_code")[read.is_status("university_order")]
    kg = np.array([catalogue()[code].kg for code in codes])
    assert len(kg) > 20 and np.mean(kg > 1_000) < 0.05


def test_a_lawful_register_always_has_a_word_of_explanation(read: Dossiers) -> None:
    late = ("licence_renewed", "quantity_credited", "consignee_renamed", "code_disputed", "number_misread")
    answers = ("classified", "licence_fits", "none_needed", "refusal_lifted")
    told = np.any([read.tells(clause) for clause in (*late, *answers)], axis=0)
    assert told[read.is_status("register_behind")].all()


def test_only_a_violation_is_said_to_leave_no_trace(read: Dossiers) -> None:
    silent = read.tells(NO_TRACE)
    assert silent.any() and not silent[read.lawful].any()


def test_every_alarm_of_the_portal_has_a_cause_in_the_story(read: Dossiers) -> None:
    strong = read.text("portal_reading") == "strong and in one place"
    told = read.tells("alarm_of_driver") | read.tells("alarm_strong") | read.tells("alarm_of_source")
    assert strong.any() and told[strong & read.lawful].all()
    sources = read.is_status("source_in_cargo", "source_in_device")
    assert (read.tells("alarm_strong") == (sources & strong)).all()
    assert (read.text("portal_reading")[read.is_status("natural_activity")] != "background").all()
