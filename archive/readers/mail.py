"""E-mail: one message or a mailbox of many; of a newsletter the articles' text, not what stands below it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from archive import readers
from archive.article import Article, Provenance
from archive.dates import read_date
from archive.errors import NoArticle, ReaderError
from archive.readers.bylines import is_name, mended
from archive.readers.encoding import clean
from archive.readers.forenames import is_forename
from archive.readers.forwarded import forwarded
from archive.readers.headings import same
from archive.readers.hypertext import paragraphs_of
from archive.readers.paragraphs import Paragraph, line, markdown, of_text
from archive.readers.source import MAX_BYTES, Source

MOST_PARTS = 1_000
"""Parts of one message."""

_ENVELOPE = b"From "
_FORWARDED = re.compile(r"^(?:\s*(?:re|aw|fwd?|wg|tr|sv)\s*:\s*|\s*\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
_FOOTER = re.compile(
    r"(?:newsletter|e-?mails?|benachrichtigung\w*|subscription|abo\w*|unsubscri\w*|abmeld\w*|abbestell\w*)"
    r".{0,80}(?:abmeld|abbestell|abzubestell|unsubscribe|kündigen|nicht mehr erhalten|no longer|opt.?out|"
    r"verwalten|preferences|einstellungen)"
    r"|^(?:unsubscribe|abmelden|newsletter abbestellen|impressum|imprint)\b"
    r"|^(?:manage|update) (?:your )?preferences\b"
    r"|(?:sie erhalten|du erhältst|you (?:are receiving|received|are getting)) (?:dies|this)"
    r"|^(?:copyright|©|\(c\)) ?\d{0,4}|^all rights reserved|^alle rechte vorbehalten",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"(?:im browser (?:ansehen|öffnen|lesen)|view (?:this |it )?(?:e-?mail )?(?:in|online)|"
    r"online (?:lesen|ansehen)|(?:wird|is) (?:diese|this) .{0,60}(?:nicht richtig|properly))",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_COUNT = re.compile(rb"\s*(\d{1,9})[ \t]*\r?\n(?=[\w-]+:)")
_FOR_OUTLET = re.compile(r"\s+[|•·–—-]\s+|\s+(?:von|from|at|bei|für|for)\s+|\s*@\s*|,\s+")
_OF_NOBODY = frozenset(
    {"newsletter", "news", "daily", "digest", "morning", "briefing", "weekly", "redaktion", "info", "service"}
    | {"team", "post", "mail", "letter", "update", "updates", "alert", "alerts", "hello", "kontakt", "editor"}
)
"""Words of senders and of addresses that name nobody."""
_BELOW = 0.4
"""The share of a message above which nothing is a footer; notes that sound like one stand in its text."""
_READ_BESIDES = frozenset(
    {"pdf", "rtf", "html", "epub+zip", "vnd.oasis.opendocument.text"}
    | {"vnd.openxmlformats-officedocument.wordprocessingml.document"}
)
_HINT = "Save the message again from the mail program, or as text."


def read(source: Source) -> Iterator[Article | ReaderError]:
    """Read a message or a mailbox; the record of an article in a mailbox is its Message-ID.

    Documents attached to a message are articles of their own, by the readers for them. A message without
    text is given as an error where it is one of many, else raised as NoArticle.
    """
    if not source.head.lstrip().startswith(_ENVELOPE):
        found = list(_message(_uncounted(source.whole), source, None))
        if len(found) == 1 and isinstance(found[0], ReaderError):
            raise found[0]
        yield from found
        return
    place = 0
    for place, data in enumerate(_messages(source), start=1):
        if len(data) > MAX_BYTES:
            yield NoArticle(
                f"{source.name}, message {place}: it is too large.", hint=_HINT, record=str(place)
            )
        else:
            yield from _message(data, source, place)
    if not place:
        raise NoArticle(f"{source.name} is a mailbox without a message.", hint=_HINT)


def _uncounted(data: bytes) -> bytes:
    """Take off what Apple's mail program writes around a message: its length above, its marks below."""
    count = _COUNT.match(data)
    return data[count.end() :][: int(count[1])] if count else data


def _messages(source: Source) -> Iterator[bytes]:
    """Part a mailbox at the lines that begin with "From ", with one message at a time in memory."""
    lines: list[bytes] = []
    size, blank = 0, True
    with source.open() as stream:
        for written in stream:
            if blank and written.startswith(_ENVELOPE):
                if any(part.strip() for part in lines):
                    yield b"".join(lines)
                lines, size = [], 0
            elif size <= MAX_BYTES:
                lines.append(written[1:] if re.match(rb">+From ", written) else written)
                size += len(written)
            blank = not written.strip()
    if any(part.strip() for part in lines):
        yield b"".join(lines)


def _message(data: bytes, source: Source, place: int | None) -> Iterator[Article | ReaderError]:
    """Read a message: its own text, then what is attached to it."""
    record = str(place) if place else None
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        if place:
            record = _header(message, "Message-ID").strip("<>") or record
        parts = [part for _, part in zip(range(MOST_PARTS), message.walk(), strict=False)]
        article = _article(message, parts)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        where = f"{source.name}, message {place}" if place else source.name
        problem = NoArticle(f"{where} is damaged and cannot be read.", hint=_HINT, record=record)
        problem.__cause__ = error
        yield problem
        return
    attached = [part for part in parts if _is_document(part)]
    if article.body:
        digest = hashlib.sha256(data).hexdigest() if place else source.sha256
        yield replace(
            article, provenance=Provenance(original=source.name, sha256=digest, reader="mail", record=record)
        )
    elif not attached:
        where = f"{source.name}, message {place}" if place else source.name
        yield NoArticle(f"{where} has no text.", hint=_HINT, record=record)
    for part in attached:
        yield from _attached(part, source, record)


