"""The headings of a Markdown text, brought to the levels the corpus keeps."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.analysis import fold
from archive.article import Article

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_NOT_PARAGRAPH = re.compile(r"\s*$|\s{4}|\t|\s*(?:[#>|*+-]|\d+[.)])(?:\s|$)")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_EMPHASIS = re.compile(r"(\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1")
_WORD = re.compile(r"\w+")


def arrange(article: Article, body: str) -> Article:
    """Give the article its body, and its headline where only the body has it.

    A headline that the body repeats as its first heading is taken out of it. The highest level of the other
    headings becomes `## `, deeper ones keep their distance; what looks like a heading in code stays as it is.
    """
    lines = body.strip("\n").split("\n")
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


def _headings(lines: list[str]) -> dict[int, tuple[int, str]]:
    """Find the headings: line, level, text. Those underlined are put into one line first."""
    found: dict[int, tuple[int, str]] = {}
    fence = ""
    for at, line in enumerate(lines):
        opening = _FENCE.match(line)
        if opening and (not fence or (line.strip().startswith(fence) and not line.strip().strip(fence[0]))):
            fence = "" if fence else opening[1]
            continue
        if fence:
            continue
        heading = _HEADING.fullmatch(line)
        if heading and heading[2]:
            found[at] = (len(heading[1]), heading[2].strip())
        elif at and _UNDERLINE.fullmatch(line) and _is_title(lines, at - 1, found):
            found[at - 1] = (1 if "=" in line else 2, lines[at - 1].strip())
            lines[at] = ""
    return dict(sorted(found.items()))


def _is_title(lines: list[str], at: int, found: dict[int, tuple[int, str]]) -> bool:
    """Tell a line of text of its own, which an underline makes a heading."""
    return at not in found and not _NOT_PARAGRAPH.match(lines[at]) and (at == 0 or not lines[at - 1].strip())
