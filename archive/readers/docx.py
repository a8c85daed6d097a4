"""Word: one article in a document, or an export of a press database with many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from zipfile import ZipFile

from lxml import etree

from archive.article import Article
from archive.errors import ReaderError
from archive.readers import container
from archive.readers.document import Properties, told
from archive.readers.paragraphs import BREAK, Composer, Paragraph
from archive.readers.source import Source
from archive.readers.xmltree import local, root_of

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_HEADING = re.compile(r"(?:heading|berschrift|titre)\s*([1-6])", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel)", re.IGNORECASE)
_PASSED_OVER = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pict", "drawing"})


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read a Word document: the article it is, or the articles of the export it holds."""
    with container.opened(source) as packed:
        names = {info.filename for info in packed.infolist()}
        body = root_of(container.part(packed, "word/document.xml", source.name), source.name)
        styles = _styles(packed, names, source.name)
        properties = Properties()
        if "docProps/core.xml" in names:
            properties = Properties.of(
                root_of(container.part(packed, "docProps/core.xml", source.name), source.name)
            )
    yield from told(paragraphs_of(body, styles), properties, source, "docx")


def _styles(packed: ZipFile, names: set[str], name: str) -> dict[str, str]:
    """Give the styles' names by their ids, which are in the language of whoever wrote the document."""
    if "word/styles.xml" not in names:
        return {}
    found = {}
    for style in root_of(container.part(packed, "word/styles.xml", name), name).iter(
        _WORD + "style", _STRICT + "style"
    ):
        title = next((one for one in style if local(one) == "name"), None)
        if title is not None:
            found[_value(style, "styleId")] = _value(title, "val")
    return found


def paragraphs_of(root: etree._Element, styles: Mapping[str, str]) -> list[Paragraph]:
    """Read the paragraphs of a document's body, without what is deleted, drawn or a field's code."""
    composer = Composer()
    for paragraph in root.iter(_WORD + "p", _STRICT + "p"):
        if any(local(above) in _PASSED_OVER for above in paragraph.iterancestors()):
            continue
        style, ends = _properties(paragraph, styles)
        _runs(paragraph, composer)
        heading = _HEADING.search(style)
        level = 1 if _TITLE.fullmatch(style) else int(heading[1]) if heading else 0
        composer.end(level, style)
        if ends:
            composer.end(mark=BREAK)
    return composer.paragraphs


def _properties(paragraph: etree._Element, styles: Mapping[str, str]) -> tuple[str, bool]:
    """Give the name of a paragraph's style, and whether a section ends with it."""
    style, ends = "", False
    for given in paragraph[:1]:
        if local(given) == "pPr":
            for one in given:
                if local(one) == "pStyle":
                    style = styles.get(_value(one, "val"), _value(one, "val"))
                ends = ends or local(one) == "sectPr"
    return style, ends


def _runs(paragraph: etree._Element, composer: Composer) -> None:
    """Write what the runs of a paragraph say, links and insertions included."""
    for run in paragraph.iter(_WORD + "r", _STRICT + "r"):
        above = next((one for one in run.iterancestors() if local(one) in ("p", *_PASSED_OVER)), None)
        if above is not paragraph:
            continue
        bold = False
        for one in run:
            tag = local(one)
            if tag == "rPr":
                bold = any(local(mark) == "b" and _value(mark, "val") not in ("0", "false") for mark in one)
            elif tag == "t":
                composer.write(one.text or "", bold)
            elif tag in ("br", "cr"):
                composer.write("\n")
            elif tag == "tab":
                composer.write("\t")
            elif tag == "noBreakHyphen":
                composer.write("-", bold)


def _value(element: etree._Element, name: str) -> str:
    return element.get(_WORD + name) or element.get(_STRICT + name) or ""
