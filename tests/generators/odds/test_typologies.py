"""Faulty data files are refused whole: every fault at once, each with its file and, in YAML, its line."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from generators.odds import Settings, indicators, typologies, world
from generators.odds.indicators import load_indicators
from generators.odds.typologies import load_typologies
from generators.oracle import weigh
from generators.traffic import generate
from simulator.errors import InputError
from simulator.reference import TIERS, catalogue
from tests.generators.odds.rules import change

DATA = files("generators") / "data"
indicator_file, world_module = import_module("generators.odds.indicators"), import_module("generators.odds.world")


@pytest.fixture
def copies(data: Path) -> Path:
    return data / "typologies"


def plant(file: Path, fact: str, odds: str) -> None:
    """Give a fact other odds."""
    text, count = re.subn(rf"(?m)^(    {re.escape(fact)}: ).*", rf"\g<1>{odds}", file.read_text(encoding="utf-8"))
    assert count == 1
    file.write_text(text, encoding="utf-8")


def when(file: Path, clause: str, condition: str) -> None:
    """Write a shared clause out in the story, with another condition."""
    change(file, f"    - {clause}\n", f'    - {{id: {clause}, when: {{{condition}}}, say: "It was so."}}\n')


def line(file: Path, start: str) -> int:
    """Number of the first line that starts so."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return 1 + next(number for number, text in enumerate(lines) if text.startswith(start))


def test_all_faults_of_all_files_are_reported_with_file_and_line(copies: Path) -> None:
    change(copies / "late_change.yaml", "severity: 4", "severity: 9")
    change(copies / "late_change.yaml", "conceals: false", "conceals: false\nmagic: 1")
    plant(copies / "hub_diversion.yaml", "payment.payer", "[0.55, 0.55]")
    plant(copies / "front_company.yaml", "payment.payer", "[1.62, -0.62]")
    with pytest.raises(InputError) as error:
        load_typologies(copies)
    told = "\n".join(error.value.faults)
    for place in (
        f"late_change.yaml:{line(copies / 'late_change.yaml', 'severity:')}",
        f"late_change.yaml:{line(copies / 'late_change.yaml', 'magic:')}",
        "hub_diversion.yaml:",
        "front_company.yaml:",
    ):
        assert place in told
    assert "payment.payer: the odds add up to 1.1; make it 1" in told


def test_a_story_names_no_more_than_is_known_of_a_consignment(data: Path) -> None:
    change(data / "typologies" / "front_company.yaml", 'opening: "{consignee}', 'opening: "{owner}')
    change(data / "typologies" / "false_end_user.yaml", "named the real user.", "named the real {user.")
    change(data / "typologies" / "late_change.yaml", "The goods were", "The {hidden} were")
    change(data / "population.yaml", "The buyer paid in cash", "{consignee} paid in cash")
    change(data / "population.yaml", 'opening: "Lawful trade', 'opening: "{consignee}: lawful trade')
    with pytest.raises(InputError) as error:
        load_indicators(data)
    told = "\n".join(error.value.faults)
    own = data / "typologies"
    assert f"front_company.yaml:{line(own / 'front_company.yaml', '  opening:')}" in told
    assert "unknown fields {owner}; use {consignee}, {declared}" in told
    assert f"false_end_user.yaml:{line(own / 'false_end_user.yaml', '  opening:')}" in told
    assert "late_change.yaml:1: its story tells of hidden goods; write conceals: true" in told
    assert f"population.yaml:{line(data / 'population.yaml', 'clean_story:')}" in told
    assert told.count("the story of lawful trade may not have fields in braces") == 2


def test_a_clause_that_cannot_be_told_is_refused_with_its_line(data: Path) -> None:
    """A word that nobody knows, a level that is none, and what the directions, the firm odds or the group leave out."""
    own = data / "typologies"
    when(own / "late_change.yaml", "by_hub", "route.itinerarry: [hub]")
    when(own / "late_change.yaml", "by_detour", "route.itinerary: [scenic]")
    when(own / "late_change.yaml", "paid_from_elsewhere", "direction: [import]")
    change(own / "false_end_user.yaml", "- signed_late", "- singed_late")
    when(own / "hub_diversion.yaml", "out_of_line", "destination: [elsewhere]")
    when(own / "licence_missing.yaml", "no_statement", "end_use.statement: [absent], goods_kind: [ordinary]")
    when(own / "unfit_certificate.yaml", "no_licence_named", "licence_duty: [none], licence.reference: [licence]")
    change(own / "false_origin.yaml", "- by_detour", "- by_hub")
    change(data / "population.yaml", "{documents.mass: [differs]}", "{documents.mass: [heavier]}")
    with pytest.raises(InputError) as error:
        load_indicators(data)
    told = "\n".join(error.value.faults)
    for file, clause, said in (
        (
            "late_change.yaml",
            "by_hub",
            "'route.itinerarry' is no indicator, group or fact; did you mean 'route.itinerary'?",
        ),
        ("late_change.yaml", "by_detour", "route.itinerary has no value 'scenic'; write some of direct, regional, hub"),
        ("late_change.yaml", "paid_from_elsewhere", "can never be true here; change its condition, or take it out"),
        ("hub_diversion.yaml", "out_of_line", "can never be true here"),
        ("licence_missing.yaml", "no_statement", "can never be true here"),
        ("unfit_certificate.yaml", "no_licence_named", "can never be true here"),
    ):
        place = line(own / file, f"    - {{id: {clause}")
        assert f"{file}:{place}: clause {clause}: {said}" in told
    assert "'singed_late' is not in clauses.yaml; did you mean 'signed_late'?" in told
    assert "clauses with the same id: by_hub; give each its own" in told
    assert "documents.mass has no value 'heavier'" in told and "population.yaml:" in told


