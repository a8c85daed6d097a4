"""Mappings as YAML: written the way people write them, read without surprises.

A mapping whose values are plain (texts, lists and mappings of one-line texts) is written and read line by
line, many times as fast as by a YAML library and with the same result; PyYAML does the rest. Numbers, truth
values and dates that would not be written back as they were typed (`007`, `1.10`, `no`, `2025-02-31`) are
read as `Plain`: a text that is written without quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import yaml

try:
    from yaml import CSafeDumper as SafeDumper
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: the same, only slower
    from yaml import SafeDumper, SafeLoader  # type: ignore[assignment]

MAX_DEPTH: Final = 50
"""Nesting beyond this is an attack on the reader's stack; front matter in the wild has 4 levels at most."""

TOO_DEEP: Final = "the front matter is nested too deeply"

MAX_ALIASED: Final = 10_000
"""Values that aliases (`*name`) may add up to; beyond this they are an attack on memory."""


class Misread(ValueError):
    """The text is no mapping; `line` (from 0) says where, or `key` for which key."""

    def __init__(self, message: str, *, line: int = 0, key: str | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.key = key


class Plain(str):
    """A number, truth value or date kept as it was typed."""

    __slots__ = ()


def read(text: str) -> dict[str, Any]:
    """Read a mapping; empty where the text is. Raises Misread for anything else, and for a key twice."""
    plain = _read_lines(text.split("\n"))
    return plain if plain is not None else _read_yaml(text)


def write(pairs: Iterable[tuple[str, Any]]) -> str:
    """Write keys and values in the order given; reading that gives them back."""
    return "".join(_write_pair(key, value) for key, value in pairs)


# What may stand without quotes is far stricter here than in YAML: it begins with a letter or slash, and has
# no break, no control character, no colon or hash that could end it.
_BAD: Final = r"\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff"
_TEXT: Final = re.compile(rf"(?:/|[^\W\d_])[^\s:#{_BAD}]*(?:[ :#][^\s:#{_BAD}]+)*")
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)?)?")
_HASH: Final = re.compile(r"(?=[0-9]*[a-df])[0-9a-f]{64}")
_QUOTED: Final = re.compile(rf'"((?:[^"\\{_BAD}]|\\["\\])*)"')
_ESCAPE: Final = re.compile(rf'["\\{_BAD}]')
_PAIR: Final = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?: (.+))?")
_KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_PARAGRAPHS: Final = re.compile(rf"[^\s{_BAD}][^{_BAD}]*(?:\n+[^\s{_BAD}][^{_BAD}]*)*")
_WORDS: Final = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
_ESCAPED: Final = re.compile(r'\\(["\\])')


def _write_pair(key: str, value: Any) -> str:
    if _is_key(key):
        if type(value) is str and "\n" in value and _PARAGRAPHS.fullmatch(value):
            lines = "\n".join(f"  {line}" if line else "" for line in value.split("\n"))
            return f"{key}: |-\n{lines}\n"
        if isinstance(value, str) and (scalar := _write_scalar(value)) is not None:
            return f"{key}: {scalar}\n"
        if isinstance(value, list | tuple) and value:
            items = [_write_scalar(item) for item in value]
            if None not in items:
                return f"{key}:\n" + "".join(f"  - {item}\n" for item in items)
        if isinstance(value, dict) and value and all(map(_is_key, value)):
            parts = [_write_scalar(part) for part in value.values()]
            if None not in parts:
                rows = (f"  {name}: {part}\n" for name, part in zip(value, parts, strict=True))
                return f"{key}:\n" + "".join(rows)
    return _write_yaml(key, value)


@lru_cache(maxsize=256)
def _is_key(key: Any) -> bool:
    return type(key) is str and _KEY.fullmatch(key) is not None and key.lower() not in _WORDS


def _write_scalar(value: Any) -> str | None:
    """Write a text of one line, or give None for what PyYAML must write."""
    if type(value) is str:
        if (_TEXT.fullmatch(value) and value.lower() not in _WORDS) or _HASH.fullmatch(value):
            return value
        return '"' + _ESCAPE.sub(_escape, value) + '"'
    if type(value) is Plain and _STAMP.fullmatch(value):
        return value
    return None


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return {"\n": "\\n", "\t": "\\t"}.get(character) or (
        "\\" + character if character in '"\\' else f"\\u{ord(character):04x}"
    )


def _read_scalar(text: str) -> str | None:
    if _TEXT.fullmatch(text):
        return text if text.lower() not in _WORDS else None
    if quoted := _QUOTED.fullmatch(text):
        inner = quoted.group(1)
        return _ESCAPED.sub(r"\1", inner) if "\\" in inner else inner
    if _STAMP.fullmatch(text):
        return Plain(text)
    return text if _HASH.fullmatch(text) else None


def _read_lines(lines: list[str]) -> dict[str, Any] | None:
    """Read what `write` writes without PyYAML; None where there is anything else."""
    found: dict[str, Any] = {}
    at = 0
    while at < len(lines):
        if not lines[at] and at == len(lines) - 1:
            break
        pair = _PAIR.fullmatch(lines[at])
        at += 1
        if pair is None or pair[1] in found or pair[1].lower() in _WORDS:
            return None
        value: Any
        if pair[2] == "|-":
            value, at = _read_paragraphs(lines, at)
        elif pair[2] is not None:
            value = _read_scalar(pair[2])
        else:
            value, at = _read_nested(lines, at)
        if value is None:
            return None
        found[pair[1]] = value
    return found


