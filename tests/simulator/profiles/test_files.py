"""Profile files: every fault of every file is told at once, with file and line; nothing hostile gets in."""

from __future__ import annotations

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.profiles import load, load_one
from simulator.profiles.pack import KEYS, LISTS
from tests.simulator.profiles.hostile import FILES, SHARED_LISTS
from tests.simulator.profiles.profile_file import CONDITION, GOOD, NO_MATCH, changed, faults_of, pack

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[3]
SHIPPED = files("simulator") / "data" / "profiles"


def refused(folder: Path) -> list[str]:
    """The faults of a folder; nothing in it may be evaluated."""
    before = sorted(folder.iterdir())
    with pytest.raises(InputError) as refusal:
        load(folder)
    assert sorted(folder.iterdir()) == before, "it was evaluated"
    assert all(fault.isprintable() and len(fault) < 400 for fault in refusal.value.faults)
    return refusal.value.faults


def write(path: Path, text: str | bytes) -> None:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("text", FILES, ids=range(len(FILES)))
def test_hostile_and_malformed_files_are_refused_in_words(
    text: str | bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "pump-to-hub.yaml", text)
    assert all(fault.startswith("pump-to-hub.yaml:") for fault in refused(tmp_path))


@pytest.mark.parametrize("text", SHARED_LISTS, ids=range(len(SHARED_LISTS)))
def test_hostile_and_malformed_lists_are_refused_in_words(text: str, tmp_path: Path) -> None:
    write(tmp_path / "pump-to-hub.yaml", GOOD)
    write(tmp_path / LISTS, text)
    assert all(fault.startswith(f"{LISTS}:") for fault in refused(tmp_path))


def test_the_hostile_files_are_many_and_the_profile_they_are_made_of_is_sound(tmp_path: Path) -> None:
    assert len(set(map(str, FILES))) >= 200
    assert [profile.id for profile in pack(tmp_path, pump_to_hub=GOOD)] == ["pump-to-hub"]


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "pump-to-hub.yaml").mkdir()
    assert "cannot be read" in refused(tmp_path)[0]


