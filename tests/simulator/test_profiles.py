"""Risk profiles: the pack is sound, faults are all told with file and line, hits explain themselves exactly."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simulator.declaration import fields_at
from simulator.errors import InputError
from simulator.indicators import catalogue
from simulator.profiles import Profile, ProfileScorer, load
from simulator.profiles.pack import frame_of, read
from simulator.scoring import Scorer
from simulator.screening import Parties

SHIPPED = files("simulator") / "data" / "profiles"
GOOD = """\
id: pump-to-hub
title: Pumps through a hub
status: active
description: Pumps that pass a hub.
references: [a published list]
author: a desk officer
direction: any
indicators: [route.transhipment_hub]
condition: 'hs_code == "841410" and routing_hub != ""'
lane: red
score: 0.4
level: high
hit_cap: 0.1
false_positives: [liner services]
instruction: Ask why.
examples:
  match:
    - { hs_code: "841410", countries_of_routing: "DE;AE;KE" }
  no_match:
    - { hs_code: "841410", countries_of_routing: "DE;KE" }
"""


def pack(folder: Path, **texts: str) -> list[Profile]:
    for name, text in texts.items():
        (folder / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def faults_of(text: str, file: str = "pump-to-hub.yaml") -> list[str]:
    faults: list[str] = []
    read(file, text, {}, faults)
    return faults


@pytest.fixture
def scorer(tmp_path: Path) -> ProfileScorer:
    second = GOOD.replace("pump-to-hub", "heavy").replace(
        '\'hs_code == "841410" and routing_hub != ""\'', "net_mass > 50"
    )
    second = second.replace("route.transhipment_hub", "route.transhipment_hub, product.density_mismatch")
    second = second.replace("score: 0.4", "score: 0.5").replace("lane: red", "lane: yellow")
    second = second.split("examples:")[0] + "examples: {match: [{net_mass: 60}], no_match: [{net_mass: 5}]}\n"
    return ProfileScorer(pack(tmp_path, pump_to_hub=GOOD, heavy=second))


BATCH = pd.DataFrame(
    {
        "declaration_id": ["a", "b", "c"],
        "hs_code": pd.Categorical(["841410", "841410", "950300"]),
        "countries_of_routing": pd.Categorical(["DE;AE;KE", "DE;KE", "DE;AE;KE"]),
        "net_mass": [60.0, 60.0, np.nan],
    }
)


def test_the_shipped_pack_is_sound_and_broad() -> None:
    profiles = load()
    active = [profile for profile in profiles if profile.status == "active"]
    assert len(active) >= 14
    spoken_for = {indicator for profile in active for indicator in profile.indicators}
    assert spoken_for <= set(catalogue()) and len(spoken_for) >= 10


def test_every_shipped_profile_can_fire_on_a_full_declaration_and_none_on_a_bare_one() -> None:
    scorer = ProfileScorer(load())
    assert scorer.unable(fields_at("declaration")) == []
    assert len(scorer.unable(["declaration_id"])) == len(scorer.profiles)


def test_profiles_that_cannot_fire_name_the_fields_they_lack(scorer: ProfileScorer) -> None:
    assert scorer.unable(["hs_code", "net_mass"]) == [("pump-to-hub", ["countries_of_routing"])]


def test_hits_are_explained_leaf_by_leaf(scorer: ProfileScorer) -> None:
    hits = scorer.hits(BATCH)
    assert [profile.id for profile in hits.profiles] == ["heavy", "pump-to-hub"]
    assert hits.matrix.tolist() == [[True, True], [True, False], [False, False]]
    heavy, pump = hits.explain(0)
    assert (heavy.profile_id, pump.profile_id) == ("heavy", "pump-to-hub")
    assert [(leaf.field, leaf.found, leaf.operator, leaf.wanted) for leaf in pump.leaves] == [
        ("hs_code", "841410", "==", "841410"),
        ("routing_hub", "AE", "!=", "(blank)"),
    ]
    assert hits.explain(2) == []


def test_the_score_is_a_noisy_or_and_contributions_add_up_to_it(scorer: ProfileScorer) -> None:
    contract: Scorer = scorer
    scores = contract.score(BATCH)
    assert scores.value == pytest.approx([1 - 0.6 * 0.5, 0.5, 0])
    assert scores.contributions.sum(axis=1).to_numpy() == pytest.approx(-np.log1p(-scores.value))
    assert [reason.indicator for reason in scores.reasons(0)] == ["route.transhipment_hub", "product.density_mismatch"]
    assert scores.reasons(2) == []


def test_the_strictest_demanded_lane_counts(scorer: ProfileScorer) -> None:
    assert scorer.hits(BATCH).lanes().tolist() == ["red", "yellow", ""]


def test_a_profile_above_its_cap_is_warned_about_and_its_hits_stand(scorer: ProfileScorer) -> None:
    hits = scorer.hits(BATCH)
    assert len(hits.warnings()) == 2 and "heavy hit 2 of 3" in hits.warnings()[0]
    assert hits.matrix.sum() == 3


def test_only_active_profiles_judge(tmp_path: Path) -> None:
    profiles = pack(tmp_path, pump_to_hub=GOOD.replace("status: active", "status: draft"))
    assert len(profiles) == 1 and ProfileScorer(profiles).profiles == ()
    assert ProfileScorer(profiles).score(BATCH).value.tolist() == [0, 0, 0]


def test_direction_and_dates_bound_a_profile(tmp_path: Path) -> None:
    text = GOOD.replace("direction: any", "direction: export\nvalid_from: 2031-02-01\nvalid_to: 2031-02-28")
    text = text.replace(
        '- { hs_code: "841410", countries_of_routing: "DE;AE',
        '- { declaration_type: EX, hs_code: "841410", countries_of_routing: "DE;AE',
    )
    scorer = ProfileScorer(pack(tmp_path, pump_to_hub=text))
    days = ["2031-01-31", "2031-02-01", "2031-02-28 23:00", "2031-03-01", None, "2031-02-10"]
    frame = pd.DataFrame(
        {
            "hs_code": "841410",
            "countries_of_routing": "DE;AE;KE",
            "acceptance_date": pd.to_datetime(days, format="ISO8601"),
        }
    )
    frame["declaration_type"] = ["EX", "EX", "EX", "EX", "EX", "IM"]
    assert scorer.hits(frame).matrix[:, 0].tolist() == [False, True, True, False, True, False]


def test_the_list_of_parties_can_be_replaced(tmp_path: Path) -> None:
    text = (
        GOOD.split("condition:", maxsplit=1)[0]
        + "condition: listed_resemblance > 90\n"
        + GOOD.split("\"'\n")[1].split("examples:", maxsplit=1)[0]
    )
    text += "examples: {match: [{consignee_name: Zelvatrix Process Systems}], no_match: [{consignee_name: Alder}]}\n"
    profiles = pack(tmp_path, pump_to_hub=text)
    frame = pd.DataFrame({"consignee_name": ["Alder Valley Clinic"]})
    assert not ProfileScorer(profiles).hits(frame).matrix.any()
    assert ProfileScorer(profiles, Parties(("X",), ("Alder Valley Clinic",))).hits(frame).matrix.all()


def test_scoring_never_needs_a_field() -> None:
    scorer = ProfileScorer(load())
    assert scorer.score(pd.DataFrame({"declaration_id": ["a", "b"]})).value.tolist() == [0, 0]
    assert len(scorer.score(pd.DataFrame({"declaration_id": []})).value) == 0


def test_columns_outside_the_declaration_change_nothing() -> None:
    scorer = ProfileScorer(load())
    poisoned = BATCH.assign(violation=True, typology="x", payment_terms="cash", consignee_record="past supply")
    assert scorer.score(poisoned).value.tolist() == scorer.score(BATCH).value.tolist()


def test_a_rows_score_does_not_depend_on_the_other_rows() -> None:
    scorer = ProfileScorer(load())
    examples = [
        row for item in SHIPPED.iterdir() if item.name != "lists.yaml" for row in _matching_rows(item.read_text())
    ]
    frame = frame_of(examples)
    whole = scorer.score(frame).value
    assert (whole > 0).sum() > 14
    for row in range(0, len(frame), 5):
        assert scorer.score(frame.iloc[[row]]).value[0] == pytest.approx(whole[row])


def _matching_rows(text: str) -> list[dict[str, object]]:
    return list(yaml.safe_load(text)["examples"]["match"])


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
        ("instruction: Ask why.", "instruction: !!python/object:os.system x", 15, "cannot be read"),
        ("instruction: Ask why.", "instruction: &a Ask", 15, "anchors"),
        ("instruction: Ask why.", "level: high", 15, "given twice"),
        ("instruction: Ask why.", "instruction: [unclosed", 16, "YAML"),
        ('- { hs_code: "841410", countries_of_routing: "DE;KE" }', "", 16, "no_match"),
        ('"DE;KE"', '"DE;AE;KE"', 16, "no_match row 1 matches"),
        ('countries_of_routing: "DE;AE;KE"', 'countries_of_routing: "DE;KE"', 16, "match row 1 should match"),
        ('{ hs_code: "841410", countries_of_routing: "DE;KE" }', "{ hs_code: 841410 }", 16, "quotes"),
        ('{ hs_code: "841410", countries_of_routing: "DE;KE" }', "{ hscode: '1' }", 16, "did you mean hs_code"),
        ('{ hs_code: "841410", countries_of_routing: "DE;KE" }', "{ payment_terms: cash }", 16, "no field of the"),
        ('{ hs_code: "841410", countries_of_routing: "DE;KE" }', "{ country_of_export: XX }", 16, "country code"),
        ('{ hs_code: "841410", countries_of_routing: "DE;KE" }', "{ acceptance_date: soon }", 16, "date"),
        ("direction: any", "direction: any\nvalid_from: 2031-99-01", 8, "valid_from"),
        ("direction: any", "direction: any\nvalid_from: 2031-02-01\nvalid_to: 2031-01-01", 9, "before"),
    ],
)
def test_a_fault_names_file_and_line_and_what_to_do(old: str, new: str, line: int, hint: str) -> None:
    assert old in GOOD
    faults = faults_of(GOOD.replace(old, new, 1))
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


def test_faulty_shared_lists_are_told_too(tmp_path: Path) -> None:
    text = "hubs: [NO, AE]\nhs_code: ['841410']\nbad name: ['x']\n"
    with pytest.raises(InputError) as refusal:
        pack(tmp_path, lists=text, pump_to_hub=GOOD)
    assert [fault.split(":")[1] for fault in refusal.value.faults] == ["2", "3", "1"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no profiles"):
        load(tmp_path)


@given(st.text(max_size=300))
def test_any_text_as_a_profile_file_gives_faults_and_nothing_else(text: str) -> None:
    assert all(fault.startswith("pump-to-hub.yaml:") for fault in faults_of(text))


@given(
    st.dictionaries(
        st.sampled_from(list(yaml.safe_load(GOOD))),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
            max_leaves=5,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_value_under_any_key_gives_faults_and_nothing_else(changes: dict[str, object]) -> None:
    told = yaml.safe_load(GOOD) | changes
    for fault in faults_of(yaml.safe_dump(told, sort_keys=False)):
        assert fault.startswith("pump-to-hub.yaml:")
