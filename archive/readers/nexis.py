"""Nexis: its exports as web page, plain text, Word or RTF, of Nexis UK, Lexis Advance and Nexis Uni.

The old layout counts ("3 of 49 DOCUMENTS"), then gives source, date, headline, fields, text, fields. The new
one gives headline, source, date, fields, "Body", text, fields, and "End of Document".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers.hypertext import paragraphs_of
from archive.readers.paragraphs import BREAK, Paragraph, line, of_text
from archive.readers.press import (
    Clipping,
    dating,
    each_article,
    is_date,
    labelled,
    plain_label,
    without_blank,
)
from archive.readers.source import Source

_HEAD = {
    "headline": "headline|schlagzeile|überschrift|titel|titre|title",
    "byline": "byline|by-line|author|authors|autor|autoren|autorin|verfasser|auteur|auteurs",
    "section": "section|rubrik|ressort|rubrique",
    "dek": "highlight|highlights|teaser|vorspann|unterzeile|untertitel|subheadline|standfirst|abstract",
    "date": "date|datum|publication-date|erscheinungsdatum",
    "source": "source|quelle|publication|zeitung",
    "length": "length|länge|longueur",
    "dateline": "dateline|ortsmarke|ort",
    "edition": "edition|ausgabe",
    "page": "page|seite",
    "series": "series|serie",
    "kicker": "kicker|dachzeile",
    "extra": "issue|column|kolumne|type|genre|contact|kontakt|distribution|day|correction-date",
}
_TAIL = {
    "language": "language|sprache|langue",
    "captions": "graphic|graphics|grafik|bild|bilder|photo|illustration|graphique",
    "tags": "subject|subjects|thema|themen|schlagwörter|schlagwort|sujet",
    "url": "url|web-address|internetadresse",
    "record": "acc-no|accession-number|accession|document-id|dokument-id|lni",
    "load_date": "load-date|loaddate|update|ladedatum|date-de-chargement",
    "publication_type": "publication-type|publikationsart|publikationstyp|publikation-typ|"
    "type-de-publication|zeitungs-typ|medientyp",
    "journal_code": "journal-code|zeitungs-code|zeitungscode",
    "document_type": "document-type|dokumenttyp",
    "correction": "correction|korrektur",
    "notes": "notes|anmerkungen|anmerkung",
    "companies": "company|companies|firma|firmen|unternehmen",
    "organizations": "organization|organisation|organizations|organisationen",
    "people": "person|personen|persons|people",
    "regions": "geographic|geographie|geografie|region|city|stadt|state|bundesland|country|land",
    "industries": "industry|industries|industrie|branche|branchen",
    "tickers": "ticker",
    "extra": "correction-date|issn|isbn|product|produkt|classification|name|names",
}


def _table(meanings: dict[str, str]) -> dict[str, str]:
    return {name: meaning for meaning, names in meanings.items() for name in names.split("|")}


HEAD_LABELS = _table(_HEAD)
"""The fields above a text, by their name in the German, English or French interface: what they mean."""

TAIL_LABELS = _table(_TAIL)
"""The same below a text."""

_COUNTED = re.compile(
    r"(?:(\d+)\s+(?:of|von|de)\s+\d+\s+(?:documents?|dokumente?n?)|(?:dokument|document)\s+(\d+)\s+(?:von|of|de)\s+\d+)",
    re.IGNORECASE,
)
_COUNTED_LINE = re.compile(rf"^[ \t]*{_COUNTED.pattern}[ \t]*$", re.IGNORECASE | re.MULTILINE)
_ENDED = re.compile(r"(?:end of document|ende des dokuments|dokumentende|fin du document)", re.IGNORECASE)
_BODY = re.compile(r"(?:body|hauptteil|volltext|text|textkörper|inhalt|corps|full text)", re.IGNORECASE)
_BELOW = re.compile(
    r"(?:graphic|grafik|classification|klassifizierung|klassifikation|notes|anmerkungen|correction|korrektur)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:copyright\b|©|\(c\)\s)", re.IGNORECASE)
_LENGTH = re.compile(r"(?:length|länge|longueur)\s*:\s*\d", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_NO_HEADLINE = re.compile(r"(?:no headline(?: in original)?|ohne titel|kein titel)\.?", re.IGNORECASE)
_UNTITLED = "Check that the export is complete, and download it again if not."
_MOST_HEAD = 25
"""Paragraphs above a text; none has more."""
_MOST_EDITION = 4
"""Paragraphs below a date, blank ones too, in which its edition stands."""
_SHORT = 160
"""Characters of a paragraph that can still belong to the field above it."""


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read all articles of an export saved as a web page or as plain text."""
    text = source.long_text
    page = text.lstrip()[:1] == "<"
    paragraphs = paragraphs_of(text) if page else of_text(_COUNTED_LINE.sub(r"\n\g<0>\n", text))
    yield from articles(paragraphs, source.name)


