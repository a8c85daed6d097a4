"""Values of fields as a person types them (`author=Anna Müller; Jan Weiß`), for what an article keeps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from archive.dates import read_date
from archive.errors import BadValue, Problem, UnknownField
from archive.fields import BY_NAME, FIELDS, Field, Kind

FIXED: Final = frozenset({"id", "record"})
"""Fields that are the archive's own."""

_ATTRIBUTES: Final = {field.attribute: field for field in FIELDS}
_MANY: Final = frozenset({"authors", "tags", "captions"})
_NAMES: Final = re.compile(r"\s*;\s*|\s+(?:und|and|&)\s+")
_ITEMS: Final = re.compile(r"\s*;\s*")


def typed(settings: Mapping[str, str]) -> dict[str, Any]:
    """Give the attributes of an article that are to be set, each in its type; an empty text empties a field.

    Fields go by any of their names. Several authors are apart by `;` or `und`, other lists by `;`; dates are
    in any form. Raises UnknownField or BadValue.
    """
    values = {}
    for name, text in settings.items():
        field = BY_NAME.get(name.strip().lower()) or _ATTRIBUTES.get(name)
        if field is None or field.name in FIXED:
            names = ", ".join(field.name for field in FIELDS if field.name not in FIXED)
            problem = Problem(
                f"“{name}” is no field that can be set.", (0, len(name)), f"Set one of: {names}."
            )
            raise UnknownField(f"{name}={text}", (problem,))
        values[field.attribute] = _value(field, name, text.strip())
    return values


def _value(field: Field, name: str, text: str) -> Any:
    if field.attribute in _MANY:
        parts = (_NAMES if field.kind is Kind.NAME else _ITEMS).split(text)
        return tuple(part.strip() for part in parts if part.strip())
    if not text:
        return "" if field.attribute == "body" else None
    if field.kind is not Kind.DAY:
        return text
    moment = read_date(text)
    if moment is None:
        span = (len(name) + 1, len(name) + 1 + len(text))
        raise BadValue(f"{name}={text}", (Problem(f"“{text}” is no date.", span, "Write it as 2025-02-24."),))
    return moment
