"""README, docs/cli.md, Makefile and the command line say the same."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from exercises.cli.entry import app
from simulator.intake import builtin_mappings

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
COMMANDS = (PROJECT / "docs" / "cli.md").read_text(encoding="utf-8")
ROOT: Any = typer.main.get_command(app)


def shell_lines(text: str) -> list[str]:
    """Lines of the shell blocks without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    lines = [re.sub(r"\s+# .*$", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def inline(text: str) -> list[str]:
    """Commands named in running text."""
    return re.findall(r"`((?:redlane|make) [^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def leaves(command: Any = ROOT, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its path, groups opened."""
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, inner in command.commands.items():
        yield from leaves(inner, (*path, name))


def find(words: list[str]) -> tuple[Any, list[str]]:
    """The command that a line names, and what is left of the line."""
    command, rest = ROOT, words
    while hasattr(command, "commands"):
        assert rest and rest[0] in command.commands, f"no such command: redlane {' '.join(words)}"
        command, rest = command.commands[rest[0]], rest[1:]
    return command, rest


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


LINES = [*shell_lines(README), *shell_lines(COMMANDS)]


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("redlane ")])
def test_each_documented_command_is_one_the_command_line_accepts(line: str) -> None:
    """Parsed for real, options and all, without being run."""
    command, rest = find(shlex.split(line)[1:])
    context = command.make_context("redlane", rest)
    assert not context.args


def test_shell_blocks_hold_only_what_this_test_can_check() -> None:
    for line in LINES:
        assert line.startswith(("redlane ", "make ", "export REDLANE_")), line


def test_commands_in_running_text_exist() -> None:
    for text in (README, COMMANDS, (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        for line in inline(text):
            words = line.split()
            if words[0] == "make":
                assert words[1] in targets(), line
            else:
                find(words[1:])


def test_make_targets_of_the_shell_blocks_exist() -> None:
    assert {line.split()[1] for line in LINES if line.startswith("make ")} == {"app", "test"} <= targets()


@pytest.mark.parametrize("path", [path for path, _command in leaves()], ids=" ".join)
def test_each_command_is_documented_and_explains_itself(path: tuple[str, ...]) -> None:
    command, _rest = find(list(path))
    assert f"redlane {' '.join(path)}" in COMMANDS
    assert command.help and len(command.help) > 20
    assert command.epilog and command.epilog.startswith("Example: redlane ")
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{parameter.name} has no help"


@pytest.mark.parametrize("path", [path for path, _command in leaves()], ids=" ".join)
def test_the_example_in_the_help_is_accepted(path: tuple[str, ...]) -> None:
    command, _rest = find(list(path))
    words = shlex.split(command.epilog.removeprefix("Example: "))[1:]
    assert tuple(words[: len(path)]) == path
    command.make_context("redlane", words[len(path) :])


def test_the_layout_names_what_is_there() -> None:
    block = README.split("## Layout")[1].split("```")[1]
    named = [line.split()[0] for line in block.strip().splitlines()]
    assert 8 <= len(named) <= 10
    for name in named:
        path = PROJECT / name
        assert path.is_dir() if name.endswith("/") else path.is_file(), name


def test_files_and_links_named_in_the_documents_are_there() -> None:
    for document in ("README.md", "CONTRIBUTING.md", "docs/cli.md"):
        text = (PROJECT / document).read_text(encoding="utf-8")
        links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
        paths = re.findall(r"`((?:simulator|generators|models|exercises|tests|docs|notebooks)/[\w./]*)`", text)
        for name in (*((PROJECT / document).parent / link for link in links), *(PROJECT / path for path in paths)):
            assert Path(name).exists(), f"{document}: {name}"


def test_mappings_named_in_the_documents_come_with_redlane() -> None:
    named = set(re.findall(r"--mapping (\w+)(?!\S)", README + COMMANDS))
    assert named <= set(builtin_mappings())


def test_settings_are_documented_and_documented_settings_exist() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (PROJECT / "exercises").rglob("*.py")]
    used = {name for text in sources for name in re.findall(r'"(REDLANE_[A-Z_]+)"', text)}
    assert used == set(re.findall(r"`(REDLANE_[A-Z_]+)`", COMMANDS))
