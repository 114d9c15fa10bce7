"""The engine: claim, render, hand over, mark each acceptance before the next is at risk.

Network stands outside every transaction. What a reply means is decided in `outcomes`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db import DatabaseError
from django.utils.translation import gettext as _

from mail import backoff, layout, links, mime, outcomes, rendering
from mail.actions import breaker, claims
from mail.models import DeliveryEvent, Letter, Message, Purpose
from mail.outcomes import Outcome, Phase, Reply
from mail.transport import Outgoing, Transport, chosen
from practice.models import Practice
from pulse import worker

log = logging.getLogger(__name__)

AT_ONCE = 100  # messages a claim
FRESH_SECONDS = 5.0  # what is not tried by then is given back and asked about anew
PASS_SECONDS = 25.0
MOST_LOSSES = 3  # lost connections in a row before sending pauses
_AUTOMATIC = (Purpose.REQUESTED, Purpose.REMINDER, Purpose.NOTICE)
_LETTERS: rendering.Cache[Letter] = rendering.Cache(200)


def letter_of(message: Message) -> Letter:
    """The message's letter from this process's memory; letters never change."""
    return _LETTERS.get(message.letter_id, lambda: Letter.objects.get(pk=message.letter_id))


def prepared(message: Message, *, practice: Practice, now: datetime) -> Outgoing:
    """A message with its headers and values, ready for a transport. Rendered there."""
    letter = letter_of(message)
    compiled = rendering.compiled(letter, message.reader, message.names)
    house = links.house(message, compiled.names)
    values = message.values_for(house)
    subject = compiled.subject_line(values)
    listed = message.purpose in layout.LISTED
    host = links.host()
    head = mime.Head(
        message_id=f"{message.uid.hex}@{host}",
        date=now,
        sender_name=practice.from_name,
        sender=practice.from_email,
        to=message.contact.email if message.contact else practice.notice_email,
        subject=f"[{_('Test')}] {subject}" if message.is_test else subject,
        reply_to=practice.reply_to if practice.reply_to != practice.from_email else "",
        unsubscribe_url=house.get("unsubscribe_url", "") if message.consent else "",
        list_id=f"{message.consent.replace(':', '.')}.{host}" if listed and message.consent else "",
        feedback_id=f"{letter.sha256[:10]}:{message.purpose}:{host}",
        is_automatic=message.purpose in _AUTOMATIC,
    )
    attachment = mime.Attachment(**message.attachment) if message.attachment else None
    return Outgoing(
        uid=message.uid.hex,
        head=head,
        compiled=compiled,
        values=values,
        attachment=attachment,
        is_retry=message.tries > 1,
    )


@dataclass
class Pass:
    """One pass of one worker: a transport, and what happened on it so far."""

    way: Transport
    practice: Practice
    now: datetime
    is_doubtful: bool = True  # whether a success has something to prove
    losses: int = 0

    def batch(self, messages: list[Message]) -> bool:
        """Send claimed messages in order; False when sending must stop."""
        claimed_at = monotonic()
        for number, message in enumerate(messages):
            if monotonic() - claimed_at > FRESH_SECONDS:
                claims.release(messages[number:], now=self.now)
                return True
            if not self.one(message):
                claims.release(messages[number + 1 :], now=self.now)
                return False
        return True

    def one(self, message: Message) -> bool:
        """Send one message and record its end; whether the next may go."""
        try:
            outgoing = prepared(message, practice=self.practice, now=self.now)
            answer = self.way.deliver(outgoing)
        except DatabaseError:
            raise
        except Exception as error:
            log.warning("mail %s cannot be made: %s", message.uid, type(error).__name__)
            reply = Reply(0, _("This mail could not be made: %s") % error, Phase.DATA)
            return self.refused(message, reply, Outcome.REFUSED)
        outcome = outcomes.judge(answer.reply)
        if outcome == Outcome.ACCEPTED:
            return self.accepted(message, answer.provider_id)
        log.info("mail %s: %s %s", message.uid, outcome, answer.reply.code)
        if outcome in (Outcome.ADDRESS, Outcome.REFUSED):
            return self.refused(message, answer.reply, outcome)
        return self.postponed(message, answer.reply, outcome)

    def accepted(self, message: Message, provider_id: str) -> bool:
        self.losses = 0
        is_ours = claims.sent(message, provider_id=provider_id, now=self.now)
        if not is_ours:
            log.warning("mail %s was claimed by another worker meanwhile", message.uid)
        if self.is_doubtful:
            breaker.proved(now=self.now)
            self.is_doubtful = False
        return is_ours

    def refused(self, message: Message, reply: Reply, outcome: Outcome) -> bool:
        claims.fail(message, reason=outcomes.in_words(reply), now=self.now)
        self.note(message, DeliveryEvent.Kind.REFUSED, reply, outcome)
        self.is_doubtful = True
        return not breaker.doubted(reason=outcomes.in_words(reply), now=self.now)

    def postponed(self, message: Message, reply: Reply, outcome: Outcome) -> bool:
        words = outcomes.in_words(reply)
        at = backoff.after(
            outcome, is_ours=reply.phase == Phase.CONNECT, tries=message.tries, now=self.now
        )
        if reply.phase == Phase.CONNECT:
            claims.release([message], now=self.now)
        elif at is None:
            claims.fail(message, reason=_("Four days were not enough: %s") % words, now=self.now)
        else:
            claims.later(message, at=at, reason=words, now=self.now)
        if reply.phase != Phase.CONNECT:
            self.note(message, DeliveryEvent.Kind.DEFERRED, reply, outcome)
        return self.goes_on(outcome, words)

    def goes_on(self, outcome: Outcome, words: str) -> bool:
        """Whether sending goes on after a postponement; pauses it where it must not."""
        self.losses = self.losses + 1 if outcome in (Outcome.LOST, Outcome.UNSURE) else 0
        if outcome != Outcome.SENDER and self.losses < MOST_LOSSES:
            return True
        breaker.trip(reason=words, now=self.now)
        return False

    def note(
        self, message: Message, kind: DeliveryEvent.Kind, reply: Reply, outcome: Outcome
    ) -> None:
        DeliveryEvent.objects.create(
            message=message,
            contact=message.contact,
            kind=kind,
            provider=self.way.name,
            code=outcome,
            detail=outcomes.in_words(reply),
            raw={"code": reply.code, "text": reply.text[:2000], "phase": reply.phase},
            at=self.now,
        )


def send_due(*, now: datetime, limit: int = 100_000) -> int:
    """Send what is due, at most `limit` and for about half a minute; how many were settled."""
    name = worker.name("mail")
    claims.free_silent(now=now)
    if not Message.objects.due(now).exists() or breaker.paused(now=now):
        return 0
    started, done = monotonic(), 0
    with chosen() as way:
        run = Pass(way=way, practice=Practice.objects.the(), now=now)
        while done < limit and monotonic() - started < PASS_SECONDS:
            size = 1 if breaker.is_probing() else min(AT_ONCE, limit - done)
            claim = claims.take(worker=name, limit=size, now=now)
            taken = len(claim.messages) + claim.settled
            done += taken
            if not taken or not run.batch(claim.messages):
                break
    return done
