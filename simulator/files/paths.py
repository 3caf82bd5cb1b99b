"""The text of a data file, and the path that messages show for it."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from simulator.errors import InputError

PACKAGES = ("simulator", "generators", "models", "exercises")


def shown_path(file: Traversable) -> str:
    """The path from the project's root for a file of the packages; for other files the path as given."""
    path = Path(str(file))
    parts = path.parts
    for number in range(len(parts) - 2, -1, -1):
        if parts[number] in PACKAGES and "data" in parts[number + 1 :]:
            return Path(*parts[number:]).as_posix()
    return str(path)


def read_text(file: Traversable) -> str:
    """The file's text; ``InputError`` if it cannot be read."""
    path = shown_path(file)
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{path}:1: no such file; check its name and its folder") from None
    except OSError as error:
        raise InputError(f"{path}:1: cannot be read ({error.strerror}); check the file") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}:1: not UTF-8; save it as UTF-8") from None
