"""After the practice changed: which letters carry its earlier words, and publishing them again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mail.actions.publishing import fingerprint, frozen_practice
from mail.models import Letter, SystemLetter

_PRACTICE = ("constants", "html", "text", "clicks")


def is_outdated(letter: Letter) -> bool:
    """Whether a frozen letter says of the practice what it no longer says itself."""
    frozen = {name: letter.body[name] for name in _PRACTICE if name in letter.body}
    return frozen != frozen_practice(letter.purpose)


def renewed(*, letter: Letter, now: datetime) -> Letter:
    """The same words of the author in what the practice says today."""
    own = {name: value for name, value in letter.body.items() if name not in _PRACTICE}
    body = own | frozen_practice(letter.purpose)
    return Letter.objects.get_or_create(
        sha256=fingerprint(body),
        defaults={
            "name": letter.name,
            "purpose": letter.purpose,
            "body": body,
            "published_at": now,
        },
    )[0]


def outdated() -> list[SystemLetter]:
    """The product's own letters whose published words are outdated."""
    drafts = SystemLetter.objects.exclude(letter=None).select_related("letter")
    return [draft for draft in drafts if draft.letter and is_outdated(draft.letter)]


@transaction.atomic
def publish_again(*, now: datetime) -> int:
    """Put the practice's present words into every published letter; its own words stay as they
    were published, whatever a draft says by now. How many changed.
    """
    found = outdated()
    for draft in found:
        if draft.letter:
            letter = renewed(letter=draft.letter, now=now)
            SystemLetter.objects.filter(pk=draft.pk).update(letter=letter)
    return len(found)
