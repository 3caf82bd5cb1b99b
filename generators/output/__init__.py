"""Output: traffic written to disk in shards, by any number of workers."""

from __future__ import annotations

from generators.output.shards import options, whole
from generators.output.workers import cluster, processes
from generators.output.writing import SHARD, Order, write

__all__ = ["SHARD", "Order", "cluster", "options", "processes", "whole", "write"]
