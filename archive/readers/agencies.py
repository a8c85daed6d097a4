"""News agencies: in a byline they are the source, not an author."""

from __future__ import annotations

import re

from archive.readers.forenames import is_forename

AGENCIES: dict[str, str] = {
    "dpa-AFX": r"dpa-afx",
    "dpa": r"dpa(?:[-/][\w-]+)?|deutsche presse-agentur",
    "AFP": r"afp|agence france-presse",
    "Reuters": r"reuters|thomson reuters",
    "AP": r"ap|(?:the )?associated press",
    "SID": r"sid|sport-informations-dienst",
    "KNA": r"kna|katholische nachrichten-agentur",
    "epd": r"epd|evangelischer pressedienst",
    "APA": r"apa",
    "Keystone-SDA": r"keystone-sda|sda",
    "AWP": r"awp",
    "EFE": r"efe|agencia efe",
    "Europa Press": r"europa press",
    "ANSA": r"ansa",
    "Adnkronos": r"adnkronos",
    "dapd": r"dapd|ddp",
    "dts": r"dts(?: nachrichtenagentur)?",
    "PA": r"pa media|press association|pa",
    "Bloomberg": r"bloomberg(?: news)?",
    "PTI": r"pti|press trust of india",
    "ANI": r"ani",
    "TASS": r"(?:itar-)?tass",
    "Xinhua": r"xinhua",
    "UPI": r"upi|united press international",
    "IANS": r"ians",
    "Belga": r"belga",
    "ANP": r"anp",
    "Canadian Press": r"(?:the )?canadian press",
    "AAP": r"aap|australian associated press",
    "PR Newswire": r"pr ?newswire",
    "ots": r"ots",
    "Dow Jones": r"dow jones(?: newswires?| news(?: service)?)?|djn",
    "Interfax": r"interfax",
    "RIA Novosti": r"ria novosti",
    "Kyodo": r"kyodo(?: news)?",
    "Jiji": r"jiji(?: press)?",
    "Yonhap": r"yonhap",
    "Anadolu": r"anadolu(?: ajansı| agency| agentur)?",
    "Ritzau": r"ritzau",
    "Lusa": r"lusa",
    "Kathpress": r"kathpress",
    "Business Wire": r"business ?wire",
    "GlobeNewswire": r"globe ?newswire",
    "EQS": r"eqs(?: group| news)?|dgap",
}
"""News agencies by the name we give as a source, and how bylines write them."""

_AGENCY = re.compile(
    r"\b(?:" + "|".join(f"(?P<a{i}>{pattern})" for i, pattern in enumerate(AGENCIES.values())) + r")\b\.?",
    re.IGNORECASE,
)
_NAMES = tuple(AGENCIES)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_ANY = frozenset({
    "the", "news", "jones", "of", "trust", "india", "canadian", "united", "international", "australian",
    "media", "business", "globe", "service", "group", "agency", "agentur", "ajansı", "agencia", "europa",
    "press",
})  # fmt: skip
AGENCY_WORDS = frozenset(_WORDS.findall(" ".join(AGENCIES.values()))) - _ANY | {
    "canadian", "europa", "trust", "united", "businesswire", "globenewswire", "prnewswire",
}  # fmt: skip
"""Words in small letters one of which stands wherever an agency is named."""


def without_agencies(text: str) -> tuple[str | None, str]:
    """Take the agencies out of a byline; gives the first, and the rest with a separator in their place.

    Short ones count only in capitals or small letters: Ani and Sid are forenames. Michael Bloomberg is a man.
    """
    if AGENCY_WORDS.isdisjoint(_WORDS.findall(text.lower())):
        return None, text
    found: list[str] = []

    def note(match: re.Match[str]) -> str:
        if not (match[0].islower() or match[0].isupper() or len(match[0]) > 4):
            return match[0]
        before = text[: match.start()].split()
        if before and text[match.start() - 1] == " " and is_forename(before[-1]):
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
