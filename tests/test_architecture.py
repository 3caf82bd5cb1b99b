"""What import-linter cannot say: who may know Streamlit, what may never be called, what may never be committed."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
FLOORS = ("simulator", "generators", "models", "exercises")
LANGUAGE = "exercises.language"
SOURCES = sorted(path for floor in FLOORS for path in (PROJECT / floor).rglob("*.py")) + sorted(PROJECT.glob("*.py"))


def imports(path: Path) -> set[str]:
    """Absolute names of the modules a file imports, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def reaches(path: Path, package: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for name in imports(path))


def place(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def under(path: Path, *folders: str) -> bool:
    return place(path).startswith(folders)


def test_streamlit_is_known_in_the_app_and_its_views_alone() -> None:
    elsewhere = [
        place(path) for path in SOURCES if reaches(path, "streamlit") and not under(path, "app.py", "exercises/views/")
    ]
    assert elsewhere == []


def test_the_database_is_known_in_the_store_alone() -> None:
    known = [place(path) for path in SOURCES if reaches(path, "sqlalchemy") or reaches(path, "alembic")]
    assert [name for name in known if not name.startswith("exercises/store/")] == []


def test_pages_do_not_reach_the_makers_of_truth() -> None:
    """Views and sign-in see what a session gives them; they never call the generators or read hidden parts."""
    reaching = [
        place(path)
        for path in SOURCES
        if under(path, "exercises/views/trainee/", "exercises/web/")
        and any(reaches(path, name) for name in ("generators.traffic", "generators.oracle", "exercises.design.build"))
    ]
    assert reaching == []


def test_a_debrief_has_no_words() -> None:
    """One debrief serves every language: reports and pages translate its ids."""
    assert [place(path) for path in SOURCES if under(path, "exercises/debrief/") and reaches(path, LANGUAGE)] == []


def test_the_floor_below_never_imports_the_app() -> None:
    assert [place(path) for path in SOURCES if reaches(path, "app") and place(path) != "app.py"] == []


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_nothing_unsafe_is_called(path: Path) -> None:
    """No eval or exec, no pickle, no YAML loader but the safe one, no expressions from text in pandas."""
    bad: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in (
            "eval",
            "exec",
            "yaml.load",
            "yaml.full_load",
            "yaml.unsafe_load",
            "os.system",
            "pd.eval",
            "pd.read_pickle",
        ):
            bad.append(f"{node.lineno}: {called}")
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("query", "to_pickle"):
            bad.append(f"{node.lineno}: {called}")
    assert bad == []
    assert not reaches(path, "pickle") and not reaches(path, "joblib")


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: what is committed cannot be listed")
    return [PROJECT / name for name in listed.stdout.split("\0") if name and (PROJECT / name).is_file()]


def test_the_lock_names_no_index_and_every_pin_has_a_hash() -> None:
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index|--find-links|file:", lock)
    pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*$", lock, flags=re.MULTILINE)
    assert len(pins) > 50
    assert all(pin.rstrip().endswith("\\") for pin in pins), "a pin without a hash"


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(name for extra in extras for name in extra)]
    names = {re.split(r"[\[<>=~ ]", name, maxsplit=1)[0].lower().replace("_", "-") for name in wanted}
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==", lock, re.MULTILINE))
    assert names - pinned == set()


def test_nothing_committed_names_the_machine_it_was_made_on() -> None:
    """The project's own folder, wherever it stands, is in no committed file."""
    here = f"{PROJECT}/".encode()
    assert [place(path) for path in committed() if here in path.read_bytes()] == []


def test_no_page_asks_the_network() -> None:
    """No address but this machine's own in what is delivered."""
    pattern = re.compile(r"https?://(?!127\.0\.0\.1|localhost|www\.w3\.org/2000/svg)[a-z]")
    delivered = [path for path in (PROJECT / "exercises").rglob("*") if path.suffix in (".css", ".html", ".js")]
    assert [place(path) for path in delivered if pattern.search(path.read_text(encoding="utf-8"))] == []
