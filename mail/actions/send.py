"""The engine: claim, render, hand over, mark each acceptance before the next is at risk.

Network stands outside every transaction. What a reply means is decided in `smtp_replies`.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic, sleep

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from health import heartbeat
from health.clock import real_now
from mail import backoff, smtp_replies
from mail.accept_log import LINES, AcceptLog, NoRoom
from mail.actions import breaker, claims, due_messages, events, limits
from mail.actions.acceptances import Acceptances
from mail.actions.prepare import Preparer
from mail.claim import ClaimedMessage
from mail.mime import Unsendable
from mail.models import DeliveryEvent
from mail.smtp_replies import Phase, ServerReply, SmtpOutcome
from mail.transport import Outgoing, Transport, chosen
from practice.actions import present_revision
from practice.models import Practice

log = logging.getLogger(__name__)

AT_ONCE = LINES  # messages a claim, at most: the log has room for these
FIRST, FEWEST = 200, 20
# Promise 10: a stop holds within five seconds, also for what was claimed before it.
FRESH_SECONDS = 5.0  # what is not tried by then is given back and asked about anew
PASS_SECONDS = 25.0
MOST_LOSSES = 3  # lost connections in a row before sending pauses


Ready = tuple[ClaimedMessage, Outgoing | Exception]
"""A message about to go, or why it cannot."""


@dataclass
class Pass:
    """One pass of one worker: a transport, and what happened on it so far."""

    transport: Transport
    preparer: Preparer
    now: datetime
    log: AcceptLog  # acceptances stand here first; rows are marked a batch at a time
    acceptances: Acceptances
    revision: int | None = None  # of the practice, for messages that are tried for the first time
    is_doubtful: bool = True  # whether a success has something to prove
    losses: int = 0
    size: int = FIRST  # messages worth claiming at once
    claimed_at: float = 0.0
    accepted_ones: list[ClaimedMessage] = field(default_factory=list)
    waiting: deque[ClaimedMessage] = field(default_factory=deque)
    ready: deque[Ready] = field(default_factory=deque)  # made, in order; the first may be announced
    is_announced: bool = False

    def batch(self, messages: Iterable[ClaimedMessage]) -> bool:
        """Send claimed messages in order; False when sending must stop."""
        self.claimed_at = monotonic()
        self.waiting, self.ready, self.is_announced = deque(messages), deque(), False
        tried, goes_on = 0, True
        while goes_on and self.has_next():
            goes_on = self.send_message(self.ready.popleft())
            tried += 1
        # Given back untried at once: kept, they would wait for this worker though a stop or another
        # worker should have them.
        left = [*(message for message, _made in self.ready), *self.waiting]
        claims.release(left, now=self.now)
        self.size = max(FEWEST, tried) if left else min(AT_ONCE, 2 * self.size)
        return self.mark() and goes_on

    def is_stale(self) -> bool:
        return monotonic() - self.claimed_at > FRESH_SECONDS

    def has_next(self) -> bool:
        """Whether a message may go: an announced one, or one that was claimed just now."""
        # Its envelope is at the server already, so it goes even when the claim is no longer fresh;
        # at most this one.
        if self.is_announced:
            return True
        if self.is_stale():
            return False
        return bool(self.ready) or self.make_next()

    def make_next(self) -> bool:
        """Make the next message; whether there was one."""
        if not self.waiting:
            return False
        self.ready.append(self.made(self.waiting.popleft()))
        return True

    def make_ahead(self) -> None:
        """While the server thinks: the message after the next. The database's own troubles wait
        until the answer is written down.
        """
        if len(self.ready) < 2 and self.waiting and not self.is_stale():
            message = self.waiting[0]
            try:
                self.make_next()
            except DatabaseError:
                self.waiting.appendleft(message)

    def after(self) -> Outgoing | None:
        """The next message, where it may be announced behind this one."""
        # While a success has something to prove the next is not announced: after the fifth refusal
        # in a row not even one more address may be refused.
        if self.is_doubtful or self.is_stale():
            return None
        if not self.ready and not self.make_next():
            return None
        _message, outgoing = self.ready[0]
        return None if isinstance(outgoing, Exception) else outgoing

    def send_message(self, ready: Ready) -> bool:
        """Send one message and record its end; whether the next may go."""
        (message, outgoing), self.is_announced = ready, False
        if isinstance(outgoing, Exception):
            return self.unmade(message, outgoing)
        after = self.after()
        self.is_announced = after is not None
        try:
            answer = self.transport.deliver(outgoing, after, self.make_ahead)
        except Unsendable as error:
            return self.unmade(message, error)
        except NoRoom:  # it was not handed over
            claims.release([message], now=self.now)
            raise
        outcome = smtp_replies.judge(answer.reply)
        if outcome == SmtpOutcome.ACCEPTED:
            return self.accepted(message, answer.provider_id)
        log.info("mail %s: %s %s", message.uid, outcome, answer.reply.code)
        if outcome in (SmtpOutcome.ADDRESS, SmtpOutcome.REFUSED):
            return self.refused(message, answer.reply, outcome)
        return self.postponed(message, answer.reply, outcome)

    def unmade(self, message: ClaimedMessage, error: Exception) -> bool:
        reply = ServerReply(0, _("This mail could not be made: %s") % error, Phase.DATA)
        return self.refused(message, reply, SmtpOutcome.REFUSED)

    def made(self, message: ClaimedMessage) -> Ready:
        """A message in its final bytes, or why it cannot be put into any."""
        try:
            outgoing = self.preparer.prepared(message)
            self.transport.check(outgoing)
        except DatabaseError:
            raise
        except Exception as error:
            log.warning("mail %s cannot be made: %s", message.uid, type(error).__name__)
            return message, error
        return message, outgoing

    def accepted(self, message: ClaimedMessage, provider_id: str) -> bool:
        """The server took it: written down before the next one is at risk."""
        self.losses = 0
        # Into the file before anything else: killed from here on, this mail does not go twice.
        self.log.add(message.pk)
        self.accepted_ones.append(message)
        # Rows are marked a batch at a time (the promise to be as fast as raw smtplib); a provider's
        # id stands in no file, so it is marked at once, and so is the success that ends a pause.
        if not provider_id and not self.is_doubtful:
            self.acceptances.add(message.pk)
            return True
        is_ours = self.mark(provider_id)
        if self.is_doubtful:
            breaker.proved(now=self.now)
            self.is_doubtful = False
        return is_ours

    def mark(self, provider_id: str = "") -> bool:
        """Mark in the database what the log holds; False when a claim had been lost."""
        if not self.accepted_ones:
            return True
        is_ours = self.is_marked(self.accepted_ones, provider_id)
        # Only now, after the commit: until the database knows, nothing else does.
        self.acceptances.forget()
        self.accepted_ones.clear()
        self.log.clear()
        return is_ours

    def is_marked(self, messages: list[ClaimedMessage], provider_id: str) -> bool:
        count = claims.sent(messages, provider_id=provider_id, now=self.now)
        if count < len(messages):
            log.warning("%s mails were claimed by others meanwhile", len(messages) - count)
        return count == len(messages)

    def refused(self, message: ClaimedMessage, reply: ServerReply, outcome: SmtpOutcome) -> bool:
        claims.fail(message, reason=smtp_replies.in_words(reply), now=self.now)
        self.note(message, DeliveryEvent.EventKind.REFUSED, reply, outcome)
        self.is_doubtful = True
        return not breaker.doubted(reason=smtp_replies.in_words(reply), now=self.now)

    def postponed(self, message: ClaimedMessage, reply: ServerReply, outcome: SmtpOutcome) -> bool:
        words = smtp_replies.in_words(reply)
        at = backoff.after(
            outcome, is_ours=reply.phase == Phase.CONNECT, tries=message.tries, now=self.now
        )
        # Nothing of this message was said: it uses up no try.
        if reply.phase == Phase.CONNECT:
            claims.release([message], now=self.now)
        elif at is None:
            claims.fail(message, reason=_("Four days were not enough: %s") % words, now=self.now)
        else:
            claims.later(message, at=at, reason=words, now=self.now)
        if reply.phase != Phase.CONNECT:
            self.note(message, DeliveryEvent.EventKind.DEFERRED, reply, outcome)
        return self.goes_on(outcome, words)

    def goes_on(self, outcome: SmtpOutcome, words: str) -> bool:
        """Whether sending goes on after a postponement; pauses it where it must not."""
        self.losses = self.losses + 1 if outcome in (SmtpOutcome.LOST, SmtpOutcome.UNSURE) else 0
        if outcome != SmtpOutcome.SENDER and self.losses < MOST_LOSSES:
            return True
        breaker.trip(reason=words, now=self.now)
        return False

    def note(
        self,
        message: ClaimedMessage,
        kind: DeliveryEvent.EventKind,
        reply: ServerReply,
        outcome: SmtpOutcome,
    ) -> None:
        events.keep(
            message.pk,
            kind=kind,
            provider=self.transport.name,
            code=outcome,
            detail=smtp_replies.in_words(reply),
            raw={"code": reply.code, "text": reply.text[:2000], "phase": reply.phase},
            at=self.now,
        )


def send_due(*, now: datetime, limit: int = 100_000) -> int:
    """Send what is due, at most `limit` and for about half a minute; how many were settled.

    Raises NoRoom, with nothing sent, where an acceptance could not be written down.
    """
    name = heartbeat.name("mail")
    folder = settings.VAR_DIR / "accept-log"
    claims.free_silent(folder=folder, worker=name, now=now)
    # Both before anything is claimed: what a killed worker had delivered must be marked before
    # somebody takes it for unsent (promise 2).
    claims.settle_own(folder=folder, worker=name, now=now)
    if not due_messages.purposes(now=now) or breaker.paused(now=now):
        return 0
    with AcceptLog(folder, name) as log, Acceptances(name) as acceptances, chosen() as transport:
        # Only here: `settle_own` has marked what an earlier pass of this worker left in it.
        log.clear()
        run = Pass(
            transport=transport,
            preparer=Preparer(Practice.objects.the(), now),
            now=now,
            log=log,
            acceptances=acceptances,
            revision=present_revision(now=now).pk,
        )
        return passed(run, name, limit)


def passed(run: Pass, name: str, limit: int) -> int:
    """Claim and send until nothing is due, time is up, or sending must stop."""
    started, done = monotonic(), 0
    while done < limit and monotonic() - started < PASS_SECONDS:
        size = 1 if breaker.is_probing() else min(run.size, limit - done)
        moment = real_now()
        messages, settled = claims.take(
            worker=name,
            limit=limits.most_at_once(size),
            now=run.now,
            revision=run.revision,
            purposes=limits.purposes(),
        )
        # Counted after the claim, by the database and for all workers together; what is over the
        # limit goes back untried.
        allowed = limits.granted(len(messages))
        claims.release(messages[allowed:], now=run.now)
        taken = allowed + settled
        done += taken
        if not messages and not settled:
            break
        if not run.batch(messages[:allowed]):
            break
        if not taken:
            sleep(1 - moment.microsecond / 1e6)
    return done
