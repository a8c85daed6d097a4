"""OpenDocument text: one article in a document, or an export of a press database with many."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archive.article import Article
from archive.errors import ReaderError
from archive.readers import container
from archive.readers.document import Properties, told
from archive.readers.paragraphs import Composer, Paragraph
from archive.readers.source import Source
from archive.readers.xmltree import local, root_of

_PASSED_OVER = frozenset({"annotation", "note", "tracked-changes", "frame", "bookmark", "alphabetical-index"})
_MOST_SPACES = 100


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read an OpenDocument text: the article it is, or the articles of the export it holds."""
    with container.opened(source) as packed:
        root = root_of(container.part(packed, "content.xml", source.name), source.name)
        properties = Properties()
        if "meta.xml" in packed.namelist():
            properties = Properties.of(root_of(container.part(packed, "meta.xml", source.name), source.name))
    yield from told(paragraphs_of(root), properties, source, "odt")


def paragraphs_of(root: etree._Element) -> list[Paragraph]:
    """Read the paragraphs and headings of a document, without notes, frames and what is deleted."""
    bold = frozenset(_bold_styles(root))
    composer = Composer()
    for element in root.iter():
        tag = local(element)
        if tag not in ("p", "h") or any(local(above) in _PASSED_OVER for above in element.iterancestors()):
            continue
        _write(element, composer, bold)
        style = _attribute(element, "style-name")
        level = int(_attribute(element, "outline-level") or 1) if tag == "h" else int(style == "Title")
        composer.end(max(level, 0), style)
    return composer.paragraphs


def _bold_styles(root: etree._Element) -> Iterator[str]:
    for style in root.iter():
        if local(style) == "style" and any(
            _attribute(properties, "font-weight") == "bold" for properties in style
        ):
            yield _attribute(style, "name")


def _write(element: etree._Element, composer: Composer, bold: frozenset[str]) -> None:
    """Write the text of a paragraph with its stretches; those within stretches without recursion."""
    heavy = _attribute(element, "style-name") in bold
    todo: list[tuple[etree._Element | str, bool]] = [*reversed(_pieces(element, heavy))]
    while todo:
        piece, heavy = todo.pop()
        if isinstance(piece, str):
            composer.write(piece, heavy)
            continue
        tag = local(piece)
        if tag in ("line-break", "tab", "s"):
            count = _attribute(piece, "c")
            spaces = min(int(count), _MOST_SPACES) if count.isdecimal() else 1
            composer.write({"line-break": "\n", "tab": "\t"}.get(tag, " " * spaces), heavy)
        elif tag and tag not in _PASSED_OVER:
            todo.extend(reversed(_pieces(piece, heavy or _attribute(piece, "style-name") in bold)))


def _pieces(element: etree._Element, heavy: bool) -> list[tuple[etree._Element | str, bool]]:
    pieces: list[tuple[etree._Element | str, bool]] = [(element.text or "", heavy)]
    for child in element:
        pieces += [(child, heavy), (child.tail or "", heavy)]
    return pieces


def _attribute(element: etree._Element, name: str) -> str:
    """Give an attribute whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), "")
