"""Who wrote an article, as databases note it: "Albrecht, Bernhard; Weiß, Jan" or "By KIM LEE in Seoul"."""

from __future__ import annotations

import re
from collections import Counter

from archive.readers.bylines import authors_from, is_name, mended, split_names
from archive.readers.forenames import is_forename

_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĆČĐĒĘĞĪİŁŃŌŘŚŠŪŞŹŻŽ]"
_SHOUTED = re.compile(
    rf"{_CAPITAL}(?:{_CAPITAL}|[.'’-])+(?:\s+{_CAPITAL}(?:{_CAPITAL}|[.'’-])*)+(?![a-zà-ÿ])"
)
_PARTICLE = "von|van|de|der|den|zu|zur|zum|vom|di|da|al|el|ter|le|la"
_SURNAME = rf"(?:(?:{_PARTICLE})\s+)*[A-ZÄÖÜ][\w'’-]+(?:\s[A-ZÄÖÜ][\w'’-]+)?"
_INVERTED = re.compile(rf"({_SURNAME}),\s*([A-ZÄÖÜ][\w.'’-]*(?:\s[A-ZÄÖÜ][\w.'’-]*){{0,2}})")
_REPORTS = re.compile(r"^(?:aus|in|from)\s.{2,60}?\s(?:berichte[nt]|reports?)\s+", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_JOINING = frozenset({"by", "von", "and", "und", "sowie"})
_END = re.compile(r"\s*(?:;\s*|\s/\s|\n)\s*")


def authors_in(field: str) -> tuple[str, ...]:
    """Read the names in the author field of an export: turned round or shouted, several, with places."""
    inverted = [_turned(part) for part in _END.split(field.strip(" ;")) if part]
    if inverted and all(inverted):
        return tuple(dict.fromkeys(name for name in inverted if name))
    spoken = _SHOUTED.sub(lambda match: mended(match[0]), _REPORTS.sub("", " ".join(field.split())))
    names = authors_from(spoken).authors or tuple(name for name in split_names(spoken) if is_name(name))
    return names or _alone(spoken)


def _turned(part: str) -> str | None:
    """Turn "Albrecht, Bernhard" round; None for what is no such pair."""
    pair = _INVERTED.fullmatch(part.strip())
    if pair is None or (
        is_forename(pair[1].split()[0]) and (" " in pair[1] or not is_forename(pair[2].split()[0]))
    ):
        return None
    return f"{mended(pair[2])} {mended(pair[1])}"


def _alone(text: str) -> tuple[str, ...]:
    """Give a forename that stands alone in its field."""
    names = split_names(text)
    return names if len(names) == 1 and is_forename(names[0]) else ()


def says_more(field: str, authors: tuple[str, ...]) -> bool:
    """Tell whether a byline says more than the names, such as a role or a place."""
    said = Counter(word for word in _WORD.findall(field.casefold()) if word not in _JOINING)
    return said != Counter(_WORD.findall(" ".join(authors).casefold()))
