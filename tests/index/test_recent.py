"""What was used last is remembered, as much as there is room for."""

from __future__ import annotations

from archive.index.recent import Recent


def test_what_was_not_asked_for_longest_is_forgotten_first():
    recent: Recent[str] = Recent(30)
    for key in "abc":
        recent.put(key, key.upper(), 10)
    assert recent.get("a") == "A"
    recent.put("d", "D", 10)
    assert [recent.get(key) for key in "abcd"] == ["A", None, "C", "D"]


def test_what_takes_more_than_all_the_room_is_not_remembered():
    recent: Recent[str] = Recent(30)
    recent.put("a", "A", 10)
    recent.put("b", "B", 31)
    assert [recent.get(key) for key in "ab"] == [None, None]


def test_a_value_put_again_takes_its_room_once():
    recent: Recent[str] = Recent(30)
    for _ in range(5):
        recent.put("a", "A", 20)
    recent.put("b", "B", 10)
    assert [recent.get(key) for key in "ab"] == ["A", "B"]
