"""The headings of a Markdown text, brought to the levels the corpus keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.analysis import fold
from archive.article import Article

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_NO_TITLE = re.compile(r"\s*$|\s{4}|\t|\s*(?:[#>|*+-]|\d+[.)])(?:\s|$)|\s*[`~]{3}")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_EMPHASIS = re.compile(r"(\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1")
_WORD = re.compile(r"\w+")


def arrange(article: Article, body: str) -> Article:
    """Give the article its body, and its headline where only the body has it.

    A headline that the body repeats as its first heading is taken out of it. The highest level of the other
    headings becomes `## `, deeper ones keep their distance; what looks like a heading in code stays as it is.
    """
    lines = _in_one_line(body.strip("\n").split("\n"))
    headings = _headings(lines)
    first = min(headings, default=-1)
    if first >= 0 and not any(line.strip() for line in lines[:first]):
        level, text = headings[first]
        if article.headline is None and level == 1:
            article = replace(article, headline=plain(text) or None)
        if article.headline and same(text, article.headline):
            lines[first] = ""
            del headings[first]
        elif level == 1:
            lines[first] = f"## {text}"
            del headings[first]
    highest = min((level for level, _ in headings.values()), default=2)
    for at, (level, text) in headings.items():
        lines[at] = f"{'#' * min(level - highest + 2, 6)} {text}"
    return replace(article, body="\n".join(lines).strip("\n"))


def plain(text: str) -> str:
    """Write a line of Markdown as it is read: without emphasis, links and code marks."""
    text = _LINK.sub(r"\1", text)
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    return " ".join(text.split())


def same(heading: str, headline: str) -> bool:
    """Tell whether two lines say the same, without regard to case, accents and signs."""
    return _words(heading) == _words(headline)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(plain(text).casefold()))


def _with_code(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Give each line, and whether it is in a block of code or a fence around one."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        closes = mark is not None and mark[1].startswith(fence) and line.strip() == mark[1]
        yield line, bool(fence or mark)
        if mark and not fence:
            fence = mark[1]
        elif closes:
            fence = ""


def _in_one_line(lines: list[str]) -> list[str]:
    """Write headings that are underlined with a hash in front."""
    written: list[str] = []
    for line, in_code in _with_code(lines):
        if not in_code and _UNDERLINE.fullmatch(line) and _is_title(written):
            written[-1] = f"{'#' if '=' in line else '##'} {written[-1].strip()}"
        else:
            written.append(line)
    return written


def _is_title(written: list[str]) -> bool:
    """Tell whether the last line is text on its own, which an underline makes a heading."""
    if not written or _NO_TITLE.match(written[-1]):
        return False
    return len(written) == 1 or not written[-2].strip()


def _headings(lines: list[str]) -> dict[int, tuple[int, str]]:
    """Find the headings: line, level, text."""
    found: dict[int, tuple[int, str]] = {}
    for at, (line, in_code) in enumerate(_with_code(lines)):
        heading = None if in_code else _HEADING.fullmatch(line)
        if heading and heading[2]:
            found[at] = (len(heading[1]), heading[2].strip())
    return found
