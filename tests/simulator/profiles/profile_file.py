"""A sound profile as its author writes it, to be used and to be broken."""

from __future__ import annotations

import re
from pathlib import Path

from simulator.profiles import Profile, load
from simulator.profiles.pack import read

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
    - { hs_code: "841410", mode_at_border: "4", countries_of_routing: "DE;AE;KE" }
  no_match:
    - { hs_code: "841410", mode_at_border: "4", countries_of_routing: "DE;KE" }
"""
CONDITION = '\'hs_code == "841410" and routing_hub != ""\''
MATCH, NO_MATCH = re.findall("^    - (.*)$", GOOD, re.MULTILINE)


def pack(folder: Path, **texts: str) -> list[Profile]:
    """The pack of a folder with files of these texts; _ in a name stands for -."""
    for name, text in texts.items():
        (folder / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def changed(*pairs: tuple[str, str], text: str = GOOD) -> str:
    """The sound profile with some of its text replaced."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def faults_of(text: str, file: str = "pump-to-hub.yaml", lists: dict[str, list[str]] | None = None) -> list[str]:
    """The faults of a profile's text."""
    faults: list[str] = []
    read(file, text, lists or {}, faults)
    return faults
