"""The declared fields of traffic, read as an officer reads them."""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from generators.facts import varieties, wordings
from generators.odds import Settings
from generators.traffic import generate
from simulator.packs import licence_duty, pack
from simulator.reference import countries, goods, strategic
from simulator.screening import listed_parties, screen

Bools = NDArray[np.bool_]
DocumentKind = Literal["licence", "not_listed", "other"]
ROWS = 50_000  # of each of two packs
_RADIOACTIVE = ("2612", "2844", "902221", "902229")  # codes of radioactive goods, and of apparatus with a source in it


def _but_one(name: str, other: str) -> bool:
    """Whether two names differ in one word at most: screening also finds names that only sound alike."""
    own, listed = set(name.split()), set(other.split())
    return len(own - listed) <= 1 and len(listed - own) <= 1


_ACTIVE: tuple[str, ...] = (
    "3104",
    "310520",
    "310560",
    "2510",
    "261510",
    "2516",
    "680223",
    "680293",
    "250810",
    "6902",
    "6907",
    "6910",
)
_ACTIVE += ("080121", "080122")  # codes of goods that are slightly active by nature


class Fields:
    """The declared fields, as an officer reads them."""

    def __init__(self, settings: Settings) -> None:
        batch = generate(settings, 11)
        self.frame, self.truth, self.rules = batch.declarations, batch.truth, pack(settings.pack)
        codes = self.text("hs_code")
        self.good = [goods()[code] for code in codes]
        owners = [wordings().owner[text] for text in self.text("goods_description")]
        self.owner = np.array([owner for owner, _precision in owners])
        self.listed = np.array([good.kind == "strategic" for good in self.good])
        self.lookalike = np.array([good.kind == "lookalike" for good in self.good])
        variety = dict(zip(wordings().texts.to_pylist(), wordings().variety.tolist(), strict=True))
        words = zip(self.text("goods_description"), codes, owners, strict=True)
        says = np.array([variety[text] if owner == code else varieties.OPEN for text, code, (owner, _) in words])
        by_code = [code in strategic() and strategic()[code].match == "named" for code in codes]
        self.named = self.listed & (by_code | (says == varieties.LISTED))
        self.others = self.listed & (says == varieties.NOT_LISTED)
        per_kg = self.number("statistical_value") / self.number("net_mass")
        self.dearer = np.log(per_kg / np.array([good.eur_per_kg for good in self.good]))
        self.each = (
            self.number("net_mass")
            / self.number("package_count")
            / np.array([good.kg_per_package for good in self.good])
        )
        ways = zip(self.text("declaration_type"), self.text("country_of_destination"), strict=True)
        self.needed = np.array([licence_duty(self.rules, kind, to) == "needed" for kind, to in ways])
        named = [one for one in screen(self.text("consignee_name").tolist()) if _but_one(one.name, one.party_name)]
        self.alike = self.has("consignee_name", *(one.name for one in named))
        self.first_day = self.frame["acceptance_date"].min()

    def is_status(self, *names: str) -> Bools:
        return self.truth["status"].astype(str).isin(names).to_numpy(dtype=bool)

    def text(self, name: str) -> NDArray[np.str_]:
        return self.frame[name].astype(str).fillna("").to_numpy(dtype=str)

    def number(self, name: str) -> NDArray[np.float64]:
        return self.frame[name].to_numpy(dtype=np.float64)

    def has(self, name: str, *values: str) -> Bools:
        return np.isin(self.text(name), values)

    def ends(self, name: str, *values: str) -> Bools:
        return np.array([text.endswith(values) for text in self.text(name)])

    def differ(self, one: str, other: str) -> Bools:
        return np.array(self.text(one) != self.text(other))

    def before(self, one: str, other: str) -> Bools:
        """Where the first date is known and lies before the second."""
        return np.array((self.frame[one] < self.frame[other]).to_numpy(dtype=bool))

    def coded(self, kind: DocumentKind) -> Bools:
        return self.has("document_type_code", *self.rules.codes(kind))

    def procedure(self, place: int) -> Bools:
        rules = self.rules.procedures
        return self.has(
            "procedure_requested", *(own.codes[place] for own in (rules.export, rules.import_, rules.transit))
        )

    @property
    def phone_elsewhere(self) -> Bools:
        own = [f"+{countries()[code].phone}" for code in self.text("consignee_country")]
        called = [text.split(" ")[0] for text in self.text("contact_phone")]
        return np.array([one != other for one, other in zip(called, own, strict=True)])

    @property
    def by_way_of(self) -> Bools:
        """More countries than the two at the ends, one of them a hub."""
        ways = [text.split(";") for text in self.text("countries_of_routing")]
        return np.array([any(countries()[stop].hub for stop in way[1:-1]) for way in ways])

    @property
    def longer(self) -> Bools:
        return np.array([len(text.split(";")) > 2 for text in self.text("countries_of_routing")])

    @property
    def names_other_code(self) -> Bools:
        return np.array((self.owner != "") & (self.owner != self.text("hs_code")))

    @property
    def another_on_invoice(self) -> Bools:
        return self.differ("invoice_end_user", "consignee_name")

    @property
    def certified(self) -> Bools:
        return ~self.has("end_use_statement", "")

    @property
    def stated(self) -> Bools:
        """A statement that can be checked."""
        return np.array([text.startswith(("For use at", "For own use by")) for text in self.text("end_use_statement")])

    @property
    def unlicensed(self) -> Bools:
        """Goods of a code with listed goods and others, declared without the licence that the listed ones need."""
        return np.array(self.listed & ~self.named & self.needed & ~self.coded("licence"))

    @property
    def judged(self) -> Bools:
        """Goods that the expert may find to be others than declared."""
        return np.array(self.lookalike | self.unlicensed | self.named | self.others)

    @property
    def number_of_entry(self) -> Bools:
        return self.has("consignee_register_number", *listed_parties().numbers)

    @property
    def no_number(self) -> Bools:
        return self.has("consignee_register_number", "")

    @property
    def on_file(self) -> Bools:
        return self.has("licence_note", "licence on file")

    @property
    def for_other(self) -> Bools:
        return np.array(self.on_file & self.differ("licence_consignee", "consignee_name"))

    @property
    def other_goods(self) -> Bools:
        return np.array(self.on_file & self.differ("licence_goods", "hs_code"))

    @property
    def run_out(self) -> Bools:
        return np.array(self.on_file & self.before("licence_valid_until", "acceptance_date"))

    @property
    def too_little(self) -> Bools:
        left = np.round(self.number("licence_quantity") - self.number("licence_used"), 3)
        return np.array(self.on_file & (left < np.round(self.number("net_mass"), 3)))

    @property
    def licence_fits(self) -> Bools:
        return np.array(self.on_file & ~self.for_other & ~self.other_goods & ~self.run_out & ~self.too_little)

    def ruled(self, note: str) -> Bools:
        return self.has("licence_note", note)

    def found(self, opinion: str) -> Bools:
        return self.has("expert_opinion", opinion)

    def alarm(self, reading: str) -> Bools:
        return self.has("portal_reading", reading)

    @property
    def active(self) -> Bools:
        """Goods that are slightly active by nature."""
        return np.array([good.hs6.startswith(_ACTIVE) for good in self.good])

    @property
    def radioactive(self) -> Bools:
        return np.array([good.hs6.startswith(_RADIOACTIVE) for good in self.good])


@cache
def fields(office: str) -> Fields:
    """The traffic of an office, half of it violations, with many strategic goods."""
    return Fields(Settings(declarations=ROWS, prevalence=0.5, strategic=0.2, pack=office))
