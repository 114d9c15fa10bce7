"""Reading the development mailbox: .eml files as their subjects, texts and pages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from mail.letterhead import Shown, on_a_page

_NAME = re.compile(r"[0-9A-Za-z]+-[0-9a-f]{32}")
MOST = 200


@dataclass(frozen=True)
class StoredMail:
    """One mail in the folder."""

    name: str
    subject: str
    to: str
    date: datetime | None
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    page: str  # the same for a browser
    attachments: tuple[str, ...]


def listed(folder: Path) -> Iterator[StoredMail]:
    """The newest mails first."""
    files = sorted(folder.glob("*.eml"), reverse=True) if folder.is_dir() else []
    for file in files[:MOST]:
        yield opened(file)


def find(folder: Path, name: str) -> StoredMail | None:
    """The mail of this name; None for any other text."""
    file = folder / f"{name}.eml"
    return opened(file) if _NAME.fullmatch(name) and file.is_file() else None


def opened(file: Path) -> StoredMail:
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
    return StoredMail(
        name=file.stem,
        subject=str(message["Subject"]),
        to=str(message["To"]),
        date=message["Date"].datetime if message["Date"] else None,
        headers=tuple((name, str(value)) for name, value in message.items()),
        text=_content(message, "plain"),
        html=_content(message, "html"),
        page=_page(message),
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def _page(message: EmailMessage) -> str:
    parts = [part for part in message.walk() if part["Content-ID"]]
    pictures = [
        Shown(
            part["Content-ID"].strip("<>"),
            part.get_filename() or "",
            part.get_content_subtype(),
            part.get_content(),
        )
        for part in parts
    ]
    return on_a_page(_content(message, "html"), pictures)


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
