"""What a saved page comes in: bare, or as a mail with its pictures (.mht, .mhtml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy

from archive.errors import NoArticle
from archive.readers.source import Source

HEADERS = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,50}?Content-Type:\s*multipart/related", re.IGNORECASE
)
"""The first lines of a page saved in one file."""

MOST_PARTS = 2_000
"""Parts of a page saved in one file; each picture is one."""

_SAVED_FROM = re.compile(
    rb"saved from url=\(\d+\)(https?://[^\s>]{1,2000})|\burl:\s*(https?://[^\s>]{1,2000})"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """The markup of a page, the encoding its carrier declares for it, and the address it was saved from."""

    data: bytes
    encoding: str | None = None
    url: str | None = None


def unpack(source: Source) -> Carried:
    """Take the page out of what it comes in; raises NoArticle where there is none."""
    data = source.data
    if HEADERS.match(data.lstrip()):
        return _from_mail(data.lstrip(), source.name)
    saved = _SAVED_FROM.search(data[:4_096])
    address = (saved[1] or saved[2]) if saved else None
    return Carried(data, url=address.decode("utf-8", "replace") if address else None)


def _from_mail(data: bytes, name: str) -> Carried:
    """Find the page among the parts: the first that is HTML."""
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        for number, part in enumerate(message.walk()):
            if number >= MOST_PARTS:
                break
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                payload = part.get_payload(decode=True)
                address = part.get("Content-Location") or message.get("Snapshot-Content-Location")
                charset = part.get_content_charset()
                if isinstance(payload, bytes) and payload.strip():
                    return Carried(payload, charset, str(address).strip() if address else None)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NoArticle(f"{name} is damaged and cannot be read.", hint="Save the page again.") from error
    raise NoArticle(f"{name} holds no web page.", hint="Save the page again and add that file.")
