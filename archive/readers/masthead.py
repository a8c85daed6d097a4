"""The head of an article in a pasted page: its headline, and the date and names beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.dates import Moment, day_of
from archive.readers import boilerplate
from archive.readers.bylines import Byline
from archive.readers.forenames import is_forename
from archive.readers.headlines import BESIDE, find_headline, fold
from archive.readers.lines import Kind, Line

_WORD = re.compile(r"\w+")
BEFORE, AFTER = 8, 22
"""How many lines around the headline can be its: above date and picture, below dek, names, share bar."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of an article: where its headline stands, and what the lines beside it say.

    `headline_at` indexes the lines (None: no headline), `lines` are the indexes that belong to the head.
    """

    headline: str | None = None
    headline_at: int | None = None
    published: Moment | None = None
    updated: Moment | None = None
    authors: tuple[str, ...] = ()
    byline: str | None = None
    source: str | None = None
    lines: frozenset[int] = frozenset()


def _window(lines: Sequence[Line], headline: int) -> range:
    """Give the stretch of lines that can be the head of the article under this headline."""
    start = headline
    while start > max(0, headline - BEFORE) and lines[start - 1].kind not in (Kind.READ_ON, Kind.CLOSING):
        start -= 1
    end, prose, seen = headline + 1, 0, 0
    while end < len(lines) and seen < AFTER:
        prose += lines[end].kind is Kind.PROSE
        seen += lines[end].kind is not Kind.FURNITURE
        if prose > 2 or lines[end].kind in (Kind.READ_ON,):
            break
        end += 1
    return range(start, end)


# --- dates


def _dates(lines: Sequence[Line], where: Sequence[int]) -> list[tuple[int, str, Moment]]:
    """List the dates on these lines with what they are the dates of: published, updated, plain, machine."""
    found = []
    for at in where:
        line = lines[at]
        if line.kind is not Kind.DATE:
            continue
        end = 0
        for dating in line.dates:
            label = line.text[end : dating.span[0]]
            if end == 0 and not _WORD.search(label) and at and len(lines[at - 1].text) < 40:
                label = lines[at - 1].text if lines[at - 1].text.endswith(":") else label
            shown = line.text[slice(*dating.span)]
            found.append((at, _rank(label, shown), dating.moment))
            end = dating.span[1]
    return found


def _rank(label: str, shown: str) -> str:
    if boilerplate.UPDATED.search(label) and not boilerplate.PUBLISHED.search(label):
        return "updated"
    if boilerplate.PUBLISHED.search(label):
        return "published"
    if boilerplate.ELSEWHEN.search(label):
        return "other"
    return "machine" if re.match(r"\d{4}-\d\d-\d\dT", shown) else "plain"


_TRUST = {"published": 4, "plain": 3, "updated": 2, "machine": 1}


def find_dates_of(
    lines: Sequence[Line], headline: int, window: Sequence[int]
) -> tuple[Moment | None, Moment | None]:
    """Find the days of publication and of the last change beside the headline, else beside names below."""
    found = _dates(lines, window)
    if not found and not any(lines[at].kind is Kind.RELATIVE for at in window):
        elsewhere = [at for at in range(headline, len(lines)) if at not in window]
        found = [
            date
            for date in _dates(lines, elsewhere)
            if date[1] == "published" or _beside_names(lines, date[0])
        ][:1]
    ranked = [date for date in found if date[1] in _TRUST]
    if not ranked:
        return None, None
    best = max(ranked, key=lambda date: (_TRUST[date[1]], -abs(date[0] - headline)))
    updates = [
        moment for _, rank, moment in ranked if rank == "updated" and day_of(moment) >= day_of(best[2])
    ]
    updated = next((moment for moment in updates if moment != best[2]), None)
    return best[2], updated


def _beside_names(lines: Sequence[Line], at: int) -> bool:
    around = lines[max(0, at - 1) : at + 2]
    return any(line.kind in (Kind.LABEL, Kind.BYLINE) for line in around) or lines[at].byline is not None


# --- names


def find_names(
    lines: Sequence[Line], headline: int, window: Sequence[int]
) -> tuple[tuple[str, ...], str | None, str | None, set[int]]:
    """Find who wrote it: the names, the byline as it stands, the source, and the lines these stand on."""
    for chosen in (
        _labelled(lines, headline, window),
        _bare(lines, headline, window),
        _signed(lines, headline, window),
    ):
        if chosen:
            return _gathered(lines, chosen)
    return (), None, None, set()


def _labelled(lines: Sequence[Line], headline: int, window: Sequence[int]) -> list[int]:
    """Lines that say that names follow; the nearest below the headline, else above."""
    starts = [at for at in window if _says_by(lines, at)]
    below = [at for at in starts if at > headline] or starts[::-1]
    if not below:
        return []
    first = below[0]
    return [first, *_following_names(lines, first, headline)]


def _says_by(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    ends_in_label = line.kind is Kind.DATE and _LABEL_AT_END.search(line.text)
    if line.kind is Kind.LABEL or ends_in_label:
        return at + 1 < len(lines) and lines[at + 1].kind is Kind.NAME
    return line.kind in (Kind.BYLINE, Kind.DATE) and bool(line.byline and line.byline.labelled)


def _following_names(lines: Sequence[Line], first: int, headline: int) -> list[int]:
    """Names and roles on the lines right below, one person a line."""
    chosen: list[int] = []
    byline = lines[first].byline
    announced = byline is None or not byline.authors
    for at in range(first + 1, min(len(lines), first + 12)):
        if at == headline or lines[at].kind not in (Kind.NAME, Kind.ROLE):
            break
        if lines[at].kind is Kind.NAME and not announced and not _known(lines[at].byline):
            break
        announced = False
        chosen.append(at)
    return chosen


def _known(byline: Byline | None) -> bool:
    """Tell whether the names begin with forenames, so that they are people's."""
    return byline is not None and all(is_forename(name.split()[0].rstrip(".")) for name in byline.authors)


