"""What import-linter cannot say: who may know Streamlit, what may never be called, what may never be committed."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from importlib import import_module
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


# Rooms ------------------------------------------------------------------------------------------------------------

MODULES_ARE_FACES = {"models"}
"""Rooms whose modules may be imported as they are."""
ROOMS = {f"{floor}.{init.parent.name}" for floor in FLOORS for init in (PROJECT / floor).glob("*/__init__.py")} | {
    "models"
}
MAP = "docs/architecture.md"


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str | None:
    """The room that a module belongs to, by the module's dotted name; the room's own name is one too."""
    parts = module.split(".")
    return next((name for n in (2, 1) if (name := ".".join(parts[:n])) in ROOMS), None)


def past_the_face(path: Path) -> list[str]:
    """Each import from another room that does not go through its face, or asks the face for what is not in it."""
    found: list[str] = []
    own = room_of(dotted(path))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    whole: dict[str, str] = {}  # local name → room imported as a whole
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            strange = [name.name for name in node.names if room_of(name.name) not in (None, own, *MODULES_ARE_FACES)]
            found += [f"{place(path)}:{node.lineno}: write `from {name} import …`" for name in strange]
        elif isinstance(node, ast.ImportFrom) and node.module:
            room = room_of(node.module)
            if room is None:
                rooms = {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
                whole |= {name: full for name, full in rooms.items() if full in ROOMS and full != own}
            elif room == own or (room in MODULES_ARE_FACES and node.module != room):
                continue
            elif node.module != room:
                found.append(f"{place(path)}:{node.lineno}: {node.module} is inside {room}; import from the room")
            else:
                face = import_module(room).__all__
                lacking = [name.name for name in node.names if name.name not in face]
                found += [f"{place(path)}:{node.lineno}: {name} is not in {room}.__all__" for name in lacking]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in whole:
            room = whole[node.value.id]
            if node.attr not in import_module(room).__all__:
                found.append(f"{place(path)}:{node.lineno}: {node.attr} is not in {room}.__all__")
    return found


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_each_room_says_what_it_is_for_and_what_it_gives_out(room: str) -> None:
    face = import_module(room)
    assert face.__doc__ and len(face.__doc__) > 20
    assert face.__all__ and len(set(face.__all__)) == len(face.__all__)
    assert [name for name in face.__all__ if not hasattr(face, name)] == []


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_other_rooms_are_imported_by_their_face(path: Path) -> None:
    assert past_the_face(path) == []


def test_an_import_past_a_face_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: inner modules, names that are not given out, and attributes of a whole room."""
    monkeypatch.setitem(globals(), "PROJECT", tmp_path)
    path = tmp_path / "exercises" / "views" / "odd.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "import simulator.reference.tariff\n"
        "from exercises.design.build import build\n"
        "from exercises.design import nobody\n"
        "from simulator import reference\n"
        "from models.features import FIELDS\n"
        "from exercises.views import lanes\n"
        "reference.nobody, reference.goods\n"
    )
    assert [int(fault.split(":")[1]) for fault in past_the_face(path)] == [1, 2, 3, 7]


# HTML -------------------------------------------------------------------------------------------------------------

DOOR = "exercises/views/markup.py"
"""The one module that hands HTML to Streamlit; it takes Markup alone."""
UNSAFE = "unsafe_allow_html"
"""With it, Streamlit takes HTML as Markdown."""


def unescaped(path: Path) -> list[str]:
    """Each way round Markup: the standard library's escape, Streamlit's HTML outside the door, HTML as Markdown."""
    found: list[str] = []
    drawn = reaches(path, "streamlit") and place(path) != DOOR
    ours = {name.rsplit(".", 1)[-1] for name in imports(path) if name.startswith(FLOORS)}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and any(name.name == "html" for name in node.names):
            found.append(f"{place(path)}:{node.lineno}: import html")
        elif isinstance(node, ast.ImportFrom) and node.module == "html":
            names = [name.name for name in node.names if name.name != "unescape"]
            found += [f"{place(path)}:{node.lineno}: from html import {name}" for name in names]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # Modules of ours have functions of that name, which give Markup back.
            if drawn and node.func.attr == "html" and ast.unparse(node.func.value) not in ours:
                found.append(f"{place(path)}:{node.lineno}: {ast.unparse(node.func)}")
            found += [f"{place(path)}:{node.lineno}: {word.arg}" for word in node.keywords if word.arg == UNSAFE]
    return found


@pytest.mark.parametrize("path", SOURCES, ids=place)
def test_html_is_built_as_markup_and_reaches_a_page_by_one_door(path: Path) -> None:
    assert unescaped(path) == []


def test_html_past_the_door_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: for an escape of the library, for Streamlit's own HTML, and for HTML as Markdown."""
    monkeypatch.setitem(globals(), "PROJECT", tmp_path)
    path = tmp_path / "exercises" / "views" / "odd.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "import html\n"
        "from html import escape\n"
        "from html import unescape\n"
        "import streamlit as st\n"
        "from exercises.views import blocks\n"
        "st.html('')\n"
        "st.columns(2)[0].html('')\n"
        "blocks.html('')\n"
        "st.markdown('', unsafe_allow_html=True)\n"
    )
    assert [int(fault.split(":")[1]) for fault in unescaped(path)] == [1, 2, 6, 7, 9]


# The map ----------------------------------------------------------------------------------------------------------


def test_each_file_on_the_map_exists() -> None:
    text = (PROJECT / MAP).read_text(encoding="utf-8")
    named = set(re.findall(r"[\w./-]+\.(?:py|yaml|yml|toml|csv|md|css)\b", text))
    assert len(named) > 60
    there = [name for name in named if (PROJECT / name).is_file() or (PROJECT / "docs" / name).is_file()]
    assert named - set(there) == set()


def test_each_room_and_each_module_beside_them_is_on_the_map() -> None:
    text = (PROJECT / MAP).read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([\w./]+)` \|", text, flags=re.MULTILINE))
    rooms = {name.replace(".", "/") for name in ROOMS}
    beside = {place(path) for floor in FLOORS if floor != "models" for path in (PROJECT / floor).glob("*.py")}
    assert named >= rooms | {name for name in beside if not name.endswith("__init__.py")} | {"app.py"}
    assert [name for name in sorted(named) if not (PROJECT / name).exists()] == []


def test_the_picture_has_the_floors_that_are_checked() -> None:
    """The picture's floors of exercises are those of the contract in pyproject.toml, in the same order."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(one["layers"] for one in contracts["contracts"] if one["id"] == "rooms")
    picture = (PROJECT / MAP).read_text(encoding="utf-8").split("+-- exercises/")[1].split("+---")[0]
    drawn = [line[4:40].split() for line in picture.splitlines() if line.startswith("|   ")]
    assert drawn == [layer.split(" | ") for layer in layers]
