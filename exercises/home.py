"""The folder of run-time files: ``var/`` in the working folder, or the folder that ``REDLANE_HOME`` names."""

from __future__ import annotations

import os
from pathlib import Path

from simulator.errors import InputError

VARIABLE = "REDLANE_HOME"


def home() -> Path:
    """The folder of run-time files; it may not exist yet."""
    return Path(os.environ.get(VARIABLE) or "var")


def classifier_file() -> Path:
    """The file of the trained classifier."""
    return home() / "models" / "classifier.skops"


def prepare() -> Path:
    """Make the folder, readable only by its owner. Raises ``InputError`` if that fails."""
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made ({error.strerror}); name another folder in {VARIABLE}") from None
    return folder
