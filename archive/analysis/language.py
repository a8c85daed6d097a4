"""Which language a text is in: by its script, or by the small words that no text is without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from archive.analysis.function_words import FUNCTION_WORDS
from archive.analysis.lexicon import german
from archive.analysis.tokens import forms

LOOKED_AT = 1_000
"""Characters from the beginning of a text that are looked at."""

_LEAST, _AHEAD, _SHARE = 2.0, 1.3, 0.04
"""What the best language must score: words of its own, times the next best's, share of all words."""

SHORT = 60
"""Words of a text that is too short to tell its language for sure; a longer one is in none that is known."""

SAID = 24
"""Level in the German list (said 64 times) of words that are German: others are quoted, as "budget cuts"."""

_SMALL_WORDS = {
    "fr": """
    à au aussi aux avait avec avoir c'est ce ces cette comme dans de depuis des deux dont du elle
    elles en est et être fait il ils je l la le les leur leurs lui mais même ne nous on ont ou où
    par pas plus pour qu que qui sa sans se ses selon son sont sous sur très un une vous était
    étaient après avant entre encore d
    """,
    "es": """
    a al ante años como con contra cuando de del desde donde dos durante e el ella en entre era eran
    es esta está este esto fue ha había han hasta la las le lo los más mientras muy no nos o para
    pero por porque que qué se según ser si sí sin sobre son su sus también tiene todo un una uno y
    ya
    """,
    "it": """
    a ad al alla alle anche ancora che chi ci come con contro cui da dal dalla dei del della delle
    degli di dopo due dove e è era essere fra gli ha hanno i il in io la le lo loro ma nel nella
    nelle non o per perché più può prima quando quello questa questo se sempre si sono stata stato
    su sua sul sulla suo tra tutti un una
    """,
    "nl": """
    aan al als bij dan dat de deze die dit doen door dus een en er ging had heb hebben heeft het hij
    hun ik in is je kan kunnen maar meer met moet na naar niet nog nu of om ook onder ons op over te
    tegen tot uit van veel voor waar was wat we werd wel werden wie wij wordt ze zich zijn zo zou
    """,
    "pt": """
    a à ao aos as até com como contra da das de depois do dos e é ela ele eles em entre era essa
    este está eu foi foram há isso já mais mas mesmo muito na não nas no nos o os ou para pela pelo
    por porque quando que quem se sem ser seu sua são só também tem um uma você
    """,
    "da": """
    af alle at bare blev bliver da de deres det dog du efter eller en end er et for fra få ham han
    har havde hun hvad hvor i ikke ind jeg kan kun man med meget men mere mod må ned nu når og også
    om op over på sig sin skal som så til ud under var ved vi vil være været
    """,
    "no": """
    alle at av bare ble blir da de den det deres du eller en enn er et etter for fra få ha han har
    hun hva hvis hvor i ikke jeg kan kom kun man med meg men mer mot må noe nå når og også om opp
    oss over på seg sin skal som så til under ut var ved vi vil være vært
    """,
    "sv": """
    alla att av bara blev blir de den det där du efter eller en ett från får för ha hade han har hon
    hur i ingen inte jag kan kommer man med mellan men mer mot mycket måste ned nu när och också om
    på sade sedan sig sin ska som så till under upp ut utan var vi vid vill än är även
    """,
    "fi": """
    ei että eivät ennen hän he ja jo jos joka jotka kanssa koska kuin kun mukaan mutta myös ne niin
    nyt ole olen oli olla olivat on ollut ovat sekä se sen siitä tai tämä tämän vain vielä vuonna
    voi
    """,
    "pl": """
    a aby ale bardzo był była było być będzie co czy dla do gdy go i ich jak jako jego jej jest
    jeszcze już które który która lub ma może na nad nie o od oraz po pod przez przy się są tak
    także tego tej ten też to tym w we wszystko z za ze że
    """,
    "cs": """
    a aby ale ani až bez bude by byl byla bylo být co do i já jak jako je jeho její jejich jen ještě
    již jsem jsou k která které který když ke má mezi mu na nebo není než o od po podle pro protože
    proti před při s se si také tak ten to u už v ve však více z za že
    """,
    "hu": """
    a az azt csak de egy és ez ezt fel ha hogy is itt ki kell következő lehet már meg mert mint nagy
    nem nincs olyan sem szerint után vagy van vannak volt voltak
    """,
    "ro": """
    a acest această ai al ale am ar au ca care către ce cel cu cum că dar de din după ei este eu fi
    fost ia în între la le lor lui mai ne nu o pe pentru prin sa sau se sunt să un una unei unui și
    """,
    "tr": """
    ama ancak bir bu bunu çok da daha de değil diye en gibi göre her için ile ise kadar ki mi ne
    nasıl o olan olarak oldu olduğu sonra şu ve veya ya yok
    """,
    "ca": """
    a al als amb aquest aquesta com de del dels des el els en entre és ha han i la les més molt no o
    on per perquè però que qui s'ha se ser seu seva si sobre són també un una va van
    """,
}
# Single letters are left out: they are initials and abbreviations (U.S.) more often than words.
_WORDS = {
    code: [word for word in words if len(word) > 1 or not word.isascii()]
    for code, words in (
        {code: words.split() for code, words in _SMALL_WORDS.items()} | FUNCTION_WORDS
    ).items()
}
_SHARED = Counter(word for words in _WORDS.values() for word in words)
# A word of one language alone says as much as three that it shares with two others.
_SAYS: dict[str, list[tuple[str, float]]] = {}
for _code, _words in _WORDS.items():
    for _word in _words:
        _SAYS.setdefault(_word, []).append((_code, 1.0 / _SHARED[_word]))

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_LETTER = re.compile(r"[^\W\d_]")
_BEYOND_LATIN = re.compile("[\u0370-\u1cff\u3040-\ud7ff]")


