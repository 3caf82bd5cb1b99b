"""Reads context packs: those that ship with Redlane, by name, and others, by their folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from simulator.errors import InputError
from simulator.files import read_yaml
from simulator.packs.agreement import disagreements
from simulator.packs.offices import check_territory, read_offices
from simulator.packs.pack import Pack, PackFile
from simulator.packs.parts import DocumentKind

SHIPPED = files("simulator") / "data" / "packs"
FILE = "pack.yaml"


@cache
def packs() -> tuple[str, ...]:
    """The names of the packs that ship with Redlane.

    >>> from simulator.packs import packs
    >>> packs()
    ('eu-nl', 'ge', 'kr')
    """
    return tuple(sorted(folder.name for folder in SHIPPED.iterdir() if (folder / FILE).is_file()))


@lru_cache
def pack(name: str) -> Pack:
    """A pack by its name, or by the path of its folder if it does not ship with Redlane; read once.

    ``InputError`` if there is none, or with all faults of its files.

    >>> from datetime import date
    >>> from simulator.packs import pack
    >>> office = pack("eu-nl")
    >>> office.inside("DE"), office.needs_licence("DE"), office.needs_licence("TR")
    (True, False, True)
    >>> office.licence_code(date(2026, 1, 1))
    'X060'
    """
    if name in packs():
        return load_pack(SHIPPED / name)
    if os.path.isdir(name):  # unlike Path.is_dir, it takes any text
        return load_pack(Path(name))
    near = get_close_matches(name, packs(), 1)
    what = f"perhaps {near[0]}" if near else f"give one of {', '.join(packs())}, or the folder of a pack"
    raise InputError(f"pack {name!r} is not known; {what}")


@cache
def document_kinds() -> Mapping[str, DocumentKind]:
    """The kind of each document code in the shipped packs; no code has two kinds.

    >>> from simulator.packs import document_kinds
    >>> document_kinds()["X060"], document_kinds()["GE09"]
    ('licence', 'not_listed')
    """
    return MappingProxyType({one.code: one.kind for name in packs() for one in pack(name).documents})


def load_pack(folder: Traversable) -> Pack:
    """Read and check a pack's folder, which holds ``pack.yaml`` and ``offices.csv``; its name is the pack's name.

    ``InputError`` with all faults of both files, each with file and line. Parts that are sound by themselves are then
    compared with each other.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give a folder with {FILE} and offices.csv")
    offices, table = read_offices(folder)
    try:
        content = read_yaml(folder / FILE, PackFile, disagreements)
    except InputError as error:
        raise InputError([*error.faults, *table.faults]) from None
    check_territory(table, content.union.members if content.union else (content.home,), content.home)
    table.checked()
    if not offices:
        raise InputError(f"{table.path}:1: no offices; add a row for each")
    return Pack.model_construct(**dict(content), name=_name(folder), offices=offices)


def _name(folder: Traversable) -> str:
    return folder.resolve().name if isinstance(folder, Path) else folder.name
