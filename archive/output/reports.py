"""The report of a run: what became of every file and every article in it, as a table or as JSON lines."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, TextIO

from archive.output.records import cell, outcome_record, write_jsonl

if TYPE_CHECKING:
    from archive.ingest import Outcome

COLUMNS: Final = ("path", "record", "outcome", "id", "reason", "copy_of")
"""What is said of each."""

ENDINGS: Final = {".csv": "table", ".jsonl": "lines", ".ndjson": "lines"}
"""The form of a report, by the ending of its name."""


class Report:
    """Writes a row for each outcome, at once: a run that is cut short is reported as far as it came."""

    def __init__(self, stream: TextIO, form: str) -> None:
        self._stream = stream
        self._write: Callable[[Outcome], object] = self._line
        if form == "table":
            self._table = csv.writer(stream, lineterminator="\n")
            self._table.writerow(COLUMNS)
            self._write = self._row

    def write(self, outcome: Outcome) -> None:
        """Write what became of an article, or of a file that has none."""
        self._write(outcome)
        self._stream.flush()

    def _row(self, outcome: Outcome) -> None:
        self._table.writerow([cell(getattr(outcome, column)) for column in COLUMNS])

    def _line(self, outcome: Outcome) -> None:
        record = outcome_record(outcome)
        write_jsonl(self._stream, {column: record[column] for column in COLUMNS})


def form_of(name: str) -> str | None:
    """Tell the form of a report by the name of its file, None where it has none."""
    return ENDINGS.get(PurePath(name).suffix.lower())
