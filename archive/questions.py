"""A question in plain words: what it asks about must be found, not the words that make it a question."""

from __future__ import annotations

from typing import Final

from archive.analysis import is_function_word
from archive.query.tree import And, Node, Word, conjunction

_GERMAN = """
wann warum was welche welchem welchen welcher welches wem wen wer weshalb wessen wie wieso wo wodurch wofür
woher wohin womit woran worüber wovon wozu wieviel
"""
_ENGLISH = "how what when where which who whom whose why"

OPENING: Final = {"de": frozenset(_GERMAN.split()), "en": frozenset(_ENGLISH.split())}
"""The words a question begins with, by language."""


def content(node: Node) -> Node:
    """Leave the function words out of a question; whatever is no question, or nothing else, stays as it is.

    "was plant Alibaba mit KI" asks for articles with *plant*, *Alibaba* and *KI*.
    """
    if not isinstance(node, And) or not isinstance(node.clauses[0], Word) or node.clauses[0].field:
        return node
    opening = node.clauses[0].text.lower()
    language = next((each for each, words in OPENING.items() if opening in words), None)
    if language is None:
        return node
    telling = [clause for clause in node.clauses if not _is_small(clause, language)]
    asked = any(isinstance(clause, Word) and clause.field is None for clause in telling)
    return conjunction(telling) if asked else node


def _is_small(node: Node, language: str) -> bool:
    """Tell whether a clause is a small word; one in capitals (WHO, IT) is a name."""
    if not isinstance(node, Word) or node.field is not None:
        return False
    word = node.text.lower()
    return not (node.text.isupper() and len(word) > 1) and (
        is_function_word(word, (language,)) or word in OPENING[language]
    )
