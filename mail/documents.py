"""What this app declares of its documents; everything done with them is in `publishing`.

The product's own letters and broadcasts use no passages, which belong to an app that mail does not
know: so they refer to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from contacts.models import audience_references
from mail import actions
from mail.actions.broadcasts import agreed, broadcast_words
from mail.models import Broadcast, Message, Purpose, SystemLetter
from mail.sample_readers import reader_axes, sample_readers
from mail.schema import BroadcastBody, LetterBody
from mail.system_letters import words
from offers.models import Offer
from publishing.files import in_folder
from publishing.kinds import Effect, Finding, Kind, Preview, PreviewRequest
from publishing.models import Revision
from writing import segments
from writing.variables import Vocabulary

MOST_COUNTED = 1000


def letter_findings(draft: SystemLetter, body: LetterBody) -> Iterator[Finding]:
    yield from actions.findings(body, passages={}, vocabulary=letter_words(draft))


def letter_words(draft: SystemLetter) -> Vocabulary:
    return words(draft.key).vocabulary.with_axes(reader_axes(draft.offer_id))


def letter_preview(draft: SystemLetter, body: LetterBody, request: PreviewRequest) -> Preview:
    allowed = words(draft.key)
    return actions.previewed(
        body,
        purpose=draft.purpose,
        passages={},
        vocabulary=letter_words(draft),
        reader=request.reader,
        flags=allowed.sample_flags,
        language=draft.language,
    )


def letter_impact(draft: SystemLetter, _body: LetterBody) -> Iterator[Effect]:
    """Whom new words reach: those who are written to from now on."""
    yield Effect(_("From now on this letter goes out in these words."))
    waiting = Message.objects.filter(settled_at=None, letter=draft.letter_id)
    count = len(waiting.values_list("pk")[:MOST_COUNTED]) if draft.letter_id else 0
    if count:
        yield Effect(_("Mails that wait already keep the words they were written with."), count)


def letter_closure(draft: SystemLetter, body: LetterBody) -> dict[str, Any]:
    return actions.closure(
        body,
        name=draft.name,
        purpose=draft.purpose,
        passages={},
        vocabulary=letter_words(draft),
        language=draft.language,
    )


def broadcast_findings(broadcast: Broadcast, body: BroadcastBody) -> Iterator[Finding]:
    vocabulary = broadcast_words(broadcast.offer_id)
    yield from actions.findings(body, passages={}, vocabulary=vocabulary)
    for fault in segments.check(body.audience, vocabulary.axes.disclosable):
        yield Finding("audience", fault.message, fault.line)


def broadcast_references(body: BroadcastBody) -> Set[str]:
    return audience_references(body.audience)


def broadcast_preview(
    broadcast: Broadcast, body: BroadcastBody, request: PreviewRequest
) -> Preview:
    return actions.previewed(
        body,
        purpose=Purpose.LETTERS,
        passages={},
        vocabulary=broadcast_words(broadcast.offer_id),
        reader=request.reader,
        language=broadcast.language,
    )


def broadcast_reaches(_broadcast: Broadcast) -> Iterator[Offer]:
    """Of one for all: the offers by which somebody came who agreed to letters."""
    for offer in Offer.objects.exclude(state=Offer.State.DRAFT):
        if agreed(offer.pk).exists():
            yield offer


def broadcast_closure(broadcast: Broadcast, body: BroadcastBody) -> dict[str, Any]:
    return actions.closure(
        body,
        name=broadcast.name,
        purpose=Purpose.LETTERS.value,
        passages={},
        vocabulary=broadcast_words(broadcast.offer_id),
        language=broadcast.language,
    )


def letter_published(document: SystemLetter | Broadcast, revision: Revision, now: datetime) -> None:
    """From now on messages are queued in these words."""
    document.letter = actions.wording(revision, now=now)
    document.save(update_fields=("letter",))


SYSTEM_LETTER = Kind(
    model=SystemLetter,
    schema=LetterBody,
    checks=letter_findings,
    preview=letter_preview,
    readers=lambda draft: sample_readers(draft.offer_id),
    impact=letter_impact,
    closure=letter_closure,
    vocabulary=letter_words,
    when_published=letter_published,
    files=in_folder("letters", LetterBody, text="text", columns=("name", "purpose"), required=True),
)
BROADCAST = Kind(
    model=Broadcast,
    schema=BroadcastBody,
    checks=broadcast_findings,
    references=broadcast_references,
    preview=broadcast_preview,
    readers=lambda broadcast: sample_readers(broadcast.offer_id),
    reaches=broadcast_reaches,
    closure=broadcast_closure,
    vocabulary=lambda broadcast: broadcast_words(broadcast.offer_id),
    when_published=letter_published,
)
