"""German forms to their stems: Snowball, and what it gets wrong, by table and by the word list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import Stemmer

from archive.analysis.compounds import Memo, Splitter, splitter
from archive.analysis.folding import DIGRAPH, fold
from archive.analysis.german_forms import (
    APART,
    FEMININE,
    INSEPARABLE,
    OWN_S,
    OWN_S_ENDINGS,
    OWN_UMLAUT,
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
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_TOLD_BY_UMLAUT = re.compile("|".join(sorted(OWN_UMLAUT)))
_UMLAUT_LEFT_OUT = {piece.translate(_UNUMLAUT): piece for piece in sorted(OWN_UMLAUT)}
_LEFT_OUT_FIRST = re.compile("|".join(_UMLAUT_LEFT_OUT))
_S_STAYS = frozenset("aáàeéiouyóäöücjpqvwxz")
_ACCENTED = re.compile(r"[^\x00-\x7fäöüß]")
_PREFIXES = SEPARABLE | INSEPARABLE
_LONGEST_PREFIX = max(map(len, _PREFIXES))
_STRONG_ENDS = {form[-3:] for form in VERB_FORMS}
_FELLOWS = ("schafter", "schaftern", "schafters")
_T_ENDS = ("t", "te", "ten", "tem", "ter", "tes")


class GermanStemmer:
    """Finds the stems of German forms."""

    def __init__(self, lexicon: Lexicon, compounds: Splitter) -> None:
        self._known = lexicon
        self._split = compounds.split
        self._stem_word = Stemmer.Stemmer("german", 0).stemWord
        self._pieces = Memo(self._part_stems)

    def terms(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the stems of a form, two where it can be read in two ways, and those of a compound's parts."""
        return self._known.terms(form) or self.work_out(form)

    def work_out(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give what `terms` gives, by the rules alone."""
        lemmas = self._lemmas(form)
        stems = self._stems(form, lemmas)
        pieces = self._pieces
        parts = [stem for lemma in lemmas for part in self._split(lemma) for stem in pieces[part.base]]
        return stems, tuple([stem for stem in dict.fromkeys(parts) if stem not in stems]) if parts else ()

    def places(self, form: str) -> Iterator[tuple[str, int, int]]:
        """Give the stems of a compound's parts, and of theirs, with where in the form each part stands."""
        for lemma in self._lemmas(form):
            for base, start, end in self._placed(lemma, 0):
                last = len(form) if end == len(lemma) else end
                for stem in self._stems(base, self._lemmas(base)):
                    yield stem, start, last

    def _placed(self, word: str, offset: int) -> Iterator[tuple[str, int, int]]:
        start = 0
        parts = self._split(word)
        for part in parts:
            known = part is not parts[-1] and word.startswith(part.base, start)
            yield part.base, offset + start, offset + (start + len(part.base) if known else part.end)
            yield from self._placed(part.base, offset + start)
            start = part.end

    def _part_stems(self, word: str) -> tuple[str, ...]:
        """Give the stems of a word and of its parts: of Klimaschutzgesetz those of Klimaschutz too."""
        inner = (stem for part in self._split(word) for stem in self._pieces[part.base])
        return (*self._stems(word, self._lemmas(word)), *inner)

    def _stems(self, form: str, lemmas: tuple[str, ...]) -> tuple[str, ...]:
        """Give the stems of a form with these lemmas, folded, each once."""
        if "'" in form:
            form = form.removesuffix("'s").replace("'", "")
            lemmas = self._lemmas(form)
        if known := APART.get(form):
            return known
        if ("ae" in form or "oe" in form or "ue" in form) and (read := self._readings(form)) != (form,):
            lemmas = tuple(lemma for reading in read for lemma in self._lemmas(reading))
        elif lemmas == (form,) and (bare := _LEFT_OUT_FIRST.match(form)) and self._known.get(form) is None:
            lemmas = (*lemmas, _UMLAUT_LEFT_OUT[bare[0]] + form[bare.end() :])  # typed without its dots
        if len(lemmas) == 1:
            return APART.get(lemmas[0]) or (self._stem(lemmas[0]),)
        stems = (stem for lemma in lemmas for stem in APART.get(lemma) or (self._stem(lemma),))
        return tuple(dict.fromkeys(stems))

    def _lemmas(self, form: str) -> tuple[str, ...]:
        """List the words a form is taken for before its endings are cut; mostly the form alone."""
        for plural in _PLURALS_BY_END.get(form[-3:], ()):
            if form.endswith(plural):
                return (form[: -len(plural)] + PLURALS[plural],)
        if len(form) < 4:
            return (form,)
        if form[-1] == "s" and form[-2] in _S_STAYS and (base := self._without_s(form)):
            return (base,)
        entry = self._known.get(form)
        kind = entry[0] if entry else SMALL
        if (entry is None or kind == NOUN) and form.endswith(("in", "innen")) and (base := self._man(form)):
            return (base,)
        verb = None if kind == NOUN else self._strong(form) or self._weak(form)
        if verb is None:
            return (form,)
        return (verb,) if kind == SMALL else (form, verb)

    def _readings(self, form: str) -> tuple[str, ...]:
        """Give a form, or its other reading, or both, where "ae", "oe", "ue" may stand for an umlaut."""
        if not DIGRAPH.search(form):
            return (form,)
        umlauted = DIGRAPH.sub(lambda pair: _UMLAUT[pair[1]], form)
        plain, umlaut = self._known.level(form), self._known.level(umlauted)
        if plain and not umlaut:
            return (form,)
        return (umlauted,) if umlaut and not plain else (umlauted, form)

    def _stem(self, word: str) -> str:
        if not word.isascii() and _ACCENTED.search(word):
            word = _ACCENTED.sub(lambda letter: fold(letter[0]), word)
        if "ae" in word or "oe" in word or "ue" in word:
            # In capitals a vowel is no vowel to Snowball, which so leaves Israel its "ae".
            word = DIGRAPH.sub(lambda pair: pair[1].upper() + "e", word)
            return fold(self._stem_word(word).lower())
        if word.endswith(_FELLOWS):
            return fold(word[: word.rindex("er") + 2])  # no Botschafter is a Botschaft
        stem: str = self._stem_word(word)
        if word.isascii():
            return stem
        stem = stem if stem.isascii() else fold(stem)
        told = _TOLD_BY_UMLAUT.search(word)
        return _with_umlaut(stem, told[0]) if told else stem

    def _man(self, form: str) -> str | None:
        """Give Politiker for Politikerin and Politikerinnen, Arzt for Ärztin; None for other words."""
        if form.endswith("innen") and len(form) > 7:
            base, sure = form[:-5], False
        elif form.endswith("in") and len(form) > 4:
            base = form[:-2]
            sure = form in FEMININE or (len(form) > 5 and self._known.get(form + "nen") is not None)
        else:
            return None
        agent = base.endswith(_AGENT) and len(base) > 4
        for known in (base, base + "e", base.translate(_UNUMLAUT), base.translate(_UNUMLAUT) + "e"):
            entry = self._known.get(known)
            if entry and entry[0] != SMALL and (sure or agent or form.endswith("innen")):
                return known
        return base if agent and (form.endswith("innen") or base.endswith("er")) else None

    def _without_s(self, form: str) -> str | None:
        """Give Auto for Autos, None for Haus: after some letters Snowball takes no s off."""
        base = form[:-1]
        if form in OWN_S or form.endswith(OWN_S_ENDINGS):
            return None
        entry = self._known.get(base)
        if entry is not None:
            return base if entry[0] != SMALL else None
        return base if self._known.get(form) is None and self._split(base) else None

    def _strong(self, form: str) -> str | None:
        """Give the infinitive of a form of a strong verb: ging, ausgegangen, ausgegangene."""
        if "ene" in form and form.endswith(("ene", "enen", "enem", "ener", "enes")):
            return _strong_verb(form) or _strong_verb(form[: form.rindex("ene") + 2])
        return _strong_verb(form)

    def _weak(self, form: str) -> str | None:
        """Give the infinitive of a form of a weak verb, where the word list has it."""
        if "zu" in form and form[-1] == "n" and (place := _prefix(form, "zu", 4)):
            return form[:place] + form[place + 2 :] if self._is_verb(form[place + 2 :]) else None
        return self._weak_by_t(form) if form.endswith(_T_ENDS) else None

    def _weak_by_t(self, form: str) -> str | None:
        root = form[: form.rindex("t")]
        if root.endswith("ier") and len(root) > 4 and root[-4] != "e":
            return root + "en"
        if "ge" in root and (place := _prefix(root, "ge", 2)) is not None:
            for verb in (root[place + 2 :] + "en", root[place + 2 :] + "n"):
                if self._is_verb(verb):
                    return form[:place] + verb
        if len(root) > 2 and form.endswith(("t", "te", "ten")):
            for verb in (root + "en", root + "n"):
                if self._is_verb(verb):
                    return verb
        return None

    def is_separable(self, particle: str, form: str) -> bool:
        """Tell whether a form of a verb with a particle before it is one of a verb that the word list has."""
        whole = particle + form
        verbs = (self._strong(whole), self._weak(whole), whole, whole + "n" if whole[-1] == "e" else None)
        return any(
            verb is not None and verb[-1] == "n" and verb.startswith(particle) and self._is_verb(verb)
            for verb in verbs
        )

    def _is_verb(self, word: str) -> bool:
        entry = self._known.get(word)
        return entry is not None and entry[0] != NOUN


def _with_umlaut(stem: str, piece: str) -> str:
    """Give the stem of a word with a piece whose umlaut tells it from another word: forder to foerder."""
    plain = piece.translate(_UNUMLAUT)
    while plain not in stem:  # an ending may be cut off from it
        plain, piece = plain[:-1], piece[:-1]
    return stem.replace(plain, piece.translate(_DIGRAPHS), 1)


def _strong_verb(form: str) -> str | None:
    if form[-3:] not in _STRONG_ENDS:
        return None
    if verb := VERB_FORMS.get(form):
        return verb
    for end in range(min(_LONGEST_PREFIX, len(form) - 3), 1, -1):
        if form[:end] in _PREFIXES:
            verb = VERB_FORMS.get(form[end:])
            return form[:end] + verb if verb else None
    return None


def _prefix(form: str, joint: str, least: int) -> int | None:
    """Give where "zu" or "ge" stands after the longest prefix that fits, with so many letters after it."""
    place = form.rfind(joint, 0, len(form) - least)
    while place >= 0:
        if form[:place] in SEPARABLE or (place == 0 and joint == "ge"):
            return place
        place = form.rfind(joint, 0, place)
    return None


@cache
def stemmer() -> GermanStemmer:
    """Give the stemmer that works by the word list of the package."""
    return GermanStemmer(german(), splitter())
