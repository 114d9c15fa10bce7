"""From the queue to a mailbox or a server: who gets mail, who does not, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from pytest_django import Settings

from contacts import actions as people
from contacts.models import Contact, Suppression
from mail import actions
from mail.actions import claims, sending
from mail.mailbox import Kept
from mail.models import Breaker, DeliveryEvent, Message, State
from pulse.models import Heartbeat
from tests.conftest import person

from .conftest import Write, alive, published
from .sink import DROP, DROP_AFTER, Sink

Mails = Callable[[], list[Kept]]
LATER = timedelta(hours=1)


def states() -> list[str]:
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def test_message_arrives_once_and_is_marked(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    message = write(confirmed, values={"first_name": "Robin", "guide_url": "https://e.org/g"})

    assert actions.send_due(now=moment) == 1
    assert actions.send_due(now=moment) == 0

    message.refresh_from_db()
    assert (message.state, message.sent_at, message.tries) == ("sent", moment, 1)
    [mail] = mails()
    assert mail.to == "confirmed@example.org"
    assert "Hello Robin," in mail.text
    assert "https://e.org/g" in mail.html


def test_headers_are_those_of_a_letter_one_can_stop(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    message = write(confirmed)
    actions.send_due(now=moment)

    headers = dict(mails()[0].headers)
    assert headers["Message-ID"] == f"<{message.uid.hex}@testserver>"
    assert headers["Date"] == "Mon, 23 Nov 2026 09:00:00 +0000"
    assert headers["List-Unsubscribe"].startswith("<http://testserver/unsubscribe/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == "<course.resistance-reframe.testserver>"
    assert headers["Feedback-ID"].endswith(":course:testserver")
    assert "Auto-Submitted" not in headers


def test_requested_mail_is_automatic_and_has_no_list(
    write: Write, unconfirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(unconfirmed, letter=published("requested"), purpose="requested", consent="")
    actions.send_due(now=moment)

    headers = dict(mails()[0].headers)
    assert headers["Auto-Submitted"] == "auto-generated"
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id"} & set(headers)


def test_nothing_goes_before_its_time(write: Write, confirmed: Contact, moment: datetime) -> None:
    write(confirmed, not_before=moment + LATER)

    assert actions.send_due(now=moment) == 0
    assert actions.send_due(now=moment + LATER) == 1


def test_too_late_is_expired(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    message = write(confirmed, not_after=moment + LATER)

    actions.send_due(now=moment + 2 * LATER)

    message.refresh_from_db()
    assert (message.state, message.reason) == ("expired", "Its time had passed.")
    assert mails() == []


@pytest.mark.parametrize("who", ["unconfirmed", "unsubscribed", "bounced"])
def test_course_letter_never_goes_to(
    who: str, write: Write, mails: Mails, moment: datetime, request: pytest.FixtureRequest
) -> None:
    message = write(request.getfixturevalue(who))

    actions.send_due(now=moment)

    message.refresh_from_db()
    assert message.state == State.SKIPPED
    assert message.reason
    assert message.settled_at == moment
    assert mails() == []


def test_unsubscribing_stops_what_is_queued(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(confirmed, not_before=moment + LATER)
    people.unsubscribe(contact=confirmed, purpose="course:resistance-reframe", now=moment)

    actions.send_due(now=moment + LATER)

    assert states() == [State.SKIPPED]
    assert mails() == []


@pytest.mark.parametrize(
    ("reason", "goes"),
    [("stopped", True), ("erased", True), ("bounce", False), ("complaint", False)],
)
def test_requested_mail_reaches_who_stopped_but_not_who_bounced(
    reason: str, goes: bool, write: Write, mails: Mails, moment: datetime
) -> None:
    contact = person("back@example.org")
    people.suppress(address=contact.email, reason=reason, detail="", now=moment)
    write(contact, purpose="requested", consent="")

    actions.send_due(now=moment)

    assert bool(mails()) is goes


def test_lifted_suppression_no_longer_counts(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    row = people.suppress(address=confirmed.email, reason="bounce", detail="", now=moment)
    people.lift(suppression=row, now=moment)
    write(confirmed)

    actions.send_due(now=moment)

    assert len(mails()) == 1


def test_notice_goes_to_the_author(write: Write, mails: Mails, moment: datetime) -> None:
    write(None, letter=published("notice", "News: {{ guide_url }}"), purpose="notice", consent="")

    actions.send_due(now=moment)

    assert mails()[0].to == "hello@example.org"


def test_what_was_asked_for_goes_first(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for purpose in ("course", "reminder", "notice", "requested"):
        write(confirmed, purpose=purpose, not_before=moment - LATER)
    write(confirmed, purpose="requested")

    actions.send_due(now=moment)

    sent = [taken.message["Feedback-ID"].split(":")[1] for taken in sink.taken]
    assert sent == ["requested", "requested", "notice", "reminder", "course"]


def test_poison_message_fails_alone(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    poison = write(confirmed, values={})  # its letter needs guide_url
    write(confirmed)

    actions.send_due(now=moment)

    poison.refresh_from_db()
    assert states() == [State.FAILED, State.SENT]
    assert "guide_url" in poison.reason
    assert len(mails()) == 1
    assert not Suppression.objects.exists()


def test_one_connection_carries_a_batch(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for _number in range(5):
        write(confirmed)

    actions.send_due(now=moment)

    assert len(sink.taken) == 5
    assert sink.connections == 1
    assert sink.taken[0].recipient == "confirmed@example.org"


def test_file_and_server_get_the_same_bytes(
    write: Write, confirmed: Contact, sink: Sink, settings: Settings, moment: datetime
) -> None:
    message = write(confirmed, values={"guide_url": "https://e.org/.", "first_name": ".\u00e9"})
    actions.send_due(now=moment)
    Message.objects.update(state=State.QUEUED)
    settings.EMAIL_URL = "file://"
    actions.send_due(now=moment)

    [file] = Path(settings.MAILBOX_DIR).glob(f"*-{message.uid.hex}.eml")
    assert file.read_bytes() == sink.taken[0].data


def test_message_written_but_not_marked_is_not_written_twice(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(confirmed)
    actions.send_due(now=moment)
    Message.objects.update(state=State.QUEUED)

    actions.send_due(now=moment + LATER)

    assert states() == [State.SENT]
    assert len(mails()) == 1


def test_later_waits_half_an_hour_and_keeps_the_id(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    message = write(confirmed)
    write(confirmed)
    sink.plan("DOT", "451 4.3.0 later")

    actions.send_due(now=moment)

    message.refresh_from_db()
    assert states() == [State.QUEUED, State.SENT]
    assert message.next_try_at == moment + timedelta(minutes=30)
    assert "later" in message.reason
    actions.send_due(now=moment + timedelta(minutes=31))
    assert states() == [State.SENT, State.SENT]
    assert message.uid.hex in sink.taken[-1].message_id


def test_message_waiting_past_its_last_moment_expires_then(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    write(confirmed, not_after=moment + timedelta(minutes=5))
    sink.plan("RCPT", "450 busy")
    actions.send_due(now=moment)

    actions.send_due(now=moment + timedelta(minutes=6))

    assert states() == [State.EXPIRED]


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
    assert message.state == State.FAILED
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

    assert states() == [State.FAILED, State.SENT]
    assert Suppression.objects.covers(gone)
    assert not Suppression.objects.covers(confirmed)


def test_five_refusals_in_a_row_pause_and_blame_nobody(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for number in range(7):
        write(person(f"p{number}@example.org"), purpose="requested", consent="")
    sink.plan("RCPT", "550 5.1.1 no such user", times=5)

    actions.send_due(now=moment)

    assert set(states()) == {State.QUEUED}
    assert not Suppression.objects.exists()
    assert actions.paused(now=moment) is not None
    assert actions.send_due(now=moment + timedelta(seconds=30)) == 0
    assert actions.send_due(now=moment + timedelta(minutes=2)) == 7
    assert set(states()) == {State.SENT}
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

    assert states() == [State.QUEUED] * 3
    assert sink.taken == []
    assert not Suppression.objects.exists()
    pause = actions.paused(now=moment)
    assert pause is not None
    assert pause.until == moment + timedelta(minutes=1)
    actions.send_due(now=pause.until)
    assert states() == [State.SENT] * 3


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
        waits.append(pause.until - at)
        at = pause.until

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

    assert states() == [State.QUEUED, State.SENT, State.SENT]
    assert actions.paused(now=moment) is None


def test_connection_closed_between_two_messages_costs_nothing(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    for _number in range(2):
        write(confirmed)
    calls = iter([None, DROP])
    sink.when = lambda command, _line: next(calls, None) if command == "MAIL" else None

    actions.send_due(now=moment)

    assert states() == [State.SENT, State.SENT]
    assert sink.connections == 2


def test_unheard_acceptance_is_sent_again_under_the_same_id(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    write(confirmed)
    sink.plan("DOT", DROP_AFTER)
    actions.send_due(now=moment)

    actions.send_due(now=moment + timedelta(minutes=3))

    assert states() == [State.SENT]
    assert len(sink.taken) == 2
    assert len({taken.message_id for taken in sink.taken}) == 1


def test_second_worker_gets_none_of_the_first_ones(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    write(confirmed)

    first = claims.take(worker=alive("one"), limit=10, now=moment)
    claims.free_silent(now=moment)
    second = claims.take(worker=alive("two"), limit=10, now=moment)

    assert (len(first.messages), len(second.messages)) == (1, 0)


def test_silent_workers_claims_are_taken_again(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(confirmed)
    claims.take(worker=alive("dead"), limit=10, now=moment)
    Heartbeat.objects.filter(worker="dead").delete()

    actions.send_due(now=moment)

    assert states() == [State.SENT]
    assert len(mails()) == 1


def test_worker_that_lost_its_claim_marks_nothing(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    write(confirmed)
    [message] = claims.take(worker=alive("slow"), limit=10, now=moment).messages
    Heartbeat.objects.filter(worker="slow").delete()
    claims.free_silent(now=moment)
    claims.take(worker=alive("quick"), limit=10, now=moment)

    assert claims.sent(message, provider_id="", now=moment) is False
    assert states() == [State.SENDING]


def test_taken_back_while_its_worker_died_stays_back(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    message = write(confirmed)
    claims.take(worker=alive("dead"), limit=10, now=moment)
    actions.withdraw(key=message.key, reason="paused", now=moment)
    Heartbeat.objects.filter(worker="dead").delete()

    actions.send_due(now=moment)

    message.refresh_from_db()
    assert (message.state, message.reason) == ("withdrawn", "paused")
    assert mails() == []


def test_what_was_not_tried_within_five_seconds_is_asked_about_anew(
    write: Write, confirmed: Contact, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    for _number in range(3):
        write(confirmed)
    clock = iter(range(0, 1000, 4))
    monkeypatch.setattr(sending, "monotonic", lambda: next(clock))
    taken: list[int] = []
    take = claims.take
    monkeypatch.setattr(claims, "take", lambda **known: taken.append(1) or take(**known))

    for _pass in range(2):
        actions.send_due(now=moment)

    assert states() == [State.SENT] * 3
    assert len(taken) > 1
    assert set(Message.objects.values_list("tries", flat=True)) == {1}


def test_every_report_of_a_server_is_kept(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    write(confirmed)
    sink.plan("RCPT", "450 4.2.1 busy")

    actions.send_due(now=moment)

    event = DeliveryEvent.objects.get()
    assert (event.kind, event.raw["code"]) == ("deferred", 450)


def test_test_mail_is_marked_and_out_of_counts(mails: Mails, moment: datetime, db: None) -> None:
    letter = published("requested")

    actions.send_test(letter=letter, key="guide", now=moment)
    actions.send_due(now=moment)

    assert mails()[0].subject == "[Test] A small practice"
    assert not Message.objects.real().exists()


def test_invitation_travels_as_a_calendar_file(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    calendar = {
        "filename": "invite.ics",
        "content_type": "text/calendar; method=REQUEST",
        "text": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    }
    write(confirmed, attachment=calendar)

    actions.send_due(now=moment)

    parsed = message_from_bytes(sink.taken[0].data, policy=policy.default)
    [part] = parsed.iter_attachments()
    assert part.get_content().replace("\n", "\r\n").replace("\r\r", "\r") == calendar["text"]
