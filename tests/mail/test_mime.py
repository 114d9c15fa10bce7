"""What is parsed back is what was meant: every script, every control character, both policies."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail import mime
from writing import placeholders
from writing.placeholders import Placeholder

DATE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NASTY = "\r\n\0\t\x1b\u2028\u202e\"'\\<>&=?;,:@()[] .-_\x7f\x85ßéЖ漢字العربية🙂e\u0301"
words = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(NASTY)), max_size=120)


def head(**fields: str) -> mime.MessageHeaders:
    common = {"sender_name": "A Practice", "sender": "hello@example.org"}
    own = {"message_id": "abc@example.org", "to": "reader@example.org", "subject": "Hello"}
    for name, value in fields.items():
        (common if name in mime.SharedHeaders._fields else own)[name] = value
    return mime.MessageHeaders(mime.SharedHeaders(date=DATE, **common), **own)


def built(text: str, *, values: dict[str, str] | None = None, **fields: str) -> bytes:
    pieces = (text, Placeholder("who"), text)
    body = mime.body(mime.skeleton(text=pieces, html=pieces), {"who": "", **(values or {})})
    return mime.assemble(head(**fields), body)


def modern(data: bytes) -> EmailMessage:
    parsed = message_from_bytes(data, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def old(data: bytes) -> Message:
    return message_from_bytes(data, policy=policy.compat32)


def one_line(text: str) -> str:
    return " ".join(placeholders.clean(text).split())


@given(words)
def test_subject_of_any_script_reads_back_under_both_policies(subject: str) -> None:
    data = built("x", subject=subject)

    assert str(make_header(decode_header(old(data)["Subject"]))) == one_line(subject)
    assert str(modern(data)["Subject"]) == one_line(subject)
    assert modern(data).defects == []


@given(words)
def test_senders_name_of_any_script_reads_back(name: str) -> None:
    data = built("x", sender_name=name)

    first = modern(data)["From"].addresses[0]
    old_name, old_address = parseaddr(str(old(data)["From"]))
    assert first.addr_spec == old_address == "hello@example.org"
    # Python's parser puts a blank between two encoded words of a name (RFC 2047, 6.2 has none).
    assert first.display_name.replace(" ", "") == one_line(name).replace(" ", "")
    assert str(make_header(decode_header(old_name))) == one_line(name)


@given(words)
def test_no_words_add_a_header_or_a_part(text: str) -> None:
    data = built("x", subject=text, sender_name=text, values={"who": text})

    assert old(data).keys() == [
        "Message-ID", "Date", "From", "To", "Subject", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert [part.get_content_type() for part in modern(data).walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@given(words, words)
def test_body_reads_back_with_the_value_in_its_place(text: str, value: str) -> None:
    text = text.replace("\0", "")
    data = built(text, values={"who": value})

    meant = f"{text}{placeholders.clean(value)}{text}".replace("\r\n", "\n").replace("\r", "\n")
    for parsed in (modern(data), old(data)):
        parts = list(parsed.walk())
        plain = parts[1].get_payload(decode=True)
        assert isinstance(plain, bytes)
        assert plain.decode().replace("\r\n", "\n") == meant


@given(words)
def test_value_is_escaped_in_html_only(value: str) -> None:
    data = built("<p>", values={"who": value})

    html = modern(data).get_body(("html",)).get_content()
    assert "<" not in html.replace("<p>", "")


@given(words, words)
def test_wire_is_ascii_with_short_lines_and_no_bare_breaks(text: str, value: str) -> None:
    data = built(text, subject=value, sender_name=value, values={"who": value})

    assert data.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    assert max(len(line) for line in data.split(b"\r\n")) <= 78


dotted = st.lists(st.sampled_from([".", "..", "a", "", " ", "\n", "é", "." * 80, "ü." * 40]))


@given(dotted.map("".join), dotted.map("".join), words)
def test_no_line_begins_with_a_dot_and_every_dot_reads_back(
    text: str, value: str, attached: str
) -> None:
    pieces = (text, Placeholder("who"), text)
    body = mime.body(mime.skeleton(text=pieces, html=pieces), {"who": value})
    kept = mime.Attachment("a.txt", "text/plain", attached)

    data = mime.assemble(head(subject=value, sender_name=value), body, kept)

    assert not re.search(rb"^\.", data, re.MULTILINE)
    assert max(len(line) for line in data.split(b"\r\n")) <= 78
    plain = modern(data).get_body(("plain",)).get_payload(decode=True)
    assert isinstance(plain, bytes)
    assert plain.decode().replace("\r\n", "\n") == f"{text}{placeholders.clean(value)}{text}"


@given(words)
def test_every_encoded_word_is_at_most_75_characters_and_whole(subject: str) -> None:
    header = built("x", subject=subject).split(b"Subject:")[1].split(b"\r\nMIME")[0]

    for word in re.findall(rb"=\?[^?]+\?b\?[^?]*\?=", header):
        assert len(word) <= 75
        decoded, charset = decode_header(word.decode())[0]
        assert isinstance(decoded, bytes)
        decoded.decode(charset or "ascii")


@pytest.mark.parametrize(
    "address",
    ["", "a b@example.org", "x@y\r\nBcc: z@example.org", "a@b,c@d", "<a@example.org>", "a@\0b.org"],
)
def test_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(mime.Unsendable):
        mime.assemble(head(to=address), b"")


def test_domain_beyond_ascii_goes_out_in_ascii() -> None:
    assert mime.address("hello@straße.example.com") == "hello@xn--strae-oqa.example.com"


def test_one_click_headers_stand_together() -> None:
    url = "https://example.org/unsubscribe/" + "x" * 120 + "/"
    parsed = modern(built("x", unsubscribe_url=url, list_id="course.example.org"))

    assert parsed["List-Unsubscribe"] == f"<{url}>"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsed["List-Id"] == "<course.example.org>"


@pytest.mark.parametrize("url", ["https://example.org/\r\nBcc: x", "https://e.org/>, <x", "a b"])
def test_link_that_is_no_link_never_reaches_a_header(url: str) -> None:
    with pytest.raises(mime.Unsendable):
        built("x", unsubscribe_url=url)


@given(words)
def test_attachment_reads_back(text: str) -> None:
    body = mime.body(mime.skeleton(text=("x",), html=("x",)), {})
    kind = "text/calendar; method=REQUEST"

    data = mime.assemble(head(), body, mime.Attachment("invite.ics", kind, text))

    alternative, part = modern(data).iter_parts()
    plain, html, invitation = alternative.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    assert [plain.get_content_type(), html.get_content_type()] == ["text/plain", "text/html"]
    assert invitation.get_content_type() == "text/calendar"
    assert invitation["Content-Type"].params["method"] == "REQUEST"
    assert invitation.get_filename() is None
    assert part.get_content_type() == "application/ics"
    assert part.get_filename() == "invite.ics"
    assert [each.get_payload(decode=True) for each in (invitation, part)] == [text.encode()] * 2


def test_attachments_type_cannot_add_a_header() -> None:
    with pytest.raises(mime.Unsendable):
        mime.assemble(head(), b"", mime.Attachment("a", "text/plain\r\nX: y", ""))
