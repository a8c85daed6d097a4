"""German forms to their stems: Snowball, and what it gets wrong, by table and by the word list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import Stemmer

from archive.analysis.compounds import splitter
from archive.analysis.folding import DIGRAPH, fold
from archive.analysis.german_forms import (
    APART,
    INSEPARABLE,
    OWN_S,
    OWN_S_ENDINGS,
    PLURALS,
    SEPARABLE,
    VERB_FORMS,
)
from archive.analysis.lexicon import NOUN, SMALL, Lexicon, german

_AGENT = ("er", "ist", "ent", "ant", "or", "eur", "oge", "ekt", "at", "et", "arzt", "anwalt")
_PLURALS_BY_END: dict[str, list[str]] = {}
for _plural in sorted(PLURALS, key=len, reverse=True):
    _PLURALS_BY_END.setdefault(_plural[-3:], []).append(_plural)
_UNUMLAUT = str.maketrans("äöü", "aou")
_UMLAUT = {"a": "ä", "o": "ö", "u": "ü"}
_S_STAYS = frozenset("aáàeéiouyóäöücjpqvwxz")
_ACCENTED = re.compile(r"[^\x00-\x7fäöüß]")
_DECLINED = re.compile(r"(.+en)e[nmrs]?$")
_PREFIXED = re.compile(rf"({'|'.join(sorted({*SEPARABLE, *INSEPARABLE}, key=len, reverse=True))})(?=.{{3}})")
_WEAK = re.compile(r"(.{3,})(?:t|te|tet|ten|test)$")
_WEAK_ENDS = ("t", "te", "tet", "ten", "test")
_IER = re.compile(r"(.{2,}(?<!e)ier)t(?:e[nmrs]?)?$")


MEMO_LIMIT = 65_536
"""How many forms and parts a stemmer remembers (about 15 MB each)."""


class GermanStemmer:
    """Finds the stems of German forms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._snowball = Stemmer.Stemmer("german", 0)
        self.lemmas = lru_cache(MEMO_LIMIT)(self._lemmas)
        """List the words a form is taken for before its endings are cut; mostly the form alone."""
        self._stems_of_part = lru_cache(MEMO_LIMIT)(self.stems)

    def stems(self, form: str) -> tuple[str, ...]:
        """Give the stems of a form, folded; two where it can be read in two ways."""
        if "'" in form:
            form = form.removesuffix("'s").replace("'", "")
        if known := APART.get(form):
            return known
        found: dict[str, None] = {}
        for reading in self._readings(form):
            for lemma in self.lemmas(reading):
                for stem in APART.get(lemma) or (self._stem(lemma),):
                    found[stem] = None
        return tuple(found)

    def parts(self, form: str) -> tuple[str, ...]:
        """Give the stems of a compound's parts, and of theirs; nothing for other words."""
        parts = (part for lemma in self.lemmas(form) for part in compound_parts(lemma))
        return tuple(dict.fromkeys(stem for part in parts for stem in self._stems_of_part(part)))

    def places(self, form: str) -> Iterator[tuple[str, int, int]]:
        """Give the stems of a compound's parts, and of theirs, with where in the form each part stands."""
        for lemma in self.lemmas(form):
            for base, start, end in _placed(lemma, 0):
                last = len(form) if end == len(lemma) else end
                for stem in self.stems(base):
                    yield stem, start, last

    def _lemmas(self, form: str) -> tuple[str, ...]:
        for plural in _PLURALS_BY_END.get(form[-3:], ()):
            if form.endswith(plural):
                return (form[: -len(plural)] + PLURALS[plural],)
        if len(form) < 4:
            return (form,)
        if form[-1] == "s" and form[-2] in _S_STAYS and (base := self._without_s(form)):
            return (base,)
        entry = self._lexicon.get(form)
        kind = entry[0] if entry else SMALL
        if (entry is None or kind == NOUN) and (base := self._man(form)):
            return (base,)
        verb = None if kind == NOUN else self._infinitive(form)
        if verb is None:
            return (form,)
        return (verb,) if kind == SMALL else (form, verb)

    def _readings(self, form: str) -> tuple[str, ...]:
        """Give a form, or its other reading, or both, where "ae", "oe", "ue" may stand for an umlaut."""
        if not DIGRAPH.search(form):
            return (form,)
        umlauted = DIGRAPH.sub(lambda pair: _UMLAUT[pair[1]], form)
        plain, umlaut = self._lexicon.level(form), self._lexicon.level(umlauted)
        if plain and not umlaut:
            return (form,)
        return (umlauted,) if umlaut and not plain else (umlauted, form)

    def _stem(self, word: str) -> str:
        # In capitals a vowel is no vowel to Snowball, which so leaves Israel its "ae".
        if not word.isascii():
            word = _ACCENTED.sub(lambda letter: fold(letter[0]), word)
        if "ae" in word or "oe" in word or "ue" in word:
            word = DIGRAPH.sub(lambda pair: pair[1].upper() + "e", word)
        return fold(self._snowball.stemWord(word).lower())

    def _man(self, form: str) -> str | None:
        """Give Politiker for Politikerin and Politikerinnen, Arzt for Ärztin; None for other words."""
        if form.endswith("innen") and len(form) > 7:
            base, sure = form[:-5], False
        elif form.endswith("in") and len(form) > 5:
            base, sure = form[:-2], self._lexicon.get(form + "nen") is not None
        else:
            return None
        agent = base.endswith(_AGENT) and len(base) > 4
        for known in (base, base + "e", base.translate(_UNUMLAUT), base.translate(_UNUMLAUT) + "e"):
            entry = self._lexicon.get(known)
            if entry and entry[0] != SMALL and (sure or agent or form.endswith("innen")):
                return known
        return base if agent and (form.endswith("innen") or base.endswith("er")) else None

    def _without_s(self, form: str) -> str | None:
        """Give Auto for Autos, None for Haus: after some letters Snowball takes no s off."""
        base = form[:-1]
        if form in OWN_S or form.endswith(OWN_S_ENDINGS):
            return None
        entry = self._lexicon.get(base)
        if entry is not None:
            return base if entry[0] != SMALL else None
        return base if self._lexicon.get(form) is None and splitter().split(base) else None

    def _infinitive(self, form: str) -> str | None:
        """Give the infinitive of a form of a verb, or None when it is none that is known."""
        return self._strong(form) or self._weak(form)

    def _strong(self, form: str) -> str | None:
        words = [form]
        if "ene" in form and (match := _DECLINED.match(form)):
            words.append(match[1])
        for word in words:
            if word in VERB_FORMS:
                return VERB_FORMS[word]
            match = _PREFIXED.match(word)
            if match and (rest := word[match.end() :]) in VERB_FORMS:
                return match[1] + VERB_FORMS[rest]
        return None

    def _weak(self, form: str) -> str | None:
        if "iert" in form and (match := _IER.match(form)):
            return match[1] + "en"
        if "zu" in form and (match := _to().match(form)) and self._is_verb(match[2]):
            return match[1] + match[2]
        if "ge" in form and (match := _ge().match(form)):
            for verb in (match[2] + "en", match[2] + "n"):
                if self._is_verb(verb):
                    return match[1] + verb
        if form.endswith(_WEAK_ENDS) and (match := _WEAK.match(form)):
            for verb in (match[1] + "en", match[1] + "n"):
                if self._is_verb(verb):
                    return verb
        return None

    def _is_verb(self, word: str) -> bool:
        entry = self._lexicon.get(word)
        return entry is not None and entry[0] != NOUN


def compound_parts(form: str) -> list[str]:
    """List the parts of a compound, and theirs: Klimaschutzgesetz has Klimaschutz, Klima, Schutz, Gesetz."""
    found: list[str] = []
    for part in splitter().split(form):
        found += (part.base, *compound_parts(part.base))
    return found


# These take milliseconds to compile, and few searches need them.
@cache
def _to() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(sorted(SEPARABLE, key=len, reverse=True))})zu(?=.{{4}})(.+n)$")


@cache
def _ge() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(sorted(SEPARABLE, key=len, reverse=True))}|)ge(.{{2,}})t(?:e[nmrs]?)?$")


def _placed(word: str, offset: int) -> Iterator[tuple[str, int, int]]:
    start = 0
    parts = splitter().split(word)
    for part in parts:
        known = part is not parts[-1] and word.startswith(part.base, start)
        yield part.base, offset + start, offset + (start + len(part.base) if known else part.end)
        yield from _placed(part.base, offset + start)
        start = part.end


@cache
def stemmer() -> GermanStemmer:
    """Give the stemmer that works by the word list of the package."""
    return GermanStemmer(german())
