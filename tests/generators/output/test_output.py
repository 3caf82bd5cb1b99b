"""Traffic on disk: the content is the same however it is made, a stopped order goes on, and none mixes with another."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generators import oracle
from generators.odds import Settings
from generators.output import Order, cluster, processes, write
from generators.output import writing as output
from generators.table import fingerprint
from generators.traffic import Drawn, draw, generate
from simulator.errors import InputError
from simulator.reference import TIERS, fields_at

pytestmark = pytest.mark.slow

SMALL = Settings(declarations=130, prevalence=0.1)


def content(manifest: Path) -> dict[str, str]:
    found: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
    return dict(found["content"])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All rows in one shard, made in this process."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    write(Order(SMALL, 4, folder))
    return folder


def test_tables_hold_what_the_traffic_is(whole: Path) -> None:
    batch = generate(SMALL, 4)
    declarations, truth = pd.read_parquet(whole / "declarations"), pd.read_parquet(whole / "truth")
    assert list(declarations.columns) == fields_at(TIERS[-1]) and len(fields_at("declaration")) >= 45
    told, expected_texts = (own.astype(str).fillna("") for own in (declarations, batch.declarations))
    assert (told == expected_texts).all(axis=None)
    assert (truth["violation"] == batch.truth["violation"]).all()
    assert (truth["story_fields"].astype(str) == batch.truth["story_fields"]).all()
    expected = oracle.weigh(batch.declarations, SMALL, "declaration")
    assert truth["posterior"].to_numpy() == pytest.approx(expected.posterior, abs=2e-9)
    assert truth["posterior_alone"].to_numpy() == pytest.approx(expected.posterior_alone, abs=2e-9)


def test_traders_are_told_with_what_they_did(whole: Path) -> None:
    traders, truth = pd.read_parquet(whole / "traders"), pd.read_parquet(whole / "truth")
    consignees = traders[traders["role"] == "consignee"].set_index("id")
    rows = pd.read_parquet(whole / "declarations")["consignee_id"].astype(str)
    met = rows.unique()
    assert (consignees.loc[met, "consignments"] == rows.value_counts().loc[met]).all()
    violations = truth["violation"].groupby(rows.to_numpy()).sum()
    assert (consignees.loc[violations.index, "violations"] == violations).all()
    classes = consignees.loc[rows.to_list(), "trader_class"].astype(str).to_numpy()
    assert (classes == truth["trader_class"].astype(str).to_numpy()).all()
    assert traders.groupby("role", observed=True)["id"].nunique().sum() == len(traders)
    assert set(pd.read_parquet(whole / "declarations")["consignor_id"]) <= set(traders["id"])


@pytest.mark.parametrize("shard", [130, 50, 7])
def test_the_content_is_the_same_for_any_shard_size(whole: Path, tmp_path: Path, shard: int) -> None:
    manifest = write(Order(SMALL, 4, tmp_path / "out", shard=shard))
    assert content(manifest) == content(whole / "manifest.json")
    assert len(list((tmp_path / "out" / "truth").iterdir())) == -(-130 // shard)
    assert len(pd.read_parquet(tmp_path / "out" / "declarations")) == 130


def test_no_bit_hangs_on_the_cut_in_a_larger_batch_either(tmp_path: Path) -> None:
    """Sums of logarithms and matrix products are where a cut could show: 30,000 rows in shards of no common measure."""
    settings = Settings(declarations=30_000)
    manifests = [write(Order(settings, 9, tmp_path / str(shard), shard=shard)) for shard in (30_000, 7_001, 1_024)]
    assert len({json.dumps(content(manifest)) for manifest in manifests}) == 1


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_content_is_the_same_for_any_number_of_workers(whole: Path, tmp_path: Path, count: int) -> None:
    told: list[float] = []
    manifest = write(Order(SMALL, 4, tmp_path / "out", shard=20), processes(count), told.append)
    assert content(manifest) == content(whole / "manifest.json")
    assert told == sorted(told) and told[-1] == 1.0 and len(told) > 7


def test_the_content_is_the_same_on_a_dask_cluster(whole: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: the extra 'cluster'")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, dashboard_address=None, scheduler_port=0, host="127.0.0.1"
    ) as local:
        manifest = write(Order(SMALL, 4, tmp_path / "out", shard=30), cluster(local.scheduler_address))
    assert content(manifest) == content(whole / "manifest.json")


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generators.output.workers._PATIENCE", 1)
    with pytest.raises(InputError, match="no Dask scheduler answers"), cluster("tcp://127.0.0.1:9"):
        pass


@pytest.mark.parametrize("change", [{"seed": 5}, {"settings": Settings(declarations=130, prevalence=0.3)}])
def test_another_order_has_another_content(whole: Path, tmp_path: Path, change: dict[str, Any]) -> None:
    manifest = write(replace(Order(SMALL, 4, tmp_path / "out"), **change))
    assert not set(content(manifest).values()) & set(content(whole / "manifest.json").values())


def test_a_fingerprint_sees_every_value_and_its_place_but_not_its_encoding(whole: Path) -> None:
    table = pq.read_table(whole / "truth")
    own = fingerprint.of_table(table)
    plain = pa.table({name: pa.array(table[name].to_pylist()) for name in table.column_names})
    assert own == fingerprint.of_table(plain)
    halves = [fingerprint.of_table(plain.slice(0, 40)), fingerprint.of_table(plain.slice(40), 40)]
    assert own == fingerprint.add(*halves)
    assert own != fingerprint.of_table(plain.take([1, 0, *range(2, len(table))]))
    assert own != fingerprint.of_table(plain, 1)
    for place, name in enumerate(plain.column_names):
        values = plain[name].to_pylist()
        other = next((value for value in values if value != values[0]), None)
        if other is not None:
            assert fingerprint.of_table(plain.set_column(place, name, [[other, *values[1:]]])) != own, name


class Stop(Exception):
    """Somebody stops the work."""


def test_a_stopped_order_goes_on_and_makes_nothing_twice(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = Order(SMALL, 4, tmp_path / "out", shard=20)

    def stop(share: float) -> None:
        if share > 0.5:
            raise Stop

    with pytest.raises(Stop):
        write(order, progress=stop)
    before = {path: path.stat().st_mtime_ns for path in order.folder.rglob("*.parquet")}
    assert 3 <= len(before) < 14 and "content" not in json.loads((order.folder / "manifest.json").read_text())
    made: list[int] = []
    real = output._write_shard

    def count(order: Order, first: int) -> int:
        made.append(first)
        return real(order, first)

    monkeypatch.setattr(output, "_write_shard", count)
    assert content(write(order)) == content(whole / "manifest.json")
    assert len(made) == 7 - len(before) // 2
    assert all(path.stat().st_mtime_ns == time for path, time in before.items())
    assert not list(order.folder.rglob("*.partial")) and not (order.folder / "unfinished").exists()


def test_a_shard_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(table: object, where: Path, **options: object) -> None:
        Path(where).write_bytes(b"half")
        raise Stop

    monkeypatch.setattr(pq, "write_table", fail)
    with pytest.raises(Stop):
        write(Order(SMALL, 4, tmp_path / "out", shard=20))
    assert not list((tmp_path / "out").rglob("*.parquet")) and not list((tmp_path / "out").rglob("*.partial"))


def test_workers_do_not_run_what_started_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An analyst's script needs no guard, and a page that was run before does no harm."""
    script = tmp_path / "script.py"
    script.write_text("raise SystemExit('run again')\n", encoding="utf-8")
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(script), raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    assert len(content(write(Order(SMALL, 4, tmp_path / "out", shard=50), processes(2)))) == 3


