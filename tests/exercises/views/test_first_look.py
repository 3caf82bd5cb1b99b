"""What an instructor sees of an uploaded file before anything is stored: the draft of a mapping, and a preview."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from exercises.language import languages
from exercises.views.instructor.first_look import kept, told
from simulator.errors import InputError
from simulator.intake import Mapping, Outcome, Report, load_mapping

pytestmark = pytest.mark.slow


class Upload(io.BytesIO):
    """What Streamlit gives for an uploaded file, as far as it is used."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text.encode())
        self.name = name


def shown(act: str, text: str, mapping: str = "", language: str = "en") -> str:
    """The HTML and code that a first look puts on a page."""

    def run(act: str, text: str, mapping: str, language: str) -> None:
        from exercises.language import languages
        from exercises.views.instructor.first_look import show_draft, show_preview
        from tests.exercises.views.test_first_look import Upload

        languages.use(language)
        if act == "draft":
            show_draft(Upload("in.csv", text))  # type: ignore[arg-type]
        else:
            show_preview(Upload("in.csv", text), "", Upload("map.yaml", mapping))  # type: ignore[arg-type]

    test = AppTest.from_function(run, args=(act, text, mapping, language)).run(timeout=20)
    assert not test.exception
    return "".join([*(str(one.proto.body) for one in test.get("html")), *(one.value for one in test.code)])


FILE = "MRN;Warennummer;Eigenmasse\nA<b>;84139100;1,5\nB;84139100;\nB;84139100;2\n"


def test_the_draft_is_shown_and_reads_the_file_in_the_preview() -> None:
    text = shown("draft", FILE)
    assert 'hs_code: {column: "Warennummer"}' in text and "Lines that are unsure: " in text
    mapping = text[text.index("# A draft") :]
    page = shown("preview", FILE, mapping)
    assert "Rows: 3. Can be read: 3. Rejected: 0. Nothing is stored yet." in page
    assert "Row 2: read" in page and "A&lt;b&gt;" in page and "<b>" not in page
    assert "<td>84139100</td><td>841391</td>" in page and "<td>1,5</td><td>1.5</td>" in page
    assert "<td></td><td><i>unknown</i></td>" in page


def test_a_rejected_row_says_why_in_the_preview() -> None:
    mapping = 'name: t\nsource: t\ndelimiter: ";"\nfields:\n  declaration_id: {column: MRN}\n'
    page = shown("preview", FILE, mapping)
    assert "Row 4: rejected" in page and "repeats the id of row 3" in page


def test_faults_name_the_files_as_uploaded_and_nothing_stays_on_disk() -> None:
    places: list[Path] = []
    bad = Upload("map.yaml", "name: t\n")
    with pytest.raises(InputError) as error, kept(Upload("../in.csv", FILE), bad) as (path, own):  # type: ignore[arg-type]
        places += [path]
        assert own is not None and path.name == "in.csv"
        load_mapping(own)
    assert all(line.startswith("map.yaml:") for line in error.value.faults)
    assert not places[0].exists()


REPORT = Report(
    read=2000,
    accepted=1500,
    rejected=500,
    heading_level=3,
    chapter_level=1,
    match_unknown=2,
    skipped=Counter(blank=1, title=2, header=1),
    mended=Counter(unquoted=1, escaped=1),
    digits=(8, 10),
    restored=4,
    violations=5,
    lawful=6,
    unlisted=Counter({"pending": 2}),
    faults=Counter(hs_code=1, row=1),
)


@pytest.mark.parametrize("digits", [(), (8,)])
def test_no_english_sentence_of_a_report_reaches_the_french_page(digits: tuple[int, ...]) -> None:
    outcome = Outcome("found", frozenset({"1"}), frozenset({"0"}), 1)
    mapping = Mapping(Path("m.yaml"), "", "", {}, hs_edition="2017", digits=digits, outcome=outcome)
    english = list(told(REPORT, mapping))
    languages.use("fr")
    french = list(told(REPORT, mapping))
    languages.use(languages.SOURCE)
    assert len(english) == len(french) == 13, "one for each line that a report can have"
    assert not set(english) & set(french)
    words = {"the", "of", "with", "that", "rows", "codes have", "is", "or"}
    assert not [line for line in french if words & set(re.findall(r"\w+", line.lower()))]
    assert any("codes SH ont 8 ou 10 chiffres" in line for line in french)
    told_rows = next(line for line in french if line.startswith("Résultats :"))
    assert "inconnus 1\u202f489" in told_rows, "figures follow the language"


def test_the_report_stands_on_the_page_in_the_readers_language() -> None:
    mapping = shown("draft", FILE)
    page = shown("preview", FILE, mapping[mapping.index("# A draft") :], "fr")
    assert "<li>Les codes SH ont 8 chiffres" in page and "HS codes have" not in page
