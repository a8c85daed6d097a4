"""Words that say how others belong together, not what a text is about."""

from __future__ import annotations

from collections.abc import Iterable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "de": _words(
        """
    aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes
    auch auf aus bei beim bin bis bist da dabei dadurch dafür dagegen daher damit danach daran
    darauf daraus darf darin darum darüber das dass dazu dein deine deinem deinen deiner dem den
    denen denn der deren des dessen dich die dies diese dieselbe diesem diesen dieser dieses dir
    doch dort du durch dürfen ein eine einem einen einer eines einige einigen einiger einiges er es
    etwa etwas euch euer eure für gegen gibt hab habe haben hat hatte hatten hier hin hinter ich ihm
    ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes
    jene jenem jenen jener jetzt kann kein keine keinem keinen keiner können könnte man manche
    manchem manchen mancher mehr mein meine meinem meinen meiner mich mir mit muss müssen nach
    nachdem nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seines
    seit selbst sich sie sind so solche solchem solchen solcher soll sollen sollte sondern sonst
    sowie um und uns unser unsere unserem unseren unter viel viele vielen vom von vor war waren
    warum was weil welche welchem welchen welcher welches wem wen wenn wer werden weshalb wessen wie
    wieder wieso wieviel will wir wird wo wobei wodurch wofür woher wohin womit worden wurde wurden
    während würde würden zu zum zur zwar zwischen über
    """
    ),
    "en": _words(
        """
    a about above after again against all also am an and any are as at be because been before being
    below between both but by can cannot could did do does doing don't down during each either else
    ever few for from further give given had has have having he hence her here hers herself him
    himself his how however i if in into is it it's its itself just many may me might more most much
    must my myself neither no nor not of off on once one only or other ought our ours out over own
    same shall she should since so some such than that that's the their theirs them themselves then
    there these they this those though through thus to too under until up upon us very was we were
    what what's when where whether which while who whom whose why will with within without would yet
    you your yours
    """
    ),
}
"""Function words of a language by ISO 639-1 code, as forms; in a search they count little."""

# What is a function word in the one language and a word of content in another.
_CONTENT: dict[str, frozenset[str]] = {
    "de": _words(
        """
    all her mine most not own still such these
    """
    ),
    "en": _words(
        """
    bin die fort hat man war will
    """
    ),
}


def is_function_word(form: str, languages: Iterable[str]) -> bool:
    """Tell whether a form is a function word in a language of these, and of content in none of the others."""
    kinds = [
        "function" if form in FUNCTION_WORDS[each] else "content" if form in _CONTENT[each] else "unknown"
        for each in languages
        if each in FUNCTION_WORDS
    ]
    return "function" in kinds and "content" not in kinds
