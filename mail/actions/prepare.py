"""From a claimed row to a message ready for a transport: its letter, headers, links and values.

What the messages of one pass share is worked out once; a message costs microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from mail import attachments, clicks, layout, links, mime, render
from mail.actions.brand_pictures import with_pictures
from mail.claim import ClaimedMessage
from mail.models import Letter, Purpose
from mail.transport import Outgoing
from practice.identity import Identity
from practice.models import Practice, PracticeRevision

TO = "to_address"  # among a message's values: a login's own address, instead of the author's
_AUTOMATIC = (Purpose.REQUESTED, Purpose.REMINDER, Purpose.NOTICE)
_LETTERS: render.Cache[Letter] = render.Cache(200)
_IDENTITIES: render.Cache[Identity] = render.Cache(50)


def letter_of(pk: int) -> Letter:
    """A letter from this process's memory; letters never change."""
    return _LETTERS.get(pk, lambda: Letter.objects.get(pk=pk))


def identity_of(revision: int) -> Identity:
    """What the practice said in a revision, from this process's memory; revisions never change."""
    return _IDENTITIES.get(
        revision, lambda: with_pictures(PracticeRevision.objects.get(pk=revision).identity)
    )


@dataclass
class Preparer:
    """What the messages of one pass share: who writes, and when."""

    practice: Practice
    now: datetime

    @cached_property
    def _present(self) -> Identity:
        return with_pictures(self.practice.identity)

    @cached_property
    def _house(self) -> links.HouseLinks:
        return links.HouseLinks()

    @cached_property
    def _common(self) -> dict[tuple[str, str, str], mime.SharedHeaders]:
        return {}

    def prepared(self, message: ClaimedMessage) -> Outgoing:
        """A message with its headers and values, ready for a transport. Rendered there."""
        letter = letter_of(message.letter_id)
        identity = identity_of(message.revision_id) if message.revision_id else self._present
        compiled = render.compiled_for(letter, identity, message.facts, message.names)
        house = self._house.values(
            uid=message.uid.hex,
            reader=message.reader_uid.hex if message.reader_uid else "",
            consent=message.consent,
            names=compiled.names,
        )
        # A message's own value goes before the house's of that name: `first_name` is "" there.
        values = house | message.texts
        if compiled.targets:
            values |= clicks.straight(compiled.targets, values)
            # The author's own clicks in a test are not counted.
            values |= {} if message.is_test else links.counted(message.uid.hex, compiled.targets)
        subject = compiled.subject_line(values)
        attached = message.attached
        return Outgoing(
            uid=message.uid.hex,
            head=mime.MessageHeaders(
                message_id=f"{message.uid.hex}@{self._house.host}",
                to=self._to(message),
                subject=f"[{_('Test')}] {subject}" if message.is_test else subject,
                # RFC 8058 §3.1 wants the one-click address in what can be unsubscribed from, and
                # only there: a mailbox shows a button for it, which on a letter somebody asked for
                # would stop what they want.
                unsubscribe_url=house["unsubscribe_url"]
                if message.consent and message.reader_uid
                else "",
                common=self._shared(letter, message),
            ),
            compiled=compiled,
            values=values,
            attachment=attachments.attachment(attached) if attached else None,
            is_retry=message.tries > 1,
        )

    def _to(self, message: ClaimedMessage) -> str:
        if message.email is None:
            # Asked while sending, not while queueing: a notice goes to where the author reads mail
            # by now.
            return message.texts.get(TO, self.practice.notice_email)
        return message.email

    def _shared(self, letter: Letter, message: ClaimedMessage) -> mime.SharedHeaders:
        """The headers that every message of one letter, purpose and consent shares."""
        # All that these headers depend on beside the practice; what is added to `_headers` of the
        # message belongs in here too, or one reader gets another's.
        key = (letter.sha256, message.purpose, message.consent)
        if key not in self._common:
            self._common[key] = self._headers(letter, message)
        return self._common[key]

    def _headers(self, letter: Letter, message: ClaimedMessage) -> mime.SharedHeaders:
        practice, host = self.practice, self._house.host
        listed = message.consent and message.purpose in layout.LISTED
        return mime.SharedHeaders(
            date=self.now,
            sender_name=practice.from_name,
            sender=practice.from_email,
            reply_to=practice.reply_to if practice.reply_to != practice.from_email else "",
            list_id=f"{message.consent.replace(':', '.')}.{host}" if listed else "",
            feedback_id=f"{letter.sha256[:10]}:{message.purpose}:{host}",
            is_automatic=message.purpose in _AUTOMATIC,
        )
