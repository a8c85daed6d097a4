"""Results, articles and receipts for other programs: JSON, JSON lines, CSV, ids.

The shapes are a contract, described in docs/json.md; `FORMAT` counts its versions.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from archive.article import Article
from archive.dates import Moment
from archive.engine import Contribution, Hit, Results
from archive.output.cells import safe

if TYPE_CHECKING:
    from archive.ingest import Outcome

FORMAT = 1

# Compiled when they are first used: most searches write no data.
_HIDDEN = "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
_PAIR = r"\[\n\s*(\d+),\n\s*(\d+)\n\s*\]"
"""A span that indenting has spread over four lines; no string in JSON holds a bare newline."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "id",
    "score",
    "headline",
    "authors",
    "published",
    "source",
    "language",
    "url",
    "record",
    "snippet",
)


def results_record(results: Results, *, explain: bool = False) -> dict[str, Any]:
    """Give the document that `search --json` writes."""
    return {
        "format": FORMAT,
        "query": results.query,
        "interpreted": results.interpreted,
        "match": results.match,
        "total": results.total,
        "hidden": results.hidden,
        "took_ms": round(results.took_ms, 2),
        "suggestion": results.suggestion,
        "hits": [hit_record(hit, explain=explain) for hit in results.hits],
    }


def hit_record(hit: Hit, *, explain: bool = False) -> dict[str, Any]:
    """Give one hit as it stands in `search --json` and, alone on its line, in `search --jsonl`."""
    record: dict[str, Any] = {
        "id": hit.id,
        "score": round(hit.score, 4),
        "headline": hit.headline,
        "authors": list(hit.authors),
        "published": _moment(hit.published),
        "source": hit.source,
        "language": hit.language,
        "url": hit.url,
        "record": hit.record,
        "story": hit.story,
        "similar": hit.similar,
        "headline_matches": [list(span) for span in hit.headline_matches],
        "snippets": [
            {"field": part.field, "text": part.text, "matches": [list(span) for span in part.matches]}
            for part in hit.snippets
        ],
    }
    if explain:
        record["explanation"] = [contribution_record(part) for part in hit.explanation]
    return record


def article_record(article: Article) -> dict[str, Any]:
    """Give an article as `show --json` writes it: every field, null or [] where it is not known."""
    provenance = article.provenance
    return {
        "format": FORMAT,
        "id": article.id,
        "headline": article.headline,
        "dek": article.dek,
        "authors": list(article.authors),
        "byline": article.byline,
        "published": _moment(article.published),
        "updated": _moment(article.updated),
        "source": article.source,
        "section": article.section,
        "language": article.language,
        "url": article.url,
        "tags": list(article.tags),
        "captions": list(article.captions),
        "disclaimer": article.disclaimer,
        "body": article.body,
        "provenance": {
            "original": provenance.original,
            "sha256": provenance.sha256,
            "reader": provenance.reader,
            "added": provenance.added,
            "record": provenance.record,
        },
        "extra": dict(article.extra),
    }


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """Give the receipt of one article as `add --json` writes it on a line."""
    return {
        "outcome": outcome.outcome,
        "id": outcome.id,
        "path": outcome.path,
        "record": outcome.record,
        "reason": outcome.reason,
        "hint": outcome.hint,
        "copy_of": outcome.copy_of,
    }


def write_json(stream: TextIO, record: Mapping[str, Any]) -> None:
    """Write one JSON document, indented."""
    stream.write(_dump(record, indent=2) + "\n")


def write_jsonl(stream: TextIO, record: Mapping[str, Any]) -> None:
    """Write one JSON object on one line."""
    stream.write(_dump(record, indent=None) + "\n")


def write_csv(stream: TextIO, hits: Iterable[Hit]) -> None:
    """Write hits as a table with a head: several authors parted by `; `, passages by ` … `.

    A cell that a spreadsheet would take for a formula is opened by an apostrophe, for an article is not to
    compute anything on its reader's machine; control characters are left out.
    """
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    for hit in hits:
        record = hit_record(hit)
        record["authors"] = "; ".join(hit.authors)
        record["snippet"] = " … ".join(part.text.strip(" …") for part in hit.snippets)
        table.writerow([cell(record[column]) for column in COLUMNS])


def write_ids(stream: TextIO, hits: Iterable[Hit]) -> None:
    """Write the id of each hit on its line."""
    stream.writelines(safe(hit.id) + "\n" for hit in hits)


def _moment(moment: Moment | None) -> str | None:
    return None if moment is None else moment.isoformat()


def contribution_record(part: Contribution) -> dict[str, Any]:
    """Give one part of a score."""
    return {"term": part.term, "path": part.path, "field": part.field, "score": round(part.score, 4)}


def cell(value: Any) -> str:
    """Give a value as it stands in a table, where it can do no harm."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = safe(value).replace("\n", " ")
    return "'" + text if text.startswith(_FORMULA) else text


def _dump(record: Mapping[str, Any], indent: int | None) -> str:
    """Write JSON in which nothing can act on a terminal: what cannot be seen is escaped."""
    text = re.sub(_PAIR, r"[\1, \2]", json.dumps(record, ensure_ascii=False, indent=indent, default=str))
    return re.sub(_HIDDEN, lambda hidden: f"\\u{ord(hidden[0]):04x}", text)
