"""Names as cells of trade data hold them: variants of listed names by kind, and ordinary names of nobody listed.

``python -m tests.simulator.screening.planted`` prints what screening finds, beside plain WRatio of rapidfuzz.
All names are invented. The tables stand here, not in the data of the screening: they are what others write.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle, islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from simulator.screening import Parties, listed_parties, screen
from simulator.screening.spelling import rules

WRITTEN = """Limited Liability Company|Joint Stock Company|Public Joint Stock Company|Private Limited|Company Limited
Gesellschaft mit beschränkter Haftung|GESELLSCHAFT MIT BESCHRAENKTER HAFTUNG|Aktiengesellschaft|Kommanditgesellschaft
Besloten Vennootschap|Besloten Vennootschap met beperkte aansprakelijkheid|Naamloze Vennootschap|Coöperatie
Société à responsabilité limitée|SOCIETE ANONYME|Société par actions simplifiée|Établissements
Società a responsabilità limitata|Società per azioni|Sociedad Anónima|SOCIEDAD DE RESPONSABILIDAD LIMITADA
Sociedad Anónima de Capital Variable|Sociedade por Quotas|Sociedade Anônima|Aktieselskab|Anpartsselskab|Aktiebolag
Osakeyhtiö|Osaühing|Uždaroji akcinė bendrovė|Akciju sabiedrība|Spółka z ograniczoną odpowiedzialnością|Spółka Akcyjna
Společnost s ručením omezeným|Akciová společnost|Korlátolt felelősségű társaság|Societate cu răspundere limitată
Društvo s ograničenom odgovornošću|Družba z omejeno odgovornostjo|Shoqëri me përgjegjësi të kufizuar
Obshchestvo s ogranichennoy otvetstvennostyu|Tovarystvo z obmezhenoyu vidpovidalnistyu|Limited Şirketi|Anonim Şirketi
Sanayi ve Ticaret Limited Şirketi|Məhdud Məsuliyyətli Cəmiyyət|Shezghuduli pasukhismgeblobis sazogadoeba|SHPS
Sendirian Berhad|Perseroan Terbatas|Công ty TNHH|Kabushiki Kaisha|Jusik Hoesa|Free Zone Establishment
شركة ذات مسؤولية محدودة|شرکت سهامی خاص|შეზღუდული პასუხისმგებლობის საზოგადოება|შპს|주식회사|유한회사|株式会社|有限公司
Общество с ограниченной ответственностью|Товарищество с ограниченной ответственностью|Акционерное общество
Товариство з обмеженою відповідальністю|Дружество с ограничена отговорност|Εταιρεία Περιορισμένης Ευθύνης"""
FORMS = WRITTEN.replace("\n", "|").split("|")
CYRILLIC_FORMS = [form for form in FORMS if "а" in form or "о" in form] + ["ООО", "ТОВ", "АО", "ТОО"]
PREFIXES = "M/S|M/s.|Messrs|MESSRS.|Firma|Fa.|Ditta|Spett.le|Фирма|Mssrs".split("|")
STREETS = "Copper Lane|Quay Street|Rue du Port|Hafenstrasse|Old Mill Road|Industrial Zone|Ulitsa Zavodskaya".split("|")
TOWNS = "Kesh Harbour|Tarn Mills|Port Lenna|Ostvik|Greymouth Bay|Alder Hill|Sarnborg|Zeva".split("|")
ORDERS = (
    "TO THE ORDER OF {}|TO ORDER OF {}|Order of {}|To the order of Bank of Alder on behalf of {}|À l'ordre de {}|"
    "An die Order von {}|A la orden de {}|All'ordine di {}|По приказу {}|For account of {}|Consigned to {}|"
    "Port Lenna Stevedoring c/o {}|{} c/o Quillfeather Storage|C/O {}|ATTN {}|{} / notify same|In opdracht van {}"
).split("|")
BRANCHES = (
    "{} Zeva Branch|{}, Branch Office Ostvik|{} (Representative Office)|{} - Filiale Ostvik|Succursale {}|"
    "{} Zweigniederlassung Sarnborg|Филиал {}|{} Oddział Ostvik|{} Şubesi|{} (Deutschland)|{} Korea|{} Head Office|"
    "Bijkantoor {}|{} Middle East"
).split("|")
CYRILLIC = {"sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "qu": "кв", "x": "кс"}
CYRILLIC |= dict(zip("abcdefghijklmnopqrstuvwyz", "абкдефгхижклмнопкрстуввйз", strict=True))

PERSONS = """Belgarin Torvik Osmanovich|Drelkova Ilsa Ivanovna|Yarmolin Pavro Sergeevich|Nadirov Elchan Rashid oglu
Askeyev Marat Timuruly|Volchenko Petra Mykhailivna|Skarvin Anton Lvovich|Ledyanov Grisha Petrovitch
Khalvani Omar bin Saleh|Tesmarova Vera Nikolaevna""".replace("\n", "|").split("|")
LETTERS = [
    "A-B-C Company",
    "Q.R.V. Trading",
    "T.K.Z. Ltd",
    "M.N.O.P. Industries",
    "J W X Machinery",
    "V-L-K Corporation",
]


def parties() -> Parties:
    """The shipped list, and persons with a father's name and companies of letters, which it has few of."""
    listed = listed_parties()
    more = (*PERSONS, *LETTERS)
    return Parties((*listed.ids, *(f"T-{number}" for number in range(len(more)))), (*listed.names, *more))