def detect(text: str) -> str | None:
    """Name the language of a text by its ISO 639-1 code, or give None when the text is too short to tell.

    Eighteen languages of Latin script are told by their small words, eleven others by their script.
    """
    text = text[:LOOKED_AT]
    if _BEYOND_LATIN.search(text) and (code := _by_script(text)):
        return code
    words = forms(text)
    best, score, second = _likeliest(words)
    return best if score >= max(_LEAST, _AHEAD * second, _SHARE * len(words)) else None


def presume(text: str) -> str | None:
    """Name the language that a text is read in when `detect` leaves it open, None for a long one.

    The few small words of a short text decide; where it has none, it is German if most of its words are often
    said in German.
    """
    told = detect(text)
    words = forms(text[:LOOKED_AT])
    if told or not words or len(words) > SHORT or _BEYOND_LATIN.search(text):
        return told
    best, score, second = _likeliest(words)
    if score > second:
        return best
    said = sum(german().level(word) >= SAID for word in words)
    return "de" if said * 2 > len(words) else None


def _likeliest(words: Iterable[str]) -> tuple[str | None, float, float]:
    """Give the language whose small words there are most of, its score, and that of the next one."""
    scores: dict[str, float] = {}
    for word in words:
        for code, weight in _SAYS.get(word, ()):
            scores[code] = scores.get(code, 0.0) + weight
    best = max(scores, key=lambda code: scores[code], default=None)
    second = max((score for code, score in scores.items() if code != best), default=0.0)
    return best, scores[best] if best else 0.0, second


def _by_script(text: str) -> str | None:
    """Name the language of a text of which at least a third is in a script of its own."""
    letters = len(_LETTER.findall(text))
    foreign = len(_BEYOND_LATIN.findall(text))
    if foreign < 4 or foreign * 3 < letters:
        return None
    shares = {code: len(pattern.findall(text)) for code, pattern in _SCRIPTS}
    # Kana and the letters that Ukrainian and Persian have to themselves decide, though they are few.
    for code, least in (("ja", 0.1), ("uk", 0.02), ("fa", 0.02)):
        if shares[code] > least * foreign:
            return code
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] * 2 > foreign else None
