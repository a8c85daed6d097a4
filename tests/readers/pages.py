"""Small PDF files, written line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Line = tuple[float, float, float, str]
"""A line: where it starts, from the left and from the bottom, the size of its letters, the text."""


def pdf(pages: Iterable[Sequence[Line]], title: str = "", author: str = "", extra: str = "") -> bytes:
    """A PDF of pages, in the order of their lines; `extra` goes into the trailer."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
    objects.append(f"<< /Title ({title}) /Author ({author}) >>".encode("cp1252"))
    numbers = []
    for lines in pages:
        stream = b"".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj ET\n".encode("cp1252")
            for x, y, size, text in lines
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        numbers.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>".encode()
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R {extra} >>\n"
    start = len(content)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()
    return content + f"startxref\n{start}\n%%EOF\n".encode()


def column(x: float, y: float, lines: Sequence[str], size: float = 8) -> list[Line]:
    """Lines below one another."""
    return [(x, y - at * size * 1.25, size, text) for at, text in enumerate(lines)]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
