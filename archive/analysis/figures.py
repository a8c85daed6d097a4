"""Numbers, dates and signs inside words: one stem for 1.000 and 1000, and the parts of 24.02.2025 and S&P."""

from __future__ import annotations

import re
from functools import cache

from archive.analysis.folding import fold


@cache  # few searches ask for a number
def _grouped() -> re.Pattern[str]:
    return re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,](\d+))?$")


@cache
def _decimal() -> re.Pattern[str]:
    return re.compile(r"(\d+)[.,](\d+)$")


def stems(form: str) -> tuple[str, ...]:
    """Give the stems of a number: thousands without their points, decimals with one; both if unclear.

    "1.000" and "1,000" may mean a thousand or one: each gives both.
    """
    if match := _grouped().match(form):
        whole = form[: match.start(2) - 1] if match[2] else form
        thousands = re.sub(r"[.,]", "", whole) + (f".{match[2]}" if match[2] else "")
        if match[2] or form.count(match[1]) > 1:
            return (thousands,)
        return (thousands, form.replace(",", "."))
    if match := _decimal().match(form):
        return (f"{match[1]}.{match[2]}",)
    return (fold(form),)


def parts(form: str) -> tuple[str, ...]:
    """Give the runs of figures and of letters that a mixed form is made of: 219 of "219a", s and p of "s&p".

    A number has no parts; single letters and figures are parts only where a sign joins them.
    """
    if _grouped().match(form) or _decimal().match(form):
        return ()
    pieces = re.findall(r"\d+|[^\W\d_]+", form)
    signed = not form.isalnum()
    kept = (fold(piece) for piece in pieces if signed or len(piece) > 1)
    return tuple(dict.fromkeys(piece for piece in kept if piece != form))
