"""Bytes to text: whatever encoding they were saved in, and without what an encoding mistake left behind."""

from __future__ import annotations

import codecs
import re
import unicodedata

from archive.errors import NoArticle
from archive.readers.mojibake import MOJIBAKE_BYTES, mend

SAMPLE = 1_000_000
"""Bytes that are enough to tell the encoding of a text, however long it is."""

LOST_AT_LEAST = 3
LOST_SHARE = 1 / 300
"""Up to 3 characters, or one in 300, may be lost (U+FFFD) in a text that is kept: a reader sees the gaps, and
a stray one is no reason to lose an article. German without its umlauts and ß has lost one in 40."""

CONTROL_SHARE = 0.01
"""Control characters beyond this share are a program's, not a writer's."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE = ("cp1252", "mac_roman", "cp850")
"""What German and English text was saved in before UTF-8; the first wins a tie."""

_CONTROL_BYTES = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1b"))
_SUSPECT = bytes({*range(32), 127} - set(b"\t\n")) + MOJIBAKE_BYTES + b"\xed\xef"
"""Bytes of UTF-8 that control characters, surrogates, marks and mojibake have, and other text hardly ever."""

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NEWLINE = re.compile("\r\n?|\x85|\x0c")
_LEADING = "\ufeff\u200b\u200c\u200d\u2060"
_LETTER_IN_WORD = re.compile(
    r"(?<=[A-Za-z])[äöüßéèêëàâáíîïóôúûçñœåø](?![A-Z])|[ÄÖÜÉ](?=[a-z])|[„“”‚‘’–—…«»§€°©®·•\xa0]"
)


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Turn the bytes of one article into text: NFC, newlines as LF, no control characters.

    Reads UTF-8 and UTF-16 with or without byte order mark, UTF-32 with one, and the German and English text
    of Windows (1252), old Macs and DOS; what is not UTF-8 may be `declared` to be in another encoding. UTF-8
    once taken for one of those ("MÃ¼ller") is mended. Raises NoArticle, naming `name`, where there is no
    text: nothing at all, a binary file, an encoding not known here, or too many characters lost to tell what
    was written.
    """
    if not data.strip(b"\0 \t\r\n\f\v"):
        raise NoArticle(f"{name} is empty.", hint="Save the article again and add that file.")
    text = clean(decode_line(data, encoding_of(data[:SAMPLE], name, declared)))
    if not text.strip():
        raise NoArticle(f"{name} is empty.", hint="Save the article again and add that file.")
    refuse_garbled(text, name)
    return text


def is_binary(data: bytes) -> bool:
    """Tell bytes that are no text in any encoding: too many control characters, and no UTF-16."""
    if data.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS)) or _utf_16(data):
        return False
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    return controls > len(data) * CONTROL_SHARE


def encoding_of(data: bytes, name: str, declared: str | None = None) -> str:
    """Name the encoding of a file from its first bytes; raises NoArticle where they are not text.

    What is not in Unicode is in the encoding it is `declared` to be in, if it is.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    wide = _utf_16(data)
    if wide:
        return wide
    if is_binary(data):
        raise NoArticle(
            f"{name} is a binary file, not text.",
            hint="Save the article as text, Markdown or web page and add that.",
        )
    if _mostly_utf_8(data):
        return "utf-8"
    if declared and not declared.startswith("utf"):
        return "cp1252" if declared in ("iso8859-1", "ascii") else declared  # as browsers read it
    encoding = max(_ONE_BYTE, key=lambda candidate: _letters(data, candidate))
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if _letters(data, encoding) * 2 < high:
        raise NoArticle(
            f"{name} is in an encoding that is not known here.", hint="Save it as UTF-8 and add it again."
        )
    return encoding


def decode_line(data: bytes, encoding: str) -> str:
    """Decode bytes; those that UTF-8 cannot have are read as Windows-1252, as in pieces put together."""
    if encoding != "utf-8":
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape").translate(STRAY)


def clean(text: str) -> str:
    """Make text fit to keep: mojibake mended, NFC, newlines as LF, no control characters, no lone surrogates.

    Most texts need nothing, and are only looked through; that is done on the bytes, where it is fastest.
    """
    ascii_only = text.isascii()
    if ascii_only and text.isprintable():
        return text
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw.translate(None, _SUSPECT)) != len(raw) or _has_c1(raw):
        before = ""
        while text != before:  # what a control character kept apart may be mojibake without it
            before, text = text, _tidy(mend(text))
    if ascii_only:
        return text
    if text[:1] in _LEADING:
        text = text.lstrip(_LEADING)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _has_c1(raw: bytes) -> bool:
    return b"\xc2" in raw and any(part[0] < 0xA0 for part in raw.split(b"\xc2")[1:])


def _tidy(text: str) -> str:
    """Take out control characters and lone surrogates, and make every end of line an LF."""
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if _UNWANTED.search(text):
        text = _UNWANTED.sub("", _NEWLINE.sub("\n", text))
    return text


def refuse_garbled(text: str, name: str) -> None:
    """Raise NoArticle where so many characters are lost that the text is no longer what was written."""
    lost = text.count("\ufffd")
    if lost > max(LOST_AT_LEAST, len(text) * LOST_SHARE):
        place = text.index("\ufffd")
        around = " ".join(text[max(0, place - 12) : place + 12].split())
        raise NoArticle(
            f"{name} was saved in a wrong encoding and has lost {lost:,} characters (“{around}”).",
            hint="Save it anew from where it came from, as UTF-8.",
        )


def _utf_16(data: bytes) -> str | None:
    """Tell UTF-16 without a mark: in Western text nearly every second byte is NUL, the others hardly ever."""
    pairs = len(data) // 2
    if pairs == 0 or b"\0" not in data:
        return None
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if odd > pairs * 0.6 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.6 and odd < pairs * 0.05:
        return "utf-16-be"
    return None


def _mostly_utf_8(data: bytes) -> bool:
    """Tell UTF-8, even with some bytes of another encoding in it, or a character cut off at the end."""
    text = data.decode("utf-8", "surrogateescape")
    stray = len(_SURROGATE.findall(text))
    if stray <= 3 and len(data) - len(text) == 0:
        return stray == 0
    wide = (len(data) - len(text)) / 1.5
    return stray <= wide / 4


def _letters(data: bytes, encoding: str) -> int:
    """Count the characters beyond ASCII that stand where German and English text has them."""
    return len(_LETTER_IN_WORD.findall(data.decode(encoding, "replace")))


def _stray(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "replace")


STRAY = {0xDC00 + byte: _stray(byte) for byte in range(0x80, 0x100)}
