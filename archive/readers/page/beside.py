"""What a page shows beside its headline, read line by line as a reader does, whatever the markup calls it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from lxml import etree, html

from archive.dates import month_first
from archive.readers.boilerplate import OTHER_DAY
from archive.readers.lines import Kind, lines_of
from archive.readers.masthead import Masthead, find_dates_of, find_names
from archive.readers.page.headline import fold
from archive.readers.page.markup import BLOCKS, UNSEEN, line

ABOVE, BELOW = 5, 20
"""How many lines above and below the headline can be its masthead."""

PROSE = 120
"""Code points; a line of as many is told, not named or dated."""

_DIGIT = re.compile(r"\d")
MOST_LINES = 20_000
"""Lines looked at; the headline of an article stands before."""


def shown_lines(tree: html.HtmlElement) -> list[str]:
    """Give the text of a page as the lines a browser would show, menus and forms included."""
    parts: list[list[str]] = [[]]
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        unseen, block = element.tag in UNSEEN, element.tag in BLOCKS
        if event == "start":
            hidden += unseen
            text = element.text
        else:
            hidden -= unseen
            text = element.tail
        if hidden:
            continue
        if block:
            parts.append([])
        if text:
            parts[-1].append(text)
        if len(parts) > MOST_LINES * 5:
            break
    return [text for part in parts if part and (text := line("".join(part)))]


def masthead_beside(
    lines: Sequence[str],
    headlines: Sequence[str],
    language: str | None,
    aside: Callable[[], Collection[str]] = frozenset,
) -> Masthead:
    """Read the names and dates right above and below the headline; nothing where it is not shown.

    What stands above a line that is `aside`, in a menu or a teaser, is not the headline's.
    """
    at = _place(lines, headlines)
    if at is None:
        return Masthead()
    start = max(0, at - ABOVE)
    if any(_DIGIT.search(line) for line in lines[start:at]):  # it takes long, and only a date can mislead
        others = aside()
        start = next((here + 1 for here in range(at - 1, start - 1, -1) if lines[here] in others), start)
    end, prose = at + 1, 0
    while end < min(len(lines), at + BELOW) and prose < 3:
        prose += len(lines[end]) > PROSE
        end += 1
    near = [line for line in lines[start:end] if line == lines[at] or not OTHER_DAY.match(line)]
    text = "\n".join(near)
    typed = lines_of(text, month_first=month_first(text, language))
    headline = next((place for place, one in enumerate(typed) if one.text == lines[at]), None)
    if headline is None:
        return Masthead()
    window = _window([one.kind for one in typed], headline)
    published, updated = find_dates_of(typed[: window.stop], headline, window)
    authors, byline, source, _ = find_names(typed[: window.stop], headline, window)
    return Masthead(
        headline=lines[at],
        published=published,
        updated=updated,
        authors=authors,
        byline=byline,
        source=source,
    )


def _window(kinds: Sequence[Kind], headline: int) -> range:
    """Give the lines that can be the headline's own: up to a block of links above, and down to one below."""
    start = headline
    while start > 0 and kinds[start - 1] not in (Kind.READ_ON, Kind.CLOSING, Kind.PROSE):
        start -= 1
    end = next((at for at in range(headline + 1, len(kinds)) if kinds[at] is Kind.READ_ON), len(kinds))
    return range(start, end)


def _place(lines: Sequence[str], headlines: Sequence[str]) -> int | None:
    """Find the line the headline stands on: of several, the one with the most text soon below."""
    wanted = [folded for text in headlines if (folded := fold(text))]
    places = [at for at, text in enumerate(lines) if len(text) < 400 and fold(text) in wanted]
    if not places:
        places = [
            at
            for at, text in enumerate(lines)
            if len(text) < 300 and any(len(one) > 15 and one in fold(text) for one in wanted)
        ]
    return max(places, key=lambda at: (_told_below(lines, at), -at), default=None)


def _told_below(lines: Sequence[str], at: int) -> int:
    return min(3, sum(len(text) > PROSE for text in lines[at + 1 : at + BELOW]))
