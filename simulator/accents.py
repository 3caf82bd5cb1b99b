"""Letters without their accents, for texts that are compared."""

from __future__ import annotations

import unicodedata


def without_accents(text: str) -> str:
    """The text with its letters and signs in their plain form.

    >>> from simulator.accents import without_accents
    >>> without_accents("Côte d’Ivoire"), without_accents("Ωμέγα")
    ('Cote d’Ivoire', 'Ωμεγα')
    """
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
