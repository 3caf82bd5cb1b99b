"""Party screening: variants of listed names are found in any script, lawful names are mostly left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.odds import Settings
from generators.traffic import traders
from simulator.draws import Floats, address, uniform
from simulator.screening import Parties, listed_parties, resemblance, screen
from simulator.screening.spelling import rules, split

PARTIES = Parties(("P1", "P2"), ("Zelvatrix Process Systems", "Ombrelin Heavy Engineering Works"))
LIMIT = rules().candidate


def written(name: str) -> list[str]:
    return [word.written for word in split([name])[0]]


@pytest.mark.parametrize(
    "variant",
    [
        "Zelvatrix Process Systems",
        "ZELVATRIX PROCESS SYSTEMS LLC",
        "Zelvatrix Process Systems L.L.C.",
        "Process Systems Zelvatrix GmbH",
        "Zelvatriks Process Sistems",  # codespell:ignore
        "Zélvatrîx Prøcess-Systems, S.A.",
        "Zelvatrix Proces Systems Co. Ltd.",  # codespell:ignore
        "Zelvatrix Process",
        "Zelvatrix Systems",
        "Zelvatrix Proc. Sys. Trdg",
        "ZelvatrixProcess Systems",
        "ООО «Зельватрикс Процесс Системс»",
        "Ζελβάτριξ Πρόσες Σύστεμς Α.Ε.",
        "شركة زيلفاتريكس بروسيس سيستمز ذ.م.م",
        "株式会社Zelvatrix Process Systems",
    ],
)
def test_variants_of_a_listed_name_are_candidates(variant: str) -> None:
    found = screen([variant], PARTIES)
    assert found[0].party_id == "P1" and found[0].score >= LIMIT
    assert resemblance(pd.Series([variant]), PARTIES)[0] >= LIMIT


@pytest.mark.parametrize(
    "name",
    ["Alder Valley Clinic", "Process Control Systems Ltd", "Engineering Works", "LLC", "", "有限公司", "Μέριμνα"],
)
def test_other_names_are_not(name: str) -> None:
    assert screen([name], PARTIES) == []
    assert resemblance(pd.Series([name]), PARTIES)[0] < LIMIT


def test_a_candidate_shows_the_words_that_match() -> None:
    assert screen(["Zelvatriks Process Trading Ltd"], PARTIES)[0].matched == (
        ("zelvatriks", "zelvatrix"),
        ("process", "process"),
    )
    assert screen(["Ombrelin Heavy Eng. Works"], PARTIES)[0].matched[2] == ("eng", "engineering")
    assert ("zylftryks", "zelvatrix") in screen(["زيلفتريكس بروسيس سيستمز"], PARTIES)[0].matched


def test_accents_and_points_are_taken_off() -> None:
    assert written("Müller & Søn G.m.b.H.") == ["muller", "son"]
    assert written("Łódź Işık Đorđe d.o.o.") == ["lodz", "isik", "dorde"]


LATIN_FORMS = (
    "GmbH|S.A.|SpA|Sdn. Bhd.|OOO|FZE|FZ-LLC|Pvt. Ltd.|A.S.|A.Ş.|Kft.|d.o.o.|Lda|Ltda.|AB|Oy|B.V.|N.V.|Co., Ltd.|"
    "Co.,Ltd|Sp. z o.o.|S. de R.L. de C.V.|A/S|s.r.o.|S.r.l.|GmbH & Co. KG|PJSC"
)
OTHER_FORMS = "ООО|ЗАО|ТОВ|ПрАТ|Ε.Π.Ε.|ش.ذ.م.م|有限公司|株式会社|（株）|주식회사"
FORMS = f"{LATIN_FORMS}|{OTHER_FORMS}".split("|")


@pytest.mark.parametrize("form", FORMS)
def test_legal_forms_of_many_languages_are_taken_off(form: str) -> None:
    assert written(f"Alder Valley {form}") == written(f"{form} Alder Valley") == ["alder", "valley"]


def test_a_name_of_nothing_but_legal_forms_keeps_its_words() -> None:
    assert written("Limited Company") == ["limited", "company"]
    assert written("Sp. z o.o.") == ["sp", "z", "oo"]
    assert written("...") == []


def test_spellings_that_sound_alike_are_one() -> None:
    for one, other in (("Phoenix", "Foeniks"), ("Quorra", "Kvora"), ("Mouller", "Muler"), ("Yandrick", "Iandrik")):
        assert split([one])[0][0].sound == split([other])[0][0].sound


@given(st.lists(st.text(max_size=30), max_size=5))
def test_names_are_split_each_on_its_own(names: list[str]) -> None:
    assert split(names) == [split([name])[0] for name in names]
    assert all(word.written.isascii() and " " not in word.written for words in split(names) for word in words)


# Planted variants. Spellings by table stand for how a foreign form is filled in; the draws are addressed by the name.

CYRILLIC = {"sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "th": "т", "ph": "ф", "qu": "кв", "x": "кс"}
CYRILLIC |= dict(zip("abcdefghijklmnopqrstuvwyz", "абкдефгхижклмнопкрстуввйз", strict=True))
GREEK = {"ou": "ου", "th": "θ", "ph": "φ", "ch": "χ", "kh": "χ", "ps": "ψ", "x": "ξ", "b": "μπ", "d": "ντ", "g": "γκ"}
GREEK |= {"j": "τζ", "w": "ου", "u": "ου"} | dict(zip("acefhiklmnopqrstvyz", "ακεφχικλμνοπκρστβυζ", strict=True))
ARABIC = {"sh": "ش", "ch": "تش", "kh": "خ", "th": "ث", "dh": "ذ", "ph": "ف", "ou": "و", "oo": "و", "ee": "ي", "x": "كس"}
ARABIC |= {"ss": "س", "ll": "ل", "tt": "ت", "rr": "ر", "nn": "ن", "pp": "ب", "ff": "ف"}
ARABIC |= dict(zip("abcdefghijklmnopqrstuvwyz", "ابكديفغهيجكلمنوبقرستوفويز", strict=True))
SHORT = {"Engineering": "Eng.", "Trading": "Trdg", "Instruments": "Instr.", "Systems": "Sys.", "Industrial": "Ind."}
SHORT |= {"Technical": "Tech.", "Equipment": "Equip.", "Machinery": "Mach.", "Logistics": "Log.", "Chemical": "Chem."}
SHORT |= {"Institute": "Inst.", "Electronics": "Elec.", "Scientific": "Sci.", "Laboratory": "Lab.", "Supply": "Sup."}
SHORT |= {"Components": "Comp.", "Products": "Prod.", "Materials": "Mat.", "Group": "Grp", "Shipping": "Shpg"}


def drawn(kind: str, name: str, count: int = 3) -> Floats:
    return uniform(2031, f"planted/{kind}", address(name), count)


def spelt(table: Mapping[str, str]) -> Callable[[str], str]:
    pattern = re.compile("|".join(sorted(table, key=len, reverse=True)))
    return lambda name: pattern.sub(lambda found: table[found[0]], name.lower())


def one_for_other(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """The first spelling that occurs, everywhere in the name written as its other."""
    return lambda name: next((name.lower().replace(one, other) for one, other in pairs if one in name.lower()), name)


def doubled(name: str) -> str:
    places = [place for place, sign in enumerate(name) if place and sign in "bdfglmnprstz"]
    place = places[int(drawn("doubled", name)[0] * len(places))]
    return name[:place] + name[place] + name[place:]


def mistyped(name: str) -> str:
    """One letter replaced, left out, or swapped with the next, never a word's first or last."""
    where, how, letter = drawn("mistyped", name)
    places = [found.start() + 1 for found in re.finditer(r"(?<=\w)\w(?=\w)", name)]
    at = places[int(where * len(places))] - 1
    changed = chr(ord("a") + int(letter * 26))
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return (name[:at] + changed + name[at + 1 :], name[:at] + name[at + 1 :], swapped)[int(how * 3)]


