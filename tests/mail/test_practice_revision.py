"""What a mail says of the practice: stamped by the first attempt to send, the same ever after."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from contacts.models import Contact
from mail import actions
from mail.actions import claims
from mail.actions.prepare import Preparer
from mail.models import Message
from practice.actions import present_revision
from practice.models import Practice, PracticeRevision

from .conftest import Mails, Write, alive
from .sink import Sink

pytestmark = pytest.mark.django_db


def move(name: str) -> None:
    """The practice gets another name."""
    Practice.objects.the()
    Practice.objects.update(name=name, legal_name=name)


def test_mail_queued_before_set_up_carries_the_practice_of_its_sending(
    write: Write, confirmed: Contact, mails: Mails, moment: datetime
) -> None:
    write(confirmed)
    move("Quiet House Ltd")
    actions.send_due(now=moment)

    [mail] = mails()
    assert "Quiet House Ltd" in mail.html
    assert "Quiet House Ltd" in mail.text
    assert "Example Practice" not in mail.html + mail.text


def test_retry_and_later_views_say_what_the_first_attempt_said(
    write: Write, confirmed: Contact, sink: Sink, moment: datetime
) -> None:
    message = write(confirmed)
    move("Quiet House Ltd")
    sink.plan("DOT", "451 4.3.0 later")
    actions.send_due(now=moment)
    move("Loud House Ltd")
    actions.send_due(now=moment + timedelta(days=1))

    [arrived] = sink.taken
    assert b"Quiet House Ltd" in arrived.data
    message.refresh_from_db()
    assert message.practice_revision
    assert "Quiet House Ltd" in actions.as_read(message).html


def test_one_given_back_untried_is_stamped_anew(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    message = write(confirmed)
    first = present_revision(now=moment)
    messages, _settled = claims.take(worker=alive("here"), limit=1, now=moment, revision=first.pk)
    claims.release(messages, now=moment)
    message.refresh_from_db()
    assert message.practice_revision is None

    move("Quiet House Ltd")
    second = present_revision(now=moment)
    [claimed], _settled = claims.take(worker=alive("here"), limit=1, now=moment, revision=second.pk)

    message.refresh_from_db()
    assert (claimed.revision_id, message.practice_revision) == (second.pk, second)


def test_letter_context_and_revision_give_the_same_bytes(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    write(confirmed)
    revision = present_revision(now=moment)
    [claimed], _settled = claims.take(
        worker=alive("here"), limit=1, now=moment, revision=revision.pk
    )
    first = Preparer(Practice.objects.the(), moment).prepared(claimed).data
    move("Quiet House Ltd")

    assert Preparer(Practice.objects.the(), moment).prepared(claimed).data == first


def test_reopened_mail_forgets_its_stamp(
    write: Write, confirmed: Contact, moment: datetime
) -> None:
    message = write(confirmed, key="once")
    revision = present_revision(now=moment)
    Message.objects.filter(pk=message.pk).update(
        state="expired", settled_at=moment, practice_revision=revision
    )

    assert write(confirmed, key="once").practice_revision is None


def test_change_and_change_back_are_three_revisions(moment: datetime) -> None:
    for name in ("Example Practice", "Quiet House Ltd", "Quiet House Ltd", "Example Practice"):
        move(name)
        present_revision(now=moment)

    names = [row.identity.constants["legal_name"] for row in PracticeRevision.objects.all()]
    assert names == ["Example Practice", "Quiet House Ltd", "Example Practice"]