def test_shares_over_all_files_must_add_up(copies: Path) -> None:
    (copies / "late_change.yaml").unlink()
    change(copies / "vague_cover.yaml", "severity: 4", "severity: 9")
    with pytest.raises(InputError) as error:
        load_typologies(copies)
    told = "\n".join(error.value.faults)
    assert "shares of 'diverter' add up to 0.975; make it 1" in told and "false_origin.yaml:6: 0.025" in told
    assert "vague_cover.yaml:4" in told, "a fault elsewhere hides nothing"


def test_faults_of_indicators_typologies_and_population_come_together_with_their_lines(data: Path) -> None:
    change(data / "typologies" / "late_change.yaml", "payment.payer:", "payment.player:")
    plant(data / "typologies" / "hub_diversion.yaml", "route.notify", "[0.45, 0.45, 0.1]")
    change(data / "typologies" / "false_origin.yaml", "severity: 3", "severity: 3\nmagic: 1")
    plant(data / "typologies" / "vague_cover.yaml", "goods.kind", "[0.45, 0.65, -0.1]")
    change(data / "population.yaml", "goods.packing: [0.10, 0.78, 0.12]", "goods.parking: [0.10, 0.78, 0.12]")
    change(data / "indicators.yaml", "lawful: [0.62, 0.24, 0.11, 0.03]", "lawful: [0.62, 0.24, 0.11, 0.13]")
    with pytest.raises(InputError) as error:
        indicator_file.load_indicators(data)
    for place, said in (
        (
            "typologies/late_change.yaml",
            "'payment.player', which is not an indicator about a consignment; did you mean",
        ),
        ("typologies/hub_diversion.yaml", "route.notify has 3 odds"),
        ("typologies/false_origin.yaml", "magic"),
        ("typologies/vague_cover.yaml", "is -0.1; write 0 or more"),
        ("population.yaml", "'goods.parking'"),
        ("indicators.yaml", "add up to 1"),
    ):
        key = "magic" if said == "magic" else said.split("'")[1] if "'" in said else ""
        told = [fault for fault in error.value.faults if said in fault]
        assert told and all(f"{Path(place).name}:" in fault for fault in told), error.value.faults
        if key:
            number = int(told[0].split(":")[1])
            assert key in (data / place).read_text(encoding="utf-8").splitlines()[number - 1]


