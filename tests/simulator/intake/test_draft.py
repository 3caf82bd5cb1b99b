"""The draft of a mapping: it loads, it reads the file, and what cells or names leave open is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from simulator.errors import InputError
from simulator.intake import Received, draft, header_words, load_mapping, read
from simulator.intake.header_words import load_header_words, meanings
from tests.simulator.intake.mangling import Exporter, Truth

pytestmark = pytest.mark.slow

FRENCH = """Relevé des déclarations;;;;;;;
;;;;;;;
N° déclaration;N° article;Date d'enregistrement;Bureau;Pays d'origine;Espèce tarifaire;Poids net (kg);Valeur en douane
D001;1;03/04/2024;FR1;DE;8413918000;1 234,50;12 000,00
D001;2;13/04/2024;FR1;Chine;8471300000;10,00;5 000,00
D002;1;03/05/2024;FR1;TR;8471300000;10,00;5 000,00
"""
AMERICAN = """sep=,
Entry Number,Importer,Importer TIN,Entry Date,Origin,HTS,Product,Weight,Value (USD),Inspection Result
1,Bell Ltd,5,05/06/2024,CN,8471.30.0100,laptop,"1,234","5,000.50",pass
2,Bell Ltd,5,07/06/2024,CN,8471.30.0100,laptop,"2,234","5,000.50",fail
"""


def drafted(path: Path, content: str | bytes) -> tuple[str, Received]:
    """The draft, and the file read with it."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    text = draft(path)
    mapping = path.with_name("draft.yaml")
    mapping.write_text(text, encoding="utf-8")
    return text, read(path, load_mapping(mapping))


def line(text: str, start: str) -> str:
    """The one line of the draft that begins so."""
    found = [one.strip() for one in text.splitlines() if one.strip().startswith(start)]
    assert len(found) == 1, text
    return found[0]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Pays d'origine", "country_of_origin"),
        ("PAYS ORIGINE", "country_of_origin"),
        ("Ursprungsland", "country_of_origin"),
        ("país_de_origen", "country_of_origin"),
        ("Net Mass (kg)", "net_mass"),
        ("Box 38 Net mass (kg)", "net_mass"),
        ("Poids net", "net_mass"),
        ("Rohmasse", "gross_mass"),
        ("Warennummer", "hs_code"),
        ("GTİP", "hs_code"),
        ("Valor Aduana USD", "statistical_value"),
        ("importerName", "consignee_name"),
        ("Consignee VAT No", "consignee_id"),
        ("Goods Descripton", "goods_description"),
        ("Fraude", "outcome"),
        ("страна происхождения", "country_of_origin"),
        ("原产国", "country_of_origin"),
    ],
)
def test_names_in_several_languages_are_known(name: str, field: str) -> None:
    assert meanings(name)[0].field == field


def test_a_name_that_says_nothing_means_nothing() -> None:
    assert not meanings("XYZ") and not meanings("Country") and not meanings("")
    assert len(header_words()) > 500


def test_a_french_file_with_titles_items_and_commas_is_read_whole(tmp_path: Path) -> None:
    text, received = drafted(tmp_path / "in.csv", FRENCH)
    taken = received.declarations
    assert received.report.rejected == 0
    assert taken["declaration_id"].tolist() == ["D001/1", "D001/2", "D002/1"]
    assert taken["acceptance_date"].tolist() == [
        pd.Timestamp(2024, 4, 3),
        pd.Timestamp(2024, 4, 13),
        pd.Timestamp(2024, 5, 3),
    ]
    assert taken["country_of_origin"].tolist() == ["DE", "CN", "TR"]
    assert taken["net_mass"].tolist() == [1234.5, 10.0, 10.0]
    assert "unsure" not in line(text, "acceptance_date") + line(text, "net_mass")
    assert "EUR" in line(text, "statistical_value")


def test_what_can_be_two_things_is_said(tmp_path: Path) -> None:
    text, received = drafted(tmp_path / "in.csv", AMERICAN)
    assert received.declarations["net_mass"].tolist() == [1234.0, 2234.0]
    assert "'05/06/2024' fits %m/%d/%Y too" in line(text, "acceptance_date")
    assert "the cells are 'pass', 'fail'" in text and "\noutcome:" not in text
    doubtful, _ = drafted(tmp_path / "in.csv", "id;kg\n1;1.234\n2;5.678\n")
    assert "unsure: '1.234' can be" in line(doubtful, "decimal")


def test_ids_that_repeat_get_the_row_number_and_a_doubt(tmp_path: Path) -> None:
    text, received = drafted(tmp_path / "in.csv", "Declaration No,HS Code\nA,841391\nA,841391\nB,841391\n")
    assert received.declarations["declaration_id"].tolist() == ["A/2", "A/3", "B/4"]
    assert "1 of 3 rows repeat a number" in line(text, "declaration_id")
    text, received = drafted(tmp_path / "in.csv", "Goods,HS Code\na,841391\na,841391\n")
    assert received.declarations["declaration_id"].tolist() == ["row-2", "row-3"]


