"""Text to words: where they stand, and the form each is looked up by."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from archive.numerals import with_points

MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    + ("\u0900-\u0903\u093a-\u094f\u0980-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd\u200c\u200d")
)
"""Characters that stand inside words but are not letters: accents yet to be combined, vowel signs."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    + ("\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff")
)
"""Scripts written without spaces between words (Korean: with words too long to match): taken as bigrams."""

_TAIL = (
    r"(?:(?=['+#&.,])(?:"
    r"'(?:s|t|re|ve|ll|d|m)(?![^\W_])"  # Peter's, don't
    r"|\+\+(?!\+)|#(?![^\W_])"  # C++, C#
    r"|&[^\W_]{1,2}(?![^\W_])"  # S&P, AT&T
    r"|(?<=\d)[.,]\d+(?:[.,]\d+)*[^\W_]*"  # 3,5 and 1.000 and 24.02.2025
    r"))?"
)
_PLAIN_WORD = re.compile(rf"[^\W_]+{_TAIL}|§+")
_GENDER_MARK = re.compile(r"(?<=[^\W_])(?:[:*_](?=innen|in(?![^\W_]))|/-?(?=innen))", re.IGNORECASE)
_GENDER_HINT = re.compile("[:*_/]-?in", re.IGNORECASE)
_APOSTROPHES = "’ʼ"
_SHORT = 1000
"""Characters of texts that are looked at sign by sign, not by a pattern that takes long to compile."""

_SIGNS = "–„“”…‚‘’—•€‹›′″™"
"""Signs of plain texts that lie far beyond the letters."""

_LATIN_BYTES = bytes(range(0xC0)) + b"\xc2\xc3"
"""The bytes of Latin-1 in UTF-8; the signs above begin with another one."""

_FEW = 200
"""Shorter texts are split by a pattern sooner than they are looked at as a whole."""

SMALL_LATIN = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(256))
"""For each character of Latin-1 its small letter, a space for what is no letter and no digit."""

_SIGN_OF_WORD = re.compile(r"['+#&.,](?:(?<=['+#&])|(?<=\d[.,])(?=\d))")
_SPACE = re.compile(r"\s")

# Patterns of many scripts take milliseconds to compile, which few searches need.


@cache
def _any_word() -> re.Pattern[str]:
    return re.compile(
        rf"[^\W_](?:[^\W_]|[{MARKS}])*"
        rf"(?:(?=[:*_/])(?:[:*_]in(?:nen(?:[^\W_]|[{MARKS}])*|(?![^\W_{MARKS}]))|/-?innen(?:[^\W_]|[{MARKS}])*))?"
        rf"{_TAIL}|§+",
        re.IGNORECASE,
    )


@cache
def _unusual() -> re.Pattern[str]:
    """Match what takes a text the careful way; all others are split by one pattern, in lower case."""
    return re.compile(
        "[\u0130\u0300-\u036f\u03a3\u0483-\u0489\u0590-\u1dff\u200c\u200d\u3005-\ud7ff\uf900-\ufdff\ufe10-\U0001efff\U0001fb00-\U0010ffff]"
    )


@cache
def _cluster() -> re.Pattern[str]:
    """Match a letter with the marks that compose with it (Korean: vowel and final), soft hyphens between."""
    return re.compile(rf"[\s\S][{MARKS}\u1160-\u11ff\u00ad]*")


@cache
def _far() -> re.Pattern[bytes]:
    """Match in UTF-8 where something begins as the signs beyond Latin-1 do, but is none of them."""
    return re.compile(b"\xe2(?!" + b"|".join(sign.encode()[1:] for sign in _SIGNS) + b")")


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(rf"[{UNSPACED}]")


@cache
def _unspaced_run() -> re.Pattern[str]:
    return re.compile(rf"[{UNSPACED}]+|[^{UNSPACED}]+")


class Token(NamedTuple):
    """A word in a text: its normalised form, and first and one past last code point."""

    form: str
    start: int
    end: int


def normalise(word: str) -> str:
    """Give the form that a word as written is looked up by: NFC, lower case, marks of joining taken out."""
    word = unicodedata.normalize("NFC", unicodedata.normalize("NFC", word.replace("\xad", "")).lower())
    for mark in _APOSTROPHES:
        word = word.replace(mark, "'")
    return _GENDER_MARK.sub("", word)


def tokenize(text: str) -> list[Token]:
    """Split a text into its words, in order; spans are code points of the text as passed in."""
    if "\xad" in text or not unicodedata.is_normalized("NFC", text):
        return _by_places(text)
    return _split(text)


