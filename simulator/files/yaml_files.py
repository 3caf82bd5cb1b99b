"""YAML data files, read safely and checked against a pydantic model, with every fault's file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulator.errors import InputError
from simulator.files.faults import Key, faults_of, shown_key
from simulator.files.paths import read_text, shown_path
from simulator.files.values import brief
from simulator.files.yaml_text import PlainLoader, compose, fault

M = TypeVar("M", bound=BaseModel)
Check = Callable[[M], Iterable[tuple[Key, str]]]


class WordList(BaseModel):
    """A file with a list of words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...] = Field(min_length=1)


def read_yaml(file: Traversable, model: type[M], check: Check[M] | None = None, at_most: int | None = None) -> M:
    """The file's content as ``model``; ``InputError`` with all faults, each as ``path:line: what, and what to do``.

    A file of the package is named by its path in the project, any other file by its path as given. ``check`` compares
    parts of the content with each other, once each part is sound: it gives pairs of a key, such as
    ``("documents", 2, "code")``, and what is wrong there. A file from elsewhere is refused before it is parsed if it
    has more than ``at_most`` characters.
    """
    return parse_yaml(read_text(file), shown_path(file), model, check, at_most)


def parse_yaml(text: str, path: str, model: type[M], check: Check[M] | None = None, at_most: int | None = None) -> M:
    """Like ``read_yaml``, but from a text; ``path`` is the file name in faults."""
    loader, tree = compose(text, path, at_most)
    lines: dict[Key, int] = {}
    faults: list[str] = []
    if tree is not None:
        _walk(tree, (), path, lines, faults)
    try:
        content = model.model_validate(None if tree is None else loader.construct_document(tree))
    except ValidationError as error:
        faults += [fault(path, _line(key, lines), _about(key, what)) for key, what in faults_of(error)]
        raise InputError(faults) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(fault(path, line, f"not plain YAML ({error.problem}); correct it")) from None
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(fault(path, 1, f"not plain YAML ({str(error).splitlines()[0]}); correct it")) from None
    faults += [fault(path, _line(key, lines), _about(key, what)) for key, what in (check(content) if check else ())]
    if faults:
        raise InputError(faults)
    return content


def _about(key: Key, what: str) -> str:
    return f"the file {what}" if not key and what.startswith("is ") else f"{shown_key(key)}{what}"


def _walk(node: yaml.Node, key: Key, path: str, lines: dict[Key, int], faults: list[str]) -> None:
    lines[key] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            if name.value in seen:
                faults.append(fault(path, name.start_mark.line + 1, f"{name.value!r} stands twice; keep one"))
            seen.add(name.value)
            _walk(value, (*key, str(name.value)), path, lines, faults)
            lines[(*key, str(name.value))] = name.start_mark.line + 1
            if name.tag == "tag:yaml.org,2002:bool":  # a key such as NO; faults call it false
                lines[(*key, brief(PlainLoader.bool_values[name.value.lower()]))] = name.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*key, index), path, lines, faults)


def _line(loc: Key, lines: dict[Key, int]) -> int:
    known = [loc[:end] for end in range(len(loc), -1, -1) if loc[:end] in lines]
    return lines[known[0]] if known else 1
