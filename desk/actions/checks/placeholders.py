"""Does anything that readers get still show a stand-in: drafts, what is published, queued mail.

The practice's own boxes have checks of their own, in `practice`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from desk.actions.findings import CheckFinding, fault, good
from mail.models import Letter, Message
from mail.system_letters import SYSTEM
from practice.models import Practice, PracticeRevision
from practice.placeholders import stand_ins_in
from publishing import actions as publishing

OWN_TEXTS = ("name", "from_name", "credentials", "privacy_extra")
TEXTS = sorted(
    name
    for words in SYSTEM.values()
    if not words.to_author
    for name in words.free
    if name.endswith("_text")
)


def finding(texts: Iterator[tuple[str, str]]) -> CheckFinding:
    """`texts` are (whose, text) of every draft that goes out."""
    shown: dict[str, list[str]] = {}
    for whose, text in (*texts, *_practice(), *_published(), *_queued()):
        for word in stand_ins_in(text):
            shown.setdefault(word, []).append(whose)
    if not shown:
        return good(_("No text, page or waiting mail shows a stand-in."))
    listed = "; ".join(f"“{word}”: {', '.join(dict.fromkeys(at))}" for word, at in shown.items())
    return fault(
        _("Readers would see stand-ins. %s.") % listed,
        _("Write your own words there, and publish what you changed."),
    )


def _practice() -> Iterator[tuple[str, str]]:
    practice = Practice.objects.the()
    for name in OWN_TEXTS:
        yield _("your practice"), str(getattr(practice, name))


def _published() -> Iterator[tuple[str, str]]:
    """What goes out now, whatever the drafts say by now."""
    for document in publishing.in_use():
        if document.published is not None:
            said = [document.published.body, document.published.closure]
            yield _("%s, as published") % document, _strings(said)


def _queued() -> Iterator[tuple[str, str]]:
    """All waiting mail: the practice it was stamped with, its frozen wording, its own words (the
    other values are addresses of this site and of readers, no texts). The database tells what
    differs, so that a million mails of one letter are one text.
    """
    waiting = Message.objects.filter(settled_at=None).order_by()
    stamps = waiting.exclude(practice_revision=None).values("practice_revision").distinct()
    for revision in PracticeRevision.objects.filter(pk__in=stamps):
        yield _("waiting mail"), "\n".join(revision.identity.constants.values())
    to_readers = waiting.exclude(contact=None)
    for letter in Letter.objects.filter(pk__in=to_readers.values("letter").distinct()):
        yield _("waiting mail"), _strings(letter.body)
    for name in TEXTS:
        rows = to_readers.filter(values__has_key=name).values_list(f"values__{name}", flat=True)
        for text in rows.distinct().iterator():
            yield _("waiting mail"), str(text)


def _strings(body: Any) -> str:
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
