"""Promises 14 and 19: nothing that names an erased person is left, whatever had happened to their
entry, and nothing that comes later brings them back.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client

import consultations.actions
import courses.actions
from assessments.models import Attempt
from consultations.models import Booking, Meeting, TimeRequest
from contacts import actions, erase
from contacts.models import Contact, Suppression, address_hash
from courses.forms.rehearsal import as_told
from courses.models import (
    AddressChange,
    Course,
    DataRequest,
    Enrollment,
    LastWord,
    Lesson,
    Progress,
)
from desk import tasks
from desk.actions import merge
from guides.models import GuideCopy
from health.models import CheckRun
from landing.models import SignUpForm
from mail import actions as mail
from mail.actions import breaker
from mail.actions.events import record_event
from mail.actions.notices import tell
from mail.inbound import InboundMail
from mail.models import Message
from mail.webhooks import ReportedEvent
from tests.askings import asked, say_yes
from tests.conftest import person
from tests.desk import dump
from tests.desk.conftest import ROBIN, book, finished
from tests.sign_ups import signed_up

NAME = "Zephyrine"
MAIN, OLDER, SECOND, TIME_REQUESTED = (
    *("zephyrine.now@quince.example", "zephyrine.older@quince.example"),
    *("z.second+x@quince.example", "zephyrine.wished@quince.example"),
)
WORDS = (NAME, MAIN, OLDER, SECOND, TIME_REQUESTED, "quince.example", "quince")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def places(settings: Any, tmp_path: Path) -> tuple[Path, Path]:
    """Folders of this test alone: media, and VAR_DIR with the mailbox in it."""
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path / "var"
    settings.MAILBOX_DIR = tmp_path / "var" / "mailbox"
    settings.MAILBOX_DIR.mkdir(parents=True)
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT, settings.VAR_DIR


@pytest.fixture
def zephyrine(house: None, places: object, moment: datetime, author: Client) -> Contact:
    """A whole journey; then a new address; then a second entry, merged into the first."""
    contact = journey(OLDER, moment)
    happens(contact, moment)
    assert courses.actions.ask_address(contact=contact, email=MAIN, now=moment)
    change = AddressChange.objects.get(reserve__email=MAIN)
    assert courses.actions.move_address(change=change, now=moment)
    second = journey(SECOND, moment, course=False)
    happens(second, moment)
    contact = Contact.objects.get(email=MAIN)
    answer = author.post(f"/admin/person/{contact.pk}/merge/", {"other": SECOND})
    assert answer.status_code == 302
    assert courses.actions.ask_address(contact=contact, email=TIME_REQUESTED, now=moment)
    DataRequest.objects.create(contact=contact, asked_at=moment)
    written_down(contact, moment)
    tasks_send(moment)
    return contact


def journey(email: str, moment: datetime, *, course: bool = True) -> Contact:
    """From the answers to a guide, the course, an hour, a wish, a reply, a last word."""
    copy = asked(
        attempt=finished(moment), email=email, first_name=NAME, zone="Europe/Berlin", paper="a4",
        wants_course=course, share=True, now=moment,
    )  # fmt: skip
    GuideCopy.objects.filter(pk=copy.pk).update(state=GuideCopy.State.READY)
    copy.file.save(f"{copy.uid.hex}-0123.pdf", ContentFile(f"%PDF {NAME}".encode()))
    contact = copy.contact
    if course:
        enrollment = Enrollment.objects.get(contact=contact)
        say_yes(copy, now=moment)
        Progress.objects.create(
            enrollment=enrollment, lesson=Lesson.objects.all()[0], contact=contact, at=moment,
            outcome="sent", day=moment.date(),
        )  # fmt: skip
        LastWord.objects.create(
            enrollment=enrollment, tried="yes", wrong=f"{NAME} was not asked", at=moment
        )
    else:
        Contact.objects.filter(pk=contact.pk).update(confirmed_at=moment)
    Contact.objects.filter(pk=contact.pk).update(notes=f"{NAME}: met in May", first_name=NAME)
    actions.tag(contact=contact, label="Met in May", source="hand", now=moment)
    return contact


def happens(contact: Contact, moment: datetime) -> None:
    """What is booked, wished for, written and reported under the address of that time."""
    contact.refresh_from_db()
    booking = book(moment, contact.email)
    Booking.objects.filter(pk=booking.pk).update(
        first_name=NAME, note=f"I am {NAME}", intake=[{"question": "Who?", "answer": NAME}]
    )
    time_request = consultations.actions.request_time(
        meeting=Meeting.objects.all()[0], email=contact.email, first_name=NAME, zone="UTC",
        text=f"{NAME} would like evenings.", now=moment,
    )  # fmt: skip
    assert isinstance(time_request, TimeRequest)
    written = InboundMail(
        contact.email, f"{NAME} <{contact.email}>", f"From {NAME}", f"Yours, {NAME}",
        tuple(row.uid.hex for row in contact.messages.all()), False, False, None,
    )  # fmt: skip
    assert mail.receive(written=written, now=moment)
    message = contact.messages.order_by("pk")[0]
    raw = {"to": f"{NAME} <{contact.email}>", "link": f"?to={quote(contact.email, safe='')}"}
    assert record_event(provider="brevo", arrived=report(contact.email, message, raw), now=moment)
    signed_up(
        form=SignUpForm.objects.get(), email=contact.email, first_name=NAME,
        town=f"{NAME}'s town", now=moment,
    )  # fmt: skip
    looked_at(contact, moment)


def report(email: str, message: Message | None, raw: dict[str, str]) -> ReportedEvent:
    return ReportedEvent(
        event_key=f"{email}:{raw}"[:200], kind="delivered", recipient=email,
        message_uid=message.uid.hex if message else "", provider_id="", code="250",
        detail=f"accepted for {email}", raw=raw, at=None,
    )  # fmt: skip


def looked_at(contact: Contact, moment: datetime) -> None:
    """The author's history of the rows of that time."""
    rows = (contact, *contact.bookings.all(), *contact.time_requests.all(), *contact.replies.all())
    user = get_user_model().objects.get(username="author")
    for row in (*rows, *contact.guides.all(), *contact.messages.all()):
        LogEntry.objects.create(
            user=user, content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk),
            object_repr=f"{row} {NAME}"[:200], action_flag=CHANGE, change_message=f"to {NAME}",
        )  # fmt: skip


