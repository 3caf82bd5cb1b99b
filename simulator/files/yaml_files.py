"""YAML data files, read safely and checked against a pydantic model, with every fault's file and line."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from simulator.errors import InputError

M = TypeVar("M", bound=BaseModel)
Path = tuple[str | int, ...]


def read(file: Traversable, model: type[M]) -> M:
    """The file's content as ``model``; ``InputError`` with all faults, each with file and line."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        raise InputError(f"{file.name}: cannot be read; check that the file is there") from None
    except UnicodeDecodeError:
        raise InputError(f"{file.name}: not UTF-8; save it as UTF-8") from None
    return parse(text, file.name, model)


def parse(text: str, name: str, model: type[M]) -> M:
    """As ``read``, of a text; ``name`` is what faults call the file."""
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{name} line {line}: not YAML ({error.problem}); correct the line") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{name}: not YAML ({str(error).splitlines()[0]}); correct the file") from None
    lines: dict[Path, int] = {}
    faults: list[str] = []
    if tree is not None:
        _walk(tree, (), name, lines, faults)
    try:
        content = model.model_validate(data)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            faults.append(f"{name} line {_line(fault['loc'], lines)}: {_place(fault['loc'])}{message(fault['msg'])}")
        raise InputError(faults) from None
    if faults:
        raise InputError(faults)
    return content


def message(text: str) -> str:
    """What a pydantic fault says, without its kind."""
    return text.removeprefix("Value error, ")


def _walk(node: yaml.Node, path: Path, name: str, lines: dict[Path, int], faults: list[str]) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                faults.append(f"{name} line {key.start_mark.line + 1}: {key.value!r} stands twice; keep one")
            seen.add(key.value)
            _walk(value, (*path, str(key.value)), name, lines, faults)
            lines[(*path, str(key.value))] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), name, lines, faults)


def _line(loc: Path, lines: dict[Path, int]) -> int:
    known = [loc[:end] for end in range(len(loc), -1, -1) if loc[:end] in lines]
    return lines[known[0]] if known else 1


def _place(loc: Path) -> str:
    where = ".".join(str(part) for part in loc if part != "[key]")
    return f"{where}: " if where else ""
