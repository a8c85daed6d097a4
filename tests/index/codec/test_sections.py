from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import IndexDamaged, IndexOutdated
from archive.index.codec.sections import FORMAT, PAGE, Sections, SectionWriter

PARTS = {"small": b"abc", "empty": b"", "large": bytes(range(256)) * 300}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sections") / "whole.segment"
    writer = SectionWriter(path)
    for name, data in PARTS.items():
        writer.add(name, data)
    writer.close({"answer": 42})
    return path.read_bytes()


def read(path: Path, data: bytes) -> dict[str, bytes]:
    path.write_bytes(data)
    sections = Sections(path)
    assert sections.facts == {"answer": 42}
    return {name: bytes(sections.bytes(name)) for name in PARTS}


def test_sections_come_back(whole: bytes, tmp_path: Path) -> None:
    assert read(tmp_path / "x", whole) == PARTS
    sections = Sections(tmp_path / "x")
    assert sections.array("large", "<u4", 3, 5).tolist() == np.frombuffer(PARTS["large"], "<u4")[3:5].tolist()
    assert bytes(sections.bytes("no such section")) == b""
    sections.verify()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_flipped_bit_is_seen_when_its_page_is_read(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path_factory.getbasetemp() / "flipped.segment"
    path.write_bytes(flipped)
    with pytest.raises((IndexDamaged, IndexOutdated)):
        Sections(path).verify()


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**30), st.binary(min_size=1, max_size=100))
def test_a_file_cut_short_or_made_longer_is_refused(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, cut: int, more: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.segment"
    for changed in (whole[: cut % len(whole)], whole + more):
        path.write_bytes(changed)
        with pytest.raises((IndexDamaged, IndexOutdated)):  # what is added may look like another format's end
            Sections(path)


def test_damage_in_one_page_does_not_keep_others_from_being_read(whole: bytes, tmp_path: Path) -> None:
    flipped = bytearray(whole)
    flipped[PAGE + 5] ^= 1
    (tmp_path / "x").write_bytes(flipped)
    sections = Sections(tmp_path / "x")
    assert bytes(sections.bytes("small")) == b"abc"
    with pytest.raises(IndexDamaged, match="x is damaged near byte 16384"):
        sections.bytes("large")


@pytest.mark.parametrize(
    "directory",
    [
        {"facts": {}, "sections": {"a": [0, 10**15]}},
        {"facts": {}, "sections": {"a": [-5, 3]}},
        {"facts": {}, "sections": {"a": "x"}},
        {"facts": [], "sections": {}},
        {"sections": {}},
        [],
    ],
)
def test_a_directory_that_points_outside_the_file_is_damaged(tmp_path: Path, directory: object) -> None:
    body = bytes(64)
    table = struct.pack("<I", zlib.crc32(body))
    raw = json.dumps(directory).encode()
    size = 64 + 4 + len(raw) + 48
    numbers = struct.pack("<QQQ", 64, 68, size)
    checksum = zlib.crc32(numbers, zlib.crc32(raw, zlib.crc32(table)))
    path = tmp_path / "x.segment"
    path.write_bytes(
        body + table + raw + numbers + struct.pack("<II16s", checksum, FORMAT, b"article segment\n")
    )
    with pytest.raises(IndexDamaged):
        Sections(path)


def test_another_format_is_outdated(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(whole[:-20] + struct.pack("<I", 99) + whole[-16:])
    with pytest.raises(IndexOutdated):
        Sections(path)
