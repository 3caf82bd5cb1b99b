"""The secret that signs cookies: from the environment, otherwise made once on this machine; never in the repository."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from exercises.home import home
from simulator.errors import InputError

VARIABLE = "REDLANE_SECRET"
LEAST = 32


def signing_secret(file: Path | None = None) -> str:
    """REDLANE_SECRET, else the content of `file` (by default `secret` among the run-time files).

    A missing file is made, readable by its owner alone.

    Raises InputError for a secret too short to sign with.
    """
    given = os.environ.get(VARIABLE)
    if given is not None:
        return _checked(given.strip(), VARIABLE)
    file = file or home() / "secret"
    if not file.exists():
        _make(file)
    return _checked(file.read_text(encoding="ascii").strip(), str(file))


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Written to a side file and linked into place: if several processes start at once, all read the first one's secret.
    handle, aside = tempfile.mkstemp(dir=file.parent)  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(aside)


def _checked(secret: str, place: str) -> str:
    if len(secret) < LEAST:
        raise InputError(f"{place}: the secret has {len(secret)} characters; give it at least {LEAST} random ones")
    return secret