def _read_nested(lines: list[str], at: int) -> tuple[list[str] | dict[str, str] | None, int]:
    """Read the indented lines from `at`, a list or a mapping (else None), and tell where they end."""
    items: list[str] = []
    parts: dict[str, str] = {}
    while at < len(lines) and lines[at].startswith("  "):
        line = lines[at][2:]
        pair = _PAIR.fullmatch(line)
        value = _read_scalar(line[2:] if line.startswith("- ") else (pair[2] or "") if pair else "")
        if value is None:
            return None, at
        if line.startswith("- "):
            items.append(value)
        elif pair is None or pair[1] in parts or pair[1].lower() in _WORDS:
            return None, at
        else:
            parts[pair[1]] = value
        at += 1
    return (None if items and parts else items or parts or None), at


def _read_paragraphs(lines: list[str], at: int) -> tuple[str | None, int]:
    start = at
    while at < len(lines) and (lines[at].startswith("  ") or (not lines[at] and at < len(lines) - 1)):
        at += 1
    text = "\n".join(line[2:] for line in lines[start:at])
    return (text if _PARAGRAPHS.fullmatch(text) else None), at


class _Loader(SafeLoader):
    """PyYAML's safe loader, without its losses: no key twice, and nothing read that is not written back."""


class _Dumper(SafeDumper):
    """PyYAML's safe dumper, for `Plain` too."""


def _whole(_: Any, node: yaml.ScalarNode) -> int | Plain:
    canonical = re.fullmatch(r"0|-?[1-9][0-9]{0,17}", node.value)
    return int(node.value) if canonical else Plain(node.value)


def _broken(_: Any, node: yaml.ScalarNode) -> float | Plain:
    try:
        number = float(node.value)
    except ValueError:
        return Plain(node.value)
    return number if yaml.safe_dump(number).split("\n")[0] == node.value else Plain(node.value)


def _truth(_: Any, node: yaml.ScalarNode) -> bool | Plain:
    return {"true": True, "false": False}.get(node.value, Plain(node.value))


def _text(_: Any, node: yaml.ScalarNode) -> str:
    quoted = bool(node.style) or _TEXT.fullmatch(node.value) is not None
    return str(node.value) if quoted else Plain(node.value)


def _as_typed(_: Any, node: yaml.ScalarNode) -> Plain:
    return Plain(node.value)


def _distinct(loader: Any, node: yaml.MappingNode) -> Iterator[dict[Any, Any]]:
    found: dict[Any, Any] = {}
    yield found
    loader.flatten_mapping(node)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable) or key in found:
            what = "is twice" if isinstance(key, Hashable) else "is not a text"
            raise Misread(f"the key `{key}` {what} in the front matter", line=key_node.start_mark.line)
        found[key] = loader.construct_object(value_node)


_CONSTRUCTORS: dict[str, Callable[[Any, Any], Any]] = {
    "int": _whole,
    "float": _broken,
    "bool": _truth,
    "timestamp": _as_typed,
    "value": _as_typed,
    "merge": _as_typed,
    "map": _distinct,
    "str": _text,
}
for _tag, _constructor in _CONSTRUCTORS.items():
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _constructor)


def _plain(dumper: Any, value: Plain) -> yaml.ScalarNode:
    tag = dumper.resolve(yaml.ScalarNode, str(value), (True, False))
    node: yaml.ScalarNode = dumper.represent_scalar(tag, str(value))
    return node


_Dumper.add_representer(Plain, _plain)


def _write_yaml(key: str, value: Any) -> str:
    written: str = yaml.dump(
        {key: value},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=10**6,
    )
    return written


def _read_yaml(text: str) -> dict[str, Any]:
    try:
        _check_depth(text)
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        deep = "nesting depth" in (error.problem or "")  # newer ones of libyaml see it before `_check_depth`
        said = TOO_DEEP if deep else f"not valid YAML ({error.problem})"
        raise Misread(said, line=mark.line if mark else 0) from error
    except (yaml.YAMLError, RecursionError, UnicodeError) as error:
        raise Misread(f"not valid YAML ({str(error).splitlines()[0]})") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Misread("the front matter is not a list of keys and values")
    _check_size(found, len(text) + MAX_ALIASED)
    return {key if isinstance(key, str) else Plain(_as_key(key)): value for key, value in found.items()}


def _as_key(key: object) -> str:
    return {None: "null", True: "true", False: "false"}.get(key) or str(key)  # type: ignore[call-overload]


def _check_depth(text: str) -> None:
    """Refuse what would overflow the stack of the composer, which recurses, before it sees it."""
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise Misread(TOO_DEEP, line=event.start_mark.line)


def _check_size(found: Any, limit: int) -> None:
    """Refuse what aliases make larger than memory, or endless."""
    seen = 0
    todo = [found]
    while todo:
        value = todo.pop()
        seen += 1
        if seen > limit:
            raise Misread("the front matter is too large with its aliases (`*name`) written out")
        if isinstance(value, Mapping):
            todo.extend(value.values())
        elif isinstance(value, list | tuple | set):
            todo.extend(value)
