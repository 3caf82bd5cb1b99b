"""The edition of the generator: a hash of its code and data. It shows whether two batches of traffic had one maker."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

PACKAGES = ("generators", "simulator")
"""What decides the content of traffic and the weight of its evidence."""


@cache
def edition() -> str:
    """The first 16 hex digits of the SHA-256 of every module and data file of ``PACKAGES``, line ends made equal."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for name, file in _files(files(package), package):
            digest.update(f"{name}\n".encode())
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def _files(folder: Traversable, place: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        name = f"{place}/{item.name}"
        if item.is_dir():
            found += [] if item.name == "__pycache__" else _files(item, name)
        else:
            found.append((name, item))
    return found
