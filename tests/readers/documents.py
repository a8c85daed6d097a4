"""Small documents, written as word processors and book makers write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of the parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 5, 12, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def docx(paragraphs: Iterable[tuple[str, str]], title: str = "", author: str = "", before: str = "") -> bytes:
    """A Word document of paragraphs, each a style and a text; `**` around words makes them bold."""
    body = ""
    for style, text in paragraphs:
        runs = "".join(
            f"<w:r>{'<w:rPr><w:b/></w:rPr>' if at % 2 else ''}<w:t>{escape(run)}</w:t></w:r>"
            for at, run in enumerate(text.split("**"))
            if run
        )
        body += f"<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{runs}</w:p>"
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"{before}<w:document xmlns:w='{WORD}'><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles xmlns:w='{WORD}'><w:style w:styleId='berschrift1'>"
            "<w:name w:val='heading 1'/></w:style><w:style w:styleId='berschrift2'>"
            "<w:name w:val='heading 2'/></w:style></w:styles>",
            "docProps/core.xml": "<cp:coreProperties xmlns:cp='c' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator></cp:coreProperties>",
        }
    )


def odt(body: str, title: str = "", author: str = "") -> bytes:
    """An OpenDocument text whose body is given as its XML."""
    spaces = (
        "xmlns:office='o' xmlns:text='t' xmlns:style='s' xmlns:fo='f' xmlns:dc='d' xmlns:meta='m' "
        "xmlns:draw='r'"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>"
            "<style:style style:name='B'><style:text-properties fo:font-weight='bold'/></style:style>"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {spaces}><office:meta><dc:title>{escape(title)}</dc:title>"
            f"<meta:initial-creator>{escape(author)}</meta:initial-creator></office:meta></office:document-meta>",
        }
    )


def epub(chapters: Mapping[str, str], title: str = "", author: str = "") -> bytes:
    """A book of chapters, each a name and the XHTML of its body."""
    items = "".join(
        f"<item id='i{at}' href='{name}' media-type='application/xhtml+xml'/>"
        for at, name in enumerate(chapters)
    )
    order = "".join(f"<itemref idref='i{at}'/>" for at in range(len(chapters)))
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles>"
            "</container>",
            "OPS/book.opf": "<package xmlns:dc='d'><metadata>"
            f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
            "<dc:date>2024-03-05</dc:date><dc:language>de-DE</dc:language></metadata><manifest>"
            "<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>"
            f"{items}</manifest><spine><itemref idref='nav'/>{order}</spine></package>",
            "OPS/nav.xhtml": "<html><body><nav>" + "Inhalt " * 100 + "</nav></body></html>",
            **{
                f"OPS/{name}": f"<?xml version='1.0'?><html xmlns='h'><head/><body>{body}</body></html>"
                for name, body in chapters.items()
            },
        }
    )
