"""What follows `--set`: a field and its value."""

from __future__ import annotations

from collections.abc import Iterable

from archive.cli.invocation import MisuseError


def settings_of(settings: Iterable[str]) -> dict[str, str]:
    """Part fields from values; the same field twice makes a list (`--set author=A --set author=B`)."""
    values: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise MisuseError(f"--set {setting} says no value.", hint="Write it as --set field=value.")
        values[name] = f"{values[name]}; {value}" if name in values else value
    return values
