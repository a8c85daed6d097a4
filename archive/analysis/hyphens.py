"""Words that some write with a hyphen and others as one: E-Mail and Email, Klima-Schutz and Klimaschutz."""

from __future__ import annotations

from archive.analysis.tokens import forms

_HYPHENS = str.maketrans("‐‑", "--")
_MOST_JOINED = 4
"""Words with hyphens between them that may also be written as one, at most."""

LETTERED = {
    f"{letter}{word}"
    for letter, words in (
        (
            "e",
            "auto autos bike bikes book books commerce government learning mail mails mobilität paper roller",
        ),
        ("e", "scooter zigarette zigaretten"),
        ("s", "bahn bahnen"),
        ("t", "shirt shirts"),
        ("u", "bahn bahnen boot boote"),
        ("x", "ray rays"),
    )
    for word in words.split()
}
"""Words whose first letter stands before a hyphen as often as not."""


_CO = ("cooperat", "coordinat", "coexist")
"""Beginnings of words that British papers write with a hyphen: co-operation."""


def readings(word: str) -> tuple[tuple[str, ...], ...]:
    """Give the ways in which a word may be written, each as its forms side by side; as typed comes first.

    "E-Mail" gives (("e", "mail"), ("email",)), "Email" the same the other way round; "G7" gives "G-7" too.
    """
    typed = tuple(forms(word))
    if len(typed) == 1 and typed[0].startswith(_CO):
        return typed, ("co", typed[0][2:])
    if len(typed) == 1 and typed[0] in LETTERED:
        return typed, (typed[0][0], typed[0][1:])
    if len(typed) == 1 and (name := typed[0].rstrip("0123456789")).isalpha() and name != typed[0]:
        return typed, (name, typed[0][len(name) :])
    if len(typed) < 2 or not all(map(_is_word, word.translate(_HYPHENS).split("-"))):
        return (typed,)
    begun = [(typed[0] + typed[1], *typed[2:])] if len(typed[0]) == 1 else []
    whole = [("".join(typed),)] if len(typed) <= _MOST_JOINED else []
    return tuple(dict.fromkeys([typed, *begun, *whole]))


def _is_word(text: str) -> bool:
    return bool(text) and text.replace("_", "a").isalnum()
