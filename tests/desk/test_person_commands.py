"""forget, export_person, why: promise 14 and the promised names of the commands."""

from __future__ import annotations

import io
import json
import sqlite3
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.db import connection

import consultations.actions
import courses.actions
from assessments.models import Attempt
from consultations.models import BookedCell, Booking, Meeting, TimeRequest
from contacts import actions, erase
from contacts.models import Contact, Suppression, address_hash
from guides.models import GuideCopy
from mail import actions as mail
from mail.actions import breaker
from mail.actions.notices import tell
from mail.inbound import InboundMail
from mail.models import DeliveryEvent, Message
from tests.desk.conftest import ROBIN, book

pytestmark = pytest.mark.slow


def dump() -> str:
    """Every row of every table."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        assert isinstance(connection.connection, sqlite3.Connection)
        return "\n".join(connection.connection.iterdump())
    return "\n".join(serialize("json", model._base_manager.all()) for model in apps.get_models())


def said(*line: str) -> str:
    out = io.StringIO()
    call_command(*line, stdout=out)
    return out.getvalue()


@pytest.fixture
def traces(robin: Contact, moment: datetime, settings: object, tmp_path: Path) -> Contact:
    """Robin with everything that could hold an address."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    copy = GuideCopy.objects.get(contact=robin)
    copy.file.save("robin.pdf", ContentFile(b"%PDF"))
    user = get_user_model()._default_manager.create_user(username="a", password="x")  # type: ignore[attr-defined]
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Contact),
        object_id=str(robin.pk),
        object_repr=robin.email,
        action_flag=CHANGE,
        change_message="",
    )
    DeliveryEvent.objects.create(
        kind="other", provider="smtp", raw={"rcpt": robin.email.upper()}, at=moment
    )
    actions.suppress(
        address=robin.email, reason="bounce", detail=f"550 <{robin.email}> unknown", now=moment
    )
    elsewhere(robin, moment)
    settings.MAILBOX_DIR = tmp_path / "mailbox"  # type: ignore[attr-defined]
    (tmp_path / "mailbox").mkdir()
    for uid in Message.objects.values_list("uid", flat=True):
        (tmp_path / f"mailbox/20261123-{uid.hex}.eml").write_text(f"To: {robin.email}")
    return robin


def elsewhere(robin: Contact, moment: datetime) -> None:
    """What they wrote back and wished for, and all that others wrote down of their address."""
    written = InboundMail("1", robin.email, "Thank you", "Yours, Robin", (), False, False, None)
    assert mail.receive(written=written, now=moment)
    time_request = consultations.actions.request_time(
        meeting=Meeting.objects.all()[0], email=robin.email, first_name="Robin", zone="UTC",
        text="Robin would like evenings.", now=moment,
    )  # fmt: skip
    assert isinstance(time_request, TimeRequest)
    LogEntry.objects.create(
        user=get_user_model().objects.get(),
        content_type=ContentType.objects.get_for_model(TimeRequest),
        object_id=str(time_request.pk),
        object_repr=str(time_request),
        action_flag=CHANGE,
        change_message="",
    )
    courses.actions.ask_address(contact=robin, email="robin@new.example", now=moment)
    encoded = quote(robin.email, safe="")
    DeliveryEvent.objects.create(
        kind="other", provider="brevo", raw={"link": f"https://x.example/?to={encoded}"}, at=moment
    )
    breaker.trip(reason=f"450 <{robin.email}>: later", now=moment)
    earlier = "robin.before@example.org"
    Booking.objects.filter(contact=robin).update(email=earlier)
    actions.suppress(address=earlier, reason="bounce", detail=f"550 <{earlier}>", now=moment)
    told = {"note_text": earlier, "admin_url": "https://example.net/"}
    tell("trouble_notice", key="trouble", values=told, now=moment)


@pytest.mark.django_db(transaction=True)
def test_forget_leaves_no_address_and_keeps_the_hash(traces: Contact, tmp_path: Path) -> None:
    assert ROBIN in dump()
    assert list(tmp_path.rglob("*.pdf"))

    told = said("forget", ROBIN.upper())

    assert ROBIN not in dump().lower()
    assert "robin" not in dump().lower()
    assert "robin%40" not in dump().lower()
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not Contact.objects.exists()
    assert Suppression.objects.standing().filter(address_hash=address_hash(ROBIN)).exists()
    assert not Attempt.objects.exists()
    assert not BookedCell.objects.exists()
    assert told.startswith("off your calendar: ")
    assert "goes: bookings: 1" in told


def test_forget_dry_run_changes_nothing(robin: Contact) -> None:
    before = dump()

    told = said("forget", ROBIN, "--dry-run")

    assert "stays: " in told
    assert dump() == before


def test_forget_keeps_answers_another_address_has_a_guide_for(
    robin: Contact, moment: datetime
) -> None:
    copy = GuideCopy.objects.get(contact=robin)
    other, _new = actions.meet(email="other@example.org", first_name="", zone="", now=moment)
    GuideCopy.objects.create(
        attempt=copy.attempt,
        contact=other,
        guide=copy.guide,
        revision=copy.revision,
        next_try_at=moment,
        requested_at=moment,
        expires_at=moment,
    )

    erase.forget(contact=robin, now=moment)

    assert GuideCopy.objects.get().contact == other


def test_forget_takes_notices_that_name_the_person_and_no_others(
    robin: Contact, moment: datetime
) -> None:
    book(moment, email="someone.else@example.org")

    erase.forget(contact=robin, now=moment)

    assert [row.values["who_text"] for row in Message.objects.filter(contact=None)] == [
        "Robin, someone.else@example.org"
    ]
    assert Booking.objects.count() == 1


def test_export_person_gives_everything_held(traces: Contact) -> None:
    held = json.loads(said("export_person", ROBIN))

    assert held["person"]["email"] == ROBIN
    assert [consent["purpose"] for consent in held["consents"]]
    assert all(consent["wording"] for consent in held["consents"])
    assert held["answers"][0]["answers"]
    assert held["guides"][0]["file"].endswith(".pdf")
    assert held["courses"][0]["state"] == "active"
    assert held["mails"][0]["subject"]
    assert held["bookings"][0]["note"] == "I would like to talk."
    assert held["do_not_mail"][0]["reason"] == "bounce"
    assert held["timeline"]


def test_why_says_every_gate(robin: Contact) -> None:
    told = said("why", ROBIN)

    assert "yes  " in told
    assert "no " in told


@pytest.mark.parametrize("command", ["why", "forget", "export_person"])
def test_unknown_address_is_one_sentence(command: str, db: None) -> None:
    with pytest.raises(CommandError, match="Nobody with this address"):
        call_command(command, "nobody@example.org")
