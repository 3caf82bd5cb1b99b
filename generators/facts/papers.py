"""The documents behind the declaration: invoice, payment, end-use statement, packing list, amendments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from generators.facts.sight import Sight
from generators.names import pools
from simulator.draws import Floats, Ints, take
from simulator.reference import countries, sectors

Uniform = Callable[[str], Floats]
_TERMS = ("open account", "letter of credit", "documentary collection", "advance payment in full", "cash")
_SERVICE = ("not applicable", "included", "declined by buyer")
_AMENDMENTS = ("none", "weight corrected", "consignee changed after acceptance", "destination changed after acceptance")
_SPECIFIC, _PLAIN = "For use at our", "For own use by the consignee"
_VAGUE = ("General industrial use", "For further business", "Various civil purposes", "As agreed with the buyer")
_TRADER = "Trading"
_USER_WORDS = ("Works", "Plant", "Institute", "Clinic", "Mills", "Laboratory")


def write(levels: Mapping[str, Ints], facts: Mapping[str, np.ndarray], u: Uniform) -> dict[str, np.ndarray]:
    """Fields of the documents from their levels; ``facts`` holds the fields already written."""
    country = facts["consignee_country"]
    differs = np.round(
        facts["gross_mass"] * np.where(u("mass direction") < 0.5, 0.72, 1.12) * (1.0 + 0.15 * u("mass")), 2
    )
    return {
        "payment_terms": np.array(_TERMS, dtype=object)[levels["payment.terms"]],
        "payer_country": _others(country, levels["payment.payer"], u("payer"), lambda c: c),
        "end_use_statement": _statements(levels["end_use.statement"], facts["consignee_activity"], u),
        "invoice_end_user": _end_users(levels["invoice.end_user"], facts["consignee_name"], u),
        "contact_phone": _phones(country, levels["consignee.contact"], u),
        "packing_list_gross_mass": np.where(levels["documents.mass"] == 1, differs, facts["gross_mass"]),
        "service_terms": np.array(_SERVICE, dtype=object)[levels["service.terms"]],
        "amendment": np.array(_AMENDMENTS, dtype=object)[levels["declaration.amendment"]],
    }


def _others(country: np.ndarray, elsewhere: Ints, u: Floats, sign: Callable[[str], str]) -> np.ndarray:
    """Each row's country, or, where ``elsewhere``, another one with another sign (its code, its dialling code)."""
    result = country.copy()
    for row in np.flatnonzero(elsewhere):
        choice = _elsewhere(sign(country[row]), sign)
        result[row] = choice[int(u[row] * len(choice))]
    return result


def _elsewhere(own: str, sign: Callable[[str], str]) -> list[str]:
    return [code for code in countries() if sign(code) != own]


@cache
def _dialling(code: str) -> str:
    return countries()[code].phone


def _phones(country: np.ndarray, elsewhere: Ints, u: Uniform) -> np.ndarray:
    shown = _others(country, elsewhere, u("phone country"), _dialling)
    number = take(u("phone"), 10_000)
    return np.array([f"+{_dialling(code)} 5550 {n:04d}" for code, n in zip(shown, number, strict=True)], dtype=object)


def _statements(level: Ints, activity: np.ndarray, u: Uniform) -> np.ndarray:
    towns = pools().towns
    town, vague = take(u("end-use town"), len(towns)), take(u("vague end use"), len(_VAGUE))
    texts = []
    for kind, sector, t, v in zip(level.tolist(), activity, town, vague, strict=True):
        site = f"{_SPECIFIC} {sectors()[sector].lower()} site in {towns[t]}; no re-export."
        texts.append((site, f"{_PLAIN}.", f"{_VAGUE[v]}.", "")[kind])
    return np.array(texts, dtype=object)


def _end_users(level: Ints, consignee: np.ndarray, u: Uniform) -> np.ndarray:
    words = pools().first_words
    first, user = take(u("end-user word"), len(words)), take(u("end-user kind"), len(_USER_WORDS))
    names = []
    for kind, own, a, b in zip(level.tolist(), consignee, first, user, strict=True):
        names.append((own, f"{words[a]} {_USER_WORDS[b]}", f"{words[a]} General {_TRADER}", "")[kind])
    return np.array(names, dtype=object)


def _read_statement(sight: Sight) -> Ints:
    def level(text: str) -> int:
        return 0 if text.startswith(_SPECIFIC) else 1 if text.startswith(_PLAIN) else 2 if text else 3

    return sight.levels("end_use_statement", level)


def _read_end_user(sight: Sight) -> Ints:
    pairs = zip(sight.texts("invoice_end_user"), sight.texts("consignee_name"), strict=True)
    return np.array(
        [3 if not user else 0 if user == own else 2 if user.endswith(_TRADER) else 1 for user, own in pairs]
    )


def _read_contact(sight: Sight) -> Ints:
    pairs = zip(sight.texts("contact_phone"), sight.texts("consignee_country"), strict=True)
    return np.array([int(phone.split(" ")[0] != f"+{_dialling(code)}") for phone, code in pairs])


def _read_payer(sight: Sight) -> Ints:
    return np.where(sight.frame["payer_country"].astype(str) == sight.frame["consignee_country"].astype(str), 0, 1)


READ: Mapping[str, Callable[[Sight], Ints]] = {
    "payment.terms": lambda sight: sight.levels("payment_terms", _TERMS.index),
    "payment.payer": _read_payer,
    "end_use.statement": _read_statement,
    "invoice.end_user": _read_end_user,
    "consignee.contact": _read_contact,
    "documents.mass": lambda sight: np.where(
        sight.numbers("packing_list_gross_mass") == sight.numbers("gross_mass"), 0, 1
    ),
    "service.terms": lambda sight: sight.levels("service_terms", _SERVICE.index),
    "declaration.amendment": lambda sight: sight.levels("amendment", _AMENDMENTS.index),
}
