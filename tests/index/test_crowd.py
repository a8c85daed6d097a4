"""Any number of processes search while one writes, and every answer is that of some commit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from archive.index import WhooshEngine
from tests.index.crowd import batches

READERS, BATCH, BATCHES = (8, 500, 20) if os.environ.get("CROWD") == "all" else (2, 40, 4)
ROOT = Path(__file__).parents[2]


def test_processes_that_search_while_one_adds_see_every_commit_whole(tmp_path):
    path = tmp_path / "index"
    with WhooshEngine.create(path) as engine:
        command = [sys.executable, "-m", "tests.index.crowd", str(path), str(BATCH), str(BATCHES)]
        readers = [
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(READERS)
        ]
        try:
            for batch in batches(BATCH, BATCHES):
                engine.update(batch)
            for reader in readers:
                told, wrong = reader.communicate(timeout=600)
                assert reader.returncode == 0, wrong
                assert int(told) >= 3
        finally:
            for reader in readers:
                reader.kill()
                reader.wait()
