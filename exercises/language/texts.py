"""Find the texts that people read, in code and in data files, for the translators' template.

Babel calls these functions. `exercises/locale/babel.cfg` says which function reads which files, and which columns of a
CSV file and which keys of a YAML file are texts. A new data file needs one section there.
"""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

import yaml

Found = tuple[int, str | None, str | tuple[str, str], list[str]]
"""What Babel expects for a text: line, function that receives it, the text or its singular and plural, comments."""


def calls(
    file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Found]:
    """The literal texts that Python code passes to `_()` and the other gettext functions.

    Babel's own reader of Python code does not look into f-strings before Python 3.12.
    """
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        if name == "ngettext" and len(texts) == 2:
            yield node.lineno, name, (texts[0], texts[1]), []
        elif name in ("_", "N_") and texts:
            yield node.lineno, None, texts[0], []


def columns(
    file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Found]:
    """The texts of a CSV file in the columns that the option `columns` names."""
    rows = csv.DictReader(io.StringIO(file.read().decode("utf-8")))
    for row in rows:
        for column in options["columns"].split():
            if text := row[column]:
                yield rows.line_num, None, text, []


def keys(
    file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Found]:
    """The texts of a YAML file under the keys that the option `keys` names, at any depth; all texts of a list."""
    for line, text in _under(yaml.compose(file, Loader=yaml.SafeLoader), options["keys"].split()):
        yield line, None, text, []


def _under(node: yaml.Node | None, names: Collection[str], wanted: bool = False) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.ScalarNode):
        if wanted and node.value:
            yield node.start_mark.line + 1, node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _under(item, names, wanted)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _under(value, names, key.value in names)
