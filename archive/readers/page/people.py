"""Who wrote a page: the people it declares and the byline it shows, by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

from archive.readers.bylines import authors_from, mended, split_names
from archive.readers.forenames import is_forename
from archive.readers.page.headline import fold
from archive.readers.page.markup import line, text_of
from archive.readers.page.statements import Statements, text_in, types_of

MOST_AUTHORS = 30
"""More names than this are a list of contributors, not a byline."""

LONGEST = 250
"""Code points of an element that can be a byline."""

_META = re.compile(
    r"(?:.*[:.])?(?:authors?|byl|creator|article_?author|author_?name|lrt_authors|mediator_author)$"
)
_NO_META = re.compile(r"twitter:|smartbanner|:id$|copyright|image|photo")
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:author|autor|auteur|byline|redakteur|reporter|writer|verfasser|journalist|documentauthor|firma|firmante)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|kommentar|reply|respond|related|teaser|sidebar|recommend|footer|widget|carousel|slider|card|"
    r"more-|mehr-|newsletter|most-|popular|listing|avatar|biography|social|share|image|photo|caption|copyright|video",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^(?:https?:|www\.|\w[\w.-]*\.com/)|@|^\d+$", re.IGNORECASE)
_ACCOUNT = re.compile(r"[a-zäöüß]+(?:[.-][a-zäöüß]+){1,3}")
_NOBODY = re.compile(
    r"(?:admin\w*|null|none|undefined|unknown|unbekannt|n/?a|redaktion.*|.*[\s-]redaktion|editor(?:ial)?s?|editors?|staff|"
    r".*\b(?:staff|team|desk|redaktion|redaktionsteam|webteam|newsroom|developer|editorial board)|web ?master|author|autor|gast.?autor|"
    r"guest|user|anonym\w*|pressemitteilung|press release|online|die redaktion.*|nachrichten|.*\bnachrichten)",
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
    tree: html.HtmlElement, said: Statements, outlets: Iterable[str], headline: str | None
) -> People:
    """Choose the authors: the people JSON-LD names, else meta elements, else the byline beside the headline.

    What is named but is the outlet itself, an agency or a department is no author. A byline shown that
    names all the people declared and others besides is believed.
    """
    outlet = {fold(name) for name in outlets if fold(name)}
    shown = _shown(tree, headline)
    agency = None
    chosen: list[str] = []
    text: str | None = None
    for lines in (_linked(said), _declared(said), shown):
        names, found = _named(lines, outlet)
        agency = agency or found
        if names and not chosen:
            chosen, text = names, ", ".join(lines)
    spoken, _ = _named(shown, outlet)
    if len(spoken) > len(chosen) and set(map(fold, chosen)) <= set(map(fold, spoken)):
        chosen = spoken
    return People(tuple(chosen[:MOST_AUTHORS]), (shown[0] if shown else text) or agency, agency)


def _linked(said: Statements) -> list[str]:
    """Give the authors JSON-LD names, people only where it tells."""
    for key in ("author", "creator"):
        values = said.article.get(key)
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
    found = []
    for name, contents in said.meta.items():
        if _META.match(name) and not _NO_META.search(name):
            found.extend(content for content in contents if not _ADDRESS.search(content))
    return found


def _named(lines: Iterable[str], outlet: set[str]) -> tuple[list[str], str | None]:
    """Read the names in these lines, without outlets and departments; and the agency they name."""
    found: dict[str, str] = {}
    agency = None
    for text in lines:
        text = _HANDLE.sub("", _ASIDE.sub("", text)).strip(" '\"")
        byline = authors_from(text)
        agency = agency or byline.source
        for name in _split(text):
            name = _as_person(name)
            folded = fold(name)
            if folded and not _NOBODY.fullmatch(name) and not _is_outlet(folded, outlet):
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


def _is_outlet(folded: str, outlet: set[str]) -> bool:
    return any(folded == name or (len(name) > 5 and name in folded) for name in outlet)


def _shown(tree: html.HtmlElement, headline: str | None) -> list[str]:
    """Give the byline the page shows: the marked elements next after the headline, else the only ones there are."""
    wanted = fold(headline or "")
    seen_headline = False
    before: list[str] = []
    after: list[str] = []
    for element in _readable(tree):
        if element.tag in ("h1", "h2") and wanted and fold(text_of(element, 500)) == wanted:
            seen_headline = True
        text = _byline_in(element)
        if text:
            (after if seen_headline else before).append(text)
            if len(after) >= 3:
                break
    for texts in (after, before):
        for text in texts:
            names = authors_from(text)
            if names.authors or (len(text) < 40 and split_names(text)):
                return [text]
    return []


def _readable(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Give the elements of the page in order, without those of comments, teasers and the like."""
    skipped: html.HtmlElement | None = None
    for element in tree.iter():
        if skipped is not None:
            if skipped in element.iterancestors():
                continue
            skipped = None
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "nav", "aside", "footer"):
            continue
        if _ELSEWHERE.search(_marks(element)) and element.tag not in ("body", "html", "main", "article"):
            skipped = element
            continue
        yield element


def _marks(element: html.HtmlElement) -> str:
    return " ".join(filter(None, (element.get("class"), element.get("id"))))


def _byline_in(element: html.HtmlElement) -> str | None:
    said = (element.get("rel") or "").split() + (element.get("itemprop") or "").split()
    if "author" in said or _MARKED.search(_marks(element)):
        text = text_of(element, LONGEST + 50)
        if 2 < len(text) <= LONGEST and not _ADDRESS.search(text.split()[0]):
            return text
    return None
