"""Looking at a letter: as its reader got it, as a preview, as a test to the author herself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.conf import settings

from mail import layout, links, render, variant
from mail.actions.broadcasts import broadcast_words
from mail.actions.enqueue import queue
from mail.actions.publish import draft_body, findings
from mail.models import Broadcast, Letter, Message, Purpose, SystemLetter
from mail.sample_readers import LetterReader, reader_axes
from mail.schema import LetterBody
from mail.system_letters import words
from mail.variant import Rendered
from practice.identity import Identity
from practice.models import Practice
from publishing.kinds import Preview
from writing.passages import PassageText
from writing.render import Scope
from writing.segments import Facts
from writing.variables import Vocabulary, is_link

SAMPLE_TEXTS = {
    "first_name": "Robin",
    "date": "23 November 2026",
    "meeting_name": "A conversation",
    "when_text": "Tuesday, December 1, 10:00",
    "zone_name": "Europe/Berlin",
    "minutes": "30",
    "place_text": "by video; the link is on your booking page",
    "hours_text": "24 hours",
    "until_text": "Monday, November 30, 10:00",
    "who_text": "Robin",
    "news_text": "New booking: Robin",
    "form_title": "Letters now and then",
    "file_text": "A worksheet for Monday",
    "note_text": "I would like to talk about the last weeks.",
    "week_text": "the week from November 16, 2026",
    "visited_text": "64 (51)",
    "started_text": "31 (27)",
    "finished_text": "22 (19)",
    "guide_text": "12 (9)",
    "confirmed_text": "7 (8)",
    "course_text": "4 (3)",
    "booked_text": "2 (1)",
    "numbers_text": "Results: 12 (9). Guides: 7 (4). Booked: 2 (1).",
    "needs_text": "1 reply waits for your answer.",
}
SAMPLE_NOTES = {
    "trouble_notice": "The mail server has not answered for an hour.",
    "sending_paused_notice": "450 4.7.1 Try again later",
}


def identity_of(message: Message) -> Identity:
    """What the practice said when the message was first tried; what it says now until then."""
    revision = message.practice_revision
    return revision.identity if revision else present()


def present() -> Identity:
    return Practice.objects.the().identity


def as_read(message: Message) -> Rendered:
    """A message as its reader got it, rendered again."""
    compiled = render.compiled(message.letter, identity_of(message), message.reader, message.names)
    return compiled.fill(message.values_for(links.house(message, compiled.names)))


def as_told(message: Message, *, sees_answers: bool = True) -> Rendered:
    """A message as the author may see it: what its reader's answers chose only if they were shared
    (and whoever looks may see answers), and links that do nothing, since the real ones act for
    their reader. One to herself is as sent.
    """
    contact = message.contact
    if contact is None:
        return as_read(message)
    if not sees_answers:
        return as_unshared(message)
    return _told(message, shared=contact.shares_answers)


def as_unshared(message: Message) -> Rendered:
    """A message without anything that its reader's answers chose."""
    return _told(message, shared=False)


def _told(message: Message, *, shared: bool) -> Rendered:
    facts, names = message.reader.told(shared=shared), message.names if shared else {}
    compiled = render.compiled(message.letter, identity_of(message), facts, names)
    texts = message.values_for(dict.fromkeys(links.house(message, compiled.names), ""))
    home = f"{settings.SITE_URL}/"
    return compiled.fill({name: home if is_link(name) else text for name, text in texts.items()})


def sample_values(names: frozenset[str] | set[str], key: str = "") -> dict[str, str]:
    """Something to print for every variable of a letter: a plain sample, or an address of this
    house.
    """
    home = f"{settings.SITE_URL}/"
    texts = SAMPLE_TEXTS | ({"note_text": SAMPLE_NOTES[key]} if key in SAMPLE_NOTES else {})
    return {name: home if is_link(name) else texts.get(name, name) for name in names}


