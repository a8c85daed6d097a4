"""A text in its sentences, near enough for reading: where each begins."""

from __future__ import annotations

import re

_END = re.compile(
    r"""[.!?…]["”“»«’')\]]*\s+(?=["„“‘‚»«(\[]?[A-ZÀ-ÞŒŠŽ0-9])"""  # a full stop, then a capital or a number
    r"|\n\s*\n|\n(?=[#>*-])"  # a paragraph, a heading, an item of a list
)
_LAST_WORD = re.compile(r"[^\W_]*$")
_ABBREVIATIONS = frozenset(
    "abs art bd bzw ca co corp dipl dr etc evtl gen ggf gov hon hr inc ing jr ltd mio mr mrs ms mrd nr prof rep sen "
    "sog sr st str tel usw vgl vs zb".split()
)
_SHORTEST = 2


def sentence_starts(text: str) -> list[int]:
    """Give where the sentences of a text begin, the first at 0; headings and paragraphs end a sentence too."""
    starts = [0]
    for match in _END.finditer(text):
        if text[match.start()] != "." or not _abbreviated(text, match.start()):
            starts.append(match.end())
    return starts


def _abbreviated(text: str, stop: int) -> bool:
    """Tell whether a full stop belongs to the word before it: "Dr.", "z. B.", "24. Februar"."""
    found = _LAST_WORD.search(text, max(0, stop - 8), stop)
    word = found.group() if found else ""
    return (word.isdigit() and len(word) <= _SHORTEST) or (
        bool(word) and (len(word) < _SHORTEST or word.lower() in _ABBREVIATIONS)
    )
