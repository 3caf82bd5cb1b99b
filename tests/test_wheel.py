"""Redlane as a wheel: installed where there is no checkout, it has all its files and its commands run."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("simulator", "generators", "models", "exercises")

pytestmark = pytest.mark.slow


def run(*command: str | Path, folder: Path) -> str:
    """Run a command as someone without the checkout would; what it prints."""
    hidden = ("PYTHONPATH", "REDLANE_HOME", "REDLANE_DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what is committed and present, built without a network from a copy, so that nothing is left here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: what belongs to the wheel cannot be listed")
    source = tmp_path_factory.mktemp("source")
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((PROJECT / name).read_bytes())
    built = tmp_path_factory.mktemp("built")
    build = ("-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir")
    run(sys.executable, *build, built, source, folder=built)
    (found,) = built.glob("redlane-*.whl")
    return found


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that has the wheel, and the dependencies from the one under test.

    A path file adds those dependencies behind the wheel. It adds a folder alone: path files in that folder, among them
    the one of an editable install, are not read.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    kind = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=kind))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    binaries = Path(sysconfig.get_path("scripts", "venv", vars=kind))
    install = ("-m", "pip", "--python", str(binaries / "python"), "install", "--quiet", "--no-deps", "--no-index")
    run(sys.executable, *install, "--force-reinstall", "--ignore-installed", wheel, folder=folder)
    return binaries


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *PACKAGES, "app.py"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    wanted = {name for name in listed.stdout.split("\0") if name and (PROJECT / name).is_file()}
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert {f"{package}/py.typed" for package in PACKAGES} < wanted
    assert packed == wanted


def test_what_is_imported_is_the_wheel(scripts: Path, tmp_path: Path) -> None:
    for package in PACKAGES:
        told = run(scripts / "python", "-c", f"import {package}; print({package}.__file__)", folder=tmp_path)
        assert Path(told.strip()).is_relative_to(scripts.parent)


def test_the_commands_run_outside_the_checkout(scripts: Path, tmp_path: Path) -> None:
    redlane = scripts / "redlane"
    assert "generate" in run(redlane, "--help", folder=tmp_path)
    assert run(redlane, "--version", folder=tmp_path).strip() == f"redlane {version('redlane')}"
    run(redlane, "check", folder=tmp_path)
    run(redlane, "generate", "--declarations", "300", "--seed", "7", "--out", "traffic", folder=tmp_path)
    assert (tmp_path / "traffic" / "manifest.json").is_file()


def test_the_app_that_is_served_is_in_the_wheel(scripts: Path, tmp_path: Path) -> None:
    asked = "from exercises.web import server; print(*server.command('127.0.0.1', 8501), sep='\\n')"
    told = run(scripts / "python", "-c", asked, folder=tmp_path).splitlines()
    app = Path(told[4])
    assert app.name == "app.py" and app.is_file() and app.is_relative_to(scripts.parent)
    assert "--runner.postScriptGC=false" in told
