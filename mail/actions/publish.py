"""Publishing: the words of a letter, its passages and the layout become a frozen Letter. What it
says of the practice is put in when it is rendered, from a revision of the practice.

A published revision holds all of it already. The Letter beside it is there for the promise of
durable sending at twice the speed of raw smtplib: the messages of every kind of letter point to
one table, a worker reads a wording once by its key and remembers it, and what the same words
compile to is found by their hash, whichever revision said them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils.translation import override

from contacts.models import Segment
from health import clock
from mail import layout
from mail.models import Letter, Purpose, SystemLetter
from mail.schema import LetterBody
from practice.identity import fingerprint
from practice.models import Image, Practice
from publishing.kinds import Finding
from publishing.models import NotPublished, Revision
from writing import liquid
from writing.blocks import absent_pictures, check_blocks
from writing.errors import Fault, Refused
from writing.liquid_check import uses
from writing.passages import PassageText, as_frozen
from writing.segments import asks_answers
from writing.variables import LETTER, Vocabulary

MOST_VARIANTS = 500


def publish(
    *,
    name: str,
    purpose: str,
    subject: str,
    preheader: str,
    source: str,
    passages: Mapping[str, PassageText],
    extra_vocabulary: Vocabulary = LETTER,
    language: str = "",
    now: datetime | None = None,
) -> Letter:
    """Freeze a letter, or return the one frozen before from the same words and layout.

    `extra_vocabulary` is what the text may use where that differs from LETTER, `language` what it
    is written in where that is not the practice's. Raises Refused
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
        language=language,
    )
    absent = absent_pictures(_all_texts(source, passages), Image.objects.names())
    if absent:
        raise Refused(absent)
    return _frozen(body, now or clock.now())


def wording(revision: Revision, *, now: datetime) -> Letter:
    """What a published revision of a letter says, as messages point to it."""
    body: Any = revision.read()  # a LetterBody
    words = {"subject": body.subject, "preheader": body.preheader, "source": body.text}
    # Among what the hash is of: the same words for everybody are another letter.
    audience = getattr(body, "audience", "").strip()
    is_for_some = audience and asks_answers(Segment.objects.expanded(audience))
    some = {"for_some": True} if is_for_some else {}
    return _frozen(words | revision.closure | some, now)


def closure(
    body: LetterBody,
    *,
    name: str,
    purpose: str,
    passages: Mapping[str, PassageText],
    vocabulary: Vocabulary,
    language: str = "",
) -> dict[str, Any]:
    """What is frozen beside the words of a letter: of passages, those it uses; of the readable
    names of facts, those it prints, so that a reader of whom a fact is not known gets none.

    The frame speaks `language`, else that of the practice.
    """
    whole = f"{body.subject}\n{body.preheader}\n{body.text}"
    names = sorted(liquid.used_words(whole, passages) & set(vocabulary.names))
    language = language or Practice.objects.the().language
    return {
        "name": name,
        "purpose": purpose,
        "language": language,
        "passages": as_frozen(passages[key] for key in sorted(uses(body.text).passages)),
        **({"names": names} if names else {}),
        **frozen_layout(purpose, language),
    }


def _frozen(body: Mapping[str, Any], now: datetime) -> Letter:
    # Unique by the hash of all that is in it: published again, or by two at once, the same words
    # are one letter.
    return Letter.objects.get_or_create(
        sha256=fingerprint(body),
        defaults={
            "name": body["name"],
            "purpose": body["purpose"],
            "body": body,
            "published_at": now,
            "for_some": body.get("for_some", False),
        },
    )[0]


