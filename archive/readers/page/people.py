"""Who wrote a page: the people it declares and the byline it shows, by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import html

from archive.dates import find_dates
from archive.readers.bylines import BARE_LABEL, authors_from, is_name, mended, split_names
from archive.readers.forenames import is_forename
from archive.readers.masthead import Masthead
from archive.readers.page.byline import ADDRESS, marked_byline
from archive.readers.page.headline import fold
from archive.readers.page.markup import line
from archive.readers.page.statements import Statements, text_in, types_of

MOST_AUTHORS = 30
"""More names than this are a list of contributors, not a byline."""

LONGEST_CORRECTION = 120
"""Code points; a longer line tells about the author."""

_META = re.compile(
    r"(?:.*[:.])?(?:(?:citation_)?authors?|byl|creator|article_?author|author_?name|lrt_authors|"
    r"mediator_author)$"
)
_WRITTEN_BY = re.compile(
    r"(?:verfasst|geschrieben|veröffentlicht) von|(?:written|posted) by|(?:autor|author)(?:in)?|"
    r"(?:écrit|publié) par|escrito por|scritto da",
    re.IGNORECASE,
)
_NO_META = re.compile(r"twitter:|smartbanner|:id$|copyright|image|photo")
_ACCOUNT = re.compile(r"[a-zäöüß]+(?:[.-][a-zäöüß]+){1,3}")
_NOBODY = re.compile(
    r"(?:admin\w*|null|none|undefined|unknown|unbekannt|n/?a|redaktion.*|.*[\s-]redaktion|editor(?:ial)?s?|"
    r"editors?|staff|.*\b(?:staff|team|desk|redaktion|redaktionsteam|webteam|newsroom|developer|"
    r"editorial board)|web ?master|"
    r"author|autor|gast.?autor|guest|user|anonym\w*|pressemitteilung|press release|online|die redaktion.*|"
    r"nachrichten|.*\bnachrichten|(?:.*\s)?(?:nachrichten|presse|bild)?agentur|(?:news )?agency|"
    r"(?:datum|quelle|date|source|fuente|stand|foto|photo|bild|teilen|share)\W*)",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:agency|agentur|ajansı|agencia|agence|agenzia|news|media|zeitung|magazin|magazine|verlag|press|"
    r"presse|pressestelle|times|online|"
    r"gmbh|ag|se|inc|ltd|e\.\s?v\.|network|university|universität|institut|institute|verband|ministerium|"
    r"verein|radio|tv|"
    r"beiträge|artikel|posts?|kommentare|follow|folgen|abteilung|unternehmen)\b",
    re.IGNORECASE,
)
_EDITED = re.compile(r"(?:editor|redaktion|bearbeitet von|edited by)\s*:?\s+(\w.{3,40})", re.IGNORECASE)
_KIND_OF_OUTLET = re.compile(
    r"\s+(?:news|online|zeitung|magazin|magazine|digital|e-?paper|tv)$", re.IGNORECASE
)
_SAYS_BY = re.compile(
    r"\W*(?:(?:(?:ein|eine)\s)?(?:text|artikel|interview|kommentar|bericht|analyse|reportage|words|story|"
    r"written|reported|posted|published|erstellt|veröffentlicht|geschrieben|verfasst)?\s*"
    r"(?:von|by|par|por)\s|autor(?:in)?\s(?=(?-i:[A-ZÄÖÜ]))|autor(?:in|en)?\s?:|author\s?:|text\s?:|interview\s?:)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-Z]{2,6}")
_PLACING = frozenset(("in", "at", "for", "from", "aus", "bei", "for", "en", "für"))
_ROLE_AFTER = re.compile(r"\s(?:기자|記者)$")
_MEANWHILE = re.compile(
    r"\s*(?:hace \d|tiempo de|lesezeit|lesedauer|reading time|il y a \d|vor \d|\d+ (?:min|hours?|days?|"
    r"stunden)\b).*",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_HANDLE = re.compile(r"\s+@\w+|\S+@\S+")


@dataclass(frozen=True, slots=True)
class People:
    """Who wrote: names as a reader would write them, the byline as it stands, the agency or outlet named."""

    authors: tuple[str, ...] = ()
    byline: str | None = None
    agency: str | None = None


def people_of(
    tree: html.HtmlElement,
    said: Statements,
    outlets: Iterable[str],
    headline: str | None,
    masthead: Masthead,
    lines: Sequence[str] = (),
) -> People:
    """Choose the authors: the people JSON-LD names, else meta elements, else the byline shown.

    What is named but is the outlet itself, an agency or a department is no author, nor is somebody whom one
    of the page's `lines` calls its editor, if another is named. A byline beside the headline that says "by"
    is believed where it names others, or all the people declared and more.
    """
    outlet = _names_of(outlets)
    marked = marked_byline(tree, headline)
    beside = [masthead.byline] if masthead.byline and _is_sure(masthead) else []
    editors = {fold(match[1]) for text in lines if (match := _EDITED.fullmatch(text))}
    agency, text = masthead.source, None
    chosen: list[str] = []
    for named in (_linked(said), _declared(said), beside, marked):
        names, found = _named(named, outlet)
        agency = agency or found
        if names and (
            not chosen
            or editors.issuperset(map(fold, chosen)) > editors.issuperset(map(fold, names))
            or (all(map(_is_sign, chosen)) and all(map(is_name, names)))
        ):
            chosen, text = names, ", ".join(named)
    if chosen:
        spoken, _ = _named(beside or marked, outlet)
        if _is_better(spoken, chosen, beside or marked):
            chosen, text = spoken, ", ".join(beside or marked)
    byline = next(iter([*beside, *marked]), None) or text
    return People(tuple(chosen[:MOST_AUTHORS]), byline or agency, agency)


def signed_by(signature: str, outlets: Iterable[str]) -> People:
    """Read the line that signs a text."""
    names, agency = _named([signature], _names_of(outlets))
    return People(tuple(names), signature if names else None, agency)


def _names_of(outlets: Iterable[str]) -> set[str]:
    """Fold the names of an outlet, those without what outlets are called ("Tagblatt Online") too."""
    names = [(name, _KIND_OF_OUTLET.sub("", name)) for name in outlets]
    return {folded for pair in names for name in pair if (folded := fold(name))}


def _is_sure(masthead: Masthead) -> bool:
    """Tell whether what stands beside the headline names authors: it says so, or a forename or date does."""
    byline = masthead.byline or ""
    if _SAYS_BY.match(byline) or (masthead.authors and next(iter(find_dates(byline)), None)):
        return True
    return bool(masthead.authors) and all(map(_begins_as_person, masthead.authors))


def _begins_as_person(name: str) -> bool:
    """Tell a forename at the start, unless it alone is in capitals: MIRO Analytical is a company."""
    first, *others = name.split()
    is_sign = len(first) > 2 and first.isupper() and not any(map(str.isupper, others))
    return is_forename(first) and not is_sign


def _is_better(spoken: list[str], chosen: list[str], lines: list[str]) -> bool:
    """Tell whether a byline shown corrects the declared: it names them all and more, or says "by" others."""
    shown, declared = set(map(fold, spoken)), set(map(fold, chosen))
    if not shown or len(lines[0]) > LONGEST_CORRECTION or not all(map(_is_known, spoken)):
        return False
    return declared < shown or (not shown & declared and bool(_SAYS_BY.match(lines[0])))


def _is_known(name: str) -> bool:
    return is_name(name) or is_forename(name)


def _is_sign(name: str) -> bool:
    """Tell what may be an account's name or that of a place, "medellín": one word that begins small."""
    return name[0].islower() and " " not in name and not is_forename(name)


