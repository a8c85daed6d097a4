"""UTF-8 that was once taken for another encoding, turned back: "MÃ¼ller" to "Müller"."""

from __future__ import annotations

import re
from collections import defaultdict

_EXPECTED = (
    "äöüÄÖÜßéèêëÉÈÊàâáãåæçíîïìñóôòõøúûùýÿÀÂÁÃÅÆÇÍÎÑÓÔØÚÛ"
    "–—‘’‚“”„†•…‰‹›€™«»§°©®·´¡¿½¼¾²³µ¹º¶±×÷\xa0\xad\u2009\u202f\u2032\u2033\u2212\ufeff\u200b\u200d"
    "œŒšŠžŽčČćĆřŘěĚůŮďťňńłŁąĄęĘśŚźŹżŻğĞışŞőŐűŰăĂ"
)
"""Characters of European newspapers that UTF-8 writes in two or three bytes."""

_WRONGLY_READ_AS = ("cp1252", "latin-1", "mac_roman", "cp850")

_ROUNDS = 3
"""A text may have gone through the mistake more than once ("MÃƒÂ¼ller"); more than thrice was never seen."""

_SIGNS = ("Ã", "Â", "Å", "â€", "â\x80", "â‚", "â\x82", "ðŸ", "√", "¬", "‚Ä", "├", "┬", "ÔÇ", "ï»¿")
"""Where none of these stands nothing is garbled; to look for them is ten times as fast."""

MOJIBAKE_BYTES = b"\x82\x83\x85\x88\x94\x9a\xa2\xb0\xef"
"""In UTF-8 each of the signs has one of these bytes, and the common characters of German have none."""


def _as_read(character: str, codec: str) -> str:
    """Write a character's UTF-8 bytes as the codec shows them; bytes it does not know become C1 controls."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in character.encode("utf-8"))


_MEANT: dict[str, str] = {
    _as_read(character, codec): character for codec in reversed(_WRONGLY_READ_AS) for character in _EXPECTED
}
_QUOTES = "“”‘’„‚‹›«»–—…™•†‡"


def _pattern() -> re.Pattern[str]:
    """Match what is garbled; where it could as well be a letter and a quotation mark, only inside a word."""
    ends: defaultdict[str, set[str]] = defaultdict(set)
    for garbled in _MEANT:
        ends[garbled[:-1]].add(garbled[-1])
    alternatives = []
    for start, last in ends.items():
        doubtful = "".join(sorted(last & set(_QUOTES))) if len(start) == 1 else ""
        certain = "".join(sorted(last - set(doubtful)))
        alternatives += [f"{re.escape(start)}[{re.escape(certain)}]"] if certain else []
        alternatives += [rf"{re.escape(start)}[{re.escape(doubtful)}](?=\w)"] if doubtful else []
    emoji = "ð[Ÿ\x9f][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}"
    firsts = "".join(sorted({start[0] for start in ends} | {"ð"}))
    return re.compile(f"(?=[{firsts}])(?:{'|'.join(sorted(alternatives, reverse=True))}|{emoji})")


_GARBLED = _pattern()


def mend(text: str) -> str:
    """Turn garbled characters back wherever only one thing can have been meant; leave all else as it is."""
    if text.isascii():
        return text
    for _ in range(_ROUNDS):
        if not any(sign in text for sign in _SIGNS):
            break
        mended = _GARBLED.sub(_turn_back, text)
        if mended == text:
            break
        text = mended
    return text


def _turn_back(match: re.Match[str]) -> str:
    garbled = match[0]
    if garbled in _MEANT:
        return _MEANT[garbled]
    raw = b"".join(character.encode("latin-1" if ord(character) < 256 else "cp1252") for character in garbled)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return garbled
