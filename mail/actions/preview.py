"""Looking at a letter: as its reader got it, as a preview, as a test to the author herself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils.translation import override

from mail import layout, links, render, variant
from mail.actions.brand_pictures import with_pictures
from mail.actions.broadcasts import broadcast_words
from mail.actions.enqueue import queue
from mail.actions.publish import draft_body, findings
from mail.models import Broadcast, Letter, Message, Purpose, SystemLetter
from mail.sample_readers import LetterReader, reader_axes
from mail.sample_words import sample_texts
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


def identity_of(message: Message) -> Identity:
    """What the practice said when the message was first tried; what it says now until then."""
    revision = message.practice_revision
    return with_pictures(revision.identity) if revision else present_identity()


def present_identity() -> Identity:
    return with_pictures(Practice.objects.the().identity)


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
    # Decision 10: what their answers chose falls to the words for everybody, readable names of
    # answers with it.
    facts, names = message.reader.disclosed(shared=shared), message.names if shared else {}
    compiled = render.compiled(message.letter, identity_of(message), facts, names)
    # Of the house's links the names alone: all lead to the first page, as on the desk one press on
    # a real one would act for its reader.
    texts = message.values_for(dict.fromkeys(links.house(message, compiled.names), ""))
    home = f"{settings.SITE_URL}/"
    return compiled.fill({name: home if is_link(name) else text for name, text in texts.items()})


def sample_values(
    names: frozenset[str] | set[str], key: str = "", *, language: str = ""
) -> dict[str, str]:
    """Something to print for every variable of a letter: a plain sample in its language, else the
    practice's, or an address of this house.
    """
    home = f"{settings.SITE_URL}/"
    with override(language or Practice.objects.the().language):
        texts = sample_texts(key)
    return {name: home if is_link(name) else texts.get(name, name) for name in names}


def sample_facts(key: str) -> Facts:
    """A sample person with a name, for whom the usual switches of the letter are on."""
    return Facts(dict.fromkeys(words(key).sample_flags, True), has_name=True)


def preview(draft: SystemLetter) -> Rendered:
    """The draft as a sample person would get it; raises Refused where it could not be published."""
    vocabulary = words(draft.key).vocabulary.with_axes(reader_axes(draft.offer_id))
    return _drafted(
        draft.name, draft.purpose, draft.body, vocabulary, draft.key, language=draft.language
    )


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
    frozen = _frozen(body, name=name, purpose=purpose, vocabulary=vocabulary, language=language)
    compiled = variant.variant(
        frozen, identity=present_identity(), facts=sample_facts(key), names={}
    )
    return compiled.fill(sample_values(compiled.names | set(layout.NAMES), key, language=language))


def _frozen(
    body: LetterBody,
    *,
    name: str,
    purpose: str,
    passages: Mapping[str, PassageText] = MappingProxyType({}),
    vocabulary: Vocabulary,
    language: str,
) -> dict[str, Any]:
    """These words as they would be published; raises Refused where they could not be."""
    return draft_body(
        name=name,
        purpose=purpose,
        subject=body.subject,
        preheader=body.preheader,
        source=body.text,
        passages=passages,
        vocabulary=vocabulary,
        language=language,
    )


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
    left_out = {"subject": "…", "preheader": ""}
    whole = body.model_copy(update={line: left_out[line] for line in faults & set(left_out)})
    frozen = _frozen(
        whole,
        name="…",
        purpose=purpose,
        passages=passages,
        vocabulary=vocabulary,
        language=language,
    )
    facts = reader.facts.with_facts(dict.fromkeys(flags, True))
    compiled = variant.variant(frozen, identity=present_identity(), facts=facts, names=reader.names)
    names = compiled.names | set(layout.NAMES) | {"first_name", "date"}
    samples = sample_values(names, language=language) | {"first_name": reader.first_name, **values}
    rendered = compiled.fill(samples)
    scope = Scope(facts, reader.names, {}, present_identity().constants, samples)
    return Preview(
        html=rendered.page, subject=rendered.subject, preheader=scope.line(whole.preheader)
    )


def preview_letter(letter: Letter) -> Rendered:
    """A published wording as a sample person would get it."""
    compiled = variant.variant(
        letter.body, identity=present_identity(), facts=Facts(has_name=True), names={}
    )
    names = compiled.names | set(layout.NAMES)
    return compiled.fill(sample_values(names, language=letter.body["language"]))


def send_test(*, letter: Letter, key: str, now: datetime) -> Message:
    """Queue a letter to the author, marked as a test and out of every count."""
    names = set(words(key).vocabulary.bare) | {"unsubscribe_url", "preferences_url"}
    return queue(
        key=f"test:{uuid.uuid4()}",
        letter=letter,
        contact=None,
        purpose=letter.purpose,
        facts=sample_facts(key),
        names={},
        values=sample_values(names, key, language=letter.body["language"]),
        not_before=now,
        is_test=True,
        now=now,
    )
