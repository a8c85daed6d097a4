"""The lines of a printed page in the order they are read, column by column, and parted words joined."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

_GAP = re.compile(r" {3,}")
MOST_LINES = 1_000
"""Lines of a page that is looked at for columns; the largest newspaper page has 300."""

_FEWEST = 4
"""Lines that have a gap in one place before it is taken for the space between columns."""
_SENTENCE_END = re.compile(r"[.!?:…][\"”“»«’')\]]*$")
_PARTED = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u00ad\u2010]$")
_HYPHENED = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-(?=([^\W_]+))")
_WORD = re.compile(r"[^\W_]+")
_SUSPENDED = re.compile(r"(?:und|oder|bzw|sowie|bis|and|or|to)\b")
_PAGE_NUMBER = re.compile(
    r"(?:(?:seite|page|s\.|p\.)\s*)?[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:von|of|/)\s*\d{1,4})?", re.IGNORECASE
)
_Span = tuple[int, int]
_ENDLESS = 10_000


def in_reading_order(lines: Sequence[str]) -> Iterator[str]:
    """Give the lines of a page laid out with spaces, the columns of each stretch one after the other."""
    if len(lines) > MOST_LINES:
        yield from lines
        return
    start = 0
    while start < len(lines):
        end, gutters = _stretch(lines, start)
        lefts, rights = [0, *(gap[1] for gap in gutters)], [*(gap[0] for gap in gutters), None]
        for left, right in zip(lefts, rights, strict=True):
            yield from (line[left:right] for line in lines[start:end])
            if gutters:
                yield ""
        start = end


def _stretch(lines: Sequence[str], start: int) -> tuple[int, list[_Span]]:
    """Find how far lines have gaps in the same places, and these; without any, a single line."""
    shared: list[_Span] = [(0, _ENDLESS)]
    best: tuple[int, list[_Span]] = (start + 1, [])
    for end in range(start, len(lines)):
        if lines[end].strip():
            shared = _both(shared, _gaps(lines[end]))
            inner = [gap for gap in shared if _parts(lines[start : end + 1], gap)]
            if end > start + _FEWEST and not inner:
                break
            if inner:
                best = (end + 1, inner)
        if not shared:
            break
    return best


def _gaps(line: str) -> list[_Span]:
    """Find where a line has nothing: before it, after it, and in gaps of three spaces or more."""
    text = line.rstrip()
    indent = len(text) - len(text.lstrip())
    inner = [match.span() for match in _GAP.finditer(text) if match.start() >= indent]
    return [(0, indent), *inner, (len(text), _ENDLESS)]


def _both(some: Iterable[_Span], others: Sequence[_Span]) -> list[_Span]:
    """Give where both have nothing, three characters wide or more."""
    found = ((max(one[0], other[0]), min(one[1], other[1])) for one in some for other in others)
    return [span for span in found if span[1] - span[0] >= 2]


def _parts(lines: Iterable[str], gap: _Span) -> bool:
    """Tell whether enough lines have text on both sides of a gap."""
    return sum(bool(line[: gap[0]].strip() and line[gap[1] :].strip()) for line in lines) >= _FEWEST


def paragraphs_of(lines: Sequence[str]) -> list[str]:
    """Join lines to paragraphs: at blank lines, indents, and below lines that end a sentence early."""
    hyphened = {"-".join(match.groups()) for line in lines for match in _HYPHENED.finditer(line)}
    widths = sorted(len(line.strip()) for line in lines if line.strip())
    full = widths[len(widths) * 3 // 4] if widths else 0
    paragraphs: list[list[str]] = []  # in pieces, as a page may be one paragraph of a hundred thousand lines
    above, margin = "", 0
    for line in lines:
        bare = line.strip()
        if bare:
            indent = len(line) - len(line.lstrip())
            if not above:
                margin = indent
            runs_on = paragraphs and bare[0].islower() and not _SENTENCE_END.search(paragraphs[-1][-1])
            alone = bool(paragraphs) and paragraphs[-1] == [above]
            if not runs_on and (not above or _begins(above, bare, full, alone) or indent >= margin + 2):
                paragraphs.append([bare])
            else:
                paragraphs[-1][-1:] = joint(paragraphs[-1][-1], bare, hyphened)
            margin = min(margin, indent)
        above = bare
    return ["".join(pieces) for pieces in paragraphs]


def _begins(above: str, line: str, full: int, alone: bool) -> bool:
    """Tell a new paragraph from the line above it: that ends a sentence early, or is a heading `alone`."""
    if _SENTENCE_END.search(above):
        return len(above) < 0.8 * full
    return alone and len(above) < 0.6 * full and not line[:1].islower()


def joint(above: str, below: str, hyphened: Container[str] = ()) -> tuple[str, str]:
    """Give what two lines become when joined: "Wirt-", "schaft" one word, "Ein-", "und Ausfuhr" not.

    A hyphen before a capital stays ("KI-" and "Infrastruktur"), as does one of the words that have theirs
    elsewhere.
    """
    parted = _PARTED.search(above)
    following = _WORD.match(below)
    if parted is None or following is None:
        return above, f" {below}"
    if above.endswith("\u00ad"):
        return above[:-1], below
    if _SUSPENDED.match(below):
        return above, f" {below}"
    if below[0].isupper() or f"{parted[1]}-{following[0]}" in hyphened:
        return above, below
    return above[:-1], below


def without_repeated(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Take out the lines that stand at the top or bottom of most pages, but for numbers, and page numbers."""
    counts: dict[str, int] = {}
    for page in pages:
        for shape in {_shape(page[at]) for at in _edges(page)}:
            counts[shape] = counts.get(shape, 0) + 1
    enough = max(2, len(pages) / 2)
    kept = []
    for page in pages:
        dropped = {at for at in _edges(page) if _is_number(page[at]) or counts[_shape(page[at])] >= enough}
        kept.append([line for at, line in enumerate(page) if at not in dropped])
    return kept


def _edges(page: Sequence[str]) -> list[int]:
    """Find the two first and last lines of a page that are not blank."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    return sorted({*filled[:2], *filled[-2:]})


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _is_number(line: str) -> bool:
    return _PAGE_NUMBER.fullmatch(line.strip()) is not None
