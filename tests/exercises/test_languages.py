"""Texts are collected for translators, and a language is chosen for one thread without touching another."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, extract, pofile
from babel.messages.mofile import write_mo

import exercises
from exercises import languages

FLOOR = Path(exercises.__file__).parent


def test_the_template_holds_every_text_of_the_code() -> None:
    """Run `make texts` where this fails."""
    found = {message for _file, _line, message, _notes, _context in extract.extract_from_dir(FLOOR)}
    with (FLOOR / "locale" / "redlane.pot").open("rb") as template:
        kept = {message.id for message in pofile.read_po(template) if message.id}
    assert kept == {message for message in found if message}


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue of two texts."""
    catalogue = Catalog(locale="fr")
    catalogue.add("Submit", "Envoyer")
    catalogue.add(
        ("{} document check", "{} document checks"), ("{} contrôle de documents", "{} contrôles de documents")
    )
    content = io.BytesIO()
    write_mo(content, catalogue)
    place = tmp_path / "fr" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "redlane.mo").write_bytes(content.getvalue())
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    languages._catalogue.cache_clear()
    yield
    languages._catalogue.cache_clear()


@pytest.mark.usefixtures("french")
def test_a_language_is_used_in_its_thread_alone_and_falls_back_to_english() -> None:
    heard: list[str] = []

    def speak() -> None:
        languages.use("fr")
        heard.append(languages._("Submit"))
        heard.append(languages.ngettext("{} document check", "{} document checks", 2).format(2))
        heard.append(languages._("A text nobody translated"))

    thread = threading.Thread(target=speak)
    thread.start()
    thread.join()
    assert heard == ["Envoyer", "2 contrôles de documents", "A text nobody translated"]
    assert languages._("Submit") == "Submit"


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("wish", "language"),
    [("fr-CH, fr;q=0.9, en;q=0.8", "fr"), ("en, fr;q=0.5", "en"), ("de", "en"), ("", "en"), ("fr;q=x, fr;q=0.1", "fr")],
)
def test_the_browsers_wish_is_heard(wish: str, language: str) -> None:
    assert languages.preferred(wish) == language