def draft_body(
    *,
    name: str,
    purpose: str,
    subject: str,
    preheader: str,
    source: str,
    passages: Mapping[str, PassageText],
    vocabulary: Vocabulary,
    language: str = "",
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
    words = LetterBody.model_construct(subject=subject, preheader=preheader, text=source)
    beside = closure(
        words,
        name=name,
        purpose=purpose,
        passages=passages,
        vocabulary=vocabulary,
        language=language,
    )
    return {"subject": subject, "preheader": preheader, "source": source} | beside


def _all_texts(source: str, passages: Mapping[str, PassageText]) -> str:
    """A letter's text, then those of the passages it uses."""
    used = (passages[key] for key in liquid.passages_in(source, passages))
    return "\n".join((source, *(text for passage in used for text in passage.cells.values())))


def frozen_layout(purpose: str, language: str) -> dict[str, Any]:
    """The HTML and text frames around every letter of a purpose, cut at their slots."""
    context = {
        "practice": layout.PRACTICE,
        "listed": purpose in layout.LISTED,
        "signed": purpose != Purpose.NOTICE,
        "is_reminder": purpose == Purpose.REMINDER,
        "language": language,
        "slot": layout.SLOTS,
    }
    with override(language):
        return {
            "html": layout.cut(render_to_string("mail/letter.html", context)),
            "text": layout.cut(render_to_string("mail/letter.txt", context)),
        }


def check(
    *,
    subject: str,
    preheader: str,
    source: str,
    passages: Mapping[str, PassageText],
    vocabulary: Vocabulary,
) -> list[Fault]:
    """Everything that keeps a letter from being published."""
    words = LetterBody.model_construct(subject=subject, preheader=preheader, text=source)
    faults = _faults(words, passages, vocabulary)
    lines = (("subject", faults["subject"]), ("preview line", faults["preheader"]))
    findings = [fault.within(place) for place, wrong in lines for fault in wrong]
    return sorted([*findings, *faults["text"]])


def findings(
    body: LetterBody, *, passages: Mapping[str, PassageText], vocabulary: Vocabulary
) -> Iterator[Finding]:
    """The same of a document's words, each at its place; a picture that is not there among them."""
    faults = _faults(body, passages, vocabulary)
    faults["text"] += absent_pictures(_all_texts(body.text, passages), Image.objects.names())
    for place, wrong in faults.items():
        yield from (Finding(place, fault.message, fault.line) for fault in sorted(wrong))


def _faults(
    body: LetterBody, passages: Mapping[str, PassageText], vocabulary: Vocabulary
) -> dict[str, list[Fault]]:
    """By the box they stand in."""
    lines = {"subject": body.subject, "preheader": body.preheader}
    faults = {place: liquid.check(text, vocabulary, {}) for place, text in lines.items()}
    if not body.subject.strip():
        faults["subject"].append(Fault(1, "A letter needs a subject."))
    for place, text in lines.items():
        if any(not character.isprintable() for character in text):
            faults[place].append(Fault(1, "The subject and the preview line are one line each."))
    faults["text"] = liquid.check(body.text, vocabulary, passages)
    faults["text"] += check_blocks(body.text, urls=vocabulary.urls)
    if not any(faults.values()):
        faults["text"] = _too_many(body, passages, vocabulary)
    return faults


def _too_many(
    body: LetterBody, passages: Mapping[str, PassageText], vocabulary: Vocabulary
) -> list[Fault]:
    whole = f"{body.subject}\n{body.preheader}\n{body.text}"
    count = liquid.variants(whole, vocabulary, passages)
    if count <= MOST_VARIANTS:
        return []
    message = (
        f"This letter would have {count} versions; {MOST_VARIANTS} is the most. "
        "Use passages by fewer different facts."
    )
    return [Fault(1, message)]


def system(key: str, *, offer: int | None = None) -> Letter:
    """The published wording of a system letter, the own one of the offer of this id if it has one;
    raises NotPublished.
    """
    drafts = SystemLetter.objects.filter(Q(offer=None) | Q(offer=offer), key=key)
    of_key = drafts.exclude(letter=None).order_by(F("offer").asc(nulls_last=True))
    letter = Letter.objects.filter(pk=of_key.values("letter")[:1]).first()
    if letter is None:
        raise NotPublished(f"The letter “{key}” is not published; load the starter content.")
    return letter
