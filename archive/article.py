"""What an article is: the one thing every other part of the archive passes on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from archive.dates import Moment
from archive.frozen import dataclass

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_SITE = re.compile(r"https?://[^/?#]+/?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an article came from.

    `original` is the path or URL it was read from (`-` for standard input), `sha256` the hex digest of the
    original's bytes (of the record's, where a file holds many), `reader` the module that read it, `added`
    the moment of the ingest (UTC, ISO 8601), `record` the id of the record within the original.
    """

    original: str | None = None
    sha256: str | None = None
    reader: str | None = None
    added: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a body under its heading; the first part of an article has none."""

    heading: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A newspaper or web article with all that is known about it; what is not known is None or empty.

    `body` is Markdown, paragraphs apart by a blank line, section headings as `## `; `published` and `updated`
    are civil dates as printed, with time and zone only where the source gives them; `authors` are names,
    `byline` is the line they stood in, with roles; `language` is an ISO 639-1 code. `extra` holds the
    front-matter keys this program does not know. `id` and `digest` (SHA-256 of the article's file, hex) are
    given by the corpus and empty before.
    """

    headline: str | None = None
    dek: str | None = None
    authors: tuple[str, ...] = ()
    byline: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    source: str | None = None
    section: str | None = None
    language: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    disclaimer: str | None = None
    body: str = ""
    provenance: Provenance = Provenance()
    extra: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    id: str = ""
    digest: str = ""

    @property
    def record(self) -> str | None:
        """The id of the record this article was read from, in an original of many."""
        return self.provenance.record

    @property
    def keys(self) -> tuple[str, ...]:
        """What an article is known by when it comes again, surest first: its bytes, its URL, its origin.

        Records that share a URL are told apart by their record id. The address of a whole site is none of an
        article: many give it. Each is a prefix, a colon and the value.
        """
        origin = self.provenance
        keys = [f"sha256:{origin.sha256}"] if origin.sha256 else []
        if self.url and not _SITE.fullmatch(self.url):
            keys.append(f"url:{self.url}#{origin.record or ''}")
        if origin.original and origin.original != "-":
            keys.append(f"origin:{origin.original}#{origin.record or ''}")
        return tuple(keys)

    @property
    def lede(self) -> str | None:
        """The first paragraph of the body, unless a heading comes first."""
        first = self.body.lstrip().split("\n\n", 1)[0].strip()
        return None if not first or first.startswith("#") else first

    @property
    def sections(self) -> tuple[Section, ...]:
        """The body in its parts, each under the `## ` heading that opens it."""
        parts: list[tuple[str | None, list[str]]] = [(None, [])]
        for line in self.body.split("\n"):
            if line.startswith("## "):
                parts.append((line[3:].strip(), []))
            else:
                parts[-1][1].append(line)
        joined = (Section(heading, "\n".join(lines).strip()) for heading, lines in parts)
        return tuple(part for part in joined if part.heading is not None or part.text)
