"""The project keeps its promises: documented, current, light to start, and of one shape."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

import archive
from archive.cli.program import VERBS, program

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "archive"
DOCS = sorted((ROOT / "docs").glob("*.md"))
HELP = ROOT / "docs" / "cli.md"
PAGES = [page for page in [ROOT / "README.md", *DOCS] if page != HELP]

ENGINE = {"whoosh", "numpy", "archive.index", "archive.corpus", "archive.readers"}
"""What `archive --help` must not load."""
SLOW = {
    "archive.article", "archive.cli.pager", "archive.corpus", "archive.dates", "archive.frontmatter",
    "archive.index.merging", "archive.index.workers", "archive.index.writer", "archive.ingest",
    "archive.output.records", "archive.readers", "asyncio", "csv", "difflib", "email", "http",
    "multiprocessing", "numpy._core._add_newdocs", "numpy.ma", "requests", "rich", "subprocess", "tempfile",
    "trafilatura", "unittest", "whoosh", "yaml",
}  # fmt: skip
"""What a search must not load; numpy brings urllib.parse and pickle by itself."""

MOST = 95
"""Modules of its own that a search may load: to find, read and run one takes time, however short it is."""

DOORS = {
    "__init__.py",
    "archive.py",
    "cli/__init__.py",
    "cli/program.py",
    "cli/screen.py",
    "cli/search.py",
    "readers/__init__.py",
    "readers/files.py",
    "disk.py",
    "index/__init__.py",
    "query/conditions.py",
    "query/lexer.py",
    "query/terms.py",
}
"""Where an import may wait until it is needed: public names, an archive's parts, the program and its verbs, a
reader; what only one system has; the writing side of the index; and what few searches need (a pager, data
formats, periods, the nearest name of a field)."""


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)


def commands(page: Path) -> list[list[str]]:
    """Give the calls of `archive` in the examples of a page."""
    found = []
    for block in blocks(page, "console"):
        for line in block.splitlines():
            if line.startswith("$ archive "):
                lexer = shlex.shlex(line[2:], posix=True, punctuation_chars="|>")
                lexer.whitespace_split = True
                words: list[str] = []
                for word in lexer:
                    if word in ("|", ">"):
                        break
                    words.append(word)
                found.append(words[1:])
    return found


EXAMPLES = [(page.name, words) for page in PAGES for words in commands(page)]


def help_page() -> str:
    """Write docs/cli.md from what the program says of itself."""
    parts = [
        "# The command line\n\nWritten from `--help` of each verb; the pages beside this one explain them.\n"
    ]
    group = click.Context(program, info_name="archive", terminal_width=80, **program.context_settings)
    for name in (None, *VERBS):
        command = program if name is None else program.get_command(group, name)
        assert command is not None
        context = group if name is None else click.Context(command, group, info_name=name, terminal_width=80)
        title = "archive" if name is None else f"archive {name}"
        parts.append(f"## {title}\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def test_the_help_page_is_current() -> None:
    current = help_page()
    if os.environ.get("RENEW") == "docs":
        HELP.write_text(current, encoding="utf-8")
    assert HELP.read_text(encoding="utf-8").split() == current.split(), (
        "docs/cli.md is stale; renew it with `RENEW=docs pytest tests/test_project.py`"
    )


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented_with_an_example(verb: str) -> None:
    assert any(words[0] == verb for name, words in EXAMPLES if name != "README.md"), verb


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_a_verb_has_its_help(verb: str) -> None:
    command = program.get_command(click.Context(program), verb)
    assert command is not None
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name
            assert option.help.endswith((".", "]")), option.help


@pytest.mark.parametrize(
    ("page", "words"), EXAMPLES, ids=[f"{page}: {shlex.join(words)}" for page, words in EXAMPLES]
)
def test_every_example_of_a_command_is_one(page: str, words: list[str]) -> None:
    group = click.Context(program, info_name="archive")
    with program.make_context("archive", list(words), parent=None) as context:
        rest = (
            [*context._protected_args, *context.args] if hasattr(context, "_protected_args") else context.args
        )
    if rest:
        command = program.get_command(group, rest[0])
        assert command is not None, page
        command.make_context(rest[0], rest[1:], parent=group)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_of_json_is_json(page: Path) -> None:
    for block in blocks(page, "json"):
        try:
            json.loads(block)
        except json.JSONDecodeError:
            assert all(json.loads(line) for line in block.splitlines())


def test_every_example_in_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.txt").write_text(
        "Old bridge closed for repairs\n\nBy Mary Stone\n\n5 November 2024\n\n"
        "The old bridge over the harbour is closed until spring, the city said on Tuesday.\n",
        encoding="utf-8",
    )
    examples = [(page, block) for page in PAGES for block in blocks(page, "python")]
    assert examples
    for page, block in examples:
        if block.startswith(
            ">>>"
        ):  # shows its results, which are compared where the page's subject is tested
            continue
        exec(compile(block, f"{page.name}", "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_the_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_path_named_in_the_architecture_exists() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:archive|tests|docs|benchmarks|corpus|index)/[\w./-]*)`", text))
    assert named
    missing = sorted(path for path in named if not (ROOT / path).exists())
    assert not missing


def test_the_public_names_are_exactly_those_that_are_there() -> None:
    assert archive.__all__ == sorted(archive.__all__)
    for name in archive.__all__:
        assert inspect.getdoc(getattr(archive, name)), name


def loaded_after(*arguments: str, place: Path | None = None) -> set[str]:
    """Run the program in a process of its own; give the modules it has loaded."""
    script = (
        "import sys\n"
        "from archive.cli import startup\n"
        "startup.prepare()\n"
        "from archive.cli.program import program\n"
        "try:\n"
        "    program.main()\n"
        "except SystemExit as end:\n"
        "    loaded = [name for name, of in sys.modules.items() if type(of).__name__ != '_LazyModule']\n"
        "    print(*loaded, sep='\\n', file=sys.stderr)\n"
        "    raise\n"
    )
    environment = {**os.environ, "ARCHIVE_DIR": str(place or "")}
    result = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    return set(result.stderr.split())


def within(modules: set[str], names: set[str]) -> set[str]:
    return {module for module in modules for name in names if module == name or module.startswith(f"{name}.")}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("search", "--help"), ("add", "--help")])
def test_help_loads_no_engine(arguments: tuple[str, ...]) -> None:
    assert not within(loaded_after(*arguments), ENGINE | {"yaml"})


def test_a_search_loads_nothing_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Old bridge closed\n\nBy Mary Stone\n\nThe old bridge is closed.\n", encoding="utf-8"
    )
    with archive.Archive.create(tmp_path / "news") as news:
        assert [outcome.outcome for outcome in news.add([str(tmp_path / "a.txt")])] == ["new"]
    loaded = loaded_after("search", "bridge", "--author", "stone", place=tmp_path / "news")
    assert not within(loaded, SLOW)
    assert len(within(loaded, {"archive"})) <= MOST


def test_importing_the_package_loads_next_to_nothing() -> None:
    script = "import sys; before = set(sys.modules); import archive; print(*(set(sys.modules) - before))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not within(set(result.stdout.split()), {"click", "numpy", "whoosh", "yaml", "archive.archive"})


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_stand_at_the_top_except_at_the_doors(path: Path) -> None:
    if str(path.relative_to(PACKAGE)) in DOORS:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = [
        f"line {node.lineno}"
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")))
    ]
    assert not late


FOREIGN = re.compile(
    "|".join(
        (r"/wo" r"rk/", r"/ro" r"ot/", r"/ho" r"me/\w", "DESI" r"GN\.md", "WHO" r"OSH\.md", "STY" r"LE\.md")
    )
)
TEXTS = [
    path
    for folder in ("archive", "benchmarks", "docs", "tests")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".md", ".toml", ".sh")
] + sorted([*ROOT.glob("*.md"), *ROOT.glob("*.toml"), ROOT / "Makefile"])


def test_no_file_speaks_of_places_outside_the_project() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1)
        if FOREIGN.search(line)
    ]
    assert not found


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {
        "utils",
        "util",
        "helpers",
        "base",
        "core",
        "common",
        "config",
        "models",
        "types",
        "constants",
        "manager",
    }
    assert not [path.name for path in PACKAGE.rglob("*.py") if path.stem in empty]
