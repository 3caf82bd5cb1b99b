"""The template of docs/packs.md is a sound pack, and each kind of fault in it is told with its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.packs import load_pack
from tests.simulator.conftest import faults

PAGE = (Path(__file__).parents[3] / "docs" / "packs.md").read_text(encoding="utf-8")
YAML = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]
CSV = re.findall(r"^```csv\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]


def write(folder: Path, yaml: str = YAML, csv: str = CSV) -> Path:
    made = folder / "my-office"
    made.mkdir(exist_ok=True)
    (made / "pack.yaml").write_text(yaml, encoding="utf-8")
    (made / "offices.csv").write_text(csv, encoding="utf-8")
    return made


def change(text: str, old: str, new: str) -> tuple[str, int]:
    """The text with its first ``old`` replaced, and the line on which that stood."""
    assert old in text, old
    return text.replace(old, new, 1), text[: text.index(old)].count("\n") + 1


def test_the_template_is_a_sound_pack(tmp_path: Path) -> None:
    template = load_pack(write(tmp_path))
    assert (template.name, template.home, len(template.offices)) == ("my-office", "NO", 6)
    assert template.office_codes_for("3", "DK") == ("NO000501",)


NO_UNION = "union: null"
UNION = "union: {name: A union, code: AU, members: [DK, FI, %s]}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('home: "NO"', "home: NO", "home: YAML reads this as false; put the code in quotes"),
        ('home: "NO"', "home: UK", "home: 'UK' is not in ISO 3166"),
        ('home: "NO"', "home: KP", "home: 'KP' is not a trading country"),
        ("currency: NOK", "currency: NKR", "currency: 'NKR' is not in currencies.csv"),
        ("NOK: 0.3}", "NOK: 0.2}", "currencies: shares add up to 0.9"),
        ("NOK: 0.3}", "NOK: 0.1, NKR: 0.2}", "currencies.NKR: 'NKR' is not in currencies.csv"),
        ('["no", en]', '["no", xx]', "languages.2: 'xx' is not in ISO 639-1"),
        ('["no", en]', "[en, en]", "languages.2: en stands above already"),
        ("date: 2020-01-31", "date: some day", "control_list.date"),
        ("licence_needed: all", "licence_needed: some", "licence_needed: write all, or a list"),
        ("licence_needed: all", "licence_needed: [AM, ZZ]", "licence_needed.2: 'ZZ' is not in ISO 3166"),
        ("licence_needed: all", "licence_neded: all", "licence_neded: unknown key"),
        ("free_within_union: false", "free_within_union: true", "free_within_union: there is no union"),
        ("document: L100", "document: L101", "authorisations.1.document: L101 is no document of kind licence"),
        ("document: L100", "document: D380", "authorisations.1.document: D380 is no document of kind licence"),
        ("kind: individual", "kind: single", "authorisations.1.kind"),
        ("- kind: general", "- kind: global", "authorisations.3: destinations belong to general"),
        ("kind: global,", "kind: general,", "authorisations.2: a general authorisation covers named countries"),
        ("[CA, US]", "[CA, UK]", "authorisations.3.destinations.2: 'UK' is not in ISO 3166"),
        (
            "valid_from: 2022-01-01,",
            "valid_from: 2022-01-01, valid_until: 2021-12-31,",
            "documents.1: valid_until 2021-12-31 is before valid_from 2022-01-01",
        ),
        ("code: L300", "code: L100", "documents.4.code: L100 stands above already"),
        ("code: D380", "code: 380", 'documents.6.code: YAML reads this as a number; put the code in quotes: "380"'),
        ("code: D380", "code: d-380", "documents.6.code"),
        ("country: KP", 'country: "NO"', "measures.1.country: NO is in the customs territory"),
        ("goods: strategic", "goods: all", "measures.1.goods"),
        ('code: "2300"', 'code: "1000"', "procedures.export.temporary.code: 1000 stands above already"),
        ('code: "8071"', 'code: "7100"', "procedures.transit.stored.code: 7100 stands above already"),
        ('code: "5300"', "code: 5300", "procedures.import.temporary.code: YAML reads this as a number"),
        ("licence: eksportlisens", 'licence: ""', "forms.licence"),
        ('code: "21"', 'code: "11"', "natures.2.code: 11 stands above already"),
        ("country: GB", "country: SE", "partners.2.country: SE stands above already"),
        ("country: GB", 'country: "NO"', "partners.2.country: NO is in the customs territory"),
        ("transit: 0.1", "transit: 1.1", "shares.transit"),
        ("exports_of_members: 0 ", "exports_of_members: 0.2 ", "shares.exports_of_members: there is no union"),
        ("imports_for_members: 0 ", "imports_for_members: 0.2 ", "shares.imports_for_members: there is no union"),
        (NO_UNION, UNION % "FI", "union.members: home is NO, which is not among them"),
        (NO_UNION, UNION % '"NO", DK', "union.members.4: DK stands above already"),
        (NO_UNION, UNION % "BA", "union.members.3: 'BA' is not a trading country"),
    ],
)
def test_a_fault_in_the_pack_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text, line = change(YAML, old, new)
    folder = write(tmp_path, yaml=text)
    told = faults(load_pack, folder)
    assert any(fault.startswith(f"{folder}/pack.yaml:{line}: {said}") for fault in told), told


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("valid_from: 2022-01-01", "valid_until: 2022-01-01", "authorisations", "no individual one has a document"),
        ("not_listed, meaning: Goods", "other, meaning: Goods", "documents", "none of kind not_listed"),
        ("kind: sale, meaning", "kind: other, meaning", "natures", "none is of kind sale"),
        ("country: SE, share: 0.15", "country: SE, share: 0.95", "partners", "shares add up to 1.07"),
        ('home: "NO"', "", "title", "home: missing; add it"),
    ],
)
def test_a_fault_of_a_whole_list_is_told_at_its_key(tmp_path: Path, old: str, new: str, key: str, said: str) -> None:
    text, _ = change(YAML, old, new)
    line = next(number for number, row in enumerate(text.splitlines(), 1) if row.startswith(f"{key}:"))
    told = faults(load_pack, write(tmp_path, yaml=text))
    assert any(f"pack.yaml:{line}: " in fault and said in fault for fault in told), told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("NO000101,", "NO0101,", "code 'NO0101' is not eight letters and digits"),
        ("NO000101,", "SE000101,", "code 'SE000101' is not eight letters and digits that begin with NO"),
        ("NO000201,", "NO000101,", "code 'NO000101' stands already on line 2"),
        (",seaport,", ",harbour,", "kind is 'harbour'"),
        (",seaport,NOOSL,", ",seaport,,", "a seaport or airport has a UN/LOCODE"),
        (",seaport,NOOSL,", ",seaport,OSL,", "unlocode 'OSL' is no UN/LOCODE of NO"),
        (",Oslo,NO,,,10,", ",Oslo,NO,SE,,10,", "a road, rail or ferry office has a neighbour"),
        (",Svinesund,NO,SE,", ",Svinesund,NO,,", "a road, rail or ferry office has a neighbour"),
        (",Svinesund,NO,SE,", ",Svinesund,NO,DK,", "NO and DK do not meet by land or fixed link"),
        (",Svinesund,NO,SE,", ",Svinesund,NO,SW,", "neighbour 'SW' is not a trading country"),
        (",Svinesund,NO,SE,", ",Svinesund,SE,NO,", "country 'SE' is neither home nor a member of the union"),
        (",Svinesund,NO,SE,", ",Svinesund,SE,NO,", "neighbour NO is in the same customs territory"),
        (",Larvik,NO,", ",Larvik,CH,", "CH is landlocked"),
        (",NO,SE,,9,", ",NO,SE,,0,", "weight is '0'"),
        (",Oslo,NO,,,10,", ",Oslo,NO,,0,10,", "reach_km is '0'"),
        (",NO,SE,,9,", ",NO,SE,900,9,", "only a seaport has a reach_km"),
        (',9,"code: invented; weight: assumption"', ",9,", "source is empty"),
        ("code,name", "id,name", "the header must be"),
    ],
)
def test_a_fault_in_the_offices_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text, line = change(CSV, old, new)
    folder = write(tmp_path, csv=text)
    told = faults(load_pack, folder)
    assert any(fault.startswith(f"{folder}/offices.csv:{line}: {said}") for fault in told), told


def test_offices_are_needed_and_one_at_home(tmp_path: Path) -> None:
    header, *rows = CSV.splitlines(keepends=True)
    assert "no offices; add a row for each" in faults(load_pack, write(tmp_path, csv=header))[0]
    union, _ = change(YAML, NO_UNION, UNION % '"NO"')
    away = '"code: invented; weight: assumption"'
    assert load_pack(write(tmp_path, union, header + rows[0])).inside("DK")
    told = faults(load_pack, write(tmp_path, union, f"{header}DK000101,Aarhus,seaport,DKAAR,Aarhus,DK,,,1,{away}\n"))
    assert [fault.split(":", 2)[1:] for fault in told] == [["2", " no office is in NO; add one"]]


def test_the_faults_of_both_files_come_at_once(tmp_path: Path) -> None:
    yaml, _ = change(change(YAML, "currency: NOK", "currency: NKR")[0], '["no", en]', '["no", xx]')
    csv, _ = change(CSV, ",seaport,", ",harbour,")
    told = "\n".join(faults(load_pack, write(tmp_path, yaml, csv)))
    assert all(said in told for said in ("'NKR'", "'xx'", "'harbour'"))


@pytest.mark.parametrize("name", ["pack.yaml", "offices.csv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path)
    (folder / name).unlink()
    assert faults(load_pack, folder) == [f"{folder}/{name}:1: no such file; check its name and its folder"]


def test_the_messages_of_the_page_are_those_that_are_given(tmp_path: Path) -> None:
    """Each message in the page's table is given, word for word and with its line, for the template with that fault."""
    rows = [
        (YAML, 'home: "NO"', "home: NO"),
        (YAML, "[CA, US]", "[CA, UK]"),
        (YAML, "licence_needed: all", "licence_neded: all"),
        (YAML, 'home: "NO"', "#"),
        (YAML, "NOK: 0.3}", "NOK: 0.2}"),
        (YAML, "document: L100", "document: L101"),
        (YAML, "valid_from: 2022-01-01,", "valid_from: 2022-01-01, valid_until: 2021-12-31,"),
        (YAML, "code: D380", "code: L100"),
        (CSV, "Oslo,NO,,,10", "Oslo,SE,,,10"),
        (CSV, "Svinesund,NO,SE", "Svinesund,NO,DK"),
    ]
    shown = re.findall(r"^\| [A-Z][^|]* \| `my-office/(.*?)` \|$", PAGE, re.MULTILINE)
    assert len(shown) == len(rows) + 1
    for message, (text, old, new) in zip(shown, rows, strict=False):
        broken, _ = change(text, old, new)
        folder = write(tmp_path, *((broken, CSV) if text is YAML else (YAML, broken)))
        told = [fault.removeprefix(f"{folder}/") for fault in faults(load_pack, folder)]
        assert message in told


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(line=st.integers(0, YAML.count("\n") - 1), junk=st.text(max_size=20))
def test_any_line_of_the_file_may_be_broken_and_only_faults_with_lines_follow(
    tmp_path: Path, line: int, junk: str
) -> None:
    lines = YAML.splitlines()
    lines[line] = lines[line][: len(lines[line]) - len(lines[line].lstrip())] + junk
    try:
        load_pack(write(tmp_path, yaml="\n".join(lines).encode("utf-8", "replace").decode()))
    except InputError as error:
        assert all(re.search(r"(pack\.yaml|offices\.csv):\d+: .", fault) for fault in error.faults)