@pytest.mark.parametrize(
    ("old", "new", "line", "hint"),
    [
        ("id: pump-to-hub", "id: other", 1, "must agree"),
        ("title: Pumps through a hub", "title: ''", 2, "title"),
        ("status: active", "status: live", 3, "active"),
        ("references: [a published list]", "references: []", 5, "references"),
        ("references: [a published list]", "references: [NO]", 5, "quotes"),
        ("direction: any", "direction: sideways", 7, "export"),
        ("[route.transhipment_hub]", "[route.transshipment_hub]", 8, "did you mean route.transhipment_hub"),
        ("hs_code ==", "hs_cod ==", 9, "did you mean hs_code"),
        ('"841410" and', "841410 and", 9, "quotes"),
        ("lane: red", "lane: green", 10, "yellow"),
        ("score: 0.4", "score: 1", 11, "certain"),
        ("score: 0.4", "score: high", 11, "number"),
        ("score: 0.4", "score: true", 11, "number"),
        ("level: high", "level: extreme", 12, "critical"),
        ("hit_cap: 0.1", "hit_cap: 300", 13, "up to 1"),
        ("instruction: Ask why.", "instruction: 3", 15, "text"),
        ("instruction: Ask why.", "instructions: Ask why.", 15, "unknown key"),
        ("instruction: Ask why.", "instruction: !!python/object:os.system x", 15, "tags"),
        ("instruction: Ask why.", "instruction: &a Ask", 15, "anchors"),
        ("instruction: Ask why.", "level: high", 15, "given twice"),
        ("instruction: Ask why.", "instruction: [unclosed", 16, "YAML"),
        (f"    - {NO_MATCH}", "", 19, "no_match"),
        ("  no_match:", "  none:", 16, "under no_match"),
        ('"DE;KE"', '"DE;AE;KE"', 20, "no_match row 1 matches"),
        ('"DE;AE;KE"', '"DE;KE"', 18, "match row 1 should match"),
        (NO_MATCH, "{ hs_code: 841410 }", 20, "quotes"),
        (NO_MATCH, "{ hscode: '1' }", 20, "did you mean hs_code"),
        (NO_MATCH, "{ payment_terms: cash }", 20, "not a field of the"),
        (NO_MATCH, "{ country_of_export: XX }", 20, "country code"),
        (NO_MATCH, "\n        acceptance_date: soon", 21, "date"),
        (NO_MATCH, "{ net_mass: .nan }", 20, "number"),
        ("direction: any", "direction: any\nvalid_from: 2031-99-01", 8, "valid_from"),
        ("direction: any", "direction: any\nvalid_from: 2031-02-01\nvalid_to: 2031-01-01", 9, "before"),
        ("direction: any", "direction: any\noffices: [1]", 8, "list of texts"),
        ("lane: red", "lane: red\nselection_share: 2", 11, "up to 1"),
        ("condition:", "selections:\n  a: net_mass > 1\n  b: net_mas > 1\ncondition:", 11, "did you mean net_mass"),
        ("condition:", "selections:\n  pump: hs_code == '841410'\ncondition:", 10, "selections.pump is not used"),
        ("condition:", "selections:\n  hs_code: net_mass > 1\ncondition:", 10, "name of a field"),
    ],
)
def test_a_fault_names_file_and_line_and_what_to_do(old: str, new: str, line: int, hint: str) -> None:
    faults = faults_of(changed((old, new)))
    assert any(fault.startswith(f"pump-to-hub.yaml:{line}: ") and hint in fault for fault in faults), faults


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    shutil.copytree(str(SHIPPED), tmp_path / "pack")
    first = (tmp_path / "pack" / "buyer-mismatch.yaml").read_text()
    broken = first.replace("lane: red", "lane: pink").replace("buyer_fit", "buyer_fitt")
    (tmp_path / "pack" / "buyer-mismatch.yaml").write_text(broken)
    (tmp_path / "pack" / "split-consignment.yaml").write_text("- not\n- a mapping\n")
    (tmp_path / "pack" / "missing-marks.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError) as refusal:
        load(tmp_path / "pack")
    places = {fault.split(":")[0] for fault in refusal.value.faults}
    assert places == {"buyer-mismatch.yaml", "split-consignment.yaml", "missing-marks.yaml"}
    assert sum(fault.startswith("buyer-mismatch.yaml") for fault in refusal.value.faults) == 2


def test_faulty_shared_lists_are_told_with_their_lines(tmp_path: Path) -> None:
    text = "hubs: [NO, AE]\nhs_code: ['841410']\nbad name: ['x']\n"
    write(tmp_path / LISTS, text)
    assert sorted(fault.split(":")[1] for fault in refused(tmp_path)) == ["1", "2", "3"]


def test_a_selection_and_a_list_cannot_share_a_name() -> None:
    text = changed((f"condition: {CONDITION}", "selections: {hubs: routing_hub != ''}\ncondition: hubs"))
    assert any("name of a shared list" in fault for fault in faults_of(text, lists={"hubs": ["AE"]}))


def test_no_more_is_said_of_a_condition_whose_selections_are_at_fault() -> None:
    text = changed((f"condition: {CONDITION}", "selections: {a: net_mas > 1, b: net_mass > 1}\ncondition: a"))
    assert len(faults_of(text)) == 1


def test_the_example_of_the_documentation_is_sound_and_has_every_key() -> None:
    text = re.search(r"```yaml\n(.*?)```", (PROJECT / "docs" / "profiles.md").read_text(encoding="utf-8"), re.DOTALL)
    assert text is not None
    told = yaml.safe_load(text[1])
    assert list(told) == list(KEYS)
    shared = yaml.safe_load((SHIPPED / LISTS).read_text(encoding="utf-8"))
    assert faults_of(text[1], f"{told['id']}.yaml", shared) == []


def test_a_draft_outside_the_pack_is_read_with_the_packs_lists(tmp_path: Path) -> None:
    draft = tmp_path / "pump-to-hub.yaml"
    write(draft, changed(('routing_hub != ""', "routing_hub in our_hubs")))
    with pytest.raises(InputError, match="unknown list 'our_hubs'"):
        load_one(draft)
    write(tmp_path / LISTS, "our_hubs: [AE]")
    assert load_one(draft, tmp_path).id == "pump-to-hub"
    with pytest.raises(InputError, match=r"gone.yaml:1: cannot be read"):
        load_one(tmp_path / "gone.yaml")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no profiles"):
        load(tmp_path)


@given(st.text(max_size=300))
def test_any_text_as_a_profile_file_gives_faults_and_nothing_else(text: str) -> None:
    assert all(fault.startswith("pump-to-hub.yaml:") for fault in faults_of(text))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.datetimes()
    | st.binary(max_size=5)
    | st.text(max_size=5)
    | st.sampled_from(["net_mass > 1", "here", "841410", 10**400]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3) | st.integers() | st.sampled_from(["here", "match", "no_match"]), inner)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*yaml.safe_load(GOOD), "selections", "offices"]), VALUES, min_size=1))
def test_any_value_under_any_key_gives_faults_and_nothing_else(changes: dict[str, object]) -> None:
    for fault in faults_of(yaml.safe_dump(yaml.safe_load(GOOD) | changes, sort_keys=False)):
        assert fault.startswith("pump-to-hub.yaml:") and fault.isprintable()


@given(st.dictionaries(st.sampled_from(["hs_code", "net_mass", "acceptance_date", "goods_description"]), VALUES))
def test_any_example_row_gives_faults_and_nothing_else(row: dict[str, object]) -> None:
    told = yaml.safe_load(GOOD) | {"examples": {"match": [row], "no_match": [row]}}
    assert all(fault.startswith("pump-to-hub.yaml:") for fault in faults_of(yaml.safe_dump(told)))