def word_dropped(name: str) -> str:
    """Any word but the first, which in the list is the one that names the company; nothing of a name of two."""
    words = name.split()
    at = 1 + int(drawn("dropped", name)[0] * (len(words) - 1))
    return name if len(words) < 3 else " ".join(words[:at] + words[at + 1 :])


def words_joined(name: str) -> str:
    at = int(drawn("joined", name)[0] * name.count(" "))
    return re.sub(" ", lambda found: "" if name[: found.start()].count(" ") == at else " ", name)


def other_form(name: str) -> str:
    which, before, _ = drawn("form", name)
    form = FORMS[int(which * len(FORMS))]
    own = re.sub(" (LLC|FZE|Company)$", "", name)
    return f"{form} {own}" if before < 0.3 else f"{own} {form}"


def shortened(name: str) -> str:
    return " ".join(SHORT.get(word, word) for word in name.split())


KINDS: Mapping[str, Callable[[str], str]] = {
    "in Cyrillic letters": spelt(CYRILLIC),
    "in Greek letters": spelt(GREEK),
    "in Arabic letters": spelt(ARABIC),
    "a letter doubled": doubled,
    "ph or f": one_for_other(("ph", "f"), ("f", "ph")),
    "k or c": one_for_other(("k", "c"), ("c", "k")),
    "ou or u": one_for_other(("ou", "u"), ("u", "ou")),
    "y or i": one_for_other(("y", "i"), ("i", "y")),
    "x or ks, q or k": one_for_other(("x", "ks"), ("qu", "kv"), ("q", "k")),
    "a word dropped": word_dropped,
    "words swapped": lambda name: " ".join([*name.split()[1:], name.split()[0]]),
    "words joined": words_joined,
    "mistyped": mistyped,
    "another legal form": other_form,
    "words shortened": shortened,
    "mistyped, another legal form": lambda name: other_form(mistyped(name)),
    "a word dropped, mistyped": lambda name: mistyped(word_dropped(name)),
}