def _linked(said: Statements) -> list[str]:
    """Give the authors JSON-LD names, people only where it tells."""
    for values in (said.article.get("author"), said.article.get("creator"), said.page.get("author")):
        items = values if isinstance(values, list) else [values]
        found = [text for item in items[:MOST_AUTHORS] if (text := _name_in(said.resolved(item)))]
        if found:
            return found
    return []


def _name_in(item: Any) -> str | None:
    if isinstance(item, dict):
        if item.get("givenName") and item.get("familyName") and not item.get("name"):
            return line(f"{item['givenName']} {item['familyName']}")
        names = item.get("name")
        if isinstance(names, list):
            return ", ".join(filter(None, map(text_in, names)))
        kinds = types_of(item)
        if kinds and "Person" not in kinds:
            return None
    return text_in(item)


def _declared(said: Statements) -> list[str]:
    found: list[str] = []
    for name, contents in said.meta.items():
        if _META.match(name) and not _NO_META.search(name):
            found.extend(content for content in contents if not ADDRESS.search(content))
    if not found and _WRITTEN_BY.match(said.first("twitter:label1") or ""):
        found.extend(said.meta.get("twitter:data1", ()))
    return found[:MOST_AUTHORS]


def _named(lines: Iterable[str], outlet: set[str]) -> tuple[list[str], str | None]:
    """Read the names in these lines, without outlets and departments; and the agency they name."""
    found: dict[str, str] = {}
    agency = None
    for said in lines:
        text = _MEANWHILE.sub("", _HANDLE.sub("", _ASIDE.sub("", said))).strip(" '\"")
        if (
            _is_outlet(fold(text.split(",")[0]), outlet)
            or BARE_LABEL.match(text)
            or _INITIALS.fullmatch(text)
        ):
            continue
        byline = authors_from(text)
        agency = agency or byline.source
        for part in _split(text):
            name = _ROLE_AFTER.sub("", _as_person(part))
            folded = fold(name)
            if folded and _is_person(name) and not _is_outlet(folded, outlet):
                found.setdefault(folded, name)
    return list(found.values()), agency


def _split(text: str) -> tuple[str, ...]:
    inverted = re.fullmatch(r"([^\s,]+), ([^\s,]+)", text)
    if inverted and is_forename(inverted[2]) and not is_forename(inverted[1]):
        return (f"{inverted[2]} {inverted[1]}",)
    return split_names(text)


def _as_person(name: str) -> str:
    """Write an account's name ("anna.mueller") as its bearer's, where its first part is a forename."""
    if _ACCOUNT.fullmatch(name):
        parts = re.split(r"[.-]", name)
        if is_forename(parts[0]):
            return " ".join(part.capitalize() for part in parts)
    return mended(name)


def _is_person(name: str) -> bool:
    """Tell a name, or what an account is called, from a department, a place and the like."""
    words = name.split()
    if len(name) < 2 or _NOBODY.fullmatch(name) or BARE_LABEL.match(name) or words[0].lower() in _PLACING:
        return False
    if len(words) == 1:
        return not (name.isupper() and len(name) <= 6 and name.isascii() and not is_forename(name))
    if any(map(str.isdigit, name)) or (_ORGANISATION.search(name) and not is_forename(words[0])):
        return False
    return any(word[0].isupper() or not word.isascii() for word in words)


def _is_outlet(folded: str, outlet: set[str]) -> bool:
    return any(folded == name or (len(name) > 5 and name in folded) for name in outlet)
