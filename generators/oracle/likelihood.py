"""The likelihood of the facts shown, given each status and class of trader: the world's tables, joined for speed.

Tables with the same groups are joined into blocks, so a row needs a few look-ups, not one for each indicator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generators.odds import Levels, Settings, Table, world
from simulator.draws import Floats, Ints
from simulator.reference import TIERS, Tier

_BLOCK_ROWS = 1_024  # small enough that a block stays in the processor's cache
_CHUNK = 2_048


@dataclass(frozen=True)
class Block:
    """P(levels | status) of a few indicators together: ``odds[row]``, (rows, statuses)."""

    names: tuple[str, ...]
    odds: Floats

    @classmethod
    def of(cls, tables: Sequence[Table]) -> Block:
        """The block of tables with the same groups."""
        joint = tables[0].odds.transpose(0, 2, 1)  # groups, levels, statuses
        for table in tables[1:]:
            more = table.odds.transpose(0, 2, 1)
            joint = (joint[:, :, None, :] * more[:, None, :, :]).reshape(len(joint), -1, joint.shape[2])
        return cls(
            tuple(table.indicator.id for table in tables), np.ascontiguousarray(joint.reshape(-1, joint.shape[2]))
        )

    def rows(self, levels: Mapping[str, Levels | Ints], group: Ints, sizes: Mapping[str, int]) -> Ints:
        """Row of the block for each consignment, (n,)."""
        row = group.astype(np.int64)
        for name in self.names:
            row = row * sizes[name] + levels[name]
        return row


@dataclass(frozen=True)
class Likelihood:
    """The blocks of all indicators about one thing (trader or consignment), up to a tier."""

    blocks: tuple[Block, ...]
    sizes: Mapping[str, int]

    def mixed(
        self, levels: Mapping[str, Levels | Ints], groups: Mapping[str, Ints], frame: Ints, weights: Floats
    ) -> Floats:
        """Σ over statuses of weights[frame, mixture, status] · P(facts | status) of each row; (mixtures, n).

        The product over indicators is taken and summed chunk by chunk, so that it stays in the processor's cache.
        Rows of one frame are taken together.
        """
        every = [block.rows(levels, groups[block.names[0]], self.sizes) for block in self.blocks]
        result = np.empty((weights.shape[1], len(frame)))
        product = np.ones((_CHUNK, weights.shape[2]))
        for own in np.unique(frame).tolist():
            here = np.flatnonzero(frame == own)
            rows = every if len(here) == len(frame) else [row[here] for row in every]
            for start in range(0, len(here), _CHUNK):
                chunk = slice(start, start + _CHUNK)
                size = len(here[chunk])
                self.blocks[0].odds.take(rows[0][chunk], axis=0, out=product[:size], mode="clip")
                for block, row in zip(self.blocks[1:], rows[1:], strict=True):
                    product[:size] *= block.odds.take(row[chunk], axis=0)
                # Always one shape: in another shape, a matrix product may add in another order.
                result[:, here[chunk]] = (weights[own] @ product.T)[:, :size]
        return result


@lru_cache(maxsize=32)
def likelihoods(settings: Settings, tier: Tier) -> tuple[Likelihood, Likelihood]:
    """Blocks for the trader's facts given its class, and for the consignment's given its status, up to a tier."""
    odds = world(settings)
    return _joined(odds.traders, tier), _joined(odds.consignments, tier)


def _joined(tables: Mapping[str, Table], tier: Tier) -> Likelihood:
    seen = [table for table in tables.values() if TIERS.index(table.indicator.tier) <= TIERS.index(tier)]
    blocks: list[list[Table]] = []
    for table in sorted(seen, key=lambda own: own.indicator.given):
        last = blocks[-1] if blocks else []
        rows = len(table.odds) * table.odds.shape[2] * int(np.prod([own.odds.shape[2] for own in last]))
        if last and last[0].indicator.given == table.indicator.given and rows <= _BLOCK_ROWS:
            last.append(table)
        else:
            blocks.append([table])
    sizes = {table.indicator.id: table.odds.shape[2] for table in seen}
    return Likelihood(tuple(Block.of(own) for own in blocks), sizes)
