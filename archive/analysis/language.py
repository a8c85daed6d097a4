"""Which language a text is in."""

from __future__ import annotations

from archive.analysis.tokens import forms

_FREQUENT = {
    "de": "der die und in den das von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wir ich",
    "en": "the of and to in is that for it with as was on be by at this are have from or had his not but they which you were their we has been an will would there what if can all said more when who about he she",
    "fr": "de la le et les des en un une du que dans est pour qui par sur pas au plus avec ce il sont se ne aux cette ont mais comme nous",
    "es": "de la que el en y los del se las por un para con no una su al lo como más pero sus le ya este fue ha sí porque esta son",
    "it": "di che il la e in un per è non una sono del della si le con i da al gli come più ma anche dei nel alla delle ha",
    "nl": "de van het een en in is dat op te zijn voor met niet die aan er om ook als bij maar door naar hij wordt worden uit ze",
}
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _code, _words in _FREQUENT.items():
    for _word in _words.split():
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _code)


def detect(text: str) -> str | None:
    """Name the language of a text by its ISO 639-1 code, or None when the text is too short to tell."""
    counts = dict.fromkeys(_FREQUENT, 0.0)
    for form in forms(text[:1000]):
        for code in _LANGUAGES.get(form, ()):
            counts[code] += 1
    best, second = sorted(counts, key=lambda code: counts[code], reverse=True)[:2]
    return best if counts[best] >= 3 and counts[best] > counts[second] else None
