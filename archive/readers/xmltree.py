"""XML that came in somebody's file: read without what it may ask to be fetched or unfolded."""

from __future__ import annotations

from lxml import etree

from archive.errors import ReaderError

LARGEST = 100_000_000
"""Bytes; the text of the longest book is a tenth of this."""

_HINT = "Open it with the program it was written with, save it again and add that file."


def root_of(data: bytes, name: str) -> etree._Element:
    """Parse XML to its root element: no external entity, no DTD, no network, entities left as they stand.

    Raises ReaderError, naming `name`, where it is not XML, or deeper or larger than any text.
    """
    if len(data) > LARGEST:
        raise ReaderError(f"{name} unpacks to more than {LARGEST // 1_000_000} MB.", hint=_HINT)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReaderError(
            f"{name} is damaged: its XML cannot be read ({_said(error)}).", hint=_HINT
        ) from error


def text_at(root: etree._Element, *names: str) -> str | None:
    """Give the text of the first element of one of the names, whatever its namespace."""
    for element in root.iter():
        if (
            isinstance(element.tag, str)
            and local(element) in names
            and (text := (element.text or "").strip())
        ):
            return text
    return None


def local(element: etree._Element) -> str:
    """Give an element's name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _said(error: Exception) -> str:
    return str(error).split(", line")[0].rstrip(".")
