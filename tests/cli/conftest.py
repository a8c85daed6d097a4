"""A small archive to call the program on, and a way to call it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli.program import program

ARTICLES = {
    "netz.txt": """Stadtwerke bauen das Fernwärmenetz aus

Von Anna Müller

01.03.2025

Das Fernwärmenetz der Stadt reicht künftig bis in den Norden. Die Stadtwerke wollen dafür rund 53 Millionen
Euro ausgeben, wie die Leiterin am Montag sagte.

Die Arbeiten beginnen im Herbst und dauern drei Jahre. Betroffen sind vor allem die großen Straßen im Zentrum.
""",
    "kanal.md": """---
title: Der alte Kanal wird wieder geflutet
author: [Jan Weiß, Anna Müller]
date: 2025-02-10
source: Morgenblatt
tags: [Wasser, Stadt]
---

Nach vierzig Jahren fließt wieder Wasser durch den Kanal, teilte die Stadt mit. Die Schleusen wurden erneuert.

## Was es kostet

Die Stadt zahlt zwölf Millionen Euro.
""",
    "bridge.md": """---
title: Old bridge closed for repairs
author: Mary Stone
date: 2024-11-05
source: Harbour Times
---

The old bridge over the harbour is closed until spring. Engineers found rust in four of its cables, and the
city says repairs cannot wait.
""",
    "records.jsonl": "".join(
        json.dumps(record) + "\n"
        for record in (
            {
                "id": "r-1",
                "title": "Markthalle öffnet am Sonntag",
                "author": "Jan Weiß",
                "date": "2025-03-02",
                "source": "Morgenblatt",
                "text": "Die Markthalle öffnet am Sonntag ihre Türen. Die Stadt erwartet viele Gäste.",
            },
            {
                "id": "r-2",
                "title": "Harbour ferry adds a night service",
                "author": "Mary Stone",
                "date": "2025-01-15",
                "source": "Harbour Times",
                "text": "The ferry across the harbour will run until midnight from April on.",
            },
        )
    ),
}

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files as people have them, not in any archive."""
    folder = tmp_path_factory.mktemp("cast")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def filled(cast: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of five articles, to be copied."""
    place = tmp_path_factory.mktemp("filled") / "archive"
    runner = CliRunner()
    assert runner.invoke(program, ["init", str(place)]).exit_code == 0
    result = runner.invoke(program, ["--dir", str(place), "add", str(cast)])
    assert result.exit_code == 0, result.output
    return place


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Path:
    """An archive of five articles, the test's own."""
    return Path(shutil.copytree(filled, tmp_path / "archive"))


@pytest.fixture
def run(place: Path) -> Run:
    """Call the program on the test's archive within this process."""

    def call(*arguments: str, **settings: object) -> Result:
        environment = {
            "ARCHIVE_DIR": str(place),
            "COLUMNS": "80",
            "NO_COLOR": None,
            "_ARCHIVE_COMPLETE": None,
        }
        environment |= settings.pop("env", {})  # type: ignore[arg-type]
        return CliRunner().invoke(program, list(arguments), env=environment, **settings)  # type: ignore[arg-type]

    return call


@pytest.fixture
def process(place: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Call the program on the test's archive as a process of its own."""

    def call(
        *arguments: str, env: dict[str, str] | None = None, **settings: object
    ) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "ARCHIVE_DIR": str(place), **(env or {})}
        settings = {"capture_output": True, "timeout": 60, "check": False} | settings
        return subprocess.run(  # noqa: PLW1510 -- said in the settings
            [sys.executable, "-m", "archive", *arguments], env=environment, **settings
        )  # type: ignore[call-overload]

    return call
