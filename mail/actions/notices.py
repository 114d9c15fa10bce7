"""Notices to the author; a notice that cannot be written never stops what it is about."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from mail.actions.enqueue import queue
from mail.actions.prepare import TO
from mail.actions.publish import system
from mail.models import Message, Purpose
from publishing.models import NotPublished
from writing.segments import Facts

log = logging.getLogger(__name__)


def tell(
    letter: str, *, key: str, values: Mapping[str, str], now: datetime, to: str = ""
) -> Message | None:
    """Queue a system letter to the author, once a key; `to` is another address than hers for
    notices, of somebody else who may log in.
    """
    try:
        wording = system(letter)
    except NotPublished:
        log.warning("the notice %s is not published", letter)
        return None
    return queue(
        key=key,
        letter=wording,
        contact=None,
        purpose=Purpose.NOTICE,
        facts=Facts(),
        names={},
        values={**values, TO: to} if to else values,
        not_before=now,
        now=now,
    )
