"""What is attached to a message: text from its row, or a stored file, read when it goes."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.core.files.storage import default_storage

from mail.mime import Attachment

MOST = 1_000_000  # bytes; beyond that a mail is refused by some servers
log = logging.getLogger(__name__)


def attachment(fields: Mapping[str, str]) -> Attachment | None:
    """The attachment of a row; None for a stored file that is gone meanwhile or too large.

    The letter then goes without it: whoever attaches a stored file gives its link as well.
    """
    if "stored" not in fields:
        return Attachment(fields["filename"], fields["content_type"], fields["text"])
    try:
        data = _stored(fields["stored"])
    except Exception as error:  # a store that does not answer holds no letter up
        log.warning("attachment left out: %s", type(error).__name__)
        return None
    return Attachment(fields["filename"], fields["content_type"], data=data) if data else None


def _stored(name: str) -> bytes:
    if not default_storage.exists(name) or default_storage.size(name) > MOST:
        return b""
    with default_storage.open(name) as file:
        return bytes(file.read())