def planted() -> pd.DataFrame:
    """Every variant that differs from the listed name: kind, party and variant."""
    listed = listed_parties()
    rows = [
        (kind, party, variant)
        for kind, vary in KINDS.items()
        for party, name in zip(listed.ids, listed.names, strict=True)
        if (variant := vary(name)).casefold() != name.casefold()
    ]
    return pd.DataFrame(rows, columns=["kind", "party", "variant"])


def test_planted_variants_of_every_listed_party_are_found() -> None:
    variants = planted()
    assert set(variants["kind"]) == set(KINDS) and set(variants["party"]) == set(listed_parties().ids)
    hits = {(found.party_id, found.name) for found in screen(list(variants["variant"]))}
    variants["found"] = [pair in hits for pair in zip(variants["party"], variants["variant"], strict=True)]
    recall = variants.groupby("kind")["found"].mean()
    assert variants["found"].mean() >= 0.95, recall.to_dict()
    assert (recall.drop("a word dropped, mistyped") >= 0.9).all(), recall.to_dict()


def test_lawful_names_have_few_candidates() -> None:
    stock = traders(Settings(declarations=100_000, traders=5_000), 31)
    clean = sorted(set(stock.companies.names(np.flatnonzero(stock.kind == 0)).to_pylist()))
    assert len(clean) >= 2_000
    each = pd.Series([found.name for found in screen(clean)], dtype="str").value_counts()
    assert each.sum() / len(clean) <= 0.05 and (each <= 3).all()


def test_lawful_names_in_other_scripts_have_few_candidates_too() -> None:
    stock = traders(Settings(declarations=100_000, traders=1_000), 31)
    names = stock.companies.names(np.arange(1_000)).to_pylist()
    for table in (CYRILLIC, GREEK, ARABIC):
        clean = [spelt(table)(name) for name in names]
        assert len(screen(clean)) / len(clean) <= 0.05


def test_the_shipped_list_is_long_enough_and_its_ids_are_unique() -> None:
    parties = listed_parties()
    assert len(parties.ids) >= 40 and len(set(parties.ids)) == len(parties.ids) == len(set(parties.names))


def test_a_long_list_gives_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["Zelvatriks Systems", "Alder Valley Clinic", "Ombrelin Works", "Zelvatrix Process"]
    whole = screen(names, PARTIES), resemblance(pd.Series(names), PARTIES).tolist()
    monkeypatch.setattr("simulator.screening.matching._CELLS", 2)
    assert (screen(names, PARTIES), resemblance(pd.Series(names), PARTIES).tolist()) == whole


def test_unknown_names_have_an_unknown_resemblance() -> None:
    found = resemblance(pd.Series(["Alder", None, "Alder"]), PARTIES)
    assert np.isnan(found[1]) and found[0] == found[2]
    assert resemblance(pd.Series(["Alder"]), Parties((), ())).tolist() == [0.0]
    assert len(resemblance(pd.Series([], dtype="str"), PARTIES)) == 0


@given(st.lists(st.one_of(st.none(), st.text(max_size=30)), max_size=5))
def test_any_names_have_a_resemblance_between_0_and_100(names: list[str | None]) -> None:
    found = resemblance(pd.Series(names, dtype="object"), PARTIES)
    known = np.array([name is not None for name in names], dtype=bool)
    assert np.isnan(found[~known]).all() and ((found[known] >= 0) & (found[known] <= 100)).all()
