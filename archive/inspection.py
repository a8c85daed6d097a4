"""Whether everything in an archive is as it should be, and the mending of what is not."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from archive import disk, readers
from archive.article import Article
from archive.corpus import Corpus, Entry, is_article, originals
from archive.engine import Engine
from archive.errors import DamagedArticle, ReaderError
from archive.readers.source import Source

NAMED: Final = 20
"""Up to so many articles that the index has not heard of are named one by one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be: a sentence that names it, its file or id, what to do.

    `repaired` once it has been mended.
    """

    message: str
    path: Path | None = None
    id: str | None = None
    hint: str | None = None
    repaired: bool = False


def inspect_corpus(corpus: Corpus, *, repair: bool = False) -> Iterator[Fault]:
    """Find what is wrong with the articles and what is kept beside them; mend what loses nothing by it."""
    leftovers = corpus.leftovers()
    if repair:
        corpus.recover()
    for path in leftovers:
        message = f"{path} was left behind by a write that was interrupted."
        yield Fault(message, path, hint="Remove it with `archive check --repair`.", repaired=repair)
    files = [Path(file) for file in corpus.files()]
    articles = [path for path in files if is_article(path.name)]
    yield from _same_ids(articles)
    read_from: dict[str, Path] = {}
    for path in articles:
        try:
            article = corpus.read(path)
        except DamagedArticle as error:
            yield _damaged(corpus, path, error, repair)
        else:
            read_from[article.provenance.sha256 or ""] = path
            yield from _changed_original(article, path)
    stems = {(path.parent, path.stem) for path in articles}
    for path in files:
        yield from _wrong_version(corpus, path, stems)
        stem, kind, _ = path.name.partition(".original.")
        if kind and ".version-" not in stem and (path.parent, stem) not in stems:
            renamed = read_from.get(_digest(path))
            if renamed is not None and not any(originals(renamed)):
                yield _left_behind(path, renamed, repair)
            else:
                yield _orphan(corpus, path, path.with_name(f"{stem}.md"), repair)


def inspect_index(corpus: Corpus, engine: Engine) -> Iterator[Fault]:
    """Find what is wrong with the index, and where it is not in step with the corpus."""
    for message in engine.verify():
        yield Fault(message, hint="Build the index anew with `archive sync --rebuild`.")
    kept, indexed = corpus.digests(), engine.digests()
    apart = sorted(id for id in kept.keys() | indexed.keys() if kept.get(id) != indexed.get(id))
    yield from _out_of_step([id for id in apart if id not in indexed], "not in the index")
    yield from _out_of_step([id for id in apart if id not in kept], "in the index, but gone from the corpus")
    changed = [id for id in apart if id in kept and id in indexed]
    yield from _out_of_step(changed, "not in the index as it is now in the corpus")


def _out_of_step(ids: list[str], how: str) -> Iterator[Fault]:
    """Report each article, or how many there are where nobody would read the list."""
    hint = "Bring the index in step with `archive sync`."
    if len(ids) <= NAMED:
        for id in ids:
            yield Fault(f"{id} is {how}.", id=id, hint=hint)
    else:
        yield Fault(f"{len(ids):,} articles are {how}, {ids[0]} among them.", id=ids[0], hint=hint)


def _same_ids(articles: list[Path]) -> Iterator[Fault]:
    first: dict[str, Path] = {}
    for path in articles:
        other = first.setdefault(path.stem.casefold(), path)
        if other is not path:
            yield Fault(f"{path} has the same id as {other}.", path, hint="Rename one of the two files.")


def _damaged(corpus: Corpus, path: Path, error: DamagedArticle, repair: bool) -> Fault:
    """Report a file that is no article; restore it from its original, and keep it aside."""
    found = next(iter(originals(path)), None)
    article = _read_again(found) if found is not None else None
    if article is None:
        return Fault(str(error), path, hint="Mend the file by hand; it has no original to restore it from.")
    if repair:
        aside = path.with_name(f"{path.stem}.damaged")
        with disk.failures(f"{path} cannot be restored"), disk.Files() as files:
            files.write(aside, path.read_bytes())
            files.commit()
        corpus.put_many([Entry(replace(article, id=path.stem), replaces=path)])
    return Fault(
        str(error), path, hint="Restore it from its original with `archive check --repair`.", repaired=repair
    )


def _wrong_version(corpus: Corpus, path: Path, stems: Container[tuple[Path, str]]) -> Iterator[Fault]:
    """Report a file that was kept as a version of an article, if the article is gone or it cannot be read."""
    stem, version, number = path.stem.rpartition(".version-")
    if not version or not number.isdigit() or path.suffix != ".md":
        return
    if (path.parent, stem) not in stems:
        message = f"{path} is an earlier version of {stem}, which is gone."
        hint = f"Rename it to {stem}.md to have the article again, or remove it."
        yield Fault(message, path, hint=hint)
    try:
        corpus.read(path)
    except DamagedArticle as error:
        yield Fault(str(error), path, hint="Mend the file by hand, or remove it.")


def _left_behind(original: Path, article: Path, repair: bool) -> Fault:
    """Report an original whose article was renamed or moved; let it follow."""
    message = f"{original} is the original of {article}, but does not stand beside it."
    if repair:
        suffix = original.name.partition(".original.")[2]
        with disk.failures(f"{original} cannot be moved"):
            original.rename(article.with_name(f"{article.stem}.original.{suffix}"))
    hint = "Move it there with `archive check --repair`."
    return Fault(message, original, hint=hint, repaired=repair)


def _orphan(corpus: Corpus, original: Path, path: Path, repair: bool) -> Fault:
    """Report an original whose article is gone; restore the article from it."""
    message = f"{original} is kept, but the article that was read from it is gone."
    article = _read_again(original)
    if article is None:
        return Fault(message, original, hint="Remove the file if the article is not wanted.")
    if repair:
        corpus.put_many([Entry(replace(article, id=path.stem), replaces=path)])
    hint = "Restore the article with `archive check --repair`, or remove the file if it is not wanted."
    return Fault(message, original, hint, repaired=repair)


def _changed_original(article: Article, path: Path) -> Iterator[Fault]:
    wanted = article.provenance.sha256
    for original in originals(path):
        if wanted is not None and _digest(original) != wanted:
            yield Fault(
                f"{original} is not what {path.stem} was read from: its bytes have changed.",
                original,
                hint="Put the file back from a copy, or add the article again from its source.",
            )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_again(original: Path) -> Article | None:
    try:
        found = next(readers.read(Source(str(original), original)), None)
    except ReaderError:
        return None
    return found if isinstance(found, Article) else None
