"""Keeps a classifier in a file: with skops, never pickle; only types on a short list are loaded.

The file is the zip archive that skops writes, with ``redlane.json`` added: feature list, versions, figures. This part
is read first: a different feature list or scikit-learn release gives a clear error before any object is made. It also
holds a digest of everything else: a changed or damaged file is refused. (The digest is not a signature: anyone who can
write the file can write the digest. The list of types protects the machine.)

skops is imported where it is used: its import reads every module of scikit-learn and takes a third of the time in which
the app or a command starts.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

from models.card import card, versions
from models.classifier import Classifier
from models.families import FEATURES_WITH_HISTORY
from simulator.errors import InputError

FORMAT = 1
MEMBER = "redlane.json"
LARGEST = 400_000_000  # bytes unpacked; a classifier has a few million
TRUSTED = (
    "models.calibration.Calibration",
    "models.classifier.Classifier",
    "models.encoding.Levels",
    "models.encoding.Rate",
    "models.features.Encoder",
    "models.wording.WordFit",
    "models.wording.WordRate",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
)
"""Every type that a classifier file may hold, in addition to the types that skops considers safe."""


def save(path: Path, classifier: Classifier) -> None:
    """Write the classifier to ``path`` and its model card next to it (``.md``); an existing file is replaced."""
    import skops.io

    packed = io.BytesIO(skops.io.dumps(classifier, compression=zipfile.ZIP_DEFLATED))
    content: dict[str, Any] = {
        "format": FORMAT,
        "features": _features(),
        "versions": versions(),
        "figures": classifier.figures,
        "data_sha256": classifier.data_hash,
    }
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        content["digest"] = digest(archive, content)
        archive.writestr(MEMBER, json.dumps(content, indent=1))
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path.with_suffix(".md"), card(classifier).encode())
    _replace(path, packed.getvalue())


def load(path: Path) -> Classifier:
    """The classifier in a file; ``InputError`` with one clear line if this version cannot use it."""
    import skops.io

    content = _read(path)
    _check_about(path, _about(path, content))
    try:
        beyond = sorted(set(skops.io.get_untrusted_types(data=content)) - set(TRUSTED))
        if beyond:
            raise _refused(path, f"holds types that do not belong in a classifier ({', '.join(beyond[:3])})")
        classifier = skops.io.loads(content, trusted=list(TRUSTED))
    except InputError:
        raise
    except Exception as fault:  # a damaged file can fail anywhere inside skops, numpy or scikit-learn
        raise _refused(path, f"is damaged ({type(fault).__name__})") from fault
    if not isinstance(classifier, Classifier):
        raise _refused(path, "is not a classifier file")
    return classifier


def about(path: Path) -> dict[str, Any]:
    """The description in the file: format, features, versions, figures, hash of the training data."""
    return _about(path, _read(path))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: there is no trained classifier; run `redlane train`") from None
    except OSError as fault:
        raise InputError(f"{path}: cannot be read ({fault.strerror}); check the path and its permissions") from None


def _about(path: Path, content: bytes) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise _refused(path, "unpacks to more than a classifier can need")
            found = json.loads(archive.read(MEMBER))
            if not isinstance(found, dict):
                raise _refused(path, "is not a classifier file")
            if found.get("digest") != digest(archive, found):
                raise _refused(path, "was changed or damaged after it was saved")
    except InputError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError):
        raise _refused(path, "is not a classifier file") from None
    except Exception as fault:  # zlib and others, on damaged members
        raise _refused(path, f"is damaged ({type(fault).__name__})") from fault
    return found


def digest(archive: zipfile.ZipFile, content: dict[str, Any]) -> str:
    """Hash of every other member by name, and of the description in the file."""
    total = hashlib.sha256()
    for name in sorted(archive.namelist()):
        if name != MEMBER:
            total.update(f"{name}\x1f".encode())
            total.update(hashlib.sha256(archive.read(name)).digest())
    said = {key: content[key] for key in sorted(content) if key != "digest"}
    total.update(json.dumps(said, sort_keys=True).encode())
    return total.hexdigest()


def _check_about(path: Path, found: dict[str, Any]) -> None:
    if found.get("format") != FORMAT:
        raise _refused(path, f"has file format {found.get('format')!r}, this version reads {FORMAT}")
    if found.get("features") != _features():
        raise _refused(path, "was trained on other features than this version computes")
    made_with = str((found.get("versions") or {}).get("scikit-learn", "unknown"))
    here = versions()["scikit-learn"]
    if made_with.split(".")[:2] != here.split(".")[:2]:
        raise _refused(path, f"was trained with scikit-learn {made_with}, this is {here}")


def _refused(path: Path, why: str) -> InputError:
    return InputError(f"{path}: {why}; run `redlane train` to make a new one")


def _features() -> list[list[str]]:
    return [[feature.name, feature.indicator] for feature in FEATURES_WITH_HISTORY]


def _replace(path: Path, content: bytes) -> None:
    """Write a temporary file and move it into place, so that a reader never sees half a file."""
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(content)
    os.replace(beside, path)