def test_cells_speak_against_a_name_and_for_a_column_without_one(tmp_path: Path) -> None:
    text, received = drafted(tmp_path / "in.csv", "id,Origin,xx,Mode\n1,Port of A,841391,sea\n2,Port of B,090111,air\n")
    assert "country_of_origin" not in text
    assert received.declarations["hs_code"].tolist() == ["841391", "090111"]
    assert "only the cells say so" in line(text, "hs_code")
    assert "'sea', 'air'; translate them under values" in line(text, "# mode_at_border")


def test_the_outcome_of_the_korean_file_is_found(tmp_path: Path) -> None:
    text, received = drafted(tmp_path / "in.csv", "Declaration ID,Fraud\nA,1\nB,0\nC,0\n")
    assert "check what they mean" in line(text, "outcome")
    assert received.violation is not None and received.violation.tolist() == [True, False, False]


def test_a_parquet_file_is_drafted_by_its_types(tmp_path: Path) -> None:
    days = [pd.Timestamp(2024, 5, 6), pd.Timestamp(2024, 6, 5)]
    frame = pd.DataFrame({"MRN": [1.0, 2.0], "Date": days, "HS": [9011100.0, 84139100.0], "Net weight": [1.234, 5.0]})
    frame.to_parquet(tmp_path / "in.parquet")
    text, received = drafted(tmp_path / "in.parquet", (tmp_path / "in.parquet").read_bytes())
    assert "delimiter" not in text and "unsure" not in line(text, "acceptance_date")
    assert received.declarations["acceptance_date"].tolist() == days
    assert received.declarations["hs_code"].tolist() == ["090111", "841391"]
    assert received.declarations["net_mass"].tolist() == [1.234, 5.0]


@pytest.mark.parametrize("names", ['a "b": {c}', "# x", "yes", "it's", "tab", "ключ", "a\\b"])
def test_any_name_of_a_column_makes_a_draft_that_loads(names: str, tmp_path: Path) -> None:
    quoted = names.replace('"', '""')
    text, received = drafted(tmp_path / "in.csv", f'"{quoted}";"{quoted} kg";hs\na;b;841391\n')
    assert len(received.declarations) == 1 and names in text.replace("\\\\", "\\").replace('\\"', '"')


def test_files_without_a_header_are_told(tmp_path: Path) -> None:
    for content, said in (
        ("", "empty|no header"),
        ("\n\n", "empty|no header"),
        ("a,a\n1,2\n", "no header"),
        ('hs;\n(5);"\nyes;\n\n', "no header"),
    ):
        (tmp_path / "in.csv").write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match=said):
            draft(tmp_path / "in.csv")


def test_mangled_files_are_drafted_and_what_is_not_unsure_is_right(tmp_path: Path) -> None:
    compared: Counter[str] = Counter()
    for seed in range(100):
        exporter = Exporter(seed)
        mangled = exporter.write()
        content = mangled.content.decode(exporter.encoding)
        for name, meant in (("day", "date"), ("land", "origin"), ("code", "hs")):
            content = re.sub(rf"\b{name}\b", meant, content)
        text, received = drafted(tmp_path / "in.csv", content.encode(exporter.encoding))
        for _, taken in received.declarations.iterrows():
            key = str(taken["declaration_id"])
            truth = (
                mangled.truths.get(key) if exporter.items != "numbered" else None
            )  # its ids have the row, not the item
            if truth is not None:
                compared.update(_compare(taken, truth, text))
    assert min(compared[name] for name in ("hs_code", "acceptance_date", "country_of_origin", "net_mass")) > 150, (
        compared
    )


def _compare(taken: pd.Series, truth: Truth, text: str) -> Iterator[str]:
    """The fields that are read and not unsure; each is right."""
    unsure = {name for name in (*taken.index, "decimal") if "unsure" in _about(text, name)}
    right = {
        "hs_code": truth.code,
        "acceptance_date": pd.Timestamp(truth.day),
        "country_of_origin": truth.country,
        "net_mass": truth.mass,
    }
    for name, value in right.items():
        if name not in taken or name in unsure or (name == "net_mass" and "decimal" in unsure):
            continue
        assert pd.isna(taken[name]) if value is None else taken[name] == value, f"{name} {value} {taken[name]}\n{text}"
        yield name


def _about(text: str, name: str) -> str:
    return "".join(one for one in text.splitlines() if f"{name}:" in one)


def test_faults_of_the_table_of_words_are_named(tmp_path: Path) -> None:
    (tmp_path / "header_words.csv").write_text("field,words,source\nhs_cod,a,\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_header_words(tmp_path)
    assert len(error.value.faults) == 2
    assert load_header_words(files("simulator") / "data")["warennummer"] == ("hs_code",)


def test_codes_that_can_all_be_two_are_mapped_and_said_to_be_unsure(tmp_path: Path) -> None:
    text, received = drafted(tmp_path / "in.csv", "ID;Warennummer;kg\nA;9011100;1\nB;9012100;2\n")
    line = next(line for line in text.splitlines() if "hs_code:" in line)
    assert 'column: "Warennummer"' in line and "cells of two meanings: state digits" in line
    assert received.report.rejected == 2
