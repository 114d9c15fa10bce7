"""Her logo and her portrait, read for the letters that bring them along."""

from __future__ import annotations

import logging
from dataclasses import replace

from django.core.files.storage import default_storage

from mail.letterhead import portrait
from practice.identity import Identity
from practice.models import Image

log = logging.getLogger(__name__)


def with_pictures(identity: Identity) -> Identity:
    """The same with the files of the pictures it names; without one that cannot be read: letters
    go out all the same.
    """
    logo = identity.look.logo and Image.objects.filter(name=identity.look.logo).first()
    return replace(
        identity,
        logo_file=_read(str(logo.file.name)) if logo else b"",
        portrait_file=portrait(_read(identity.portrait)) if identity.portrait else b"",
    )


def _read(name: str) -> bytes:
    try:
        with default_storage.open(name) as file:
            return bytes(file.read())
    except Exception as error:  # a store that does not answer holds no letter up
        log.warning("picture left out: %s", type(error).__name__)
        return b""