def sample_facts(key: str) -> Facts:
    """A sample person with a name, for whom the usual switches of the letter are on."""
    return Facts(dict.fromkeys(words(key).sample_flags, True), has_name=True)


def preview(draft: SystemLetter) -> Rendered:
    """The draft as a sample person would get it; raises Refused where it could not be published."""
    vocabulary = words(draft.key).vocabulary.with_axes(reader_axes(draft.offer_id))
    language = str(draft.offer.language) if draft.offer else ""
    return _drafted(draft.name, draft.purpose, draft.body, vocabulary, draft.key, language=language)


def preview_broadcast(broadcast: Broadcast) -> Rendered:
    """A one-off letter as a sample person would get it; raises Refused."""
    vocabulary = broadcast_words(broadcast.offer_id)
    return _drafted(
        broadcast.name, Purpose.LETTERS, broadcast.body, vocabulary, language=broadcast.language
    )


def _drafted(
    name: str,
    purpose: str,
    body: LetterBody,
    vocabulary: Vocabulary,
    key: str = "",
    *,
    language: str,
) -> Rendered:
    frozen = draft_body(
        name=name,
        purpose=purpose,
        subject=body.subject,
        preheader=body.preheader,
        source=body.text,
        passages={},
        vocabulary=vocabulary,
        language=language,
    )
    compiled = variant.variant(frozen, identity=present(), facts=sample_facts(key), names={})
    return compiled.fill(sample_values(compiled.names | set(layout.NAMES), key))


def previewed(
    body: LetterBody,
    *,
    purpose: str,
    passages: Mapping[str, PassageText],
    vocabulary: Vocabulary,
    reader: LetterReader,
    flags: frozenset[str] = frozenset(),
    values: Mapping[str, str] = MappingProxyType({}),
    language: str = "",
) -> Preview:
    """A letter in words that may not be saved yet, as a mail program shows it to a made-up reader.

    A line with faults is left out; a text with faults has no page. `values` are links and free
    texts known of the reader, beside the plain samples. Raises Refused where only all of it
    together is too much.
    """
    faults = {finding.place for finding in findings(body, passages=passages, vocabulary=vocabulary)}
    if "text" in faults:
        return Preview()
    lines = {"subject": "…"} if "subject" in faults else {}
    lines |= {"preheader": ""} if "preheader" in faults else {}
    whole = body.model_copy(update=lines)
    frozen = draft_body(
        name="…",
        purpose=purpose,
        subject=whole.subject,
        preheader=whole.preheader,
        source=whole.text,
        passages=passages,
        vocabulary=vocabulary,
        language=language,
    )
    facts = reader.facts.with_known(dict.fromkeys(flags, True))
    compiled = variant.variant(frozen, identity=present(), facts=facts, names=reader.names)
    samples = sample_values(compiled.names | set(layout.NAMES) | {"first_name", "date"})
    samples |= {"first_name": reader.first_name, **values}
    rendered = compiled.fill(samples)
    scope = Scope(facts, reader.names, {}, present().constants, samples)
    return Preview(
        html=rendered.html, subject=rendered.subject, preheader=scope.line(whole.preheader)
    )


def preview_letter(letter: Letter) -> Rendered:
    """A published wording as a sample person would get it."""
    compiled = variant.variant(
        letter.body, identity=present(), facts=Facts(has_name=True), names={}
    )
    return compiled.fill(sample_values(compiled.names | set(layout.NAMES)))


def send_test(*, letter: Letter, key: str, now: datetime) -> Message:
    """Queue a letter to the author, marked as a test and out of every count."""
    vocabulary = words(key).vocabulary
    return queue(
        key=f"test:{uuid.uuid4()}",
        letter=letter,
        contact=None,
        purpose=letter.purpose,
        facts=sample_facts(key),
        names={},
        values=sample_values(set(vocabulary.bare) | {"unsubscribe_url", "preferences_url"}, key),
        not_before=now,
        is_test=True,
        now=now,
    )