def test_a_changed_odd_in_a_data_file_moves_draw_and_weight_together(
    copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(declarations=20_000, prevalence=0.5, subtlety=0.0)
    before = generate(settings, 1)
    plant(copies / "source_in_device.yaml", "goods.unit_value", "[0.0, 0.0, 0.02, 0.05, 0.08, 0.30, 0.55]")
    changed = load_typologies(copies)
    column = [status.id for status in world(settings).statuses].index("source_in_device")
    weight_before = world(settings).consignments["goods.unit_value"].odds[0, column]
    monkeypatch.setattr(world_module, "typologies", lambda: changed)
    world.cache_clear()
    try:
        after = generate(settings, 1)
        weight_after = world(settings).consignments["goods.unit_value"].odds[0, column]
    finally:
        world.cache_clear()
    case = ((before.truth["typology"] == "source_in_device") & (before.truth["tag"] == "")).to_numpy()
    assert weight_after[-1] > 0.5 > 0.1 > weight_before[-1] and case.sum() > 50
    ratio = after.declarations["statistical_value"][case] / before.declarations["statistical_value"][case]
    assert ratio.median() > 3
    same = (before.truth["typology"] == "hub_diversion").to_numpy()
    assert (after.declarations["goods_description"][same] == before.declarations["goods_description"][same]).all()


def test_every_typology_names_its_evidence_and_shows_red_flags_of_the_catalogue() -> None:
    for typology in typologies().values():
        assert typology.evidence
        flags = [flag for name in typology.plants for flag in indicators()[name].flags.values()]
        assert flags and set(flags) <= set(catalogue()), typology.id


BREACHES = {
    ("consignee.identity", "same_party"): {"like_a_listed_name"},
    ("goods.identity", "listed"): {"lookalike", "unlicensed"},
    ("licence.register", "nothing"): {"unlicensed_named"},
    ("licence.register", "refused"): {"unlicensed_named"},
    ("licence.reference", "none"): {"named"},
    ("licence.reference", "exemption"): {"named"},
}
"""What plain lawful trade never shows, by group: who has the register number of a listed party is that party; what the
expert finds listed is not what was declared; and goods of a code that a list names need a licence."""


def test_lawful_trade_shows_every_red_flag_that_is_no_breach_by_itself() -> None:
    for known in indicators().values():
        odds = known.lawful_odds()
        for level, name in enumerate(known.levels):
            groups = [group for group in range(len(known.groups)) if known.flag(level, group) is not None]
            if (known.id, name) not in BREACHES:
                assert not groups or odds[groups, level].any(), (known.id, name)


def test_what_lawful_trade_can_never_show_in_a_group_no_violation_shows_there_but_breaches() -> None:
    """Else the level alone would prove a violation. A breach by itself may prove it."""
    for settings in (Settings(), Settings(pack="ge", subtlety=0.0, masking=0.0, clutter=0.0)):
        odds = world(settings)
        for table in (odds.traders | odds.consignments).values():
            never = table.odds[:, 0] == 0
            violations = table.odds[:, odds.violating] if table.indicator.id in odds.consignments else table.odds
            for level, name in enumerate(table.indicator.levels):
                shown = never[:, level] & violations[:, :, level].any(axis=1)
                known = {group for group, proves in zip(table.indicator.groups, shown, strict=True) if proves}
                assert known == BREACHES.get((table.indicator.id, name), set()), (table.indicator.id, name)


def test_traders_persist_a_diverter_has_a_history() -> None:
    """Who violated once violates again far more often than others; the careless err again and again."""
    batch = generate(Settings(declarations=20_000), 5)
    trader = batch.declarations["consignee_id"]
    for what in (batch.truth["violation"], batch.truth["status"] == "honest_error"):
        happened = what.astype(float)
        group = happened.groupby(trader.to_numpy())
        others = (group.transform("sum") - happened) / (group.transform("size") - 1).clip(lower=1)
        several = group.transform("size") > 1
        again = np.average(others[several & what], weights=None)
        assert again > 3 * others[several & ~what].mean()


def test_cases_made_to_look_other_than_they_are_do_so_and_are_tagged() -> None:
    """In the traffic of exercises; where hardly any goods are listed, look-alikes stand out, and so do violations."""
    settings = Settings(declarations=40_000, strategic=0.1)
    batch = generate(settings, 6)
    alone = weigh(batch.declarations, settings, "check").posterior_alone
    tag, violation = batch.truth["tag"].astype(str), batch.truth["violation"]
    assert not violation[tag == "looked_bad"].any() and violation[tag == "looked_clean"].all()
    assert np.mean(alone[tag == "looked_bad"]) > 2 * np.mean(alone[(tag == "") & ~violation])
    assert np.mean(alone[tag == "looked_clean"]) < 0.6 * np.mean(alone[(tag == "") & violation])
    assert 0.02 < (tag == "looked_bad").mean() < 0.09 and (tag == "looked_clean").sum() > 200


def test_there_are_twelve_typologies_and_more() -> None:
    assert len(typologies()) >= 12
    for typology in typologies().values():
        assert typology.evidence and 1 <= typology.severity <= 5 and set(typology.seen) <= set(TIERS) and typology.seen


def test_what_is_firm_is_shown_whatever_the_knobs_say() -> None:
    """A lawful status may be firm too: its story tells of what it plants."""
    odds = world(Settings(subtlety=0.9, masking=0.9, clutter=0.9))
    for status, name, level in (
        ("institute_cover", "invoice.end_user", "institute"),
        ("university_order", "invoice.end_user", "institute"),
        ("source_in_device", "goods.kind", "ordinary"),
        ("plain_data_sheet", "goods.kind", "ordinary"),
    ):
        table = odds.consignments[name]
        columns = [number for number, own in enumerate(odds.statuses) if own.id == status]
        share = table.odds[:, columns, table.indicator.levels.index(level)]
        if level == "institute":  # none uses ordinary goods or arms, and these statuses have none
            share = share[table.indicator.groups.index("industry")]
            category = odds.consignments["goods.category"]
            assert not odds.consignments["goods.kind"].odds[:, columns, 0].any(), status
            assert not category.odds[:, columns, category.indicator.levels.index("arms_parts")].any(), status
        assert columns and (share == float(level == "institute")).all(), (status, name)
