"""RTF: one article in a document, or an export of a press database with many."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.article import Article
from archive.errors import ReaderError
from archive.readers.document import Properties, told
from archive.readers.encoding import clean
from archive.readers.paragraphs import BREAK, Composer, Paragraph
from archive.readers.source import Source

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)|(?P<stray>\\)"
)
_UNREAD = frozenset(
    re.split(
        r"\s+",
        "fonttbl colortbl stylesheet pict object header headerl headerr headerf footer footerl footerr "
        "footerf fldinst info themedata colorschememapping latentstyles datastore xmlnstbl listtable "
        "generator listoverridetable rsidtbl filetbl revtbl footnote annotation bkmkstart bkmkend nonshppict "
        "shppict pgdsctbl listtext pntext tc xe author title",
    )
)
_SIGNS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_CHARACTERS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "tab": "\t", "line": "\n", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_ENDS = frozenset({"par", "cell", "row", "nestcell", "nestrow"})
_BREAKS = frozenset({"sect", "page"})
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_HEADING = re.compile(r"(?:heading|berschrift|titre)\s*([1-6])", re.IGNORECASE)
DEEPEST = 5_000
"""Groups within groups; writers need a dozen."""


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read an RTF document: the article it is, or the articles of the export it holds."""
    document = _Document(source.whole.decode("latin-1"), source.name)
    properties = Properties(document.told.get("title"), document.told.get("author"))
    yield from told(document.paragraphs, properties, source, "rtf")


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group, and is forgotten at its end."""

    bold: bool = False
    hidden: bool = False
    unread: str = ""
    skip: int = 1
    font: str = ""


class _Document:
    """Reads the control words of a document one after the other; `told` holds its title and author."""

    def __init__(self, text: str, name: str) -> None:
        self.told: dict[str, str] = {}
        self._composer = Composer()
        self._state = _State()
        self._above: list[_State] = []
        self._bytes = bytearray()
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._number = 0  # of the font or style that is being described
        self._level = 0
        self._skipping = 0
        self._high = 0
        self._read(text, name)
        self._end()

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs read."""
        return [replace(one, text=clean(one.text)) for one in self._composer.paragraphs]

    def _read(self, text: str, name: str) -> None:
        at = 0
        while at < len(text) and (token := _TOKEN.match(text, at)):
            at = token.end()
            if token["word"]:
                at += self._word(token["word"], int(token["number"]) if token["number"] else None)
            elif token["byte"]:
                self._byte(int(token["byte"], 16))
            elif token["sign"]:
                self._sign(token["sign"])
            elif token["brace"]:
                self._group(token["brace"], name)
            elif token["text"]:
                self._write(token["text"])

    def _group(self, brace: str, name: str) -> None:
        self._flush()
        self._skipping = 0
        if brace == "{":
            if len(self._above) >= DEEPEST:
                raise ReaderError(
                    f"{name} is nested more than {DEEPEST:,} deep.", hint="Save it again as text."
                )
            self._above.append(self._state)
        elif self._above:
            self._state = self._above.pop()

    def _word(self, word: str, number: int | None) -> int:
        """Obey a control word; gives how many bytes after it are not text."""
        if word == "u" and number is not None:
            self._flush()
            self._unicode(number % 65536)
            self._skipping = self._state.skip
            return 0
        self._flush()
        self._skipping = 0
        if word == "bin":
            return max(0, number or 0)
        if word in _UNREAD:
            self._state = replace(self._state, unread=word)
        elif self._state.unread:
            self._describe(word, number)
        elif word in _ENDS or word in _BREAKS:
            self._end()
            if word in _BREAKS:
                self._composer.end(mark=BREAK)
        elif word in _CHARACTERS:
            self._composer.write(_CHARACTERS[word], self._state.bold)
        else:
            self._format(word, number)
        return 0

    def _format(self, word: str, number: int | None) -> None:
        on = number != 0
        if word == "b":
            self._state = replace(self._state, bold=on)
        elif word == "v":
            self._state = replace(self._state, hidden=on)
        elif word == "plain":
            self._state = replace(self._state, bold=False, hidden=False)
        elif word == "pard":
            self._level = 0
        elif word == "outlinelevel":
            self._level = (number or 0) + 1 if (number or 0) < 6 else 0
        elif word == "s":
            self._level = (
                int(found[1]) if (found := _HEADING.search(self._styles.get(number or 0, ""))) else 0
            )
        elif word == "f":
            self._state = replace(self._state, font=self._fonts.get(number or 0, ""))
        elif word == "uc":
            self._state = replace(self._state, skip=max(0, min(number or 0, 10)))
        else:
            self._encode(word, number)

    def _encode(self, word: str, number: int | None) -> None:
        """Learn the encoding of the bytes that are given one by one."""
        if word in _PAGES:
            self._page = _PAGES[word]
        elif word == "ansicpg" and number and _known(f"cp{number}"):
            self._page = "utf-8" if number == 65001 else f"cp{number}"

    def _describe(self, word: str, number: int | None) -> None:
        """Learn from the tables of fonts and styles what their numbers mean."""
        if word in ("f", "s"):
            self._number = number or 0
        elif word == "fcharset" and number in _CHARSETS:
            self._fonts[self._number] = _CHARSETS[number]

    def _sign(self, sign: str) -> None:
        self._flush()
        if sign == "*":
            self._state = replace(self._state, unread="*")
        elif sign in _SIGNS:
            self._write(_SIGNS[sign])

    def _byte(self, value: int) -> None:
        if self._skipping:
            self._skipping -= 1
        else:
            self._bytes.append(value)

    def _unicode(self, code: int) -> None:
        """Write a character given by its number, of which rare ones come in two halves."""
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000 and self._high:
            code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)
        self._high = 0
        self._write(chr(code))

    def _flush(self) -> None:
        """Write the bytes that were given one by one, in the encoding of their font."""
        if self._bytes:
            text = bytes(self._bytes).decode(self._state.font or self._page, "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        self._flush()
        if self._skipping:
            text, self._skipping = text[self._skipping :], max(0, self._skipping - len(text))
        unread = self._state.unread
        if unread in ("title", "author") and len(self.told.get(unread, "")) < 1_000:
            self.told[unread] = self.told.get(unread, "") + text
        elif unread == "stylesheet" and text.strip(" ;"):
            self._styles[self._number] = text
        elif not unread and not self._state.hidden:
            self._composer.write(text, self._state.bold)

    def _end(self) -> None:
        self._flush()
        self._composer.end(self._level)


def _known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding) is not None
    except LookupError:
        return False