def _bare(lines: Sequence[Line], headline: int, window: Sequence[int]) -> list[int]:
    """Lines of nothing but names, known by forename, by a role below, or by the date beside them."""
    best, found = 0.0, None
    for at in window:
        score = _personal(lines, headline, at)
        if score > best:
            best, found = score, at
    return [found, *_following_names(lines, found, headline)] if found is not None and best >= 2 else []


def _personal(lines: Sequence[Line], headline: int, at: int) -> float:
    line = lines[at]
    if line.kind not in (Kind.NAME, Kind.DATE, Kind.RELATIVE) or line.byline is None or at == headline:
        return 0.0
    if not line.byline.authors:
        return 1.0 if line.byline.source and _near_date(lines, at) else 0.0
    title = fold(lines[headline].text)
    if any(fold(name) in title for name in line.byline.authors):
        return 0.0
    score = 2.0 if line.kind is not Kind.NAME else 0.0
    score += 2.0 if _known(line.byline) else 0.0
    score += 1.5 if _near_date(lines, at) else 0.0
    score += 1.5 if at + 1 < len(lines) and lines[at + 1].kind is Kind.ROLE else 0.0
    score += 0.5 if at > headline else -1.5
    prose = sum(line.kind is Kind.PROSE for line in lines[headline + 1 : at])
    dated = line.kind is not Kind.NAME or _near_date(lines, at)
    score -= prose if prose > 1 or not dated else 0  # one may be the dek
    return score


def _near_date(lines: Sequence[Line], at: int) -> bool:
    around = (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 3])
    return any(line.kind in (Kind.DATE, Kind.RELATIVE) for line in around)


def _signed(lines: Sequence[Line], headline: int, window: Sequence[int]) -> list[int]:
    """Names below the text: a label or a date beside them, and no other such line that could be meant."""
    below = [at for at in range(headline + 1, len(lines)) if at not in window]
    signed = [at for at in below if _says_by(lines, at) and _in_company_of_prose(lines, at)]
    signed = signed or [at for at in range(headline + 1, len(lines)) if _signs(lines, at)]
    return [signed[0], *_following_names(lines, signed[0], headline)] if len(signed) == 1 else []


def _signs(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a bare name signs a text: in brackets or after a dash, below prose or its date."""
    marked = lines[at].kind is Kind.NAME and lines[at].text[0] in "(-–—"
    return marked and _known(lines[at].byline) and lines[at - 1].kind in (Kind.PROSE, Kind.DATE)


def _in_company_of_prose(lines: Sequence[Line], at: int) -> bool:
    """Tell a name below a text, or beside a date, from one below another article's headline."""
    before = lines[at - 1].kind if at else Kind.PROSE
    return before in (Kind.PROSE, Kind.DATE, Kind.CAPTION, Kind.DISCLAIMER, Kind.SIGNATURE)


def _gathered(
    lines: Sequence[Line], chosen: list[int]
) -> tuple[tuple[str, ...], str | None, str | None, set[int]]:
    bylines = [lines[at].byline or Byline() for at in chosen]
    authors = tuple(dict.fromkeys(name for byline in bylines for name in byline.authors))
    source = next((byline.source for byline in bylines if byline.source), None)
    text = ", ".join(lines[at].text for at in chosen if lines[at].kind is not Kind.DATE)
    return authors, text or lines[chosen[0]].text, source, set(chosen)


_LABEL_AT_END = re.compile(r"\b(?:von|by|durch)$", re.IGNORECASE)
_KICKER = re.compile(
    r"^(?:[^:]{2,40}\s:\s|[\"“„»][^\"”“«]{3,60}[\"”“«](?=[^\W\d_a-zäöüß])"
    r"|[A-ZÄÖÜ][\w-]+\s(?:in|im|um|bei|nach|vor|aus|mit|zu|zum|zur|am|auf|über|gegen|für)\s(?:(?:der|dem|den|die|das)\s)?"
    r"[A-ZÄÖÜ][\w-]+\s[-–]\s(?=[A-ZÄÖÜ]\w+\s\w+\s\w+\s))(?=.{12})"
)


def _without_kicker(headline: str, language: str | None) -> str:
    """Take a kicker off that is glued on: "Kultur : Was lesen wir?", "Streit um Geld - Die Stadt gibt nach".

    The French write every colon so: theirs is left.
    """
    return headline if language == "fr" else _KICKER.sub("", headline)


def masthead_of(lines: Sequence[Line], language: str | None = None) -> Masthead:
    """Read the head of the article on a pasted page."""
    headline = find_headline(lines)
    if headline is None:
        return Masthead()
    window = _window(lines, headline)
    published, updated = find_dates_of(lines, headline, window)
    authors, byline, source, name_lines = find_names(lines, headline, window)
    return Masthead(
        headline=_without_kicker(lines[headline].text, language),
        headline_at=headline,
        published=published,
        updated=updated,
        authors=authors,
        byline=byline,
        source=source,
        lines=frozenset(name_lines | {headline} | {at for at in window if lines[at].kind in BESIDE}),
    )
