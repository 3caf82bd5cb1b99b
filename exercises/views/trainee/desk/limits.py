"""The figure from which a fact is a red flag, in words, for the place beside the fact."""

from __future__ import annotations

from exercises.dossier import limits
from exercises.language import _, number


def of_flag(flag: str) -> str:
    """The limit of a red flag; "" where it has no figure."""
    return {
        "product.unit_value_outlier": value(),
        "product.density_mismatch": packing(),
        "end_user.small_for_order": capital(),
        "end_user.newly_founded": founded(),
    }.get(flag, "")


def value() -> str:
    """When a value per kilogram is an outlier."""
    return _("outlier below {low} × or from {high} × the usual value").format(**_pair(limits.VALUE))


def packing() -> str:
    """When the mass of a package is unusual."""
    return _("unusual below {low} × or from {high} × the usual mass of a package").format(**_pair(limits.PACKING))


def capital() -> str:
    """When a paid-up capital is very small."""
    return _("very small below {amount} EUR").format(amount=number(limits.CAPITAL))


def founded() -> str:
    """When a company was founded lately."""
    return _("lately: less than {days} days before the period of these declarations").format(days=number(limits.AGE))


def _pair(edges: tuple[float, float]) -> dict[str, str]:
    return {"low": number(edges[0], 2), "high": number(edges[1], 2)}
