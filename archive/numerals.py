"""Numbers as newspapers write them."""

from __future__ import annotations

import re

# Both are compiled when a text needs them, as this takes longer than to look for them.

_THOUSANDS = (
    r"(?<![\w.,])(?<!\d[ \u2009\u202f\xa0])[1-9]\d{0,2}"
    r"(?:([\u2009\u202f\xa0])\d{3}(?:\1\d{3})*|( )(?:\d{3} )*000)(?!\w|\1\d|\2\d)"
)
"""Numbers in groups of three, with spaces between that do not break, or with any where the last is 000."""

_HINT = r"\d(?:[\u2009\u202f\xa0]\d| 000)"
"""What every such number has; many texts have spaces that do not break for other reasons."""


def with_points(text: str) -> str:
    """Write 1.000.000 for a million in groups with spaces between; the text keeps its length."""
    usual = "000" not in text or " 000" not in text  # the first alone is found many times as fast
    if usual and not ("\xa0" in text or "\u202f" in text or "\u2009" in text):
        return text
    if not re.search(_HINT, text):
        return text
    return re.sub(_THOUSANDS, lambda number: number[0].replace(number[1] or number[2], "."), text)
