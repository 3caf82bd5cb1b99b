"""Goods that the traffic leaves out, and goods that can come back as they went."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.odds import Settings, market, shelf
from generators.odds.trade_limits import chapters_in, load_trade_limits, trade_limits
from generators.traffic import draw
from simulator.errors import InputError
from simulator.reference import goods

TEMPORARY = 1
DAMAGED = """\
not_traded:
  closed: ["0106xx"]
  by_pipe_or_line: []
  waist: ["3825"]
lasting: ["82-9"]
"""


def test_each_code_that_is_left_out_stands_for_goods_of_the_tariff() -> None:
    listed = trade_limits().not_traded
    for code in (
        *listed.closed,
        *listed.by_pipe_or_line,
        *listed.under_permit,
        *listed.waste,
        *trade_limits().built_in,
    ):
        assert any(hs6.startswith(code) for hs6 in goods()), code


def test_closed_trade_is_in_no_pattern_and_waste_in_those_with_goods_of_their_own() -> None:
    for hs6, place in shelf().index.items():
        if trade_limits().closed(hs6):
            assert market("world").weight[place] == market("korea").weight[place] == 0.0, hs6
        if trade_limits().waste(hs6) and shelf().kind[place] == 0:
            assert market("world").weight[place] == 0.0, hs6
    assert market("korea").weight[shelf().index["271099"]] > 0.0


@pytest.mark.parametrize("pack", ["eu-nl", "ge"])
def test_goods_that_are_used_up_have_no_temporary_procedure(pack: str) -> None:
    drawn = draw(Settings(declarations=20_000, pack=pack), 5, 0, 20_000)
    temporary = drawn.levels["declaration.procedure"] == TEMPORARY
    lasting = shelf().lasting[drawn.good] == 1
    assert not temporary[~lasting].any()
    assert 0.03 < temporary[lasting].mean() < 0.10


def test_parts_and_components_are_not_lent_and_machines_are() -> None:
    lasting = {good.hs6: bool(own) for good, own in zip(shelf().goods, shelf().lasting, strict=True)}
    assert lasting["845811"] and lasting["902720"] and lasting["970191"]
    assert not any(lasting[hs6] for hs6 in ("871491", "841391", "854231", "848210", "850760", "903300"))


def test_chapters_that_last_hold_machines_and_not_food() -> None:
    lasting = chapters_in(trade_limits().lasting)
    assert {84, 90, 97} <= set(lasting) and not {2, 22, 28, 30} & set(lasting)


def test_all_faults_of_the_file_come_at_once_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "trade_limits.yaml").write_text(DAMAGED, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_trade_limits(tmp_path)
    faults = "\n".join(error.value.faults)
    for said in ("trade_limits.yaml:2", "trade_limits.yaml:4", "waist", "waste", "trade_limits.yaml:5"):
        assert said in faults
