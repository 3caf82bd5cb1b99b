"""Risk profiles: the shipped pack is sound; hits explain themselves exactly, score, and ask for lanes."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from simulator.errors import InputError
from simulator.profiles import Hit, Leaf, ProfileScorer, above_cap, apply_profiles, load
from simulator.profiles.examples import frame_of
from simulator.reference import catalogue, fields_at
from simulator.scoring import Scorer
from simulator.screening import Parties
from tests.simulator.profiles.profile_file import CONDITION, GOOD, changed, pack

SHIPPED = files("simulator") / "data" / "profiles"


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
        "mode_at_border": pd.Categorical(["1", "4", "1"]),
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
    assert scorer.unable(["hs_code", "net_mass"]) == [("pump-to-hub", ["countries_of_routing", "mode_at_border"])]


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
    assert scorer.hits(BATCH).lanes(1).tolist() == ["red", "yellow", ""]


def many(rows: int) -> pd.DataFrame:
    """Rows that the pump profile hits."""
    frame = BATCH.iloc[[0] * rows].reset_index(drop=True)
    return frame.assign(declaration_id=[f"D-{row:05d}" for row in range(rows)])


def with_share(folder: Path, share: float) -> ProfileScorer:
    return ProfileScorer(pack(folder, pump_to_hub=changed(("lane: red", f"lane: red\nselection_share: {share}"))))


def test_the_selection_share_of_the_hits_is_sent_to_the_lane_and_every_hit_stands(tmp_path: Path) -> None:
    hits = with_share(tmp_path, 0.3).hits(many(2000))
    assert hits.matrix.all() and (hits.scores().value > 0).all()
    sent = hits.lanes(1) == "red"
    assert 520 < sent.sum() < 680  # 600 expected, 4 standard deviations
    assert (hits.lanes(2) != hits.lanes(1)).any()


def test_which_hits_are_sent_belongs_to_the_declaration_and_grows_with_the_share(tmp_path: Path) -> None:
    scorer, frame = with_share(tmp_path, 0.3), many(400)
    lanes = scorer.hits(frame).lanes(1)
    backwards = frame.iloc[::-1].iloc[:150].reset_index(drop=True)
    assert scorer.hits(backwards).lanes(1).tolist() == lanes[::-1][:150].tolist()
    more = with_share(tmp_path, 0.6).hits(frame).lanes(1)
    assert set(np.flatnonzero(lanes == "red")) < set(np.flatnonzero(more == "red"))


def test_two_profiles_send_different_hits(tmp_path: Path) -> None:
    text = changed(("lane: red", "lane: red\nselection_share: 0.5"))
    other = changed(("pump-to-hub", "other"), ("lane: red", "lane: yellow"), text=text)
    lanes = ProfileScorer(pack(tmp_path, pump_to_hub=text, other=other)).hits(many(400)).lanes(1)
    assert {lane: (lanes == lane).mean().round(1) for lane in ("red", "yellow", "")} == pytest.approx(
        {"red": 0.5, "yellow": 0.25, "": 0.25}, abs=0.11
    )


def test_sending_a_share_needs_an_id_to_draw_by(tmp_path: Path) -> None:
    nameless = many(3).drop(columns="declaration_id")
    with pytest.raises(InputError, match="declaration_id"):
        with_share(tmp_path, 0.3).hits(nameless).lanes(1)
    assert with_share(tmp_path, 1).hits(nameless).lanes(1).tolist() == ["red"] * 3


def test_a_profile_above_its_cap_is_warned_about_and_its_hits_stand(scorer: ProfileScorer) -> None:
    hits = scorer.hits(BATCH)
    assert len(hits.warnings()) == 2 and "heavy hit 2 of 3" in hits.warnings()[0]
    assert hits.matrix.sum() == 3
    assert scorer.hits(BATCH.iloc[:0]).warnings() == scorer.hits(BATCH.iloc[2:]).warnings() == []
    heavy = scorer.profiles[0]  # its cap is a tenth
    assert (above_cap(heavy, 100, 1000), above_cap(heavy, 0, 0)) == ("", "")
    assert "101 of 1,000 declarations (10.1%), above its cap of 10.0%" in above_cap(heavy, 101, 1000)


def test_only_active_profiles_judge(tmp_path: Path) -> None:
    profiles = pack(tmp_path, pump_to_hub=GOOD.replace("status: active", "status: draft"))
    assert len(profiles) == 1 and ProfileScorer(profiles).profiles == ()
    assert ProfileScorer(profiles).score(BATCH).value.tolist() == [0, 0, 0]


def test_profiles_of_any_status_can_be_judged_by_name(tmp_path: Path) -> None:
    (shadow,) = pack(tmp_path, pump_to_hub=changed(("status: active", "status: shadow")))
    assert apply_profiles([shadow], BATCH).matrix[:, 0].tolist() == [True, False, False]
    assert ProfileScorer([shadow]).hits(BATCH).matrix.shape == (3, 0)


def test_offices_bound_a_profile(tmp_path: Path) -> None:
    text = changed(
        ("direction: any", "direction: any\noffices: [NL000101, NL000201]"),
        ('countries_of_routing: "DE;AE;KE" }', 'countries_of_routing: "DE;AE;KE", declaration_office: NL000201 }'),
    )
    (profile,) = pack(tmp_path, pump_to_hub=text)
    assert profile.offices == ("NL000101", "NL000201")
    frame = many(4).assign(declaration_office=pd.Series(["NL000101", "NL000301", None, "NL000201"]))
    hits = apply_profiles([profile], frame)
    assert hits.matrix[:, 0].tolist() == [True, False, False, True]
    assert hits.explain(0)[0].leaves[0].wanted == "offices: NL000101, NL000201"
    assert ProfileScorer([profile]).unable(BATCH.columns) == [("pump-to-hub", ["declaration_office"])]


def test_a_hit_tells_which_selection_each_test_stands_in(tmp_path: Path) -> None:
    text = changed(
        (
            f"condition: {CONDITION}",
            "selections:\n  pump: hs_code == '841410'\n  hub: routing_hub != ''\n"
            "condition: pump and hub and not gross_mass > 9",
        ),
        ('"DE;AE;KE" }', '"DE;AE;KE", gross_mass: 5 }'),
    )
    (profile,) = pack(tmp_path, pump_to_hub=text)
    assert dict(profile.selections) == {"pump": "hs_code == '841410'", "hub": "routing_hub != ''"}
    (hit,) = apply_profiles([profile], many(1).assign(gross_mass=9)).explain(0)
    assert [(leaf.selection, leaf.field, leaf.operator) for leaf in hit.leaves] == [
        ("pump", "hs_code", "=="),
        ("hub", "routing_hub", "!="),
        ("", "gross_mass", "<="),
    ]


def test_direction_and_dates_bound_a_profile(tmp_path: Path) -> None:
    text = GOOD.replace("direction: any", "direction: export\nvalid_from: 2031-02-01\nvalid_to: 2031-02-28")
    text = text.replace(
        '- { hs_code: "841410", mode_at_border: "4", countries_of_routing: "DE;AE',
        '- { declaration_type: EX, hs_code: "841410", mode_at_border: "4", countries_of_routing: "DE;AE',
    )
    scorer = ProfileScorer(pack(tmp_path, pump_to_hub=text))
    days = ["2031-01-31", "2031-02-01", "2031-02-28 23:00", "2031-03-01", None, "2031-02-10"]
    frame = pd.DataFrame(
        {
            "hs_code": "841410",
            "countries_of_routing": "DE;AE;KE",
            "mode_at_border": "4",
            "acceptance_date": pd.to_datetime(pd.Series(days), format="ISO8601"),
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


def test_a_hit_survives_being_stored_as_json(scorer: ProfileScorer) -> None:
    """With the very keys that exercises were stored with; only the selection that a test stands in is left out."""
    found = [hit for row in range(len(BATCH)) for hit in scorer.hits(BATCH).explain(row)]
    stored = json.loads(json.dumps([hit.to_json() for hit in found]))
    assert found and [Hit.from_json(hit) for hit in stored] == found
    assert sorted(stored[0]) == ["indicators", "instruction", "lane", "leaves", "level", "profile_id", "title"]
    selected = Leaf("gross_mass", "110", ">", "100", "heavy")
    assert selected.to_json() == {"field": "gross_mass", "found": "110", "operator": ">", "wanted": "100"}
