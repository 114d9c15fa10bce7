"""A letter now and then, after the whole way: it reaches whoever asked for it, and nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

import guides.actions
import mail.actions
from contacts.links import confirm_url
from contacts.models import Contact
from courses.models import Enrollment
from guides.models import GuideRequest
from health.clock import now
from mail.models import Broadcast, Message
from tests import letters
from tests.courses.conftest import run_to_end

from .conftest import finished

BOTH = ("ada@example.net", "ben@example.net")
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("house")]


def went_all_the_way(email: str, moment: datetime, *, ticks: bool = False, **boxes: str) -> None:
    """Took the assessment, asked for the guide with the course, and said yes to all of it."""
    visitor = Client()
    form = reverse("guides:request", args=[finished(moment).key])
    visitor.post(form, {"email": email, "letters": "on", **boxes})
    guides.actions.receive_due(now=moment)
    page = urlsplit(confirm_url(Contact.objects.get(email=email))).path
    (request,) = GuideRequest.objects.filter(email=email)
    said = {"asking": request.uid.hex, "yes": f"{request.uid.hex}:letters"} if ticks else {}
    visitor.post(page, {"do": "me", **said})


@pytest.fixture
def letter(moment: datetime, at: Callable[[datetime], None]) -> Broadcast:
    """Two months later, after every lesson."""
    went_all_the_way("ada@example.net", moment, later="on")
    went_all_the_way("ben@example.net", moment)
    run_to_end(moment)
    later = moment + timedelta(days=60)
    at(later)
    return letters.broadcast(now=later, send_on=later.date(), subject="In May", text="Hello.")


def test_box_beside_the_guide_is_what_a_one_off_letter_needs_afterwards(
    letter: Broadcast, author: Client
) -> None:
    lessons = Message.objects.filter(purpose="course", state="sent").values_list("contact__email")
    assert Counter(email for (email,) in lessons) == dict.fromkeys(BOTH, 8)
    assert {place.state for place in Enrollment.objects.all()} == {Enrollment.State.FINISHED}

    for page in ("change", "send"):
        address = reverse(f"admin:mail_broadcast_{page}", args=[letter.pk])
        body = author.get(address).content.decode()
        assert "ada@example.net" in body
        assert "ben@example.net" not in body
        assert "did not agree to letters" in body

    author.post(reverse("admin:mail_broadcast_send", args=[letter.pk]))
    mail.actions.queue_broadcasts(now=now())

    assert list(mail.actions.addressed(broadcast=letter)) == ["ada@example.net"]


def test_box_on_the_page_that_confirms_is_enough_for_a_one_off_letter(
    moment: datetime, at: Callable[[datetime], None]
) -> None:
    went_all_the_way("cleo@example.net", moment, ticks=True)
    run_to_end(moment)
    later = moment + timedelta(days=60)
    at(later)
    letter = letters.broadcast(now=later, send_on=later.date(), subject="In May", text="Hello.")

    mail.actions.schedule(broadcast=letter, now=later)
    mail.actions.queue_broadcasts(now=later)

    assert list(mail.actions.addressed(broadcast=letter)) == ["cleo@example.net"]


def test_letter_for_nobody_says_why_where_it_is_written(letter: Broadcast, author: Client) -> None:
    ada = Contact.objects.get(email="ada@example.net")
    mail.actions.set_letters(contact=ada, agrees=False, wording="No.", now=now())

    page = reverse("admin:mail_broadcast_change", args=[letter.pk])
    body = author.get(page).content.decode()

    assert "0 people" in body
    assert "stopped the letters" in body
    assert "did not agree to letters" in body
    assert "on each reader&#x27;s own page" in body
