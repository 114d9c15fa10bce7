"""The engine: claim, render, hand over, mark each acceptance before the next is at risk.

Network stands outside every transaction. What a reply means is decided in `outcomes`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic, sleep

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from mail import backoff, clicks, layout, links, mime, outcomes, rendering
from mail.actions import breaker, claims, limits
from mail.journal import Journal
from mail.mime import Unsendable
from mail.models import DeliveryEvent, Letter, Message, Purpose
from mail.outcomes import Outcome, Phase, Reply
from mail.transport import Outgoing, Transport, chosen
from practice.models import Practice
from pulse import worker
from pulse.clock import real_now

log = logging.getLogger(__name__)

AT_ONCE = 250  # messages a claim
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
    if compiled.targets:
        values |= clicks.straight(compiled.targets, values)
        values |= {} if message.is_test else links.counted(message.uid.hex, compiled.targets)
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


@dataclass(frozen=True)
class Ready:
    """A message about to go, or why it cannot."""

    outgoing: Outgoing | None
    error: Exception | None = None


@dataclass
class Pass:
    """One pass of one worker: a transport, and what happened on it so far."""

    way: Transport
    practice: Practice
    now: datetime
    journal: Journal
    is_kept: bool = False  # acceptances go to the journal first, to the database a batch at a time
    is_doubtful: bool = True  # whether a success has something to prove
    losses: int = 0
    accepted_ones: list[Message] = field(default_factory=list)
    ready: Ready | None = None

    def batch(self, messages: list[Message]) -> bool:
        """Send claimed messages in order; False when sending must stop."""
        claimed_at = monotonic()
        goes_on = True
        for number, message in enumerate(messages):
            if self.is_stale(claimed_at) and self.ready is None:
                claims.release(messages[number:], now=self.now)
                break
            after = messages[number + 1] if number + 1 < len(messages) else None
            goes_on = self.one(message, after, claimed_at)
            if not goes_on:
                claims.release(messages[number + 1 :], now=self.now)
                break
        self.ready = None
        return self.mark() and goes_on

    def is_stale(self, claimed_at: float) -> bool:
        return monotonic() - claimed_at > FRESH_SECONDS

    def one(self, message: Message, after: Message | None, claimed_at: float) -> bool:
        """Send one message and record its end; whether the next may go."""

        def following() -> Outgoing | None:
            if after is None or self.is_doubtful or self.is_stale(claimed_at):
                return None
            self.ready = self.made(after)
            return self.ready.outgoing

        ready, self.ready = self.ready or self.made(message), None
        if ready.outgoing is None:
            reply = Reply(0, _("This mail could not be made: %s") % ready.error, Phase.DATA)
            return self.refused(message, reply, Outcome.REFUSED)
        try:
            answer = self.way.deliver(ready.outgoing, following)
        except Unsendable as error:
            reply = Reply(0, _("This mail could not be made: %s") % error, Phase.DATA)
            return self.refused(message, reply, Outcome.REFUSED)
        outcome = outcomes.judge(answer.reply)
        if outcome == Outcome.ACCEPTED:
            return self.accepted(message, answer.provider_id)
        log.info("mail %s: %s %s", message.uid, outcome, answer.reply.code)
        if outcome in (Outcome.ADDRESS, Outcome.REFUSED):
            return self.refused(message, answer.reply, outcome)
        return self.postponed(message, answer.reply, outcome)

    def made(self, message: Message) -> Ready:
        """A message in its final bytes, or why it cannot be put into any."""
        try:
            outgoing = prepared(message, practice=self.practice, now=self.now)
            self.way.check(outgoing)
        except DatabaseError:
            raise
        except Exception as error:
            log.warning("mail %s cannot be made: %s", message.uid, type(error).__name__)
            return Ready(None, error)
        return Ready(outgoing)

    def accepted(self, message: Message, provider_id: str) -> bool:
        """The server took it: written down before the next one is at risk."""
        self.losses = 0
        is_ours = True
        if self.is_kept and not provider_id:
            self.journal.add(message.pk)
            self.accepted_ones.append(message)
        else:
            is_ours = self.is_marked([message], provider_id)
        if self.is_doubtful:
            is_ours = self.mark() and is_ours
            breaker.proved(now=self.now)
            self.is_doubtful = False
        return is_ours

    def mark(self) -> bool:
        """Mark in the database what the journal holds; False when a claim had been lost."""
        if not self.accepted_ones:
            return True
        is_ours = self.is_marked(self.accepted_ones, "")
        self.accepted_ones.clear()
        self.journal.clear()
        return is_ours

    def is_marked(self, messages: list[Message], provider_id: str) -> bool:
        count = claims.sent(messages, provider_id=provider_id, now=self.now)
        if count < len(messages):
            log.warning("%s mails were claimed by others meanwhile", len(messages) - count)
        return count == len(messages)

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
    folder = settings.VAR_DIR / "journal"
    claims.free_silent(folder=folder, now=now)
    claims.settle_own(folder=folder, worker=name, now=now)
    if not Message.objects.due(now).exists() or breaker.paused(now=now):
        return 0
    with Journal(folder, name) as journal, chosen() as way:
        journal.clear()
        run = Pass(
            way=way,
            practice=Practice.objects.the(),
            now=now,
            journal=journal,
            is_kept=claims.is_one_disk(folder=folder),
        )
        return passed(run, name, limit)


def passed(run: Pass, name: str, limit: int) -> int:
    """Claim and send until nothing is due, time is up, or sending must stop."""
    started, done = monotonic(), 0
    while done < limit and monotonic() - started < PASS_SECONDS:
        size = 1 if breaker.is_probing() else min(AT_ONCE, limit - done)
        moment = real_now()
        claim = claims.take(
            worker=name,
            limit=limits.most_at_once(size, now=moment),
            now=run.now,
            purposes=limits.purposes(now=moment),
        )
        allowed = limits.granted(len(claim.messages), now=moment)
        claims.release(claim.messages[allowed:], now=run.now)
        taken = allowed + claim.settled
        done += taken
        if not claim.messages and not claim.settled:
            break
        if not run.batch(claim.messages[:allowed]):
            break
        if not taken:
            sleep(1 - moment.microsecond / 1e6)
    return done