def _split(text: str) -> list[Token]:
    text = with_points(text)
    for mark in _APOSTROPHES:
        text = text.replace(mark, "'")
    if _is_usual(text) and not _GENDER_HINT.search(text):
        new = tuple.__new__  # several times as quick as to call Token
        tokens = [
            new(Token, (match[0], match.start(), match.end())) for match in _PLAIN_WORD.finditer(text.lower())
        ]
        if "§" not in text:
            return tokens
        return [Token("§", *span) if form[0] == "§" else Token(form, *span) for form, *span in tokens]
    tokens = []
    unspaced = _unspaced()
    for match in _any_word().finditer(text):
        word = match[0]
        if not word.isascii() and unspaced.search(word):
            tokens.extend(_bigrams(word, match.start()))
        else:
            tokens.append(Token("§" if word[0] == "§" else normalise(word), *match.span()))
    return tokens


def forms(text: str) -> list[str]:
    """Give the forms of `tokenize(text)` without their spans, several times as fast."""
    if "\xad" in text:
        text = text.replace("\xad", "")
    text = with_points(text)
    for mark in _APOSTROPHES:
        text = text.replace(mark, "'")
    if len(text) > _FEW and (found := _latin_forms(text)) is not None:
        return found
    if not _is_usual(text):
        rows = text.split("\n")
        if len(rows) > 1:
            return [form for row in rows for form in forms(row)]
        return [token.form for token in tokenize(text)]
    text = text.lower()
    if _GENDER_HINT.search(text):
        text = _GENDER_MARK.sub("", text)
    if "§§" in text:
        text = re.sub("§+", "§", text)
    return _PLAIN_WORD.findall(text)


def latin(text: str) -> bytes | None:
    """Give a text in Latin-1, with "?" for quotation marks and the like; None if other signs are beyond."""
    if not text.isascii():
        raw = text.encode(errors="surrogatepass")
        beyond = raw.translate(None, _LATIN_BYTES)
        if beyond and (beyond.strip(b"\xe2") or _far().search(raw)):
            return None
    return text.encode("latin-1", "replace")


def _latin_forms(text: str) -> list[str] | None:
    """Give the forms of a text by splitting it at once, but for stretches around signs that may be of a word.

    None where it holds letters beyond Latin-1 or a sign of law or gender.
    """
    raw = latin(text)
    gendered = ":" in text or "*" in text or "_" in text or "/" in text
    if raw is None or "§" in text or (gendered and _GENDER_HINT.search(text)):
        return None
    plain = raw.translate(SMALL_LATIN).decode("latin-1")
    found: list[str] = []
    last = 0
    for sign in _SIGN_OF_WORD.finditer(text):
        place = sign.start()
        if place >= last:
            first = max(text.rfind(" ", last, place), text.rfind("\n", last, place), last - 1) + 1
            space = _SPACE.search(text, place)
            end = space.start() if space else len(text)
            found += plain[last:first].split()
            found += _PLAIN_WORD.findall(text[first:end].lower())
            last = end
    return found + plain[last:].split()


def _is_usual(text: str) -> bool:
    """Tell whether the plain pattern does for a text, and lower case keeps its length."""
    if text.isascii():
        return True
    if len(text) <= _SHORT and all(sign < "\u0130" or sign in _SIGNS for sign in set(text)):
        return True
    return not _unusual().search(text) and unicodedata.is_normalized("NFC", text)


def _by_places(text: str) -> list[Token]:
    """Split a text as if it were composed and without soft hyphens, with the spans of the text as it is."""
    composed: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _cluster().finditer(text):
        cluster = unicodedata.normalize("NFC", match[0].replace("\xad", ""))
        first, last = match.span()
        composed.append(cluster)
        starts += range(first, first + len(cluster))
        ends += range(first + 1, first + len(cluster))
        ends += [last] if cluster else []
    return [Token(form, starts[start], ends[end - 1]) for form, start, end in _split("".join(composed))]


def _bigrams(word: str, start: int) -> list[Token]:
    """Split a run with characters of unspaced scripts: those in overlapping pairs, the rest as words."""
    tokens: list[Token] = []
    for run in _unspaced_run().finditer(word):
        begin, end = start + run.start(), start + run.end()
        if not _unspaced().match(run.group()) or end - begin == 1:
            tokens.append(Token(normalise(run.group()), begin, end))
        else:
            pairs = ((run.group()[i : i + 2], begin + i) for i in range(end - begin - 1))
            tokens.extend(Token(normalise(pair), place, place + 2) for pair, place in pairs)
    return tokens
