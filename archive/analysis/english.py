"""English forms to their stems: Snowball, irregular forms, and one spelling for British and American."""

from __future__ import annotations

import re
from functools import cache

import Stemmer

from archive.analysis.folding import fold

_VERBS = """
arise arose arisen; bear bore; beat beaten; become became; begin began begun; bend bent; bind bound; bite
bit bitten; bleed bled; blow blew blown; break broke broken; breed bred; bring brought; build built; burn
burnt; buy bought; catch caught; choose chose chosen; come came; creep crept; deal dealt; dig dug; do did
done does; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven; eat ate eaten; fall fell
fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew flown; forbid forbade forbidden;
forget forgot forgotten; forgive forgave forgiven; freeze froze frozen; get got gotten; give gave given; go
went gone goes; grow grew grown; hang hung; have had has; hear heard; hide hid hidden; hold held; keep kept;
kneel knelt; know knew known; lay laid; lead led; lean leant; leap leapt; learn learnt; leave left; lend
lent; light lit; lose lost; make made; mean meant; meet met; overcome overcame; pay paid; prove proven;
rebuild rebuilt; ride rode ridden; ring rang rung; rise rose risen; run ran; say said; see saw seen; seek
sought; sell sold; send sent; shake shook shaken; shine shone; shoot shot; show shown; shrink shrank shrunk;
sing sang sung; sink sank sunk; sit sat; sleep slept; slide slid; speak spoke spoken; speed sped; spend
spent; spin spun; spring sprang sprung; stand stood; steal stole stolen; stick stuck; sting stung; strike
struck stricken; strive strove striven; swear swore sworn; sweep swept; swell swollen; swim swam swum; swing
swung; take took taken; teach taught; tear tore torn; tell told; think thought; throw threw thrown; undergo
underwent undergone; understand understood; undertake undertook undertaken; wake woke woken; wear wore worn;
weave wove woven; weep wept; win won; wind wound; withdraw withdrew withdrawn; withstand withstood; write
wrote written; be is are was were been am
"""
_NOUNS = """
man men; woman women; child children; foot feet; tooth teeth; goose geese; mouse mice; ox oxen; person
people; life lives; wife wives; knife knives; leaf leaves; loaf loaves; half halves; self selves; shelf
shelves; thief thieves; wolf wolves; calf calves; elf elves; crisis crises; analysis analyses; thesis
theses; hypothesis hypotheses; basis bases; axis axes; oasis oases; diagnosis diagnoses; criterion criteria;
phenomenon phenomena; medium media; bacterium bacteria; datum data; stratum strata; curriculum curricula;
memorandum memoranda; referendum referenda; spectrum spectra; index indices; matrix matrices; vertex
vertices; appendix appendices; nucleus nuclei; stimulus stimuli; fungus fungi; radius radii; focus foci;
alumnus alumni; cactus cacti; vertebra vertebrae; larva larvae; formula formulae; antenna antennae; german
germans; wage wages; bus buses; gray grey; jewelry jewellery
"""

_FAMILIES = """
admiral admirals; aide aides; apartment apartments; authority authorities; authoriz authorize authorizes
authorized authorizing authorization authorizations; business businesses; competent competence; conversation
conversations; cooperat cooperate cooperates cooperated cooperating cooperation cooperative cooperatives;
customer customers; diversion diversions; executive executives; greene; harris; important importance
importantly; integrity; ironic ironically; liberat liberate liberates liberated liberating liberation; maine;
mineral minerals; morale; providence; recession recessions; refinanc refinance refinances refinanced
refinancing; snowe; suite suites; unite unites united uniting
"""
APART = {form: family.split()[0] for family in _FAMILIES.split(";") for form in family.split()}
"""Words that Snowball throws together with others: important and import, Harris and Harry."""


def _irregular() -> dict[str, str]:
    rows = (row.split() for table in (_VERBS, _NOUNS) for row in table.split(";"))
    return {form: lemma for lemma, *forms in rows for form in forms if form not in _KEPT}


# Forms more often something else: "left", "saw", "found" as a verb of its own.
_KEPT = {
    "left",
    "saw",
    "lay",
    "bound",
    "wound",
    "lit",
    "rose",
    "leaves",
    "lives",
    "axes",
    "bases",
    "bore",
    "data",
    "people",
    "media",
}
_SINGULARS = {"lives": "life", "leaves": "leaf", "axes": "axi", "bases": "basi"}  # and forms of verbs too
IRREGULAR = _irregular()
"""Irregular form to the word it belongs to."""

_SPELLINGS = (
    (
        r"^(col|lab|hon|fav|behavi|neighb|harb|hum|rum|vap|flav|arm|endeav|parl|sav|od|vig|clam|glam|val|tum|splend)our",
        r"\1or",
    ),
    (r"(?<=[a-z]{3})is(?=(?:e[drs]?|ing|ation|ations|ational|ers)$)", "iz"),
    (r"(?<=[a-z]{3})ys(?=(?:e[drs]?|ing|ers)$)", "yz"),
    (r"^(cent|theat|met|lit|fib|kilomet|spect|calib|sab|lust|meag)re(s?)$", r"\1er\2"),
    (r"^(defen|offen|licen|preten)ce(s?)$", r"\1se\2"),
    (r"(?<=[a-z]{2}[aeiou])ll(?=(?:ed|ing|er|ers)$)", "l"),
    (r"^(program|kilogram)me(s?)$", r"\1\2"),
)
"""British spellings and the American ones they are found by; both sides take the same turn."""


_BRITISH_ENDS = (
    *(f"{middle}s{end}" for middle in "iy" for end in ("e", "ed", "er", "es", "ing", "ers")),
    *(
        "isation",
        "isations",
        "isational",
        "re",
        "res",
        "ce",
        "ces",
        "lled",
        "lling",
        "ller",
        "llers",
        "mme",
        "mmes",
    ),
)
"""What a word ends in that one of the spellings may be for; all but -our-."""


@cache
def _spellings() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(british), american) for british, american in _SPELLINGS]


class EnglishStemmer:
    """Finds the stems of English forms."""

    def __init__(self) -> None:
        self._stem_word = Stemmer.Stemmer("english", 0).stemWord

    def terms(self, form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the stem of a form, folded, and no parts: English writes its compounds apart."""
        word = fold(form.removesuffix("'s")).replace("'", "") if "'" in form else fold(form)
        lemma = IRREGULAR.get(word, word)
        if "our" in lemma or lemma.endswith(_BRITISH_ENDS):
            for pattern, american in _spellings():
                lemma = pattern.sub(american, lemma)
        stem = APART.get(lemma) or self._stem_word(lemma)
        return ((stem, _SINGULARS[word]) if word in _SINGULARS else (stem,)), ()

    def places(self, form: str) -> tuple[tuple[str, int, int], ...]:  # noqa: ARG002 -- English writes its compounds apart
        """Give nothing, as there are no parts."""
        return ()


@cache
def stemmer() -> EnglishStemmer:
    """Give the English stemmer."""
    return EnglishStemmer()