def _article(message: Message, parts: list[Message]) -> Article:
    """Read the headers and the text of a message."""
    told, subject, day = _text(parts), line(_header(message, "Subject")), _header(message, "Date")
    sender, address = next(iter(getaddresses([_raw(message, "From")])), ("", ""))
    sender = _unfolded(sender)
    passed_on = forwarded(told, subject)
    if passed_on:
        fields, start = passed_on
        told, subject, day = told[start:], fields.get("subject", subject), fields.get("date", "")
        sender, address = next(iter(getaddresses([fields["from"]])), ("", ""))
    name, outlet = _sender(line(sender.strip("'\" ")), address)
    headline = _FORWARDED.sub("", subject) or None
    said = _without_frame(told)
    if said and headline and same(line(said[0].text), headline):
        del said[0]
    return Article(
        headline=headline,
        authors=(mended(name),) if name else (),
        published=read_date(day[:100]),
        source=outlet or (None if name else address.rpartition("@")[2] or None),
        url=_address(message),
        body=markdown(said),
    )


def _sender(sender: str, address: str) -> tuple[str | None, str | None]:
    """Tell a person from an outlet in the name of a sender: "Anna Müller | Talbote" is both.

    A name whose forename is not known is a person's where its address begins with a part of it.
    """
    turned = re.fullmatch(r"([^\s,]+), ([^\s,]+)", sender)
    if turned and is_forename(turned[2]):
        return f"{turned[2]} {turned[1]}", None
    person, *outlet = _FOR_OUTLET.split(sender, maxsplit=1)
    if outlet and is_name(person) and is_forename(person.split()[0]):
        return person, outlet[0]
    local = address.partition("@")[0].casefold()
    words = sender.casefold().split()
    known = is_forename(sender.split(" ", 1)[0]) or (
        _OF_NOBODY.isdisjoint(words) and any(len(word) > 2 and word in local for word in words)
    )
    return (sender, None) if known and is_name(sender) else (None, sender or None)


def _text(parts: list[Message]) -> list[Paragraph]:
    """Choose what a message says: its marked-up text, unless the plain one says more."""
    plain, marked = "", ""
    for part in parts:
        if part.get_content_maintype() != "text" or _is_document(part):
            continue
        if part.get_content_subtype() == "html":
            marked = marked or _decoded(part)
        elif part.get_content_subtype() == "plain":
            plain = plain or _decoded(part)
    from_markup = [one for one in paragraphs_of(marked) if one.text] if marked.strip() else []
    from_plain = of_text(_SIGNATURE.split(plain, maxsplit=1)[0]) if plain.strip() else []
    longer = sum(len(one.text) for one in from_plain) > 2 * sum(len(one.text) for one in from_markup)
    return from_plain if longer else from_markup


def _without_frame(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Leave out what programs put above and below the text of a newsletter."""
    start = next((at + 1 for at, one in enumerate(paragraphs[:4]) if _HEADER.search(one.text)), 0)
    total, said = sum(len(one.text) for one in paragraphs), 0
    for at, one in enumerate(paragraphs):
        if at > start and said >= total * _BELOW and len(one.text) < 400 and _FOOTER.search(one.text):
            return paragraphs[start:at]
        said += len(one.text)
    return paragraphs[start:]


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = str(part.get_content_charset() or "utf-8")
    try:
        return clean(payload.decode(charset))
    except (LookupError, ValueError):
        try:
            return clean(payload.decode("utf-8"))
        except ValueError:
            return clean(payload.decode("cp1252", "replace"))


def _header(message: Message, name: str) -> str:
    """Read a header, its encoded words included."""
    return _unfolded(_raw(message, name))


def _raw(message: Message, name: str) -> str:
    """Give a header as it was sent; one that is not ASCII, as it should be, is UTF-8 or Windows-1252."""
    value = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    data = str(value).encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except ValueError:
        return data.decode("cp1252", "replace")


def _unfolded(value: str) -> str:
    """Read encoded words; names are to be parted before, as one of them may hold a comma."""
    try:
        return clean(str(make_header(decode_header(value))))
    except (MessageError, ValueError, LookupError, TypeError):
        return clean(value)


def _address(message: Message) -> str | None:
    """Give the address of the message on the web, which newsletters have in a header."""
    found = re.search(r"https?://[^\s<>\"]{1,2000}", _header(message, "Archived-At"))
    return found[0] if found else None


def _is_document(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" and part.get_content_subtype() in _READ_BESIDES


def _attached(part: Message, source: Source, record: str | None) -> Iterator[Article | ReaderError]:
    """Read a document attached to a message, by the reader for its kind."""
    name = clean(part.get_filename() or part.get_content_subtype()).replace("/", "_")
    payload = part.get_payload(decode=True)
    attached = Source(f"{source.name}/{name}", content=payload if isinstance(payload, bytes) else b"")
    yield from readers.within(source, f"{record}#{name}" if record else name, readers.read(attached))
