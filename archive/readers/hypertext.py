"""The paragraphs of a web page as they stand, nothing left out: for pages that a database made."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from archive.readers.paragraphs import BREAK, Composer, Paragraph

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


def paragraphs_of(page: str) -> list[Paragraph]:
    """Read all text of a page in its order; takes any nesting, as nothing here recurs."""
    reader = _Page(_BOLD_CLASS.findall(page))
    reader.feed(page)
    reader.close()
    reader.end_paragraph()
    return reader.composer.paragraphs


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
