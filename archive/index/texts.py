"""A text made ready to be searched for letters, whose places lead back to the text as it is shown."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import accumulate

from archive.analysis import Gap, Hyphen, Sought, gaps, hyphens
from archive.analysis.tokens import MARKS, SMALL_LATIN, latin
from archive.index.recent import Recent
from archive.numerals import with_points

_RUN = re.compile(r"[^\W_]+")
_BARE = bytes(range(256)).translate(bytes.maketrans("äöüß".encode("latin-1"), b"aous"))

ROOM = 400_000
"""Characters of texts that are kept ready: those of two pages of results, which a finer query shows again."""


class Text:
    """A text as it is searched: composed, and without soft hyphens."""

    def __init__(self, text: str) -> None:
        self._ends: list[int] = []
        self._shifts = [0]
        if "ʼ" in text:  # a letter to Python, an apostrophe to a tokeniser
            text = text.replace("ʼ", "'")
        text = with_points(text)
        self._given = text
        self._latin = None if "\xad" in text else latin(text)
        usual = self._latin is not None or ("\xad" not in text and unicodedata.is_normalized("NFC", text))
        self.text = text if usual else self._composed(text)

    @cached_property
    def plain(self) -> str:
        """The text in lower case, letter by letter, behind a space.

        A space stands also for whatever is no letter or digit of Latin-1, and at the end, so that every word
        stands between two.
        """
        raw = self._latin
        if raw is None:
            raw = (self.text if self.is_plain else self.lower).encode("latin-1", "replace")
        return f" {raw.translate(SMALL_LATIN).decode('latin-1')} "

    @cached_property
    def bare(self) -> str:
        """The same with vowels for their umlauts, and s for ß, where one search finds all spellings."""
        return bare(self.plain)

    @cached_property
    def is_plain(self) -> bool:
        """Whether no letter outside Latin-1 has a small letter that is in it, or begins so."""
        text = self.text
        return self._latin is not None or not ("ẞ" in text or "Ÿ" in text or "İ" in text)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, letter by letter; `plain` takes half as long."""
        lower = self.text.lower()
        if len(lower) == len(self.text):
            return lower
        return "".join([sign.lower()[0] for sign in self.text])

    @cached_property
    def runs(self) -> frozenset[str]:
        """The runs of letters and digits in the text, in lower case."""
        return frozenset(_RUN.findall(self.lower))

    @cached_property
    def hyphens(self) -> Sequence[Hyphen]:
        """The hyphens in the text that have letters before them."""
        return hyphens(self.text)

    @cached_property
    def hyphened(self) -> frozenset[str]:
        """The letters before the hyphens in the text."""
        return frozenset([hyphen.letters for hyphen in self.hyphens])

    def gaps(self, sought: Sought | None) -> Sequence[Gap]:
        """Tell where the text may leave out a word that it means, one that is sought or any."""
        return gaps(self.text, sought, self.hyphens)

    @property
    def is_composed(self) -> bool:
        """Whether the places of the text are others than those of the text that was given."""
        return bool(self._ends)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Give a span as one of the text that was given."""
        ends, shifts = self._ends, self._shifts
        start, end = start + shifts[bisect_right(ends, start)], end + shifts[bisect_right(ends, end)]
        while self._given[end - 1] == "\xad":
            end -= 1
        return start, end

    def _composed(self, text: str) -> str:
        pieces: list[str] = []
        last = length = 0
        for match in _joined().finditer(text):
            composed = unicodedata.normalize("NFC", match[0].replace("\xad", ""))
            pieces += (text[last : match.start()], composed)
            length += match.start() - last + len(composed)
            last = match.end()
            if last - length != self._shifts[-1]:
                self._ends.append(length)
                self._shifts.append(last - length)
        return "".join((*pieces, text[last:]))


BETWEEN = "\n\0 "
"""What stands between texts that are searched as one: words and clauses end there."""


class Joined(Text):
    """Some texts that are searched as one; `starts` tells where each begins."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        self.starts = list(accumulate([len(each.text) + len(BETWEEN) for each in texts[:-1]], initial=0))
        self.text = BETWEEN.join([each.text for each in texts])

    @cached_property
    def plain(self) -> str:
        """The texts in lower case, each behind a space."""
        return " ".join([each.plain for each in self._texts])

    @cached_property
    def bare(self) -> str:
        """The same with vowels for their umlauts, and s for ß."""
        return " ".join([each.bare for each in self._texts])

    @cached_property
    def is_plain(self) -> bool:
        """Whether all of the texts are plain."""
        return all(each.is_plain for each in self._texts)

    @cached_property
    def lower(self) -> str:
        """The texts in lower case, letter by letter."""
        return BETWEEN.join([each.lower for each in self._texts])

    @cached_property
    def runs(self) -> frozenset[str]:
        """The runs of letters and digits in the texts."""
        return frozenset().union(*[each.runs for each in self._texts])

    def gaps(self, sought: Sought | None) -> Sequence[Gap]:
        """Tell where the texts may leave out a word that they mean, one that is sought or any."""
        having: Iterable[int] = range(len(self._texts))
        if sought is not None and not sought.particles:  # only hyphens tell then, and those of few texts
            wanted = sought.beginnings
            having = [place for place, each in enumerate(self._texts) if not wanted.isdisjoint(each.hyphened)]
        return [
            gap._replace(start=gap.start + self.starts[place])
            for place in having
            for gap in self._texts[place].gaps(sought)
        ]


def bare(text: str) -> str:
    """Give a text of Latin-1 with vowels for their umlauts, and s for ß."""
    return text.encode("latin-1").translate(_BARE).decode("latin-1")


@cache
def _joined() -> re.Pattern[str]:
    """Match what may compose: a letter with its marks, or any that stands for another one."""
    marks = rf"[{MARKS}\u1160-\u11ff]"
    return re.compile(rf"[\s\S]{marks}+|[\u00ad\u0300-\U0010ffff]")


_prepared: Recent[Text] = Recent(ROOM)


def prepared(text: str) -> Text:
    """Give a text made ready to be searched."""
    found = _prepared.get(text)
    if found is None:
        found = Text(text)
        _prepared.put(text, found, len(text))
    return found