def _form(name: str) -> str:
    """A listed name without its own legal form."""
    for form in (" LLC", " FZE", " Company", " Corporation", " Ltd"):
        name = name.removesuffix(form)
    return name


def _cyrillic(name: str) -> str:
    text = name.lower()
    for latin, letter in sorted(CYRILLIC.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(latin, letter)
    return text.title()


def _address(draw: random.Random, name: str, form: str) -> Iterator[tuple[str, str]]:
    number, street, town = draw.randint(1, 99), draw.choice(STREETS), draw.choice(TOWNS)
    yield "an address", f"{name}, {number} {street}, {town}"
    yield "an address", f"{name} {form} {number} {street} {town}".upper()
    yield "an address", f"{name} {form}/N{number} {street}/N{town}".upper()
    yield "an address", f"{name}\n{street} {number}\n{town}"
    yield "an address", f"{name}; P.O. Box {number * 37}; {town}"
    yield "an address", f"{number} {street}, {town} - {name}"
    yield "an address", f"{name} LLC {street} {town}"


def _initials(name: str) -> Iterator[tuple[str, str]]:
    if name in LETTERS:
        *initials, rest = name.rsplit(None, 1)
        letters = [sign for sign in "".join(initials) if sign.isalpha()]
        for way in ("".join, ". ".join, ".".join, "-".join, " ".join):
            yield "initials", f"{way(letters)} {_form(' ' + rest)} Co., Ltd"
    first, *others = name.split()
    if name in PERSONS:
        yield "initials", f"{first} {others[0][0]}."
        yield "initials", f"{others[0][0]}. {first}"
        yield "initials", f"{first} {others[0][0]}.{others[1][0]}."
        yield "initials", f"{others[0][0]} {first}".upper()
        yield "patronymic", f"{others[0]} {first}"
        yield "patronymic", f"{first} {others[0]}"
        yield "patronymic", f"Mr {others[0].upper()} {first.upper()}"


def variants() -> pd.DataFrame:
    """Kind, party and variant of every planted name; the same each time."""
    draw, rows = random.Random(2031), list[tuple[str, str, str]]()
    forms, cyrillic = cycle(draw.sample(FORMS, len(FORMS))), cycle(CYRILLIC_FORMS)
    listed = parties()
    for party, name in zip(listed.ids, listed.names, strict=True):
        own = _form(name)

        told = [("form written out in front", f"{form} {own}") for form in islice(forms, 9)]
        told += [("form written out behind", f"{own} {form}") for form in islice(forms, 9)]
        told += [("form written out, other script", f"{form} «{_cyrillic(own)}»") for form in islice(cyrillic, 3)]
        told += [("a prefix", f"{prefix} {own}") for prefix in draw.sample(PREFIXES, 5)]
        told += _address(draw, own, draw.choice(["Ltd", "GmbH", "OOO", "Co., Ltd"]))
        told += [("order wordings and c/o", order.format(own)) for order in draw.sample(ORDERS, 8)]
        told += [("branches", branch.format(own)) for branch in draw.sample(BRANCHES, 8)]
        told += _initials(name)
        rows += [(kind, party, variant) for kind, variant in told]
    return pd.DataFrame(rows, columns=["kind", "party", "variant"])


def clean(count: int = 20_000) -> list[str]:
    """Ordinary company names, all invented: one or two made-up words or a family name, a trade, a legal form."""
    draw = random.Random(7)
    starts = "Al Be Car Do El Fa Gra Hol In Jo Ka Lu Ma Ne Or Pe Ro Sa Te Ur Va Wi Ya Zo Bran Stel Kor Tri Mon".split()
    middles = "li ra no ve mi do ta su be ki lo ne ri va go".split()
    ends = "na x tek ton ris mar co da lin sky va berg ez ian son ic ska man dor vil".split()
    trades = (
        "Trading|Foods|Textiles|Logistics|Engineering|Construction|Machinery|Electronics|Chemicals|Furniture|Shipping|"
        "Medical Supplies|Steel Works|Plastics|Agro Export|Auto Parts|Packaging|Optics|Instruments|Consulting|Seafood|"
        "Paper Mills|Water Systems|Tools|Energy Services|Import Export|Pharma|Printing|Garments|Special Materials"
    ).split("|")
    tails = (
        "Ltd|LLC|GmbH|B.V.|S.A.|S.r.l.|OOO|Co., Ltd|Inc.|FZE|Sdn Bhd|Pvt. Ltd.|A.Ş.|Sp. z o.o.|KK|JSC|SARL|Lda".split(
            "|"
        )
    )

    def word() -> str:
        return draw.choice(starts) + "".join(draw.choices(middles, k=draw.randint(0, 2))) + draw.choice(ends)

    names: dict[str, None] = {}
    while len(names) < count:
        shape = draw.random()
        first = word() if shape < 0.5 else f"{word()} {word()}" if shape < 0.75 else f"{word()} & {word()}"
        first = (
            f"{draw.choice('ABCDEFGHJKLMNPRST')}.{draw.choice('ABCDEFGHJKLMNPRST')}. {first}" if shape > 0.95 else first
        )
        name = f"{first} {draw.choice(trades)} {draw.choice(tails)}"
        if draw.random() < 0.1:
            name += f", {draw.randint(1, 99)} {draw.choice(STREETS)}, {draw.choice(TOWNS)}"
        names[name] = None
    return list(names)


def measured() -> pd.DataFrame:
    """Recall of each kind and candidates per clean name: of screening, and of WRatio at two thresholds.

    The thresholds of WRatio: that of the screening, and the least with no more candidates per clean name than 0.02.
    """
    listed, planted, lawful = parties(), variants(), clean()
    hits = {(found.party_id, found.name) for found in screen(list(planted["variant"]), listed)}
    planted["screening"] = [pair in hits for pair in zip(planted["party"], planted["variant"], strict=True)]
    wanted = [listed.ids.index(party) for party in planted["party"]]
    likeness = _wratio(list(planted["variant"]), listed)[np.arange(len(planted)), wanted]
    false = _wratio(lawful, listed)
    least = next(limit for limit in range(60, 102) if (false >= limit).sum() / len(lawful) <= 0.02)
    limits = {f"WRatio ≥ {limit}": limit for limit in (int(rules().candidate), least)}
    for name, limit in limits.items():
        planted[name] = likeness >= limit
    found = planted.groupby("kind")[["screening", *limits]].mean()
    found.loc["all"] = planted[["screening", *limits]].mean()
    per_name = [len(screen(lawful, listed)), *((false >= limit).sum() for limit in limits.values())]
    found.loc["candidates per clean name"] = [number / len(lawful) for number in per_name]
    found.insert(0, "names", [*planted.groupby("kind").size(), len(planted), len(lawful)])
    return found


def _wratio(names: list[str], listed: Parties) -> NDArray[np.float32]:
    return process.cdist(names, listed.names, scorer=fuzz.WRatio, processor=default_process, dtype=np.float32)


if __name__ == "__main__":
    print(measured().round(3).to_string())
