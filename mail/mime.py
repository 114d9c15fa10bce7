"""A message on the wire: RFC 5322 headers, RFC 2047 words, RFC 2045 bodies. Pure.

A body is encoded once a variant (`skeleton`) and filled per person: values are quoted by
themselves between soft line breaks, so that no line grows too long. Headers that hold a person's
words are encoded whole, per person (RFC 2047, section 5).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email

from writing.placeholders import Placeholder, as_text, clean

_EOL = b"\r\n"
_SOFT = b"=\r\n"
_INNER = b"=_letter"  # "=_" stands in no quoted-printable and no base64 text (RFC 2045, 6.7)
_OUTER, _SHOWN = b"=_parts", b"=_shown"
_END = b"\r\n--" + _INNER + b"--\r\n"
_CALENDAR, _CALENDAR_FILE = "text/calendar", "application/ics"
_WORD_BYTES = 42  # of UTF-8 in one encoded word: 12 + 56 characters, below RFC 2047's 75
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")
_PLAIN = re.compile(r"[\x20-\x7e]*")
_TYPE = re.compile(r'[a-z]+/[a-z0-9.+-]+(?:; ?[a-z0-9-]+="?[A-Za-z0-9._-]+"?)*')
_ESCAPED = re.compile("[&<>\"']")  # what `escape` changes, and hardly any value has


class Unsendable(ValueError):
    """A message that cannot be put into mail; it fails alone."""


Pieces = Sequence[str | Placeholder]
BodySlot = tuple[Placeholder, bool]  # what goes into an encoded body; whether escaped as HTML


@dataclass(frozen=True)
class Skeleton:
    """Encoded text, and between it the numbers of values: the slot's, times two, plus one where
    it is escaped as HTML.
    """

    parts: tuple[bytes | int, ...]
    slots: tuple[Placeholder, ...]


@dataclass(frozen=True)
class Attachment:
    """A small text file, such as an invitation, or a file of bytes."""

    filename: str
    content_type: str
    text: str = ""
    data: bytes = b""


class SharedHeaders(NamedTuple):
    """What the headers of many messages share."""

    date: datetime
    sender_name: str
    sender: str
    reply_to: str = ""
    list_id: str = ""
    feedback_id: str = ""
    is_automatic: bool = False


class MessageHeaders(NamedTuple):
    """What the headers say. Addresses are bare; `to` is the address only, never a name."""

    common: SharedHeaders
    message_id: str
    to: str
    subject: str
    unsubscribe_url: str = ""


def skeleton(*, text: Pieces, html: Pieces, shown: Sequence[bytes] = ()) -> Skeleton:
    """A multipart/alternative body, all encoded but the values; `shown` are parts beside its HTML
    (RFC 2387), encoded already."""
    parts: list[bytes | BodySlot] = [_opening(_INNER, b"text/plain")]
    parts += _pieces(text, is_html=False)
    related = b"--" + _INNER + _EOL + _multipart(b"related", _SHOWN) if shown else b""
    parts.append(_EOL + related + _opening(_SHOWN if shown else _INNER, b"text/html"))
    parts += _pieces(html, is_html=True)
    if shown:
        beside = b"".join(b"--" + _SHOWN + _EOL + part for part in shown)
        parts.append(_EOL + beside + b"--" + _SHOWN + b"--\r\n")
    parts.append(_END)
    joined = tuple(_joined(parts))
    slots = tuple(dict.fromkeys(part[0] for part in joined if not isinstance(part, bytes)))
    return Skeleton(
        tuple(
            part if isinstance(part, bytes) else 2 * slots.index(part[0]) + part[1]
            for part in joined
        ),
        slots,
    )


def _opening(boundary: bytes, kind: bytes) -> bytes:
    return (
        b"--" + boundary + b"\r\nContent-Type: " + kind + b"; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )


def _pieces(pieces: Pieces, *, is_html: bool) -> Iterator[bytes | BodySlot]:
    for piece in pieces:
        if isinstance(piece, str):
            yield quoted(piece)
        else:
            yield _SOFT
            yield piece, is_html
            yield _SOFT


def _joined(parts: Sequence[bytes | BodySlot]) -> Iterator[bytes | BodySlot]:
    waiting = b""
    for part in parts:
        if isinstance(part, bytes):
            waiting += part
        else:
            yield waiting
            yield part
            waiting = b""
    yield waiting


def quoted(text: str) -> bytes:
    """Quoted-printable with CRLF line ends, no line above 76 columns (RFC 2045, 6.7) and none
    that begins with a dot, so that SMTP has none to double (RFC 5321, 4.5.2).
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    encoded = binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True)
    if encoded.startswith(b".") or b"\n." in encoded:
        encoded = b"\n".join(_dotless(line) for line in encoded.split(b"\n"))
    return encoded.replace(b"\n", _EOL)


def _dotless(line: bytes) -> bytes:
    """A quoted line whose first dot is written as its code; cut anew where it grew too long."""
    if not line.startswith(b"."):
        return line
    line = b"=2E" + line[1:]
    if len(line) <= 76:
        return line
    cut = next(cut for cut in (73, 72, 71) if b"=" not in line[cut - 2 : cut])  # not in a code
    return line[:cut] + b"=\n" + _dotless(line[cut:])


def body(parts: Skeleton, values: Mapping[str, str]) -> bytes:
    """The body for one person. Raises UnknownVariable when a value is missing."""
    filled: list[bytes] = []
    for slot in parts.slots:
        text = as_text(slot, values)
        plain = quoted(text)
        filled += (plain, quoted(escape(text)) if _ESCAPED.search(text) else plain)
    return b"".join([filled[part] if isinstance(part, int) else part for part in parts.parts])


