"""The paragraphs of a web page as they stand, nothing left out: for what a database or a feed marked up."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from archive.readers.paragraphs import BREAK, Composer, Paragraph, line, markdown

_BLOCKS = frozenset(
    re.split(
        r"\s+",
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset figure "
        "figcaption footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table "
        "tbody td tfoot th thead title tr ul",
    )
)
_SILENT = frozenset({"script", "style", "template", "noscript", "head", "svg", "iframe", "object", "select"})
_BOLD = frozenset({"b", "strong"})
_HEADING = re.compile(r"h([1-6])")
_SPACES = re.compile(r"\s+")
_BOLD_CLASS = re.compile(r"\.(\w+)\s*\{[^}]*font-weight:\s*(?:bold|[6-9]00)[^}]*\}", re.IGNORECASE)
_MARKS = ("id", "class", "name")
_TAG = re.compile(
    r"</(?:p|div|span|h[1-6]|ul|ol|li|a|b|i|u|em|strong|q|sup|sub|small|font|blockquote|figure|figcaption|section|"
    r"article|table)>|<(?:p|br|hr)\b[^<>]{0,200}>|<img\s[^<>]{0,2000}>",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|h[1-6]|blockquote|tr|figure|section)\b", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:#\d{2,6}|#x[\da-f]{2,6}|amp|nbsp|quot|apos|lt|gt|[aou]uml|szlig|[lr][sd]quo|[sbd]dquo|[lr]aquo|[mn]dash|"
    r"hellip|euro|shy|[a-z]acute|[a-z]grave);",
    re.IGNORECASE,
)


def is_marked_up(text: str) -> bool:
    """Tell HTML from plain text and from Markdown, which may hold a tag here and there."""
    if "<" not in text or "```" in text or not _TAG.search(text):
        return False
    if text.lstrip().startswith("<"):
        return True
    return text.count("\n\n") <= sum(1 for _ in _BLOCK_TAG.finditer(text))


def prose(text: str) -> str:
    """Give a text that may be marked up as Markdown; entities left in plain text are resolved."""
    if is_marked_up(text):
        return markdown(paragraphs_of(text))
    return unescape(text) if "&" in text and _ENTITY.search(text) else text


def plain(text: str) -> str:
    """Give a text that may be marked up in one line."""
    if is_marked_up(text):
        return line(" ".join(one.text for one in paragraphs_of(text)))
    return line(unescape(_ENDLESS.sub("", text))) if "&" in text and _ENTITY.search(text) else text


_ENDLESS = re.compile(r"&#\d{20,};?")
"""A character by a number that none has, too long to be made a number of."""


def paragraphs_of(page: str) -> list[Paragraph]:
    """Read all text of a page in its order; takes any nesting, as nothing here recurs."""
    try:
        reader = _read(page)
    except (AssertionError, ValueError):  # Python's parser fails on some declarations and on endless numbers
        reader = _read(_ENDLESS.sub("", page).replace("<!", "&lt;!"))
    reader.end_paragraph()
    return reader.composer.paragraphs


def _read(page: str) -> _Page:
    reader = _Page(_BOLD_CLASS.findall(page))
    reader.feed(page)
    reader.close()
    return reader


class _Page(HTMLParser):
    """Hears the tags and texts of a page."""

    def __init__(self, bold_classes: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.composer = Composer()
        self._bold_classes = frozenset(bold_classes)
        self._silent = 0
        self._level = 0
        self._mark = ""
        self._bold: list[bool] = []

    def end_paragraph(self, mark: str = "") -> None:
        """Close the paragraph, with the mark and level its tags gave it."""
        self.composer.end(self._level, mark or self._mark)
        self._mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a bold stretch, or what is not to be read."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.composer.write("\n")
        elif tag in _BLOCKS:
            self.end_paragraph()
            found = _HEADING.fullmatch(tag)
            self._level = int(found[1]) if found else 0
            self._bold.clear()
        if tag in _BLOCKS or tag in ("a", "span"):
            self._notice(tag, dict(attrs))
        if tag in _BOLD:
            self._bold.append(True)

    def _notice(self, tag: str, given: dict[str, str | None]) -> None:
        """Note the marks of an element, and whether its class or style makes it bold."""
        classes = (given.get("class") or "").split()
        if tag == "span":
            weight = "bold" in (given.get("style") or "").lower()
            self._bold.append(weight or not self._bold_classes.isdisjoint(classes))
        marks = [value for name in _MARKS if (value := given.get(name))]
        if marks and tag != "span":
            self._mark = f"{self._mark} {' '.join(marks)}".strip()
        elif any(value.lower().endswith("headline") for value in classes):
            self._mark = f"{self._mark} headline".strip()
        if "page-break-before" in (given.get("style") or ""):
            self.composer.end(mark=BREAK)

    def handle_endtag(self, tag: str) -> None:
        """Close what the tag closes."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.end_paragraph()
            self._level = 0
        elif (tag in _BOLD or tag == "span") and self._bold:
            self._bold.pop()

    def handle_data(self, data: str) -> None:
        """Take text, line breaks of the file being spaces."""
        if not self._silent:
            self.composer.write(_SPACES.sub(" ", data), any(self._bold))
