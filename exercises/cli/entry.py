"""Puts the commands together; the one place that turns bad input into lines on standard error and exit code 2."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Sequence
from importlib.metadata import version as installed_version
from typing import Annotated

import typer
from typer import Abort, Exit, TyperException

from exercises.cli import (
    backup,
    bench,
    campaign,
    check,
    credibility,
    evaluate,
    exercise,
    generate,
    instructor,
    mapping,
    profiles,
    realism,
    score,
    serve,
    setup,
    train,
)
from exercises.cli.console import show_faults
from simulator.errors import InputError

BAD_INPUT = 2
INTERRUPTED = 130

app = typer.Typer(
    name="redlane",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
)
for module in (setup, serve, train, generate, realism, score, credibility, evaluate, campaign, check, bench, backup):
    module.register(app)
app.add_typer(exercise.app)
app.add_typer(profiles.app)
app.add_typer(mapping.app)
app.add_typer(instructor.app)


def _reflow(commands: typer.Typer) -> None:
    """Make each paragraph of every help text one line: typer keeps the line breaks of a docstring, even inside one."""
    for command in commands.registered_commands:
        paragraphs = (inspect.getdoc(command.callback) or "").split("\n\n")
        command.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    for group in commands.registered_groups:
        if group.typer_instance is not None:
            _reflow(group.typer_instance)


_reflow(app)


def _show_version(asked: bool) -> None:
    if asked:
        print(f"redlane {installed_version('redlane')}")
        raise Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Redlane: a risk-targeting simulator for training customs officers."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit, with code 0, or code 2 for bad input."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code."""
    try:
        code = app(args=list(arguments), prog_name="redlane", standalone_mode=False)
    except InputError as error:
        show_faults(error.faults)
        return BAD_INPUT
    except Exit as leave:
        return leave.exit_code
    except (Abort, KeyboardInterrupt):
        return INTERRUPTED
    except TyperException as error:
        return _usage(error)
    except OSError as error:
        show_faults(
            [f"{error.filename or 'a file'}: {error.strerror or error}; check the path, the disk and your permissions"]
        )
        return BAD_INPUT
    return code if isinstance(code, int) else 0


def _in_our_words(message: str, cause: BaseException) -> str:
    """The message about a value, with the words that faults of data files have."""
    from pydantic import ValidationError

    from simulator.files import faults_of

    if not isinstance(cause, ValidationError):
        return message
    return f"{message.split(': ', maxsplit=1)[0]}: {'; '.join(what for _key, what in faults_of(cause))}"


def _usage(error: TyperException) -> int:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    if error.__cause__ is not None:
        message = _in_our_words(message, error.__cause__)
    if message and type(error).__name__ != "NoArgsIsHelpError":
        show_faults([f"{message.rstrip('.')}; see {context.command_path if context else 'redlane'} --help"])
    elif context is not None:
        print(context.get_help())
    return BAD_INPUT
