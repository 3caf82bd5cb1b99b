"""The documents behind the declaration: invoice, payment, end-use statement, packing list, amendments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from generators import geography
from generators.facts.company import all_towns
from generators.facts.names import pools
from generators.facts.sight import Sight
from generators.odds import Levels, Lists, shelf
from generators.table import Coded, Column, joined, numbered
from simulator.draws import Choice, Floats, Ints, Numbers, take
from simulator.reference import countries, sectors

_TERMS = ("open account", "letter of credit", "documentary collection", "advance payment in full", "cash")
_SERVICE = ("not applicable", "included", "declined by buyer")
_AMENDMENTS = ("none", "weight corrected", "consignee changed after acceptance", "destination changed after acceptance")
_SPECIFIC, _PLAIN = "For use at", "For own use by"
_VAGUE = ("General industrial use", "For further business", "Various civil purposes", "As agreed with the buyer")
_TRADER = "Trading"
_USER_WORDS = ("Works", "Plant", "Mills", "Foundry", "Shipyard", "Refinery")
_ANY_USER = ("Group", "Holding", "Enterprises", "Industries", "Services", "Cooperative")  # see ``Shelf.users``
_INSTITUTES = ("University", "Institute of Technology", "Research Institute", "University Hospital", "Clinic")
_SCHOOLS = 3  # of them no hospitals
_OTHERS = (1, 2, 3)  # levels of ``invoice.end_user``: a plant, an institute, a trader
_PHONES = 10_000
_CENTRE = 3.0  # payers in a hub, as a multiple of its share in trade (assumption)
_MOST_OF_ONE = (
    0.12  # largest weight of one country among payers in third countries (assumption: no nation is the lesson)
)


def write(
    levels: Mapping[str, Levels],
    country: Ints,
    sector: Ints,
    town: Ints,
    origin: Ints,
    phone: Coded,
    name: Coded,
    gross: Floats,
    net: Floats,
    good: Ints,
    u: Numbers,
) -> dict[str, Column]:
    """Fields of the documents from their levels; ``country``, ``sector``, ``town``, ``phone`` and ``name`` are the
    consignee's, ``origin`` the country of origin, ``gross`` and ``net`` the declared masses, ``good`` the goods."""
    iso = pa.array(list(countries()))
    less = np.round(net + 0.35 * (gross - net), 2)
    more = np.round(gross * (1.04 + 0.2 * u("mass")) + 0.02, 2)
    differs = np.where((u("mass direction") < 0.5) & (gross > net), less, more)
    paid = _elsewhere(country, levels["payment.payer"] == 1, u("payer"))
    certified = _elsewhere(origin, levels["origin.certificate"] == 2, u("certificate"))
    abroad = np.flatnonzero(levels["consignee.contact"] == 1)
    called = _callers().pick(u("phone country")[abroad], country[abroad])
    return {
        "payment_terms": Coded.of(levels["payment.terms"], _TERMS),
        "payer_country": Coded(paid, iso),
        "certificate_of_origin": Coded.of(
            np.where(levels["origin.certificate"] == 1, len(countries()), certified), [*countries(), ""]
        ),
        "end_use_statement": _statements(levels["end_use.statement"], _others_use(levels), sector, town, u),
        "invoice_end_user": _end_users(levels["invoice.end_user"], name, good, u),
        "contact_phone": _called(phone, abroad, called, u("phone")[abroad]),
        "packing_list_gross_mass": np.where(levels["documents.mass"] == 1, differs, gross),
        "service_terms": Coded.of(levels["service.terms"], _SERVICE),
        "amendment": Coded.of(levels["declaration.amendment"], _AMENDMENTS),
    }


def _elsewhere(country: Ints, away: NDArray[np.bool_], u: Floats) -> Ints:
    """Each row's country, or another country where ``away`` is true."""
    rows = np.flatnonzero(away)
    result = country.astype(np.int64)
    result[rows] = _payers().pick(u[rows], country[rows])
    return result


@cache
def _payers() -> Choice:
    """Countries that pay or certify for another: its partners in trade, and hubs more often."""
    hub = np.array([country.hub for country in countries().values()])
    weight = (geography.trade_shares() + geography.trade_shares().T) * np.where(hub, _CENTRE, 1.0)
    weight /= weight.sum(axis=1, keepdims=True)
    return Choice([(np.arange(len(own)), np.minimum(own, _MOST_OF_ONE)) for own in weight])


@cache
def _callers() -> Lists:
    """The countries with another telephone prefix."""
    known = list(countries().values())
    return Lists.of([[k for k, other in enumerate(known) if other.phone != own.phone] for own in known])


def phones(country: Ints, number: Ints) -> pa.Array:
    """Telephone numbers below 10,000 in these countries."""
    prefix = pa.array([f"+{known.phone} 5550 " for known in countries().values()])
    return pc.binary_join_element_wise(prefix.take(pa.array(country)), numbered("", number, 4), "")


def _called(own: Coded, abroad: Ints, country: Ints, u: Floats) -> Coded:
    """The consignees' own telephone numbers; some rows get one of another country."""
    codes = own.codes.astype(np.int64)
    codes[abroad] = len(own.texts) + np.arange(len(abroad))
    return Coded(codes, pa.concat_arrays([own.texts, phones(country, take(u, _PHONES))]))


