"""Context packs: those that ship say what is true of their administration, and answer on both sides of each limit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.packs import OFFICE_KINDS, Pack, currencies, load_pack, pack, packs
from simulator.packs.currencies import load_currencies
from simulator.reference import countries
from tests.simulator.conftest import faults, replace

KZ = Path(__file__).parents[2] / "data" / "packs" / "kz"
ALL = (*packs(), str(KZ))
DAYS = st.dates(date(2026, 1, 1), date(2035, 12, 31))


@pytest.fixture(params=ALL, ids=lambda name: Path(name).name)
def any_pack(request: pytest.FixtureRequest) -> Pack:
    return pack(request.param)


def test_three_packs_ship() -> None:
    assert packs() == ("eu-nl", "ge", "kr")


def test_everything_names_its_source(any_pack: Pack) -> None:
    parts = (*any_pack.documents, *any_pack.measures, *any_pack.natures, *any_pack.partners, *any_pack.offices)
    assert all(part.model_dump()["source"] for part in parts) and any_pack.procedures.source and any_pack.shares.source
    assert all(currency.source for currency in currencies().values())


def test_the_territory_is_home_and_the_other_members() -> None:
    nl, ge, kr, kz = (pack(name) for name in ALL)
    assert kr.members == ("KR",) and kr.union is None
    assert nl.members[0] == "NL" and len(nl.members) == len(set(nl.members)) == 27
    assert ge.members == ("GE",) and ge.union is None
    assert set(kz.members) == {"AM", "BY", "KG", "KZ", "RU"} and kz.members[0] == "KZ"
    assert nl.inside("NL") and nl.inside("DE") and not nl.inside("CH") and not nl.inside("GB")
    assert ge.inside("GE") and not ge.inside("AM")
    for iso2, country in countries().items():
        assert nl.inside(iso2) == ("eu" in country.blocs) and kz.inside(iso2) == ("eaeu" in country.blocs)


def test_a_licence_is_needed_outside_a_free_union_and_never_at_home() -> None:
    nl, ge, kr, kz = (pack(name) for name in ALL)
    assert not kr.needs_licence("KR") and kr.needs_licence("US")
    assert not nl.needs_licence("NL") and not nl.needs_licence("DE") and nl.needs_licence("CH")
    assert not ge.needs_licence("GE") and ge.needs_licence("AM") and ge.needs_licence("DE")
    assert not kz.needs_licence("KZ") and kz.needs_licence("RU") and kz.needs_licence("CN")


def test_a_list_of_destinations_frees_the_others() -> None:
    some = pack("ge").model_copy(update={"licence_needed": ("TR",)})
    assert some.needs_licence("TR") and not some.needs_licence("AM")


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("eu-nl", date(2021, 9, 8), "X002"),
        ("eu-nl", date(2021, 9, 9), "X060"),
        (str(KZ), date(2023, 6, 30), "KZ00"),
        (str(KZ), date(2023, 7, 1), "KZ01"),
    ],
)
def test_documents_change_on_their_day(name: str, day: date, code: str) -> None:
    """Both sides of the day; the authorisation of the old code need not be listed for the code to be known."""
    own = pack(name)
    valid = own.codes("licence", day)
    assert code in valid
    others = {"X002", "X060", "KZ00", "KZ01"} - {code}
    assert not others & set(valid)
    if name == "eu-nl":
        assert own.licence_code(day) == code


def test_without_a_valid_code_the_question_is_refused() -> None:
    kz = pack(str(KZ))
    assert kz.licence_code(date(2023, 7, 1)) == "KZ01" and kz.not_listed_code(date(2023, 7, 1)) == "KZ09"
    with pytest.raises(InputError, match="no individual authorisation on 2023-06-30"):
        kz.licence_code(date(2023, 6, 30))
    with pytest.raises(InputError, match="not_listed on 2023-06-30"):
        kz.not_listed_code(date(2023, 6, 30))


def test_a_general_authorisation_covers_its_destinations_alone() -> None:
    nl, day = pack("eu-nl"), date(2026, 6, 1)
    assert nl.licence_code(day, "general", "NO") == "X061"
    assert nl.licence_code(day, "general", "TR") == "X062"
    assert nl.licence_code(day, "global") == "X070"
    with pytest.raises(InputError, match="general authorisation for AM"):
        nl.licence_code(day, "general", "AM")


@pytest.mark.parametrize("name", ALL)
@given(day=DAYS)
def test_licence_and_its_absence_can_be_declared_on_any_day_to_come(name: str, day: date) -> None:
    own = pack(name)
    assert own.document(own.licence_code(day)).kind == "licence"
    assert own.document(own.not_listed_code(day)).kind == "not_listed"


def test_measures_are_those_of_the_united_nations_and_begin_on_their_day() -> None:
    for name in packs():
        own = pack(name)
        assert all("United Nations Security Council" in measure.source for measure in own.measures)
        iran = own.measure_of("IR")
        assert iran is not None and iran.goods == "strategic"
        assert own.measure_of("IR", date(2025, 9, 27)) is None
        assert own.measure_of("IR", date(2025, 9, 28)) == iran
        assert own.measure_of("TR") is None
        assert max(measure.valid_from for measure in own.measures) <= own.measures_checked


def test_an_unknown_document_gets_a_near_one() -> None:
    assert pack("eu-nl").document("Y901").kind == "not_listed"
    with pytest.raises(InputError, match="'Y910'; perhaps Y901"):
        pack("eu-nl").document("Y910")


def test_offices_face_their_neighbour() -> None:
    nl, ge = pack("eu-nl"), pack("ge")
    assert {office.name for office in ge.offices_for("3", "TR")} == {"Sarpi", "Vale", "Kartsakhi"}
    assert ge.office_codes_for("2", "RU") == ()
    assert all(office.kind == "seaport" for office in nl.offices_for("1", "CN")) and nl.offices_for("1", "CN")
    assert {office.kind for office in nl.offices_for("3", "GB")} == {"road", "ferry"}
    assert nl.office_codes_for("4") == nl.office_codes_for("5") != ()
    assert nl.office_codes_for("7") == ()
    assert set(nl.office_codes_for("3", "CH")) < set(nl.office_codes_for("3"))


def test_each_neighbour_of_georgia_can_be_reached_by_road() -> None:
    assert all(pack("ge").office_codes_for("3", code) for code in countries()["GE"].borders)


def test_goods_can_be_declared_at_home_and_leave_by_each_mode(any_pack: Pack) -> None:
    """By road and rail only from a home with land neighbours; the south of Korea has none that it trades with."""
    assert any_pack.home_offices() and any(office.kind == "inland" for office in any_pack.home_offices())
    neighbours = countries()[any_pack.home].borders
    assert bool(neighbours) == (any_pack.home != "KR")
    assert all(any_pack.office_codes_for(mode) for mode in ("12345" if neighbours else "145"))
    assert {office.kind for office in any_pack.offices} <= set(OFFICE_KINDS)


def test_a_kind_of_transaction_without_a_code_is_a_sale() -> None:
    nl, ge, kr = pack("eu-nl"), pack("ge"), pack("kr")
    assert (nl.nature_code("sale"), nl.nature_code("replacement"), nl.nature_code("loan")) == ("11", "22", "91")
    assert (ge.nature_code("sale"), ge.nature_code("loan")) == ("11", "60")
    assert kr.nature_code("loan") == kr.nature_code("sale") == "11"


def test_the_procedures_of_the_nine_levels_differ(any_pack: Pack) -> None:
    ways = any_pack.procedures
    assert len({*ways.export.codes, *ways.import_.codes, *ways.transit.codes}) == 9


def test_a_pack_is_read_once_and_an_unknown_name_gets_a_suggestion() -> None:
    assert pack("ge") is pack("ge")
    assert pack(str(KZ)).name == "kz"
    with pytest.raises(InputError, match="'eu-ln' is not known; perhaps eu-nl"):
        pack("eu-ln")
    for name in ("", "atlantis", "no/such/folder"):
        with pytest.raises(InputError, match="give one of eu-nl, ge, kr, or the folder of a pack"):
            pack(name)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        load_pack(tmp_path / "none")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("USD,US dollar", "DOL,US dollar", ":3: code 'DOL' is not in ISO 4217"),
        ("USD,US dollar,1.08", "USD,US dollar,0", ":3: units_per_eur is '0'"),
        ("USD,US", "EUR,US", ":3: code 'EUR' stands already on line 2"),
    ],
)
def test_a_faulty_table_of_currencies_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    replace(folder, "currencies.csv", old, new)
    assert any(said in fault for fault in faults(load_currencies, folder))