def is_export(paragraphs: Sequence[Paragraph]) -> bool:
    """Tell an export by its layout: articles that are counted or have an end, and a length."""
    texts = [paragraph.text for paragraph in paragraphs]
    ends = any(_COUNTED.fullmatch(text) or _ENDED.fullmatch(text) for text in texts)
    return ends and any(_LENGTH.match(text) for text in texts)


def articles(paragraphs: Sequence[Paragraph], name: str) -> Iterator[Article | ReaderError]:
    """Read the articles of an export given as its paragraphs; raises NoArticle where there is none."""
    counted = any(_COUNTED.fullmatch(paragraph.text) for paragraph in paragraphs)
    parts = list(_counted(paragraphs) if counted else _ended(paragraphs))
    if not parts:
        raise NoArticle(f"{name} is an export of Nexis without an article.", hint=_UNTITLED)
    marked = any(
        paragraph.label for paragraph in paragraphs if plain_label(paragraph.label or "") in HEAD_LABELS
    )
    reading = _old if counted else _new
    clippings = [reading(str(place), part, marked) for place, part in enumerate(parts, start=1)]
    yield from each_article(name, "nexis", parts, clippings, _UNTITLED)


def _counted(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Part an export where an article is counted; what stands above the first is the order."""
    part: list[Paragraph] | None = None
    for paragraph in paragraphs:
        if _COUNTED.fullmatch(paragraph.text):
            if part:
                yield part
            part = []
        elif part is not None and paragraph.text:
            part.append(paragraph)
    if part:
        yield part


def _ended(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Part an export where an article ends; what stands above the first is the order and a list."""
    part: list[Paragraph] = []
    for paragraph in paragraphs:
        if _ENDED.fullmatch(paragraph.text):
            if part := _from_headline(part):
                yield part
            part = []
        else:
            part.append(paragraph)
    if any(_LENGTH.match(paragraph.text) for paragraph in part) and (part := _from_headline(part)):
        yield part  # the export was cut off


def _from_headline(part: list[Paragraph]) -> list[Paragraph]:
    """Leave out what stands above the headline: it is over the source, and that over the date."""
    anchor = next((at for at, one in enumerate(part) if _LENGTH.match(one.text)), len(part))
    dated = [at for at in range(anchor) if is_date(part[at].text)]
    date_at = dated[-1] if dated else anchor
    above = [at for at in range(date_at) if part[at].mark == BREAK]
    if above and without_blank(part[above[-1] : date_at]):
        return without_blank(part[above[-1] + 1 :])
    if not dated or anchor - date_at > 8:
        return without_blank(part)
    named = [at for at in range(date_at) if part[at].text]
    return without_blank(part[named[-2] if len(named) > 1 else 0 :])


def _new(record: str, part: Sequence[Paragraph], marked: bool) -> Clipping:
    """Read an article of the new layout: headline, source, date, fields, "Body", text."""
    clipping = Clipping(record)
    body_at = next((at for at, one in enumerate(part) if _BODY.fullmatch(one.text) and at > 1), None)
    head = part[:body_at] if body_at is not None else part[:1]
    date_at = next((at for at in range(1, min(len(head), 8)) if is_date(head[at].text)), None)
    clipping.headline = _headline(part[0].text)
    if date_at is not None:
        named = date_at - 1 if date_at < 3 or not _ASIDE.fullmatch(part[date_at - 1].text) else date_at - 2
        clipping.source = line(part[named].text).rstrip(".") if named else None
        clipping.dek = [line(one.text) for one in part[1:named]]
        _date(clipping, part[date_at].text)
    elif len(head) > 1 and not labelled(head[1], HEAD_LABELS, marked=marked):
        clipping.source = line(head[1].text).rstrip(".")
    below = head[(date_at or 1) + 1 :]
    if date_at is not None:
        _edition(clipping, below[:_MOST_EDITION], marked)
    _fields(clipping, below, HEAD_LABELS | TAIL_LABELS, marked)
    _text(clipping, part[body_at + 1 :] if body_at is not None else part[1:], marked)
    return clipping


def _old(record: str, part: Sequence[Paragraph], marked: bool) -> Clipping:
    """Read an article of the old layout: source, date, headline, fields, text, fields, copyright."""
    clipping = Clipping(record)
    top = [one for one in part[:8] if not _COPYRIGHT.match(one.text) or _keep_as(clipping, one)]
    part = [*top, *part[8:]]
    top = part[:_MOST_HEAD]
    date_at = next((at for at, one in enumerate(top[:8]) if is_date(one.text)), None)
    if date_at is not None:
        clipping.source = line(top[0].text) if date_at else None
        _date(clipping, top[date_at].text)
    start = 0 if date_at is None else date_at + 1
    if date_at is None and top and not labelled(top[0], HEAD_LABELS, marked=marked):
        clipping.source, start = line(top[0].text), 1
    known = [at for at in range(start, len(top)) if _opens(top[at], marked)]
    if known and not marked and _shouts(top[known[0]]):
        known = [at for at in known if _shouts(top[at])]  # a text may say "Quelle: …" too
    end = _end_of_head(top, known, start, marked)
    while start < end and not labelled(top[start], HEAD_LABELS, marked=marked):
        if clipping.headline is None:
            clipping.headline = _headline(top[start].text)
        else:
            clipping.dek.append(line(top[start].text))
        start += 1
    _fields(clipping, top[start:end], HEAD_LABELS, marked)
    _text(clipping, part[end:], marked)
    return clipping


def _end_of_head(top: Sequence[Paragraph], known: Sequence[int], start: int, marked: bool) -> int:
    """Tell where the text begins: below the last field that only short paragraphs part from the one above."""
    if not known:
        return start + 1 if start < len(top) and not _closes(top[start], marked) else start
    end = known[0] + 1
    for at in known[1:]:
        if at - end > 2 or any(len(one.text) > _SHORT for one in top[end:at]):
            break
        end = at + 1
    return end


def _opens(paragraph: Paragraph, marked: bool) -> bool:
    """Tell a field above a text: known as one, or not known as one below it."""
    found = labelled(paragraph, HEAD_LABELS, marked=marked)
    return found is not None and (found[1] in HEAD_LABELS or found[1] not in TAIL_LABELS)


def _shouts(paragraph: Paragraph) -> bool:
    """Tell a label in capitals: where one is, all are."""
    return paragraph.text.partition(":")[0].isupper()


def _keep_as(clipping: Clipping, notice: Paragraph) -> bool:
    clipping.extra.setdefault("copyright", line(notice.text))
    return False


def _headline(text: str) -> str | None:
    return None if _NO_HEADLINE.fullmatch(line(text)) else line(text)


def _date(clipping: Clipping, text: str) -> None:
    """Take a date apart from the edition that may stand beside or below it."""
    clipping.published, edition = dating(text)
    if clipping.published is None:
        clipping.extra["date"] = line(text)
    elif edition:
        clipping.extra["edition"] = edition


def _edition(clipping: Clipping, part: Sequence[Paragraph], marked: bool) -> None:
    """Take the line between date and copyright or first field, where there is one: "München Ausgabe"."""
    for paragraph in part:
        if _COPYRIGHT.match(paragraph.text) or labelled(paragraph, HEAD_LABELS | TAIL_LABELS, marked=marked):
            return
        clipping.put("edition", "edition", paragraph.text)


def _fields(clipping: Clipping, part: Sequence[Paragraph], labels: dict[str, str], marked: bool) -> None:
    """Read fields, each with the paragraphs below it that are none."""
    meaning, name = "", ""
    for paragraph in part:
        if _COPYRIGHT.match(paragraph.text):
            _keep_as(clipping, paragraph)
            continue
        found = labelled(paragraph, labels, marked=marked)
        if found:
            meaning, name, value = found
            clipping.put(meaning, name, value)
        elif _BELOW.fullmatch(paragraph.text):
            name = plain_label(paragraph.text)
            meaning = TAIL_LABELS.get(name, "ignored")
        elif meaning:
            clipping.put(meaning, name, paragraph.text)


def _text(clipping: Clipping, part: Sequence[Paragraph], marked: bool) -> None:
    """Read the text, and the fields below it."""
    end = next((at for at, one in enumerate(part) if _closes(one, marked)), len(part))
    body = list(part[:end])
    if len(body) > 1 and line(body[0].text).upper() in ("ABSTRACT", "ZUSAMMENFASSUNG"):
        full = next((at for at, one in enumerate(body) if _BODY.fullmatch(one.text)), None)
        if full is not None:
            clipping.dek += [line(one.text) for one in body[1:full]]
            body = body[full + 1 :]
    if len(body) > 1 and end == len(part) and _COPYRIGHT.match(body[-1].text):
        _keep_as(clipping, body.pop())
    clipping.body = body
    _fields(clipping, part[end:], TAIL_LABELS, marked)


def _closes(paragraph: Paragraph, marked: bool) -> bool:
    """Tell the first field below a text: its label is in capitals or bold, its value what it must be."""
    if _BELOW.fullmatch(paragraph.text):
        return paragraph.bold or not marked
    found = labelled(paragraph, TAIL_LABELS, marked=marked)
    if found is None or found[1] not in TAIL_LABELS:
        return False
    if found[0] == "load_date":
        return is_date(found[2])
    return marked or _shouts(paragraph)
