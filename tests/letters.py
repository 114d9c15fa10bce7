"""The product's own letters, for tests of every app that sends them."""

from __future__ import annotations

from datetime import date, datetime

from mail.documents import SYSTEM_LETTER
from mail.models import Broadcast, SystemLetter
from mail.schema import BroadcastBody, LetterBody
from publishing import actions
from publishing.actions import content
from tests.offers import SHARED


def load(moment: datetime) -> None:
    """The starter's letters as drafts."""
    content.load(SYSTEM_LETTER, SHARED, as_starter=True, now=moment)


def publish(moment: datetime) -> None:
    """The starter's letters, published."""
    load(moment)
    actions.publish_together(SystemLetter.objects.all(), now=moment)


def published(key: str, *, text: str, now: datetime) -> SystemLetter:
    """One letter of a single text, published."""
    draft = SystemLetter(key=key, name=key, purpose="requested")
    actions.create(draft, body=LetterBody(subject=f"About {key}", text=text), now=now)
    actions.publish(draft, now=now)
    return draft


def broadcast(*, now: datetime, send_on: date, name: str = "May", **words: str) -> Broadcast:
    """A one-off letter as a draft."""
    draft = Broadcast(name=name, send_on=send_on)
    return actions.create(draft, body=BroadcastBody(**words), now=now)
