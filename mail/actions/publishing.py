"""Publishing: a draft, its passages and the layout become a frozen Letter. What it says of the
practice is put in when it is rendered, from a revision of the practice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from mail import layout
from mail.models import Letter, Purpose, SystemLetter
from mail.words import words
from practice.identity import fingerprint
from practice.models import Image
from pulse import clock
from writing import liquid
from writing.blocks import absent_pictures, check_blocks
from writing.faults import Fault, Refused
from writing.grammar import uses
from writing.passages import Passage
from writing.vocabulary import LETTER, Vocabulary

MOST_VARIANTS = 500


class NotPublished(LookupError):
    """A system letter that nobody loaded or published yet."""


def publish(
    *,
    name: str,
    purpose: str,
    subject: str,
    preheader: str,
    source: str,
    passages: Mapping[str, Passage],
    extra_vocabulary: Vocabulary = LETTER,
    now: datetime | None = None,
) -> Letter:
    """Freeze a letter, or return the one frozen before from the same words and layout.

    `extra_vocabulary` is what the text may use where that differs from LETTER. Raises Refused
    with every fault, a picture that is not there among them. `now` is only the date of publishing.
    """
    body = draft_body(
        name=name,
        purpose=purpose,
        subject=subject,
        preheader=preheader,
        source=source,
        passages=passages,
        vocabulary=extra_vocabulary,
    )
    absent = absent_pictures(_all_texts(body), Image.objects.names())
    if absent:
        raise Refused(absent)
    return Letter.objects.get_or_create(
        sha256=fingerprint(body),
        defaults={
            "name": name,
            "purpose": purpose,
            "body": body,
            "published_at": now or clock.now(),
        },
    )[0]


def draft_body(
    *,
    name: str,
    purpose: str,
    subject: str,
    preheader: str,
    source: str,
    passages: Mapping[str, Passage],
    vocabulary: Vocabulary,
) -> dict[str, Any]:
    """What would be frozen; raises Refused with every fault."""
    faults = check(
        subject=subject,
        preheader=preheader,
        source=source,
        passages=passages,
        vocabulary=vocabulary,
    )
    if faults:
        raise Refused(faults)
    return {
        "name": name,
        "purpose": purpose,
        "subject": subject,
        "preheader": preheader,
        "source": source,
        "passages": {
            key: {"axis": passages[key].axis, "cells": dict(passages[key].cells)}
            for key in sorted(uses(source).passages)
        },
        **frozen_layout(purpose),
    }


def _all_texts(body: Mapping[str, Any]) -> str:
    """A letter's text, then those of the passages it uses."""
    cells = (text for one in body["passages"].values() for text in one["cells"].values())
    return "\n".join((body["source"], *cells))


def frozen_layout(purpose: str) -> dict[str, Any]:
    """The HTML and text frames around every letter of a purpose, cut at their slots."""
    context = {
        "practice": layout.PRACTICE,
        "listed": purpose in layout.LISTED,
        "is_reminder": purpose == Purpose.REMINDER,
        "language": get_language() or settings.LANGUAGE_CODE,
        "slot": layout.SLOTS,
    }
    return {
        "html": layout.cut(render_to_string("mail/letter.html", context)),
        "text": layout.cut(render_to_string("mail/letter.txt", context)),
    }


def check(
    *,
    subject: str,
    preheader: str,
    source: str,
    passages: Mapping[str, Passage],
    vocabulary: Vocabulary,
) -> list[Fault]:
    """Everything that keeps a letter from being published."""
    faults = [
        fault.within(place)
        for place, text in (("subject", subject), ("preview line", preheader))
        for fault in liquid.check(text, vocabulary, {})
    ]
    if not subject.strip():
        faults.append(Fault(1, "A letter needs a subject."))
    if any(not character.isprintable() for character in subject + preheader):
        faults.append(Fault(1, "The subject and the preview line are one line each."))
    faults += liquid.check(source, vocabulary, passages)
    faults += check_blocks(source, urls=vocabulary.urls)
    if faults:
        return sorted(faults)
    count = liquid.variants(f"{subject}\n{preheader}\n{source}", vocabulary, passages)
    if count > MOST_VARIANTS:
        return [
            Fault(
                1,
                f"This letter would have {count} versions; {MOST_VARIANTS} is the most. "
                "Use passages by fewer different facts.",
            )
        ]
    return []


def publish_system(*, draft: SystemLetter, now: datetime) -> Letter:
    """Publish one of the product's own letters; from now on it goes out in these words."""
    letter = publish(
        name=draft.name,
        purpose=draft.purpose,
        subject=draft.subject,
        preheader=draft.preheader,
        source=draft.body,
        passages={},
        extra_vocabulary=words(draft.key).vocabulary,
        now=now,
    )
    SystemLetter.objects.filter(pk=draft.pk).update(letter=letter)
    draft.letter = letter
    return letter


def system(key: str) -> Letter:
    """The published wording of a system letter; raises NotPublished."""
    draft = SystemLetter.objects.select_related("letter").filter(key=key).first()
    if draft is None or draft.letter is None:
        raise NotPublished(f"The letter “{key}” is not published; load the starter content.")
    return draft.letter
