"""Model files: what is saved comes back the same, and anything else is refused in one clear line."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from pathlib import Path
from typing import Any

import pytest
import skops.io
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import Classifier, persistence
from simulator.errors import InputError
from tests.models.conftest import Traffic


@pytest.fixture(scope="module")
def saved(classifier: Classifier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "deep" / "classifier.skops"
    persistence.save(path, classifier)
    return path


def rewritten(saved: Path, target: Path, sign: bool = True, **changes: Any) -> Path:
    """A copy of the file whose account of itself is changed, with a fitting digest unless ``sign`` is off."""
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            if name != persistence.MEMBER:
                copy.writestr(name, source.read(name))
        content = json.loads(source.read(persistence.MEMBER)) | changes
        if sign:
            content["digest"] = persistence.digest(copy, content)
        copy.writestr(persistence.MEMBER, json.dumps(content))
    return target


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        persistence.load(path)
    assert len(caught.value.faults) == 1
    assert "\n" not in caught.value.faults[0]
    assert "redlane train" in caught.value.faults[0]
    return caught.value.faults[0]


def test_reloaded_classifier_gives_the_same_scores_and_reasons(
    saved: Path, classifier: Classifier, fresh: Traffic
) -> None:
    before, after = classifier.score(fresh.declarations), persistence.load(saved).score(fresh.declarations)
    assert before.value.tobytes() == after.value.tobytes()
    assert before.contributions.equals(after.contributions)


def test_model_card_lies_beside_the_file_and_tells_figures_features_and_versions(
    saved: Path, classifier: Classifier
) -> None:
    card = saved.with_suffix(".md").read_text(encoding="utf-8")
    for told in ("average_precision", classifier.data_hash, "log_unit_value_ratio", "scikit-learn:"):
        assert told in card


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "no trained classifier" in refusal(tmp_path / "none.skops")


def test_other_features_are_refused(saved: Path, tmp_path: Path) -> None:
    assert "other features" in refusal(rewritten(saved, tmp_path / "f.skops", features=[["log_value", "context"]]))


def test_another_scikit_learn_is_refused(saved: Path, tmp_path: Path) -> None:
    old = rewritten(saved, tmp_path / "v.skops", versions={"scikit-learn": "1.2.3"})
    assert "trained with scikit-learn 1.2.3" in refusal(old)


def test_a_patch_release_of_scikit_learn_is_accepted(saved: Path, tmp_path: Path) -> None:
    made_with = persistence.about(saved)["versions"]
    minor = ".".join(made_with["scikit-learn"].split(".")[:2])
    persistence.load(rewritten(saved, tmp_path / "p.skops", versions=made_with | {"scikit-learn": f"{minor}.99"}))


def test_a_changed_file_is_refused(saved: Path, tmp_path: Path) -> None:
    assert "changed" in refusal(rewritten(saved, tmp_path / "c.skops", sign=False, figures={"average_precision": 1.0}))


def test_types_that_do_not_belong_are_refused_before_they_are_made(saved: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.skops"
    hostile.write_bytes(skops.io.dumps({"classifier": Path("x")}))
    with zipfile.ZipFile(hostile, "a") as archive:
        content = persistence.about(saved)
        content["digest"] = persistence.digest(archive, content)
        archive.writestr(persistence.MEMBER, json.dumps(content))
    assert "do not belong" in refusal(hostile)


def test_an_object_of_another_kind_is_refused(saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.skops"
    other.write_bytes(skops.io.dumps({"a": 1}))
    with zipfile.ZipFile(other, "a") as archive:
        content = persistence.about(saved)
        content["digest"] = persistence.digest(archive, content)
        archive.writestr(persistence.MEMBER, json.dumps(content))
    assert "not a classifier" in refusal(other)


def test_a_pickle_is_refused_and_not_run(tmp_path: Path) -> None:
    path = tmp_path / "p.skops"
    path.write_bytes(pickle.dumps({"a": 1}))
    assert "not a classifier file" in refusal(path)


def test_a_plain_archive_is_refused(tmp_path: Path) -> None:
    for text in ("[]", "{}", "{", "null"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(persistence.MEMBER, text)
        (tmp_path / "z.skops").write_bytes(packed.getvalue())
        refusal(tmp_path / "z.skops")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255), cut=st.booleans())
def test_no_damage_gives_a_traceback(saved: Path, tmp_path: Path, at: float, flip: int, cut: bool) -> None:
    """One byte changed, or the end cut off: refused, or (where the byte means nothing) loaded."""
    content = bytearray(saved.read_bytes())
    place = int(at * len(content))
    content[place] ^= flip
    (tmp_path / "d.skops").write_bytes(bytes(content[:place]) if cut else bytes(content))
    try:
        persistence.load(tmp_path / "d.skops")
    except InputError as fault:
        assert len(fault.faults) == 1
