"""A message is an article without its frame; a mailbox is many, a Maildir a folder of them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.article import Article
from archive.errors import NoArticle, ReaderError
from archive.readers import Source, read

from .documents import docx

PLAIN = """Ansicht nicht richtig? Im Browser ansehen

Der Deich an der Bucht ist gebrochen, und niemand weiß, wie es
nun weitergehen soll.

Abo oder nicht: Newsletter sind umstritten, sagt der Minister, man kann sie nicht mehr erhalten
wollen und dennoch lesen, so wie diesen langen Satz hier.

Das ist alles für heute, und morgen kommt mehr von der Bucht.

Sie erhalten diese E-Mail, weil Sie angemeldet sind.

Newsletter abbestellen | Impressum

--
Küstenbote GmbH
"""


def message(
    subject: str = "WG: Deich gebrochen: was nun?", sender: str = "Küstenbote <nl@example.org>"
) -> EmailMessage:
    made = EmailMessage()
    made["Received"] = "from here by there; Tue, 05 Mar 2024 08:00:01 +0100"
    made["From"] = sender
    made["Subject"] = subject
    made["Date"] = "Tue, 05 Mar 2024 08:00:00 +0100"
    made["Message-ID"] = f"<{abs(hash(subject))}@example.org>"
    made.set_content(PLAIN)
    return made


def articles(content: bytes, name: str = "a") -> list[Article]:
    found = list(read(Source(name, content=content)))
    assert not [one for one in found if isinstance(one, ReaderError)]
    return [one for one in found if isinstance(one, Article)]


def test_a_newsletter_is_its_text_without_what_stands_around_it() -> None:
    (found,) = articles(message().as_bytes())
    assert (found.headline, found.source, found.authors) == ("Deich gebrochen: was nun?", "Küstenbote", ())
    assert found.published == datetime(2024, 3, 5, 8, tzinfo=timezone(timedelta(hours=1)))
    paragraphs = found.body.split("\n\n")
    assert len(paragraphs) == 3
    assert paragraphs[0].startswith("Der Deich")
    assert paragraphs[2].endswith("von der Bucht.")
    assert found.provenance.reader == "mail"


def test_a_person_who_writes_is_the_author() -> None:
    (found,) = articles(message(sender="Anna Müller <anna@example.org>").as_bytes())
    assert (found.authors, found.source) == (("Anna Müller",), None)


def test_of_a_marked_up_message_the_markup_is_read() -> None:
    made = message()
    made.add_alternative(
        "<html><head><style>p{}</style></head><body><h1>Der Deich</h1><table><tr><td><p>Er ist "
        "<b>gebrochen</b>, und das Wasser kommt in die Stadt, sagt die Feuerwehr dort am Hafen. "
        "Sie ist seit gestern im Einsatz, und die Keller laufen voll, einer nach dem anderen.</p>"
        "<p>Mehr morgen, wenn das Wasser wieder geht, und alle ihre Keller auspumpen.</p></td></tr>"
        "<tr><td><a href='http://example.org/u'>Unsubscribe</a></td></tr></table>"
        "<img src='http://example.org/track.gif'></body></html>",
        subtype="html",
    )
    (found,) = articles(made.as_bytes())
    assert found.body.startswith("## Der Deich\n\nEr ist gebrochen, und")
    assert found.body.endswith("auspumpen.")


def test_a_document_attached_to_a_message_is_an_article_too() -> None:
    made = message()
    content = docx(
        [("berschrift1", "Der Bericht"), ("", "Der Bericht sagt, was die Flut angerichtet hat. " * 4)]
    )
    made.add_attachment(
        content,
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="../Bericht.docx",
    )
    made.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="bild.jpg")
    own, attached = articles(made.as_bytes())
    assert own.headline == "Deich gebrochen: was nun?"
    assert (attached.headline, attached.record, attached.provenance.original) == (
        "Der Bericht",
        ".._Bericht.docx",
        "a",
    )


def test_every_message_of_a_mailbox_is_an_article() -> None:
    parts = [message(f"Nummer {number}").as_bytes() for number in range(3)]
    quoted = b"From here on, it is text.\n\n>From the start.\n"
    mailbox = b"".join(b"From a@example.org Tue Mar  5 08:00:00 2024\n" + part + b"\n" for part in parts)
    found = articles(mailbox.replace(b"Im Browser ansehen\n", b"Im Browser ansehen\n" + quoted, 1))
    assert [one.headline for one in found] == ["Nummer 0", "Nummer 1", "Nummer 2"]
    assert "From the start." in found[0].body
    assert len({one.record for one in found}) == len({one.provenance.sha256 for one in found}) == 3


def test_a_maildir_is_a_folder_of_messages(tmp_path: Path) -> None:
    for number, folder in enumerate(("cur", "new")):
        (tmp_path / "box" / folder).mkdir(parents=True)
        (tmp_path / "box" / folder / f"17096.{number}.host:2,S").write_bytes(
            message(f"Nummer {number}").as_bytes()
        )
    with Archive.create(tmp_path / "news") as archive:
        outcomes = list(archive.add([str(tmp_path / "box")]))
        again = [outcome.outcome for outcome in archive.add([str(tmp_path / "box")])]
    assert [outcome.outcome for outcome in outcomes] == ["new", "new"]
    assert again == ["same", "same"]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "unknown-9", "utf-16"])
def test_a_message_is_read_whatever_it_says_of_its_encoding(charset: str) -> None:
    text = "Received: x\nMIME-Version: 1.0\nSubject: =?utf-8?q?H=C3=B6he?=\n"
    text += f"Content-Type: text/plain; charset={charset}\n\n"
    (found,) = articles(text.encode() + "Die Höhe des Deichs ist gering.\n".encode())
    assert found.headline == "Höhe"


def test_a_message_without_text_says_so() -> None:
    with pytest.raises(NoArticle, match="a has no text"):
        list(read(Source("a", content=b"Received: x\nSubject: Nothing\n\n\n")))
    mailbox = b"From a@example.org Tue\nSubject: Nothing\n\n\nFrom a@example.org Tue\n" + message().as_bytes()
    empty, full = read(Source("a", content=mailbox))
    assert isinstance(empty, NoArticle)
    assert empty.record == "1"
    assert isinstance(full, Article)


def test_a_header_in_an_encoding_that_cannot_be_is_kept_as_it_stands() -> None:
    content = "Received: x\nSubject: =?u\u00e9f-8?q?H=C3=B6he?=\n\nText of it.\n".encode()
    (found,) = articles(content)
    assert found.body == "Text of it."


def test_a_message_of_apples_mail_program_is_read() -> None:
    head = (
        b"Received: x\nFrom: Anna =?utf-8?q?M=C3=BCller?= | Talbote <a@talbote.example>\nSubject: Der Wald\n"
    )
    message = head + "\nDer Wald kehrt zurück.\n".encode()
    marks = b'<?xml version="1.0"?><plist version="1.0"></plist>'
    (found,) = read(Source("1.emlx", content=b"%d\n%s%s" % (len(message), message, marks)))
    assert isinstance(found, Article)
    assert (found.authors, found.source) == (("Anna Müller",), "Talbote")
    assert found.body == "Der Wald kehrt zurück."


PASSED_ON = (
    "Schau mal!\n\n---------- Forwarded message ---------\nVon: Küstenbote Newsletter <nl@example.org>\n"
    "Date: Di., 5. März 2024 um 08:00 Uhr\nSubject: Deich gebrochen\nTo: Anna\n\n",
    "z. K.\n\n-----Ursprüngliche Nachricht-----\nVon: Küstenbote Newsletter <nl@example.org>\n"
    "Gesendet: Dienstag, 5. März 2024 08:00\nAn: Anna\nBetreff: Deich gebrochen\n\n",
    "Begin forwarded message:\n\nFrom: Küstenbote Newsletter <nl@example.org>\n\n"
    "Subject: Deich gebrochen\n\nDate: 5 March 2024 at 08:00\n\nTo: Anna\n\n",
)
TOLD = "Der Deich an der Bucht ist gebrochen, und niemand weiß, wie es nun weitergehen soll."


@pytest.mark.parametrize("above", PASSED_ON)
@pytest.mark.parametrize("marked_up", [False, True])
def test_a_message_that_was_passed_on_is_its_own_and_not_of_who_did_so(above: str, marked_up: bool) -> None:
    made = message("WG: Deich", '"Müller, Anna" <anna@example.com>')
    made.replace_header("Date", "Sat, 09 Mar 2024 10:00:00 +0100")
    if marked_up:
        lines = above.replace("<", "&lt;").replace("\n\n", "</p><p>").replace("\n", "<br>")
        made.set_content(f"<p>{lines}</p><p>{TOLD}</p>", subtype="html")
    else:
        made.set_content(above + TOLD)
    (found,) = articles(made.as_bytes())
    assert (found.headline, found.authors) == ("Deich gebrochen", ())
    assert found.source == "Küstenbote Newsletter"
    assert found.published == datetime(2024, 3, 5, 8)
    assert found.body == TOLD


def test_an_answer_keeps_what_it_answers_to() -> None:
    made = message("Re: Deich", "Anna Müller <anna@example.com>")
    made.set_content(f"{TOLD}\n\n----- Original Message -----\nFrom: Jan <jan@example.com>\n\nWas nun?")
    (found,) = articles(made.as_bytes())
    assert found.authors == ("Anna Müller",)
    assert found.body.startswith(TOLD)
    assert found.body.endswith("Was nun?")


@pytest.mark.parametrize(
    ("sender", "authors", "source"),
    [
        ('"Müller, Anna" <a@example.com>', ("Anna Müller",), None),
        ("=?utf-8?q?M=C3=BCller=2C_Anna?= <a@example.com>", ("Anna Müller",), None),
        ("Quendolin Brax <brax@example.com>", ("Quendolin Brax",), None),
        ("Morning Harbour <harbour-news@example.com>", (), "Morning Harbour"),
        ("Küstenbote Newsletter <newsletter@example.com>", (), "Küstenbote Newsletter"),
    ],
)
def test_a_sender_is_an_author_where_the_name_is_a_persons(
    sender: str, authors: tuple[str, ...], source: str | None
) -> None:
    content = f"From: {sender}\nSubject: Deich\nDate: Tue, 05 Mar 2024 08:00:00 +0100\n\n{TOLD}".encode()
    (found,) = articles(content, "a.eml")
    assert (found.authors, found.source) == (authors, source)
