"""From the queue to a mailbox or a server: who gets mail, who does not."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from pytest_django import Settings

from contacts import actions as people
from contacts.models import Contact, Suppression
from mail import actions
from mail.models import Message, MessageState
from tests.conftest import person

from .conftest import Mails, Write, published, states
from .sink import Sink

LATER = timedelta(hours=1)


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
    assert message.state == MessageState.SKIPPED
    assert message.reason
    assert message.settled_at == moment
    assert mails() == []


def test_unsubscribing_stops_what_is_queued(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(confirmed, not_before=moment + LATER)
    people.unsubscribe(contact=confirmed, purpose="course:resistance-reframe", now=moment)

    actions.send_due(now=moment + LATER)

    assert states() == [MessageState.SKIPPED]
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
    assert states() == [MessageState.FAILED, MessageState.SENT]
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
    Message.objects.update(state=MessageState.QUEUED, settled_at=None)
    settings.EMAIL_URL = "file://"
    actions.send_due(now=moment)

    [file] = Path(settings.MAILBOX_DIR).glob(f"*-{message.uid.hex}.eml")
    assert file.read_bytes() == sink.taken[0].data


def test_message_written_but_not_marked_is_not_written_twice(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(confirmed)
    actions.send_due(now=moment)
    Message.objects.update(state=MessageState.QUEUED, settled_at=None)

    actions.send_due(now=moment + LATER)

    assert states() == [MessageState.SENT]
    assert len(mails()) == 1


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
    assert part.get_content() == calendar["text"].encode()