def written_down(contact: Contact, moment: datetime) -> None:
    """Where else an address may stand: checks, a pause of sending, notices by address."""
    for email in (MAIN, OLDER, SECOND):
        actions.suppress(address=email, reason="bounce", detail=f"550 <{email}>", now=moment)
        tell(
            "trouble_notice", key=f"trouble:{email}", now=moment,
            values={"note_text": f"<{email}>", "admin_url": "https://desk.example/"},
        )  # fmt: skip
        Suppression.objects.update(lifted_at=moment)
    breaker.trip(reason=f"450 <{OLDER}>: later", now=moment)
    CheckRun.objects.create(
        key="x", state="fault", words=f"{OLDER} bounced", since=moment, looked_at=moment
    )
    enrollment = Enrollment.objects.get(contact=contact)
    reader = as_told(enrollment, now=moment)
    assert courses.actions.drive(course=Course.objects.get(), reader=reader, now=moment)


def tasks_send(moment: datetime) -> None:
    """Every mail in the folder, as the transport writes it there."""
    from django.conf import settings

    for message in Message.objects.all():
        to = message.contact.email if message.contact else "author@example.org"
        file = settings.MAILBOX_DIR / f"20261123T090000000000Z-{message.uid.hex}.eml"
        file.write_text(f"To: {to}\n\nDear {NAME}")
    (settings.MAILBOX_DIR / ".0123.new").write_text(f"To: {OLDER}\n\nHalf writt")


def test_promise_19_erase_leaves_no_address_and_no_name_anywhere(
    zephyrine: Contact, places: tuple[Path, Path], moment: datetime
) -> None:
    erase.clean_file()  # as on any day, what was written has gone from the log into the file
    assert len(dump.left(WORDS, *places)) > 50
    assert connection.vendor != "sqlite" or MAIN.encode() in dump.raw_file()

    erase.forget(contact=zephyrine, now=moment)

    assert dump.left(WORDS, *places) == []
    for address in (MAIN, OLDER, SECOND):
        row = Suppression.objects.standing().get(address_hash=address_hash(address))
        assert row.erased_at == moment


