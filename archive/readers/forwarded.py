"""A message that was passed on: its own sender, day and subject, and where its text begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from archive.readers.paragraphs import Paragraph, line

MOST_ABOVE = 6
"""Paragraphs above what is passed on, in which somebody says why."""

LONGEST_ABOVE = 500
"""Characters of them; who says more has written a message of their own."""

MOST_FIELDS = 8
"""Paragraphs of the block that names sender, day and subject, where each is one."""

_MARK = re.compile(
    r"[-_\s]*(?:(?P<sure>(?:begin )?forwarded message|(?:anfang der )?weitergeleiteten? nachricht)|"
    r"original message|original-?nachricht|ursprüngliche nachricht)\s*:?[-_\s]*",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(r"\s*(?:fwd?|wg)\s*:", re.IGNORECASE)
_MEANINGS = {
    "from": "from|von|de",
    "date": "date|datum|sent|gesendet",
    "subject": "subject|betreff",
    "": "to|an|cc|reply-to|antwort an",
}
_MEANING = {name: meaning for meaning, names in _MEANINGS.items() for name in names.split("|")}
_LABEL = re.compile(rf"(?:^|\s)\*?({'|'.join(name.capitalize() for name in _MEANING)}):\*?\s", re.MULTILINE)


def forwarded(paragraphs: Sequence[Paragraph], subject: str) -> tuple[Mapping[str, str], int] | None:
    """Give what a message passed on says of itself (`from`, `date`, `subject`), and its first paragraph.

    None where there is none, or the message around it is the longer one.
    """
    for at, one in enumerate(paragraphs[:MOST_ABOVE]):
        mark = _MARK.match(one.text)
        if mark and (mark["sure"] or _PASSED_ON.match(subject)):
            end = at + 1
            while end - at <= MOST_FIELDS and end < len(paragraphs) and _LABEL.match(paragraphs[end].text):
                end += 1
            block = "\n".join([one.text[mark.end() :], *(each.text for each in paragraphs[at + 1 : end])])
            fields = _fields(block)
            return (fields, end) if fields.get("from") else None
        if sum(len(each.text) for each in paragraphs[: at + 1]) > LONGEST_ABOVE:
            return None
    return None


def _fields(block: str) -> dict[str, str]:
    _, *parts = _LABEL.split(block)
    found: dict[str, str] = {}
    for name, value in zip(parts[::2], parts[1::2], strict=True):
        found.setdefault(_MEANING[name.lower()], line(value))
    return found
