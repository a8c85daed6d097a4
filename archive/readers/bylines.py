"""Bylines: "Von Anna Müller und Jan Weiß, Berlin" is two people, a place, and no "Von"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.dates import find_dates
from archive.readers.agencies import AGENCY_WORDS, without_agencies
from archive.readers.forenames import FORENAMES, is_forename

LONGEST_BYLINE = 300
"""Code points; a longer line is prose."""

_SPACES = re.compile(r"[\s\u200b]+")
_SILENT = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

_GENRE = (
    r"(?:ein[e]?\s|an?\s|un[ea]?\s)?(?:gast)?(?:kommentar|interview|analyse|analysis|"
    r"bericht|beitrag|kolumne|essay|"
    r"text (?:&|und|and|\+) (?:fotos?|bilder|photos?)|reportage|porträt|portrait|"
    r"leitartikel|meinung|glosse|rezension|kritik|gespräch|artikel|text|"
    r"fotos? und text|"
    r"news|feature|review|column|opinion|comment|commentary|words|story|article|post|recherche|protokoll|"
    r"nachricht|meldung|exklusiv|live-?blog|video|podcast|kommentiert|texte)"
)
_VERB = (
    r"(?:written|posted|reported|published|published online|reviewed|produced|compiled|presented|geschrieben|"
    r"verfasst|erstellt|veröffentlicht|aufgezeichnet|aufgeschrieben|protokolliert|zusammengestellt|gepostet|"
    r"eingestellt|publiziert|bearbeitet|escrito|publicado|scritto|pubblicato|écrit|publié|rédigé|übersetzt)"
)
_BY = r"\b(?:von|vom|by|par|por|di|door|av|af)\b"
_AUTHOR = (
    r"(?:(?:die\s|the\s|über\sdie\s|über\sden\s)?(?:haupt|gast)?"
    r"(?:autor(?:in(?:nen)?|en|:in(?:nen)?|\*in(?:nen)?)?(?:/in(?:nen)?)?|authors?|"
    r"author(?:s)?\sof\sthe\sarticle|"
    r"authored\sby|redakteur(?:in)?|redaktion|redaktorin|redaktor|reporter(?:in)?|verfasser(?:in)?|texte?\s?(?:&|und|and|\+)\s?(?:fotos?|bilder|photos?)|"
    r"auteurs?|autore|autori|autrice|bearbeitung|editor|contributors?|interview|text|texte|protokoll|words))"
)
LABEL = re.compile(
    rf"^[-–—|•·*\s]*(?:"
    rf"(?:{_GENRE}|{_VERB})?[\s:]*{_BY}[\s:]+|(?-i:[bB]y|[vV]on)(?-i:(?=[A-ZÄÖÜ]))"
    rf"|{_AUTHOR}\s?(?:\(en\)|\(s\))?\s*:\s*"
    rf"|(?:ein|eine)\s[\w-]+\s{_BY}\s"
    r"|(?:das|dieses)\s(?:gespräch|interview)\sführten?\s"
    r"|aus\s[\w-]+\sberichten?t?\s(?:für\suns\s)?"
    rf")",
    re.IGNORECASE,
)
"""What stands before the names in a byline."""

BARE_LABEL = re.compile(rf"^[-–—|•·*\s]*(?:(?:{_GENRE}|{_VERB})?\s*{_BY}|{_AUTHOR})\s*:?\s*$")
"""A label alone in its line, in small letters: the names follow in the next."""

_INNER_LABEL = re.compile(
    rf"(?:^|[|,\x1f–—-]\s?)(?:{_VERB}\s)?(?:\w+\s){{0,2}}[|\s\x1f]*{LABEL.pattern[1:]}", re.IGNORECASE
)
OTHER_WORK = re.compile(
    r"\W*(?:gelesen|vorgelesen|gesprochen|eingesprochen|fotografiert|illustriert|gezeichnet|produziert|übersetzt|"
    r"präsentiert|gesponsert|empfohlen|gefördert|bereitgestellt|fotos?|bilder|video|audio|grafik|illustrationen|"
    r"photograph\w*|photos?|pictures?|illustrat\w+|narrated|translated|sponsored|powered|read)\s(?:von|vom|by|durch)\b",
    re.IGNORECASE,
)
"""Who took the pictures, read aloud, translated or paid is no author."""
_SPOKEN_LABEL = re.compile(r"(?:autor(?:in)?|author|text)\s(?P<forename>[^\W\d_]+)\s", re.IGNORECASE)
_COLON_LABEL = re.compile(
    r"(?:aut|redakt|reporter|verfasser|text|bearbeit|editor|contrib|interview|protokoll|words)[^:]{0,24}:"
)
_LABEL_SIGN = re.compile(rf"{_BY}|{_COLON_LABEL.pattern}|\b(?:by|von)(?-i:[A-ZÄÖÜ])", re.IGNORECASE)

_ROLE_WORD = (
    r"autor(?:in)?|redakteur(?:in)?|redaktor(?:in)?|korrespondent(?:in)?|reporter(?:in)?|journalist(?:in)?|"
    r"chefredakteur(?:in)?|ressortleiter(?:in)?|volont[äa]r(?:in)?|kolumnist(?:in)?|"
    r"experte|expertin|herausgeber(?:in)?|"
    r"praktikant(?:in)?|leiter(?:in)?|leitung|chef(?:in)?|fotograf(?:in)?|"
    r"kritiker(?:in)?|mitarbeiter(?:in)?|blogger(?:in)?|"
    r"pressesprecher(?:in)?|wissenschaftler(?:in)?|professor(?:in)?|geschäftsführer(?:in)?|"
    r"author|editor|writer|correspondent|journalist|columnist|contributor|critic|"
    r"producer|freelancer|expert|analyst|"
    r"staff|director|intern|specialist|blogger|photographer|enviado|enviada|"
    r"corresponsal|periodista|redactor[a]?|"
    r"journaliste|correspondante?|giornalista|redazione|anchor|presenter|strategist|researcher|executive"
)
_OUR = re.compile(rf"unser\w*\s(?:[\w-]+\s)?[\w-]*(?:{_ROLE_WORD})\w*\s(?=(?-i:[A-ZÄÖÜ]))", re.IGNORECASE)
ROLE = re.compile(rf"(?:{_ROLE_WORD})s?(?:en|nen)?\b")
"""What somebody is, in a byline or the line below it, in small letters."""

_OUTLET = re.compile(
    r"\b(?:redaktion\w*|zeitung|magazin|international|media|news|verlag|online|press|"
    r"times|post|staff|team|desk|"
    r"agentur|agency|redacción|rédaction|redazione|tv|radio|gmbh|ag|inc|ltd|network|nachrichten|newsroom|"
    r"presse|pressedienst|pressestelle|webteam|group|institute?|institut|verein|"
    r"stiftung|universität|university)\b|\w\.(?:de|at|ch|com|org|net|eu|info|co\.uk|"
    r"live)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    rf"\b(?:{_ROLE_WORD})\b.*?\b(?:der|des|bei|beim|at|of|for|from|in der|im|du|de la|"
    rf"del)\s+(?-i:the\s|dem\s|der\s)?"
    r"(?P<name>(?:[A-ZÄÖÜ][\w&.'’-]*)(?:\s(?:[A-ZÄÖÜ][\w&.'’-]*|of|für|and|&|the))*)\s*\.?$",
    re.IGNORECASE,
)
_WRITERS_OUTLET_WORDS = 6

_CUT = re.compile(
    r"\b(?:stand|aktualisiert|zuletzt|veröffentlicht|erstellt|geändert|published|"
    r"updated|posted|last|lesezeit|lesedauer|"
    r"reading|erschienen|publicado|actualizado|pubblicato|publié|mis à jour|created|modified)\b[^\x1f]*"
    r"|\b\d+\s?(?:min|minuten|minutes?|comments?|kommentare?|hours?|stunden|days?|tagen?)\b[^\x1f]*"
    r"|\bvor\s(?:\d+|ein\w*)\s\w+.*$|[©].*$"
    r"|\b(?:foto|photo|bild|image|illustration|video|copyright|grafik)(?:s|grafie|graphy|es)?\b\s?[:.(©].*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S+@\S+\.\w+|\[email.protected\]|@\w+|https?://\S+|www\.\S+|\(@[^)]*\)")
_ADDRESS_SIGN = re.compile(r"@|://|www\.|protected", re.IGNORECASE)
_DATE_MARK = "\x1f"
_TAIL = re.compile(r"[\s,]+(?:mit|with|und|and|et|y|e|&|für)$", re.IGNORECASE)
_WEEKDAY_TAIL = re.compile(r"[\s,]+(?:am|on|at|um|den|vom|el|le|il|the)\s*$", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*[;|•·\n\t→►»]+\s*|\s*,\s*(?!jr\b|sr\b|phd\b|md\b)|\s*/\s*|\s+[-–—]\s+", re.IGNORECASE
)
_SEPARATOR_SIGN = re.compile(r"[-–—;,|•·\n\t→►»/]")
_AND = re.compile(r"\s*&\s*|\s+(?:und|and|sowie|with|mit|y|et|e|en|och|og)\s+(?=\S)", re.IGNORECASE)
_PLACED = re.compile(r"\s+(?:in|aus|from|en|à|a|reports?|berichtet)\s.*$")
_PARTICLES = frozenset(
    re.split(
        r"\W+",
        "von van vom zu zur zum der den de del della di da do dos das du la le las los el al bin "
        "ibn ter ten y af av auf",
    )
)
_TITLES = re.compile(
    r"^(?:(?:dr|prof|dipl|ing|med|phil|jur|rer|nat|pol|mag|h\.?c)(?:\.[-\s]?|[-\s]))+", re.IGNORECASE
)
_HONORIFIC = re.compile(
    r"^(?:herr|frau|mr|mrs|ms|mme|m|sir|rechtsanwalt|rechtsanwältin)\.?\s+(?=\w)", re.IGNORECASE
)
_WORD = re.compile(r"(?:[^\W\d_](?:[\w]|[.'’‘`´-](?=\w))*\.?)$")
_STOP_WORDS = frozenset(
    re.split(
        r"\W+",
        "der die das ein eine und oder mit für auf ist im am zum zur the a an and or of for to is "
        "are with your our this that wir uns sie ihr ihre unser unsere mehr alle alles zu bei nach "
        "wie was wer so nur jetzt hier new how why what when who more all top best nicht noch auch "
        "als aus über unter vor gegen ohne un una los las les des "
        "letzte letzter letztes latest last update updates aktualisierung watch live read view key points "
        "verwandte ähnliche artikel article articles thema themen top translation übersetzung",
    )
)
_BRACKETS = re.compile(r"\(([^)]*)\)")
_RUN_ON = re.compile(r"(?<=[a-zäöüß]{4})(?=[A-ZÄÖÜ][a-zäöüß])")
_SECTIONS = frozenset(
    re.split(
        r"\W+",
        "kultur politik wirtschaft sport panorama lokales allgemein gesellschaft wissen digital "
        "leben meinung feuilleton news culture politics business sports world opinion economy "
        "technology tech twitter facebook linkedin follow",
    )
)
_PLAIN = _STOP_WORDS - _PARTICLES
LONGEST_NAME = 6
"""Words."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says: `authors` as a reader would write them, `role`, `source` (agency or outlet).

    `place` is where they write from; `labelled` tells whether the line said that names follow ("Von …"),
    `team` that it names an editorial team instead of people.
    """

    authors: tuple[str, ...] = ()
    role: str | None = None
    source: str | None = None
    place: str | None = None
    labelled: bool = False
    team: bool = False


_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SIGNS = AGENCY_WORDS | {"von", "vom", "by", "par", "por", "di", "door", "av", "af"}


def may_name(text: str, small: str, *, beside: bool = False) -> bool:
    """Tell cheaply whether a short line can be a byline, a mere name, a role or a picture credit.

    Without a label, an agency or a role, all words but one must be names: capitalised, or their particles.
    One must be a forename, unless the line stands beside a date. `small` is the text in small letters.
    """
    if LABEL.match(text):
        return True
    words = _LETTERS.findall(text)
    small_words = [word for word in words if word[0].islower()]
    if text[-1] in "?!" or len(small_words) > 5:
        return False
    lowered = set(map(str.lower, words))
    if not lowered.isdisjoint(_SIGNS) or ROLE.search(small) or (":" in small and _COLON_LABEL.search(small)):
        return True
    if not beside and lowered.isdisjoint(FORENAMES):
        return False
    strange = sum(word not in _PARTICLES for word in small_words)
    return len(words) - len(small_words) >= 2 and strange <= 1 and len(lowered & _PLAIN) <= 1


def authors_from(byline: str) -> Byline:
    """Read a byline: the names apart, without "Von", roles, places, dates, addresses; agencies as source.

    Names in capitals are mended. A single word is a name only after a label and when no full name is there.
    """
    text = _SPACES.sub(" ", _SILENT.sub("", byline[:LONGEST_BYLINE])).strip()
    if OTHER_WORK.match(text):
        return Byline()
    if _ADDRESS_SIGN.search(text):
        text = _ADDRESS.sub(" ", text)
    text, labelled = _unlabelled(_without_dates(text))
    if labelled:
        text = _spelt(_OUR.sub("", text, count=1))
    text = _CUT.sub("", text)
    source, text = without_agencies(text)
    stretches = [_read(stretch, labelled) for stretch in text.split(_DATE_MARK)]
    found = next((one for one in stretches if one.authors), None) or next(filter(None, stretches), Byline())
    return replace(found, source=source or found.source, labelled=labelled)


def _spelt(text: str) -> str:
    """Give names that are written small throughout their capitals: "anna müller"."""
    return text.title() if text.islower() and is_forename(text.split(maxsplit=1)[0]) else text


def _read(text: str, labelled: bool) -> Byline:
    """Read a byline without label, dates and agencies."""
    names: list[str] = []
    single: list[str] = []
    role, team = None, False
    for part in _parts(text):
        if ROLE.search(part.lower()) and not is_name(part):
            role = role or part
        elif labelled and _OUTLET.search(part):
            team = True
        elif is_name(part):
            names.extend(_unglued(part))
        elif _WORD.fullmatch(part) and part[0].isupper() and part.casefold() not in _STOP_WORDS:
            single.append(part)
    if not names and labelled and len(single) == 1 and not _OUTLET.search(single[0]):
        names, single = single, []
    spoken = [name for name in names if not name.isupper() or is_forename(name.split()[0])]
    authors = tuple(dict.fromkeys(map(mended, spoken or names)))  # beside a name, capitals are an outlet
    place = single[-1] if single and names else None
    return Byline(authors, role, _organisation(role), place, team=team and not authors)


def split_names(text: str) -> tuple[str, ...]:
    """Part the names of an author field: "Anna Müller und Jan Weiß; Kim Lee" -> three names.

    Made for the author fields of records and pages, which hold names and little else: what is no agency, no
    mere role stays a name, even one of a single word.
    """
    found = authors_from(text)
    if found.authors:
        return found.authors
    text, _ = _unlabelled(_SPACES.sub(" ", _SILENT.sub("", text[:LONGEST_BYLINE])).strip())
    _, text = without_agencies(_ADDRESS.sub(" ", text))
    words = (
        part for part in _parts(text) if any(map(str.isalpha, part)) and not ROLE.fullmatch(part.lower())
    )
    return tuple(dict.fromkeys(mended(part) for part in words))


def is_name(text: str) -> bool:
    """Tell whether the text looks like a full name: two to six capitalised words, particles between them."""
    bare = _TITLES.sub("", _HONORIFIC.sub("", text))
    words = bare.split()
    if not 2 <= len(words) <= LONGEST_NAME + 6 or any(character.isdigit() for character in bare):
        return False
    if (_OUTLET.search(bare) and not (len(words) == 2 and is_forename(words[0]))) or (
        ROLE.search(bare.lower()) and not is_forename(words[0])
    ):
        return False
    capitals = [word for word in words if word.casefold() not in _PARTICLES]
    if len(capitals) < 2 or any(word.casefold() in _STOP_WORDS for word in capitals):
        return False
    if not all(_WORD.fullmatch(word) and word[0].isupper() for word in capitals):
        return False
    known = is_forename(words[0])
    return sum(len(word) > 2 for word in capitals) <= 4 or (
        known and (len(words) <= LONGEST_NAME or len(_unglued(bare)) > 1)
    )


def mended(name: str) -> str:
    """Write a name as its bearer would: no shouting capitals, no honorific, no stray punctuation."""
    name = _HONORIFIC.sub("", name.strip(" ,;:-–—|·•*()")).strip()
    if len(name) > 1 and name.endswith(".") and not re.search(r"\b(?:\w|[JS]r)\.$", name):
        name = name[:-1]
    if len(name) > 4 and name.isupper():
        name = re.sub(r"[^\W\d_]+", lambda word: _capitalised(word[0], word.start() == 0), name)
    return name


def _capitalised(word: str, first: bool) -> str:
    if not first and word.casefold() in _PARTICLES and len(word) > 1:
        return word.lower()
    if word.startswith("MC") and len(word) > 3:
        return "Mc" + word[2:].capitalize()
    return word.capitalize()


def _without_dates(text: str) -> str:
    """Put a separator where a date stood, so that what is before and after stays apart."""
    if not any(character.isdigit() for character in text):
        return text
    for found in reversed(list(find_dates(text))):
        before = _WEEKDAY_TAIL.sub("", text[: found.span[0]])
        text = f"{before}{_DATE_MARK}{text[found.span[1] :]}"
    return text


def _unlabelled(text: str) -> tuple[str, bool]:
    """Take the label off; what stands before a "von" in the middle ("Erstellt am … | von …") goes with it."""
    text = text.strip(" |,–—-\x1f")
    match = LABEL.match(text)
    if match:
        rest = text[match.end() :]
        again = LABEL.match(rest)  # "Autor: Von …"
        return (rest[again.end() :] if again else rest), True
    spoken = _SPOKEN_LABEL.match(text)
    if spoken and is_forename(spoken["forename"]):
        return text[spoken.start("forename") :], True
    inner = _INNER_LABEL.search(text) if _LABEL_SIGN.search(text) else None
    if inner and inner.start() < 60:
        return text[inner.end() :], True
    return text, False


def _parts(text: str) -> list[str]:
    """Part a line into names, roles and places."""
    text = _RUN_ON.sub(" | ", _BRACKETS.sub(r" | \1 | ", text) if "(" in text else text)
    parts: list[str] = []
    for part in _SEPARATOR.split(text) if _SEPARATOR_SIGN.search(text) else (text,):
        parts.extend(
            [part] if ROLE.search(part.lower()) and not is_forename(part.split()[0]) else _AND.split(part)
        )
    stripped = (_TAIL.sub("", part.strip(" :*\"'„“”-–—()[]\x1f")) for part in parts)
    return [piece for part in stripped if part.strip(".") for piece in _name_and_role(_PLACED.sub("", part))]


def _name_and_role(part: str) -> list[str]:
    """Cut off what is glued to a name: "Sara Lang Pferdezeitung International", "Sara Lang Senior Editor"."""
    words = part.split()
    while len(words) > 2 and words[-1].casefold() in _SECTIONS:
        words.pop()
    if len(words) < 3 or not words[1][0].isupper():
        return [" ".join(words)]
    size = 3 if len(words) > 3 and (is_forename(words[1]) or words[1].endswith(".")) else 2
    name, rest = " ".join(words[:size]), " ".join(words[size:])
    if ROLE.search(rest.lower()) and not ROLE.search(name.lower()):
        return [name, rest]
    return [name] if is_forename(words[0]) and _OUTLET.search(rest) else [" ".join(words)]


def _unglued(part: str) -> list[str]:
    """Part names that only a space keeps apart, where a forename follows a surname."""
    names: list[list[str]] = [[]]
    for word in part.split():
        current = names[-1]
        surname = (
            len(current) >= 2 and not is_forename(current[-1]) and current[-1].casefold() not in _PARTICLES
        )
        if surname and is_forename(word) and not current[-1].endswith("."):
            names.append([])
        names[-1].append(word)
    if any(len(name) < 2 for name in names):
        return [part]
    return [" ".join(name) for name in names]


def _organisation(role: str | None) -> str | None:
    """Give the outlet a role names: "Autor und Experte der Traders Union" -> Traders Union."""
    if not role:
        return None
    match = _ORGANISATION.search(role)
    if not match or not match["name"][0].isupper() or len(match["name"].split()) > _WRITERS_OUTLET_WORDS:
        return None
    return match["name"]