def _others_use(levels: Mapping[str, Levels]) -> NDArray[np.bool_]:
    """Whether the papers name another user than the consignee: the invoice does, or else the certificate."""
    others: NDArray[np.bool_] = np.isin(levels["invoice.end_user"], _OTHERS) | (levels["end_use.user"] == 1)
    return others


def _statements(level: Levels, others: NDArray[np.bool_], sector: Ints, town: Ints, u: Numbers) -> Coded:
    """Statements of end use; a specific one names the consignee's own site, unless others use the goods."""
    towns = len(all_towns())
    specific = sector * towns + town
    after = len(shelf().sectors) * towns
    vague = after + 2 + take(u("vague end use"), len(_VAGUE))
    blank = after + 2 + len(_VAGUE)
    said = np.select([level == 0, level == 1, level == 2], [specific, after, vague], blank)
    other = np.select([level == 0, level == 1, level == 2], [blank + 1, after + 1, vague], blank)
    return Coded(np.where(others, other, said), _statement_texts())


@cache
def _statement_texts() -> pa.Array:
    labels = [sectors()[sector].lower() for sector in shelf().sectors]
    specific = [f"{_SPECIFIC} our {label} site in {town}; no re-export." for label in labels for town in all_towns()]
    others = f"{_SPECIFIC} the end-user's site; no re-export."
    plain = f"{_PLAIN} the consignee.", f"{_PLAIN} the end-user."
    return pa.array([*specific, *plain, *(f"{text}." for text in _VAGUE), "", others])


def _end_users(level: Levels, name: Coded, good: Ints, u: Numbers) -> Coded:
    """The end user: the consignee, another party (a plant, an institute or a trader), or nobody.

    Of goods that no plant uses, the user has a name that does not tell its trade; hospitals use what hospitals buy.
    """
    cared = shelf().fits[shelf().sector_index["hospital"], good]
    others, starts = _user_texts()
    word = take(u("end-user word"), len(pools().first_words))
    kind = u("end-user kind")
    own = len(name.texts)
    codes = name.codes.astype(np.int64)
    which = np.where((level == 1) & (shelf().users[good] == 0), 0, level)
    for number, kinds in enumerate((len(_ANY_USER), len(_USER_WORDS), len(_INSTITUTES), 1)):
        rows = np.flatnonzero((which == number) & (level > 0))
        some = np.where((number == 2) & ~cared[rows], _SCHOOLS, kinds)
        codes[rows] = own + starts[number] + word[rows] * kinds + take(kind[rows], some)
    codes[level == 4] = own + len(others) - 1
    return Coded(codes, joined(name.texts, others))


@cache
def plants() -> pa.Array:
    """Names of plants that use goods, for licences and certificates that name another user."""
    return pa.array([f"{word} {kind}" for word in pools().first_words for kind in _USER_WORDS])


@cache
def _user_texts() -> tuple[pa.Array, tuple[int, ...]]:
    """Names of other users in one list, with an empty text at the end, and where each kind starts."""
    kinds = _ANY_USER, _USER_WORDS, _INSTITUTES, (f"General {_TRADER}",)
    names = [[f"{word} {kind}" for word in pools().first_words for kind in own] for own in kinds]
    starts = np.cumsum([0, *(len(own) for own in names[:-1])])
    return pa.array([*chain.from_iterable(names), ""]), tuple(starts.tolist())


def _read_statement(sight: Sight) -> Ints:
    def level(text: str) -> int:
        return 0 if text.startswith(_SPECIFIC) else 1 if text.startswith(_PLAIN) else 2 if text else 3

    return sight.levels("end_use_statement", level)


def _read_end_user(sight: Sight) -> Ints:
    institutes = tuple(f" {kind}" for kind in _INSTITUTES)

    def level(user: str, own: str) -> int:
        if not user or user == own:
            return 4 if not user else 0
        return 3 if user.endswith(f" {_TRADER}") else 2 if user.endswith(institutes) else 1

    return sight.pair_levels("invoice_end_user", "consignee_name", level)


def _read_contact(sight: Sight) -> Ints:
    def level(phone: str, country: str) -> int:
        return int(phone.split(" ", maxsplit=1)[0] != f"+{countries()[country].phone}")

    return sight.pair_levels("contact_phone", "consignee_country", level)


def _read_payer(sight: Sight) -> Ints:
    return sight.pair_levels("payer_country", "consignee_country", lambda payer, own: int(payer != own))


def _read_certificate(sight: Sight) -> Ints:
    def level(certified: str, origin: str) -> int:
        return 1 if not certified else 0 if certified == origin else 2

    return sight.pair_levels("certificate_of_origin", "country_of_origin", level)


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "payment.terms": lambda sight: sight.levels("payment_terms", _TERMS.index),
    "payment.payer": _read_payer,
    "end_use.statement": _read_statement,
    "invoice.end_user": _read_end_user,
    "consignee.contact": _read_contact,
    "origin.certificate": _read_certificate,
    "documents.mass": lambda sight: np.where(
        sight.numbers("packing_list_gross_mass") == sight.numbers("gross_mass"), 0, 1
    ),
    "service.terms": lambda sight: sight.levels("service_terms", _SERVICE.index),
    "declaration.amendment": lambda sight: sight.levels("amendment", _AMENDMENTS.index),
}
