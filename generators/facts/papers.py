"""The documents behind the declaration: invoice, payment, end-use statement, packing list, amendments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from generators.facts.names import pools
from generators.facts.sight import Sight
from generators.odds import Levels, Lists, shelf
from generators.table import Coded, Column, joined, numbered
from simulator.draws import Floats, Ints, Numbers, take
from simulator.reference import countries, sectors

_TERMS = ("open account", "letter of credit", "documentary collection", "advance payment in full", "cash")
_SERVICE = ("not applicable", "included", "declined by buyer")
_AMENDMENTS = ("none", "weight corrected", "consignee changed after acceptance", "destination changed after acceptance")
_SPECIFIC, _PLAIN = "For use at our", "For own use by the consignee"
_VAGUE = ("General industrial use", "For further business", "Various civil purposes", "As agreed with the buyer")
_TRADER = "Trading"
_USER_WORDS = ("Works", "Plant", "Mills", "Foundry", "Shipyard", "Refinery")
_INSTITUTES = ("University", "Institute of Technology", "Research Institute", "University Hospital", "Clinic")
_PHONES = 10_000


def write(
    levels: Mapping[str, Levels],
    country: Ints,
    sector: Ints,
    origin: Ints,
    phone: Coded,
    name: Coded,
    gross: Floats,
    u: Numbers,
) -> dict[str, Column]:
    """Fields of the documents from their levels; ``country``, ``sector``, ``phone`` and ``name`` are the consignee's,
    ``origin`` the country of origin, ``gross`` the declared gross mass."""
    iso = pa.array(list(countries()))
    differs = np.round(gross * np.where(u("mass direction") < 0.5, 0.72, 1.12) * (1.0 + 0.15 * u("mass")) + 0.02, 2)
    paid = _elsewhere(country, levels["payment.payer"] == 1, u("payer"))
    certified = _elsewhere(origin, levels["origin.certificate"] == 2, u("certificate"))
    abroad = np.flatnonzero(levels["consignee.contact"] == 1)
    called = _foreign(by_phone=True).pick(u("phone country")[abroad], country[abroad])
    return {
        "payment_terms": Coded.of(levels["payment.terms"], _TERMS),
        "payer_country": Coded(paid, iso),
        "certificate_of_origin": Coded.of(
            np.where(levels["origin.certificate"] == 1, len(countries()), certified), [*countries(), ""]
        ),
        "end_use_statement": _statements(levels["end_use.statement"], sector, u),
        "invoice_end_user": _end_users(levels["invoice.end_user"], name, u),
        "contact_phone": _called(phone, abroad, called, u("phone")[abroad]),
        "packing_list_gross_mass": np.where(levels["documents.mass"] == 1, differs, gross),
        "service_terms": Coded.of(levels["service.terms"], _SERVICE),
        "amendment": Coded.of(levels["declaration.amendment"], _AMENDMENTS),
    }


def _elsewhere(country: Ints, away: NDArray[np.bool_], u: Floats) -> Ints:
    """Each row's country, or another country where ``away`` is true."""
    rows = np.flatnonzero(away)
    result = country.astype(np.int64)
    result[rows] = _foreign(by_phone=False).pick(u[rows], country[rows])
    return result


@cache
def _foreign(by_phone: bool) -> Lists:
    known = list(countries().values())
    return Lists.of(
        [
            [k for k, other in enumerate(known) if (other.phone != own.phone if by_phone else other is not own)]
            for own in known
        ]
    )


def phones(country: Ints, number: Ints) -> pa.Array:
    """Telephone numbers below 10,000 in these countries."""
    prefix = pa.array([f"+{known.phone} 5550 " for known in countries().values()])
    return pc.binary_join_element_wise(prefix.take(pa.array(country)), numbered("", number, 4), "")


def _called(own: Coded, abroad: Ints, country: Ints, u: Floats) -> Coded:
    """The consignees' own telephone numbers; some rows get one of another country."""
    codes = own.codes.astype(np.int64)
    codes[abroad] = len(own.texts) + np.arange(len(abroad))
    return Coded(codes, pa.concat_arrays([own.texts, phones(country, take(u, _PHONES))]), spread=True)


def _statements(level: Levels, sector: Ints, u: Numbers) -> Coded:
    towns = len(pools().towns)
    specific = sector * towns + take(u("end-use town"), towns)
    after = len(shelf().sectors) * towns
    vague = after + 1 + take(u("vague end use"), len(_VAGUE))
    codes = np.select([level == 0, level == 1, level == 2], [specific, after, vague], after + 1 + len(_VAGUE))
    return Coded(codes, _statement_texts())


@cache
def _statement_texts() -> pa.Array:
    labels = [sectors()[sector].lower() for sector in shelf().sectors]
    specific = [f"{_SPECIFIC} {label} site in {town}; no re-export." for label in labels for town in pools().towns]
    return pa.array([*specific, f"{_PLAIN}.", *(f"{text}." for text in _VAGUE), ""])


def _end_users(level: Levels, name: Coded, u: Numbers) -> Coded:
    """The end user: the consignee, another party (an industrial user, an institute or a trader), or nobody."""
    others, starts = _user_texts()
    word = take(u("end-user word"), len(pools().first_words))
    kind = u("end-user kind")
    own = len(name.texts)
    codes = name.codes.astype(np.int64)
    for number, kinds in enumerate((len(_USER_WORDS), len(_INSTITUTES), 1), 1):
        rows = np.flatnonzero(level == number)
        codes[rows] = own + starts[number - 1] + word[rows] * kinds + take(kind[rows], kinds)
    codes[level == 4] = own + len(others) - 1
    return Coded(codes, joined(name.texts, others), spread=True)


@cache
def _user_texts() -> tuple[pa.Array, tuple[int, int, int]]:
    """Names of other users in one list, with an empty text at the end, and where each kind starts."""
    words = pools().first_words
    users = [f"{word} {kind}" for word in words for kind in _USER_WORDS]
    institutes = [f"{word} {kind}" for word in words for kind in _INSTITUTES]
    dealers = [f"{word} General {_TRADER}" for word in words]
    starts = (0, len(users), len(users) + len(institutes))
    return pa.array([*users, *institutes, *dealers, ""]), starts


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
