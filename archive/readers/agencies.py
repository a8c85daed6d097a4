"""News agencies: in a byline they are the source, not an author."""

from __future__ import annotations

import re

AGENCIES: dict[str, str] = {
    "dpa": r"dpa(?:[-/][\w-]+)?|deutsche presse-agentur", "AFP": r"afp|agence france-presse",
    "Reuters" : r"reuters|thomson reuters", "AP" : r"ap|(?:the )?associated press", "SID" :
    r"sid|sport-informations-dienst",
    "KNA": r"kna|katholische nachrichten-agentur", "epd": r"epd|evangelischer pressedienst", "APA": r"apa",
    "Keystone-SDA" : r"keystone-sda|sda|awp", "EFE" : r"efe|agencia efe|europa press", "ANSA" :
    r"ansa|adnkronos",
    "dapd": r"dapd|ddp", "dts": r"dts(?: nachrichtenagentur)?", "PA": r"pa media|press association|pa",
    "Bloomberg" : r"bloomberg(?: news)?", "dpa-AFX" : r"dpa-afx", "PTI" : r"pti|press trust of india", "ANI"
    : r"ani",
    "TASS": r"tass", "Xinhua": r"xinhua", "UPI": r"upi", "IANS": r"ians", "Belga": r"belga", "ANP": r"anp",
    "CP": r"the canadian press", "AAP": r"aap", "PR Newswire": r"pr ?newswire", "ots": r"ots",
}  # fmt: skip
"""News agencies by the name we give as a source, and how bylines write them."""

_AGENCY = re.compile(
    r"\b(?:" + "|".join(f"(?P<a{i}>{pattern})" for i, pattern in enumerate(AGENCIES.values())) + r")\b\.?",
    re.IGNORECASE,
)
_NAMES = tuple(AGENCIES)
_WORDS = re.compile(r"[^\W\d_]{2,}")
AGENCY_WORDS = frozenset(_WORDS.findall(" ".join(AGENCIES.values()))) - {"the", "news"}
"""Words in small letters one of which stands wherever an agency is named."""


def without_agencies(text: str) -> tuple[str | None, str]:
    """Take the agencies out of a byline; gives the first, and the rest with a separator in their place.

    Short ones count only in capitals or small letters: Ani and Sid are forenames.
    """
    if AGENCY_WORDS.isdisjoint(_WORDS.findall(text.lower())):
        return None, text
    found: list[str] = []

    def note(match: re.Match[str]) -> str:
        if not (match[0].islower() or match[0].isupper() or len(match[0]) > 4):
            return match[0]
        found.append(_NAMES[int((match.lastgroup or "a0")[1:])])
        return " | "

    rest = _AGENCY.sub(note, text)
    return (found[0] if found else None), rest


def apart_from_agencies(names: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """Part people from agencies in a field of authors; gives the people, and the first agency as a source.

    Only a name that says nothing but an agency is one: "dpa", "Reuters", "dpa/AFP".
    """
    people: list[str] = []
    agencies: list[str] = []
    for name in names:
        agency, rest = without_agencies(name)
        if agency and not _WORDS.search(rest):
            agencies.append(agency)
        else:
            people.append(name)
    return tuple(people), next(iter(agencies), None)
