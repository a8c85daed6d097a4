"""Words found in a text by the letters they begin with or hold, without taking all of the text apart.

The index knows every surface form that a clause stands for, so nothing is analysed again: a text is searched
for the beginnings of these forms, and a word met so is compared with them. Only where signs may make it more
or less than a run of letters is the stretch around it taken apart like any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from archive.analysis import Gap, Sought, Token, tokenize
from archive.index.texts import Text, bare

LETTERS = 4
"""Forms that agree in so many first letters are looked for together."""

MOST_BEGINNINGS = 24
"""With more beginnings than this it is quicker to list the words of a text first."""

REMEMBERED = 128
"""Words of which it is remembered how they are found: they are marked on one page after the other."""

WORD_ROOM = 60
"""Code points in which the next word of a phrase is expected."""

Test = Callable[[str], bool]

Met = tuple[int, int, str]
"""First and one past last code point of a word, and its form."""

_RUN = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s")
_NO_LITERAL = re.compile(r"[\W_]+|in")
_UNSPACED = "\u0e00"
_NOT_LATIN = "\u02b0"
_CLEAR = frozenset(("", *' \n\t"()[]{}<>„“”«»‚‘–—…!?;|-'))
_SPELLINGS = {"a": ("a", "ä"), "o": ("o", "ö"), "u": ("u", "ü"), "s": ("s", "ß")}


class Finder:
    """Finds the words of a clause: those that begin with some letters, or hold them, and pass a test.

    `forms` are all that can pass it, where these are known; `spelt`, the letters are all ways to write some.
    """

    def __init__(
        self,
        letters: Iterable[str],
        test: Test,
        forms: frozenset[str] | None = None,
        *,
        inside: bool = False,
        spelt: bool = False,
    ) -> None:
        self.test = test
        self.forms = forms
        self._letters = sorted(set(letters))
        signs = set().union(*self._letters)
        self._inside = inside or any(sign >= _UNSPACED for sign in signs)
        self._latin = all(sign <= "\xff" and sign.isalnum() for sign in signs)
        self._bare = _beginnings(map(bare, self._letters)) if spelt and self._latin else None
        self._many: dict[str, str] | None = None
        if forms is not None and len(self._letters) > MOST_BEGINNINGS:
            self._many = {form: beginning(form) for form in forms}

    def words(self, text: Text) -> Iterable[Met]:
        """Give first and one past last code point and the form of each word met; some may come twice."""
        if not (self._latin and text.is_plain):
            return self._words_of_any_script(text) if not self._latin else self._words_around(text)
        if self._inside:
            return self._words_holding(text) if "" not in self._letters else self._words_around(text)
        return self._words_beginning(text)

    def _words_beginning(self, text: Text) -> list[Met]:
        whole, plain, test = text.text, text.plain, self.test
        find = plain.find
        found: list[Met] = []
        for letters in _present(self._many, text.runs) if self._many else self._letters:
            wanted = " " + letters
            place = find(wanted)
            while place >= 0:
                end = find(" ", place + 1)
                if _stands_clear(whole, place, end - 1):
                    form = plain[place + 1 : end]
                    if test(form):
                        found.append((place, end - 1, form))
                    place = find(wanted, end)
                else:
                    met, done = self._met(whole, place)
                    found += met
                    place = find(wanted, max(done, place + 1))
        return found

    def _words_holding(self, text: Text) -> list[Met]:
        whole, plain, test = text.text, text.plain, self.test
        searched = text.bare if self._bare else plain
        found: list[Met] = []
        for letters in self._bare or self._letters:
            place = searched.find(letters)
            while place >= 0:
                start, end = plain.rfind(" ", 0, place), plain.find(" ", place)
                if _stands_clear(whole, start, end - 1):
                    form = plain[start + 1 : end]
                    if test(form):
                        found.append((start, end - 1, form))
                    place = searched.find(letters, end)
                else:
                    met, done = self._met(whole, place - 1)
                    found += met
                    place = searched.find(letters, max(done + 1, place + 1))
        return found

    def _words_around(self, text: Text) -> Iterator[Met]:
        whole, plain, inside = text.text, text.plain, self._inside
        for letters in _present(self._many, text.runs) if self._many else self._letters:
            wanted = letters if inside else " " + letters
            place = plain.find(wanted, inside)
            while 0 <= place <= len(whole) + inside:
                met, done = self._met(whole, place - inside)
                yield from met
                place = plain.find(wanted, max(done + inside, place + 1))

    def _words_of_any_script(self, text: Text) -> Iterator[Met]:
        whole, plain = text.text, text.lower
        for letters in _present(self._many, text.runs) if self._many else self._letters:
            place = plain.find(letters)
            while place >= 0:
                done = place + 1
                if self._inside or not place or not _goes_on(whole[place - 1]):
                    met, done = self._met(whole, place)
                    yield from met
                place = plain.find(letters, max(done, place + 1))

    def beside(self, text: str, place: int, *, after: bool) -> tuple[int, bool] | None:
        """Tell where the next word ends, on one side of another, and whether it is one of these.

        None where more than spaces stands around it.
        """
        space = place if after else place - 1
        if not 0 <= space < len(text) or text[space] != " ":
            return None
        if after:
            start, end = place + 1, text.find(" ", place + 1)
            end = len(text) if end < 0 else end
        else:
            start, end = text.rfind(" ", 0, space) + 1, space
        word = text[start:end].lower()
        if not word.isalpha() or not (word.isascii() or max(word) < _NOT_LATIN):
            return None
        return (end if after else start), self.test(word)

    def may_be(self, gap: Gap) -> bool:
        """Tell whether a word left out at a gap may be one of these."""
        if self.forms is None:
            return True
        first, second, size = gap.first, gap.second, len(gap.first)
        return any(form.startswith(first) and second.endswith(form[size:]) for form in self.forms)

    def _met(self, text: str, place: int) -> tuple[Sequence[Met], int]:
        """Give the words around a place that pass, and where to look further."""
        start = place
        while self._inside and start and text[start - 1].isalnum():
            start -= 1
        run = _RUN.match(text, start)
        end = run.end() if run else start
        word = text[start:end].lower()
        if run and (word.isascii() or max(word) < _NOT_LATIN) and _stands_clear(text, start, end):
            return ((start, end, word),) if self.test(word) else (), end
        first, last = chunk(text, start, end)
        return [
            (token.start + first, token.end + first, token.form)
            for token in _tokens(text[first:last])
            if self.test(token.form)
        ], last


class RunFinder:
    """Finds words side by side, by one of them that is rare."""

    def __init__(self, finders: Sequence[Finder], rarest: int) -> None:
        self._finders = finders
        self._rarest = rarest

    def spans(self, text: Text, omitted: Mapping[int, str]) -> Iterator[tuple[int, int]]:
        """Give first and one past last code point of each run; `omitted` are forms left out, by place."""
        anchor = self._finders[self._rarest]
        for start, end, _ in anchor.words(text):
            yield from self._around(text.text, start, end, omitted)
        for start, form in omitted.items():
            if anchor.test(form):
                yield from self._around(text.text, start, start, omitted)

    def _around(
        self, text: str, start: int, end: int, omitted: Mapping[int, str]
    ) -> Iterator[tuple[int, int]]:
        """Give the run that the word at a place belongs to, if it does."""
        first, last = start, end
        steps = [(finder, False) for finder in reversed(self._finders[: self._rarest])]
        steps += [(finder, True) for finder in self._finders[self._rarest + 1 :]]
        for finder, after in () if omitted else steps:
            beside = finder.beside(text, last if after else first, after=after)
            if beside is None:
                break
            if not beside[1]:
                return
            first, last = (first, beside[0]) if after else (beside[0], last)
        else:
            if not omitted:
                yield first, last
                return
        yield from self._taken_apart(text, start, omitted)

    def _taken_apart(self, text: str, start: int, omitted: Mapping[int, str]) -> Iterator[tuple[int, int]]:
        size = len(self._finders)
        first = chunk(text, max(0, start - WORD_ROOM * self._rarest), start)[0]
        last = chunk(text, first, min(len(text), start + WORD_ROOM * (size - self._rarest)))[1]
        tokens = tokenize(text[first:last])
        place = next((n for n, token in enumerate(tokens) if token.start + first == start), -1) - self._rarest
        here = tokens[place : place + size] if place >= 0 else []
        if len(here) == size and all(
            finder.test(token.form)
            or ((meant := omitted.get(token.start + first)) is not None and finder.test(meant))
            for finder, token in zip(self._finders, here, strict=True)
        ):
            yield here[0].start + first, here[-1].end + first


@lru_cache(maxsize=REMEMBERED)
def of_forms(forms: frozenset[str]) -> Finder:
    """Find some surface forms."""
    groups: dict[str, str] = {}
    for form in forms:
        begins = beginning(form)
        known = groups.setdefault(begins[:LETTERS], begins)
        while not begins.startswith(known):
            known = groups[begins[:LETTERS]] = known[:-1]
    return Finder(groups.values(), forms.__contains__, forms)


sought = lru_cache(maxsize=REMEMBERED)(Sought)
"""Look for some surface forms where they may be left out."""


def of_pattern(pattern: str) -> Finder:
    """Find the words of a pattern with `*` and `?`."""
    signs = {"*": ".*", "?": "."}
    matches = re.compile("".join(signs.get(sign) or re.escape(sign) for sign in pattern), re.DOTALL).fullmatch
    literal = max(_NO_LITERAL.split(pattern), key=len)
    return Finder([literal], lambda form: matches(form) is not None, inside=True)


def of_parts(parts: Iterable[str], test: Test) -> Finder:
    """Find the words that hold one of some parts, which are stems, and pass a test."""
    spellings = {
        "".join(way).replace("ss", double)
        for part in parts
        for way in product(*(_SPELLINGS.get(letter, letter) for letter in part[:LETTERS]))
        for double in ("ss", "ß")
    }
    return Finder(spellings, test, inside=True, spelt=True)


def beginning(form: str) -> str:
    """Give the letters that a word of a form begins with however it is written: "Politiker:innen" as well."""
    run = _RUN.match(form)
    if run is None:
        return form[:1]
    begins = run[0]
    place = begins.find("in", 1)
    while place > 0:
        if begins.startswith("innen", place) or place + 2 == len(begins):
            return begins[:place]
        place = begins.find("in", place + 1)
    return begins


def _beginnings(letters: Iterable[str]) -> list[str]:
    """Give those of some letters that no others of them begin."""
    kept: list[str] = []
    for each in sorted(set(letters)):
        if not (kept and each.startswith(kept[-1])):
            kept.append(each)
    return kept


def _stands_clear(text: str, start: int, end: int) -> bool:
    """Tell whether a run of letters is a word as it stands: no sign beside it may make it more or less."""
    after, before = text[end : end + 1], text[start - 1 : start]  # empty at the ends of the text
    if after not in _CLEAR and (after not in ".," or text[end - 1].isdigit()):
        return False
    if before not in _CLEAR:
        return False
    return before != "-" or text[start : start + 2].lower() != "in"


def _goes_on(before: str) -> bool:
    """Tell whether a letter after this one is not the first of its word."""
    return before.isalnum() and before < _UNSPACED


def chunk(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the stretch between spaces around a span."""
    first = start
    while first:
        before = text[max(0, first - WORD_ROOM) : first]
        if before[-1].isspace():
            break
        first -= len(before.rsplit(None, 1)[-1])
    found = _SPACE.search(text, end)
    return first, found.start() if found else len(text)


@lru_cache(maxsize=8192)
def _tokens(stretch: str) -> list[Token]:
    return tokenize(stretch)


def _present(beginnings: Mapping[str, str], runs: frozenset[str]) -> list[str]:
    """Give the beginnings of those of many forms that may stand in a text of some runs of letters."""
    return sorted({begins for form, begins in beginnings.items() if form in runs or begins in runs})