def test_promise_19_a_late_report_or_reply_brings_nothing_back(
    zephyrine: Contact, places: tuple[Path, Path], moment: datetime
) -> None:
    message = zephyrine.messages.order_by("pk")[0]
    raw = {"to": f"{NAME} <{MAIN}>"}
    erase.forget(contact=zephyrine, now=moment)

    for kind in ("bounced", "complained", "delivered", "unsubscribed"):
        for email in (MAIN, OLDER):
            late = replace(report(email, message, raw), kind=kind, event_key=f"{kind}{email}")
            assert record_event(provider="brevo", arrived=late, now=moment) is None
    answers = (message.uid.hex,)
    written = InboundMail(
        "late", MAIN, f"Re: {NAME}", f"Yours, {NAME}", answers, False, False, None
    )
    assert mail.receive(written=written, now=moment) is None

    assert dump.left(WORDS, *places) == []


def test_promise_19_the_file_of_a_killed_worker_goes_too(
    zephyrine: Contact, places: tuple[Path, Path], moment: datetime
) -> None:
    copies = list(zephyrine.guides.all())
    orphan = places[0] / "guides" / f"{copies[0].uid.hex}-killed.pdf"
    orphan.write_text(NAME)

    erase.forget(contact=zephyrine, now=moment)

    assert dump.folder(*places) == ""


def test_a_file_no_row_names_is_swept_once_it_is_old(
    robin: Contact, places: tuple[Path, Path], at: Callable[[datetime], None], moment: datetime
) -> None:
    copy = GuideCopy.objects.get()
    copy.file.save(f"{copy.uid.hex}-0123.pdf", ContentFile(b"%PDF"))
    orphan = places[0] / "guides" / "0123-killed.pdf"
    orphan.write_text("left")
    for file in orphan.parent.iterdir():
        os.utime(file, (moment.timestamp(), moment.timestamp()))

    at(moment + timedelta(minutes=59))
    tasks.tidy()
    assert orphan.exists()
    at(moment + timedelta(minutes=61))
    tasks.tidy()

    assert [file.name for file in orphan.parent.iterdir()] == [f"{copy.uid.hex}-0123.pdf"]


def test_delete_my_answers_takes_the_pdf_along(
    robin: Contact, places: tuple[Path, Path], client: Client
) -> None:
    copy = GuideCopy.objects.get()
    copy.file.save(f"{copy.uid.hex}-0123.pdf", ContentFile(b"%PDF"))
    assert dump.folder(places[0])

    answer = client.post(f"/assessment/resistance-reframe/{copy.attempt.key}/delete/")

    assert answer.status_code == 302
    assert not Attempt.objects.exists()
    assert dump.folder(places[0]) == ""


def test_somebody_a_backup_brought_back_is_erased_again(robin: Contact, moment: datetime) -> None:
    erase.forget(contact=robin, now=moment + timedelta(hours=1))
    actions.meet(email=ROBIN, first_name="Robin", zone="", now=moment)

    assert erase.erase_again(now=moment + timedelta(hours=2)) == 1

    assert not Contact.objects.exists()


def test_somebody_erased_who_asks_again_stays(robin: Contact, moment: datetime) -> None:
    erase.forget(contact=robin, now=moment)
    actions.meet(email=ROBIN, first_name="Robin", zone="", now=moment + timedelta(hours=1))

    assert erase.erase_again(now=moment + timedelta(hours=2)) == 0

    assert Contact.objects.count() == 1


def test_merging_takes_the_file_of_the_second_copy_along(
    robin: Contact, places: tuple[Path, Path], moment: datetime
) -> None:
    copy = robin.guides.get()
    second = person("robin@work.example")
    other = GuideCopy.objects.create(
        attempt=copy.attempt, contact=second, guide=copy.guide, revision=copy.revision,
        next_try_at=moment, requested_at=moment, expires_at=moment,
    )  # fmt: skip
    other.file.save(f"{other.uid.hex}-0123.pdf", ContentFile(b"%PDF"))

    merge.merge(stays=robin, goes=second, now=moment)

    assert dump.folder(places[0]) == ""
