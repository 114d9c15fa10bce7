"""What a server refuses, delays or drops: who waits, who fails, and when sending pauses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from contacts import erase
from contacts.models import Contact, Suppression
from desk.actions import merge
from mail import actions, smtp_replies
from mail.models import Breaker, DeliveryEvent, Message, MessageState
from mail.smtp_replies import ServerReply, SmtpOutcome
from tests.conftest import person

from .conftest import Write, states
from .sink import DROP, DROP_AFTER, Sink

pytestmark = pytest.mark.slow


def test_later_waits_half_an_hour_and_keeps_the_id(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    message = write(confirmed)
    write(confirmed)
    sink.plan("DOT", "451 4.3.0 later")

    actions.send_due(now=moment)

    message.refresh_from_db()
    assert states() == [MessageState.QUEUED, MessageState.SENT]
    assert message.next_try_at == moment + timedelta(minutes=30)
    assert "later" in message.reason
    actions.send_due(now=moment + timedelta(minutes=31))
    assert states() == [MessageState.SENT, MessageState.SENT]
    assert message.uid.hex in sink.taken[-1].message_id


def test_message_waiting_past_its_last_moment_expires_then(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    write(confirmed, not_after=moment + timedelta(minutes=5))
    sink.plan("RCPT", "450 busy")
    actions.send_due(now=moment)

    actions.send_due(now=moment + timedelta(minutes=6))

    assert states() == [MessageState.EXPIRED]


def test_four_days_of_later_are_enough(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    message = write(confirmed)
    sink.when = lambda command, _line: "450 busy" if command == "RCPT" else None

    at = moment
    for _try in range(12):
        actions.send_due(now=at)
        message.refresh_from_db()
        at = message.next_try_at
    assert message.state == MessageState.FAILED
    assert timedelta(days=3) < message.settled_at - moment < timedelta(days=5)
    assert not Suppression.objects.exists()


def test_bad_address_is_suppressed_once_another_mail_went_through(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    gone = person("gone@example.org", confirmed_at=moment)
    write(gone, purpose="requested")
    sink.plan("RCPT", "550 5.1.1 no such user")
    actions.send_due(now=moment)
    assert not Suppression.objects.covers(gone)

    write(confirmed)
    actions.send_due(now=moment)

    assert states() == [MessageState.FAILED, MessageState.SENT]
    assert Suppression.objects.covers(gone)
    assert not Suppression.objects.covers(confirmed)


def test_five_refusals_in_a_row_pause_and_blame_nobody(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for number in range(7):
        write(person(f"p{number}@example.org"), purpose="requested", consent="")
    sink.plan("RCPT", "550 5.1.1 no such user", times=5)

    actions.send_due(now=moment)

    assert set(states()) == {MessageState.QUEUED}
    assert not Suppression.objects.exists()
    assert actions.paused(now=moment) is not None
    assert actions.send_due(now=moment + timedelta(seconds=30)) == 0
    assert actions.send_due(now=moment + timedelta(minutes=2)) == 7
    assert set(states()) == {MessageState.SENT}
    assert actions.paused(now=moment) is None


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("CONNECT", "554 no service"),
        ("CONNECT", DROP),
        ("MAIL", "421 4.3.2 shutting down"),
        ("RCPT", "550 5.7.1 your address is on a list"),
        ("DOT", "554 5.7.1 rejected"),
    ],
)
def test_senders_trouble_pauses_everybody_and_blames_nobody(
    command: str, reply: str, write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for _number in range(3):
        write(confirmed)
    sink.plan(command, reply)

    actions.send_due(now=moment)

    assert states() == [MessageState.QUEUED] * 3
    assert sink.taken == []
    assert not Suppression.objects.exists()
    pause = actions.paused(now=moment)
    assert pause is not None
    assert pause.paused_until == moment + timedelta(minutes=1)
    actions.send_due(now=pause.paused_until)
    assert states() == [MessageState.SENT] * 3


def test_pauses_grow_while_the_server_stays_away(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    write(confirmed)
    sink.when = lambda command, _line: "421 away" if command == "CONNECT" else None

    at, waits = moment, []
    for _round in range(4):
        actions.send_due(now=at)
        pause = actions.paused(now=at)
        assert pause is not None
        waits.append(pause.paused_until - at)
        at = pause.paused_until

    assert waits == sorted(set(waits))
    assert Message.objects.get().tries == 0
    assert Breaker.objects.get().paused_at == moment


def test_author_may_end_a_pause(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    write(confirmed)
    sink.plan("CONNECT", "421 away")
    actions.send_due(now=moment)

    actions.resume(now=moment)

    assert actions.send_due(now=moment) == 1


def test_lost_line_costs_only_its_own_message(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for _number in range(3):
        write(confirmed)
    sink.plan("DATA", DROP)

    actions.send_due(now=moment)

    assert states() == [MessageState.QUEUED, MessageState.SENT, MessageState.SENT]
    assert actions.paused(now=moment) is None


def test_connection_closed_between_two_messages_costs_nothing(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for _number in range(2):
        write(confirmed)
    calls = iter([None, DROP])
    sink.when = lambda command, _line: next(calls, None) if command == "MAIL" else None

    actions.send_due(now=moment)

    assert states() == [MessageState.SENT, MessageState.SENT]
    assert sink.connections == 2


def test_unheard_acceptance_is_sent_again_under_the_same_id(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    write(confirmed)
    sink.plan("DOT", DROP_AFTER)
    actions.send_due(now=moment)

    actions.send_due(now=moment + timedelta(minutes=3))

    assert states() == [MessageState.SENT]
    assert len(sink.taken) == 2
    assert len({taken.message_id for taken in sink.taken}) == 1


def test_every_report_of_a_server_is_kept(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    write(confirmed)
    sink.plan("RCPT", "450 4.2.1 busy")

    actions.send_due(now=moment)

    event = DeliveryEvent.objects.get()
    assert (event.kind, event.raw["code"]) == ("deferred", 450)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["erased", "merged"])
@pytest.mark.parametrize("said", ["451 4.3.0 later", "550 5.1.1 no such user"])
def test_person_who_goes_while_a_mail_is_on_its_way_stops_no_other_mail(
    write: Write, sink: Sink, moment: datetime, monkeypatch: pytest.MonkeyPatch, what: str,
    said: str,
) -> None:  # fmt: skip
    ada, ben, cleo = (person(f"{name}@example.org", confirmed_at=moment) for name in "abc")
    message = write(ada, purpose="requested")
    write(ben, purpose="requested")
    sink.plan("RCPT", said)
    judge = smtp_replies.judge

    def go(reply: ServerReply) -> SmtpOutcome:
        if what == "merged":
            merge.merge(stays=cleo, goes=ada, now=moment)
        else:
            erase.forget(contact=ada, now=moment)
        monkeypatch.setattr(smtp_replies, "judge", judge)
        return judge(reply)

    monkeypatch.setattr(smtp_replies, "judge", go)

    actions.send_due(now=moment)

    assert Message.objects.get(contact=ben).state == MessageState.SENT
    kept = DeliveryEvent.objects.filter(message=message.pk).values_list("contact", flat=True)
    assert list(kept) == ([cleo.pk] if what == "merged" else [])
