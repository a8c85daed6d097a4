"""Who signed a text that has no byline: "Autor: Anna Müller" below it, or a name set apart at its ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import html

from archive.readers.bylines import OTHER_WORK, authors_from, is_name
from archive.readers.forenames import is_forename
from archive.readers.page.byline import lines_aside
from archive.readers.page.headline import fold
from archive.readers.page.markup import text_of

LONGEST = 80
"""Code points of a line that signs a text."""

NEAR = 2
"""Lines between a text and the name that signs it."""

BELOW = 12
"""Lines below a text in which its author can be named."""

_LABELLED = re.compile(
    r"\W*(?:autor(?:in|en)?|author|verfasser(?:in)?|(?:written|posted|reported) by|"
    r"(?:geschrieben|verfasst) von)\b\s*:?\s|\W*(?:text|von|by)\s?:\s|\W*(?:von|by)\s(?=[A-ZÄÖÜ])",
    re.IGNORECASE,
)
_TO_THE_RIGHT = re.compile(r"text-align:\s*right", re.IGNORECASE)


def signature_of(tree: html.HtmlElement, lines: Sequence[str], headline: str | None, body: str) -> str | None:
    """Give the line that signs the text; None where there is none, or several name different people."""
    folded = [fold(line) if len(line) < 2_000 else "" for line in lines]
    told = [place for text in _edges(body) if text in folded for place in (folded.index(text),)]
    if not told:
        return None
    own = fold(headline or "")
    start = next((at for at in range(told[0], -1, -1) if own and folded[at] == own), max(0, told[0] - 5))
    near = range(max(start + 1, told[0] - NEAR), min(len(lines), told[-1] + NEAR + 1))
    labelled = [lines[at] for at in range(start, min(len(lines), told[-1] + BELOW)) if _says_who(lines[at])]
    if labelled:
        aside = lines_aside(tree)
        return _only(line for line in labelled if line not in aside)
    apart = _set_apart(tree)
    edges = [at for at in near if at <= told[0] or at >= told[-1]]
    return _only(
        lines[at] for at in edges if folded[at] in apart and folded[at] not in own and _may_sign(lines[at])
    )


def _edges(body: str) -> list[str]:
    """Give the first and the last paragraph of a body, folded to be found again."""
    told = [text for text in body.split("\n\n") if text and not text.startswith("#")]
    return [fold(text.rsplit("\n", 1)[-1]) for text in (*told[:1], *told[-1:])]


def _says_who(line: str) -> bool:
    if len(line) > LONGEST or not _LABELLED.match(line) or OTHER_WORK.match(line):
        return False
    names = authors_from(line).authors
    return bool(names) and all(is_forename(name.split()[0]) for name in names)


def _may_sign(line: str) -> bool:
    return 2 <= len(line.split()) <= 3 and is_name(line.title() if line.isupper() else line)


def _set_apart(tree: html.HtmlElement) -> set[str]:
    """Give the short paragraphs that are bold or stand to the right as a whole."""
    found = {
        fold(text_of(element, LONGEST))
        for element in tree.iter("strong", "b", "em")
        if (parent := element.getparent()) is not None
        and parent.tag == "p"
        and len(text := text_of(parent, LONGEST)) < LONGEST
        and fold(text) == fold(text_of(element, LONGEST))
    }
    right = (one for one in tree.iter("p") if _TO_THE_RIGHT.search(one.get("style") or ""))
    return found | {fold(text_of(one, LONGEST)) for one in right}


def _only(lines: Iterable[str]) -> str | None:
    """Give a line if it is the only one of its wording."""
    found = dict.fromkeys(lines)
    return next(iter(found)) if len(found) == 1 else None
