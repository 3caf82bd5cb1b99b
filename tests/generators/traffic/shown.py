"""What each clause of a story says of the declared fields, read as an officer reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
Says = Callable[["Fields"], Bools]
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


_INSTITUTES = ("University", "Institute of Technology", "Research Institute", "Hospital", "Clinic")
_PLANTS = ("Works", "Plant", "Mills", "Foundry", "Shipyard", "Refinery")
_VAGUE = ("General industrial use.", "For further business.", "Various civil purposes.", "As agreed with the buyer.")
TRUE: Mapping[str, Says] = {
    "alarm_of_driver": lambda f: f.alarm("strong and in one place") & ~f.radioactive,
    "alarm_of_goods": lambda f: f.alarm("weak and even") & f.active & ~f.radioactive,
    "alarm_of_load_before": lambda f: f.alarm("weak and even") & ~f.active & ~f.radioactive,
    "alarm_of_source": lambda f: ~f.alarm("background") & f.radioactive,
    "alarm_strong": lambda f: f.alarm("strong and in one place"),
    "alarm_weak": lambda f: f.alarm("weak and even"),
    "another_user": lambda f: (
        ~f.has("end_use_user", "")
        & f.differ("end_use_user", "invoice_end_user")
        & (f.differ("end_use_user", "consignee_name") | ~f.has("invoice_end_user", ""))
    ),
    "business_centre": lambda f: f.has("consignee_premises", "business centre"),
    "by_detour": lambda f: f.longer,
    "by_hub": lambda f: f.by_way_of,
    "certificate_agrees": lambda f: ~f.differ("certificate_of_origin", "country_of_origin"),
    "certificate_differs": lambda f: (
        f.differ("certificate_of_origin", "country_of_origin") & ~f.has("certificate_of_origin", "")
    ),
    "classified": lambda f: f.ruled("ruling: not listed") & ~f.named,
    "code_disputed": lambda f: f.other_goods,
    "consignee_amended": lambda f: f.has("amendment", "consignee changed after acceptance"),
    "consignee_changed": lambda f: f.has("amendment", "consignee changed after acceptance"),
    "consignee_on_invoice": lambda f: ~f.another_on_invoice,
    "consignee_renamed": lambda f: f.for_other,
    "destination_amended": lambda f: f.has("amendment", "destination changed after acceptance"),
    "destination_changed": lambda f: f.has("amendment", "destination changed after acceptance"),
    "exemption_claimed": lambda f: f.coded("not_listed"),
    "foreign_phone": lambda f: f.phone_elsewhere,
    "forwarder_notified": lambda f: f.differ("notify_party", "consignee_name"),
    "from_warehouse": lambda f: f.procedure(2),
    "institute_on_invoice": lambda f: f.another_on_invoice & f.ends("invoice_end_user", *_INSTITUTES),
    "kept_after_trial": lambda f: f.procedure(0),
    "licence_deceived": lambda f: f.coded("licence") & f.licence_fits,
    "licence_expired": lambda f: f.run_out,
    "licence_left_out": lambda f: f.has("document_type_code", "") & f.needed & f.named,
    "licence_named": lambda f: f.coded("licence") & ~f.has("document_reference", ""),
    "licence_renewed": lambda f: f.run_out,
    "licensed_for_other": lambda f: f.for_other & ~f.differ("licence_holder", "consignor_name"),
    "licensed_other_goods": lambda f: f.other_goods & ~f.differ("licence_holder", "consignor_name"),
    "mail_centre": lambda f: np.char.find(f.text("consignee_address"), "Mail Centre") >= 0,
    "mass_amended": lambda f: f.has("amendment", "weight corrected"),
    "masses_differ": lambda f: f.number("packing_list_gross_mass") != f.number("gross_mass"),
    "minimal_presence": lambda f: f.has("consignee_presence", "minimal"),
    "name_alike": lambda f: f.alike,
    "namesake": lambda f: f.alike & ~f.number_of_entry & ~f.no_number,
    "namesake_unproven": lambda f: f.no_number,
    "newly_founded": lambda f: (f.first_day - f.frame["consignee_founded"]).dt.days.to_numpy() < 365,
    "no_alarm": lambda f: f.alarm("background"),
    "no_change_yet": lambda f: f.has("amendment", "none", "weight corrected"),
    "no_licence_named": lambda f: f.has("document_type_code", "") & f.needed & f.listed & ~f.others,
    "no_number": lambda f: f.no_number,
    "no_statement": lambda f: ~f.certified & (f.listed | f.lookalike),
    "not_to_come_back": lambda f: ~f.procedure(1),
    "number_misread": lambda f: f.coded("licence") & f.ruled("number unknown"),
    "number_unknown": lambda f: f.coded("licence") & f.ruled("number unknown"),
    "origin_elsewhere": lambda f: f.differ("country_of_origin", "country_of_export"),
    "origin_false": lambda f: ~f.differ("country_of_origin", "country_of_export"),
    "other_user_on_invoice": lambda f: f.another_on_invoice & f.ends("invoice_end_user", *_PLANTS),
    "others_named": lambda f: f.names_other_code,
    "out_of_line": lambda f: np.array(
        [sector not in good.sectors for sector, good in zip(f.text("consignee_activity"), f.good, strict=True)]
    ),
    "owners_withheld": lambda f: f.has("consignee_ownership", "withheld"),
    "packages_heavy": lambda f: f.each > 2.4,
    "packages_light": lambda f: (f.each < 0.44) & (f.number("package_count") > 1),
    "paid_from_elsewhere": lambda f: f.differ("payer_country", "consignee_country"),
    "paid_in_advance": lambda f: f.has("payment_terms", "advance payment in full"),
    "paid_in_cash": lambda f: f.has("payment_terms", "cash"),
    "part_declared": lambda f: np.char.startswith(f.text("additional_information_text"), "Part shipment"),
    "quantity_credited": lambda f: f.too_little,
    "quantity_used_up": lambda f: f.too_little,
    "refusal_for_others": lambda f: f.ruled("application refused") & ~f.named,
    "refusal_lifted": lambda f: f.ruled("application refused") & ~f.coded("licence"),
    "refused_before": lambda f: f.ruled("application refused"),
    "restricted_before": lambda f: f.has("consignee_record", "past supply to a restricted end-user"),
    "ruling_for_simpler": lambda f: f.ruled("ruling: not listed") & f.needed & f.listed & ~f.named & ~f.others,
    "same_number": lambda f: f.alike & f.number_of_entry,
    "service_declined": lambda f: f.has("service_terms", "declined by buyer"),
    "sheet_listed": lambda f: f.found("listed") & f.judged,
    "sheet_of_others": lambda f: f.found("not listed") & f.judged & ~f.named,
    "sheet_silent": lambda f: f.found("needs a sample") & f.judged,
    "signed_late": lambda f: ~f.has("end_use_signatory", "") & f.before("invoice_date", "end_use_date"),
    "statement_by_other": lambda f: f.stated,
    "statement_false": lambda f: f.stated,
    "to_come_back": lambda f: f.procedure(1) & f.has("declaration_type", "EX"),
    "token_capital": lambda f: f.number("consignee_capital") < 3_000,
    "trader_on_invoice": lambda f: f.another_on_invoice & f.ends("invoice_end_user", "Trading"),
    "unsigned": lambda f: f.certified & f.has("end_use_signatory", ""),
    "user_missing": lambda f: f.has("invoice_end_user", ""),
    "user_not_named": lambda f: f.certified & f.has("end_use_user", ""),
    "vague_statement": lambda f: f.has("end_use_statement", *_VAGUE),
    "vague_wording": lambda f: f.owner == "",
    "value_high": lambda f: f.dearer > 0.36,
    "value_low": lambda f: f.dearer < -0.36,
}
"""What each clause says of the fields, by its id; the same id says the same in every story, but for those below."""
OF_STORY: Mapping[tuple[str, str], Says] = {
    ("honest_error", "value_high"): lambda f: f.dearer > 0.9,
    ("honest_error", "value_low"): lambda f: f.dearer < -0.9,
    ("fair_or_repair", "to_come_back"): lambda f: f.procedure(1),
    ("careful_wording", "sheet_silent"): lambda f: f.found("needs a sample") & (f.lookalike | f.unlicensed),
    ("plain_data_sheet", "sheet_silent"): lambda f: f.found("needs a sample") & (f.lookalike | f.unlicensed),
    ("split_consignment", "sheet_of_others"): lambda f: f.found("not listed") & f.unlicensed,
    ("import_re_export", "sheet_of_others"): lambda f: f.found("not listed") & f.unlicensed,
}
BEYOND_THE_PAPERS = frozenset(
    [
        *("business_centre", "token_capital", "minimal_presence", "newly_founded", "owners_withheld"),
        *("restricted_before", "same_number", "no_number", "namesake", "namesake_unproven"),
        *("licence_deceived", "licence_expired", "licence_renewed", "quantity_used_up", "quantity_credited"),
        *("licensed_for_other", "consignee_renamed", "licensed_other_goods", "code_disputed", "number_unknown"),
        *("number_misread", "ruling_for_simpler", "classified", "refused_before", "refusal_lifted"),
        *("refusal_for_others", "sheet_listed", "sheet_silent", "sheet_of_others"),
        *("alarm_strong", "alarm_weak", "no_alarm", "alarm_of_driver", "alarm_of_goods", "alarm_of_load_before"),
        "alarm_of_source",
    ]
)
"""Clauses that tell of what neither the declaration nor its documents show."""