def assemble(head: MessageHeaders, inner: bytes, attachment: Attachment | None = None) -> bytes:
    """The whole message, ready for DATA: no line of it begins with a dot."""
    headers = _EOL.join(_headers(head))
    if attachment is None:
        return headers + _EOL + _multipart(b"alternative", _INNER) + inner
    if attachment.content_type.startswith(_CALENDAR):
        # RFC 6047 §2.4, and what calendars act on: Gmail and Outlook take an invitation that is
        # another form of the letter itself. The same as a file is for those that show none; under
        # a type of its own, or Apple Mail offers the event twice.
        letter, end = inner.removesuffix(_END) + _EOL, _END.removeprefix(_EOL)
        inner = letter + _part(_INNER, attachment) + end
        attachment = replace(attachment, content_type=_CALENDAR_FILE)
    letter = _multipart(b"alternative", _INNER) + inner + _EOL
    mixed = _multipart(b"mixed", _OUTER) + b"--" + _OUTER + _EOL + letter
    file = _part(_OUTER, attachment, is_file=True)
    return headers + _EOL + mixed + file + b"--" + _OUTER + b"--\r\n"


def _multipart(kind: bytes, boundary: bytes) -> bytes:
    return b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\r\n\r\n'


def _part(boundary: bytes, attachment: Attachment, *, is_file: bool = False) -> bytes:
    if not _TYPE.fullmatch(attachment.content_type):
        raise Unsendable("the attachment's type is not one")
    name = re.sub(r"[^A-Za-z0-9._-]", "-", attachment.filename) or "attachment"
    kind = f'{attachment.content_type}; name="{name}"' if is_file else attachment.content_type
    if not attachment.data and "charset=" not in kind:
        kind += "; charset=utf-8"
    disposition = f'Content-Disposition: attachment; filename="{name}"\r\n' if is_file else ""
    head = (
        f"--{boundary.decode()}\r\nContent-Type: {kind}\r\n{disposition}"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    content = base64.encodebytes(attachment.data or attachment.text.encode()).replace(b"\n", _EOL)
    return head.encode() + content


def _headers(head: MessageHeaders) -> Iterator[bytes]:
    yield b"Message-ID: <" + head.message_id.encode() + b">"
    yield _sender(head.common)
    yield b"To: " + address(head.to).encode()
    yield b"Subject: " + unstructured(head.subject)
    if head.unsubscribe_url:
        # RFC 8058 §3.1: both, and the address is https; the relay signs them (DKIM, §4).
        yield b"List-Unsubscribe: <" + _one_token(head.unsubscribe_url) + b">"
        yield b"List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    yield _marks(head.common)


@lru_cache(maxsize=64)
def _sender(common: SharedHeaders) -> bytes:
    date = format_datetime(common.date).encode()
    return b"Date: " + date + b"\r\nFrom: " + mailbox(common.sender_name, common.sender)


@lru_cache(maxsize=64)
def _marks(common: SharedHeaders) -> bytes:
    lines = []
    if common.reply_to:
        lines.append(b"Reply-To: " + address(common.reply_to).encode())
    if common.list_id:
        # RFC 2919 §3: the same for all letters of one consent, by which mailboxes sort them.
        lines.append(b"List-Id: <" + _one_token(common.list_id) + b">")
    if common.feedback_id:
        lines.append(b"Feedback-ID: " + _one_token(common.feedback_id))
    if common.is_automatic:
        # RFC 3834 §5: so that no out-of-office note answers a machine.
        lines.append(b"Auto-Submitted: auto-generated")
    return _EOL.join((*lines, b"MIME-Version: 1.0"))


_TOKEN = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,900}")


def _one_token(text: str) -> bytes:
    if not _TOKEN.fullmatch(text):
        raise Unsendable("a header would not be one word of ASCII")
    return text.encode()


@lru_cache(maxsize=256)
def unstructured(text: str) -> bytes:
    """A Subject's value: as it is when short and plain, else in encoded words."""
    # Promise 12: no CR or LF is left, so no value can begin a header of its own.
    line = " ".join(clean(text).split())
    if _PLAIN.fullmatch(line) and len(line) <= 66 and "=?" not in line:
        return line.encode()
    return _words(line)


def _words(line: str) -> bytes:
    """RFC 2047 encoded words, one a line, cut between characters."""
    chunks = [""]
    for character in line:
        if len((chunks[-1] + character).encode()) > _WORD_BYTES:
            chunks.append("")
        chunks[-1] += character
    return b"\r\n ".join(
        b"=?utf-8?b?" + base64.b64encode(chunk.encode()) + b"?=" for chunk in chunks
    )


@lru_cache(maxsize=16)
def mailbox(name: str, sender: str) -> bytes:
    """`"Name" <address>`; a name beyond ASCII in encoded words, never in quotes."""
    line = " ".join(clean(name).split())
    bare = address(sender).encode()
    if not line:
        return bare
    if _PLAIN.fullmatch(line) and len(line) <= 60:
        escaped = line.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'.encode() + b"\r\n <" + bare + b">"
    return _words(line) + b"\r\n <" + bare + b">"


def address(text: str) -> str:
    """An address fit for a header and an envelope: the domain in ASCII (RFC 5890).

    One whose local part is beyond ASCII stays so and needs SMTPUTF8 (RFC 6531). Raises Unsendable.
    """
    if _ATOMS.fullmatch(text):
        return text
    try:
        address_parts = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise Unsendable("the address is not one") from None
    return address_parts.ascii_email or f"{address_parts.local_part}@{address_parts.ascii_domain}"
