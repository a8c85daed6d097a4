"""Classes of plain data behave as those of `dataclasses` do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import frozen


@frozen.dataclass(frozen=True, slots=True)
class Word:
    """A word."""

    text: str
    field: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class StandardWord:
    """A word."""

    text: str
    field: str | None = None


@frozen.dataclass(frozen=True, slots=True)
class Other:
    """A word of another kind."""

    text: str
    field: str | None = None


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A hit."""

    id: str
    names: tuple[str, ...] = ()


@frozen.dataclass(slots=True)
class Basket:
    """What is filled later."""

    found: list[int] = field(default_factory=list)


@frozen.dataclass(frozen=True, slots=True)
class Nothing:
    """Of nothing."""


@frozen.dataclass(frozen=True)
class Bare:
    """Without slots."""

    text: str


@given(st.text(), st.none() | st.text())
def test_equality_hash_and_text_are_those_of_a_dataclass(text, name):
    ours, standard = Word(text, name), StandardWord(text, name)
    assert repr(ours) == repr(standard).replace("StandardWord", "Word")
    assert hash(ours) == hash(standard)
    assert ours == Word(text, field=name)
    assert ours != Other(text, name)
    assert ours != Word(text + "!", name)
    assert dataclasses.asdict(ours) == dataclasses.asdict(standard)
    assert dataclasses.replace(ours, text="x") == frozen.replace(ours, text="x") == Word("x", name)
    assert frozen.replace(ours) == ours == Word(text, name)


@pytest.mark.parametrize("value", [Word("a"), Hit(id="a", names=("b",)), Basket([1]), Bare("a")])
def test_what_is_copied_or_sent_to_another_process_arrives_equal(value):
    assert copy.copy(value) == copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value


def test_a_field_that_there_is_not_cannot_be_replaced():
    with pytest.raises(TypeError, match="colour"):
        frozen.replace(Word("a"), colour="b")


@pytest.mark.parametrize("value", [Word("a"), Bare("a")])
def test_what_is_frozen_cannot_be_changed(value):
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.text = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.text
    assert value.text == "a"


def test_each_gets_a_list_of_its_own_and_may_change_it():
    first, second = Basket(), Basket()
    first.found.append(1)
    assert second.found == []
    second.found = [2]
    assert second == Basket([2])
    with pytest.raises(TypeError):
        hash(first)


def test_a_class_pattern_takes_a_value_apart():
    match Word("a", "b"):
        case Word(text, name):
            assert (text, name) == ("a", "b")


@pytest.mark.parametrize(
    ("make", "made"),
    [
        (lambda: Word("a"), Word("a", None)),
        (lambda: Word(field="b", text="a"), Word("a", "b")),
        (lambda: Hit(id="a"), Hit(id="a", names=())),
        (Basket, Basket([])),
        (lambda: Basket([1]), Basket(found=[1])),
        (lambda: Bare("a"), Bare(text="a")),
        (Nothing, Nothing()),
    ],
)
def test_the_thousandth_object_of_a_class_is_made_like_the_first(make: Any, made: Any):
    for _ in range(10 * frozen.OFTEN):
        assert make() == made
    assert type(made).__init__.__qualname__ == f"{type(made).__name__}.__init__"


@pytest.mark.parametrize("often", [1, 2 * frozen.OFTEN])
@pytest.mark.parametrize(
    ("make", "args", "named"),
    [
        (Word, (), {}),
        (Word, ("a", "b", "c"), {}),
        (Word, ("a",), {"text": "b"}),
        (Word, ("a",), {"colour": "b"}),
        (Word, (), {"text": "b", "colour": "b"}),
        (Hit, ("a",), {}),
        (Hit, (), {"names": ()}),
        (Basket, ([1], [2]), {}),
    ],
)
def test_a_call_with_wrong_arguments_is_refused(make: Any, args: Any, named: Any, often: int):
    for _ in range(often):
        with pytest.raises(TypeError, match=make.__name__):
            make(*args, **named)
