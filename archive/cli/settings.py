"""What follows `--set`: a field and its value."""

from __future__ import annotations

from collections.abc import Iterable

from archive.cli.invocation import MisuseError
from archive.fields import BY_NAME, FIELDS

_FIXED = ("id", "record")


def settings_of(settings: Iterable[str]) -> dict[str, str]:
    """Give the attributes of an article with their new values; `author` twice means two authors."""
    values: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        field = BY_NAME.get(name.strip().lower())
        if not equals:
            raise MisuseError(f"--set {setting} says no value.", hint="Write it as --set field=value.")
        if field is None or field.name in _FIXED:
            names = ", ".join(field.name for field in FIELDS if field.name not in _FIXED)
            raise MisuseError(f"“{name}” is no field that can be set.", hint=f"Set one of: {names}.")
        key = field.attribute
        values[key] = f"{values[key]}; {value.strip()}" if key in values else value.strip()
    return values