def test_a_worker_that_dies_is_told_without_a_traceback() -> None:
    with pytest.raises(InputError, match="a worker died"), processes(2) as pool:
        assert pool is not None
        pool.submit(os._exit, 1).result()


def test_what_a_killed_call_left_half_written_is_cleared(tmp_path: Path) -> None:
    order = Order(SMALL, 4, tmp_path / "out", shard=50)
    with pytest.raises(Stop):
        write(order, progress=_stop_at_once)
    half = order.path("truth", 50).with_name(".000001.parquet.123.partial")
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    write(order)
    assert not half.exists() and len(pd.read_parquet(order.folder / "truth")) == 130


def _stop_at_once(share: float) -> None:
    raise Stop


def test_another_order_in_the_place_of_a_deleted_one_has_its_own_posteriors(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write(Order(SMALL, 5, folder))
    shutil.rmtree(folder)
    assert content(write(Order(SMALL, 4, folder))) == content(whole / "manifest.json")


def test_no_more_than_a_shard_is_drawn_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def count(*order: Any) -> Drawn:
        drawn.append(order[3])
        return draw(*order)

    monkeypatch.setattr(output, "draw", count)
    write(Order(Settings(declarations=2_000), 1, tmp_path / "out", shard=300))
    assert max(drawn[1:]) == 300 and sum(drawn[1:]) == 2 * 2_000  # after the probe, two passes


def test_a_finished_folder_is_left_as_it_is(tmp_path: Path) -> None:
    order = Order(SMALL, 1, tmp_path / "out", shard=50)
    before = write(order).read_bytes()
    files = {path: path.stat().st_mtime_ns for path in order.folder.rglob("*.parquet")}
    assert write(order).read_bytes() == before
    assert {path: path.stat().st_mtime_ns for path in order.folder.rglob("*.parquet")} == files


def test_a_folder_whose_manifest_has_the_former_name_of_the_weights_is_left_as_it_is(tmp_path: Path) -> None:
    order = Order(Settings.model_validate({"declarations": 130, "typologies": {"vague_cover": 1}}), 1, tmp_path / "out")
    manifest = write(order)
    held = json.loads(manifest.read_text(encoding="utf-8"))
    held["ways"] = held.pop("typologies")
    manifest.write_text(json.dumps(held), encoding="utf-8")
    before = manifest.read_bytes()
    assert write(order).read_bytes() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"settings": Settings(declarations=131, prevalence=0.1)}, "declarations 130, not 131"),
        ({"seed": 2}, "seed 1, not 2"),
        ({"shard": 60}, "shard_size 50, not 60"),
        ({"tier": "check"}, "tier 'declaration', not 'check'"),
    ],
)
def test_a_folder_of_other_settings_is_refused_and_left_as_it_was(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    own: dict[str, Any] = {"settings": SMALL, "seed": 1, "folder": tmp_path / "out", "shard": 50}
    before = write(Order(**own)).read_bytes()
    with pytest.raises(InputError, match=said):
        write(Order(**own | change))
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before


def test_a_folder_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order = Order(SMALL, 1, tmp_path / "out")
    write(order)
    monkeypatch.setattr(output, "_PROBE", 100)
    with pytest.raises(InputError, match="another version"):
        write(order)


@pytest.mark.parametrize("damage", [b"{", b"[]", b"\xff\xfe", b""])
def test_a_damaged_manifest_is_refused_in_one_line(tmp_path: Path, damage: bytes) -> None:
    order = Order(SMALL, 1, tmp_path / "out")
    write(order)
    (order.folder / "manifest.json").write_bytes(damage)
    with pytest.raises(InputError, match="holds something else"):
        write(order)


def test_posteriors_are_rounded_to_what_every_machine_agrees_on(whole: Path) -> None:
    told = pd.read_parquet(whole / "truth")["posterior"].to_numpy()
    assert (told == np.round(told, 9)).all()
