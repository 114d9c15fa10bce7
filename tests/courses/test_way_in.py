"""Whoever has no letter at hand types an address, and gets the way to its own page by mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from contacts import actions as contacts
from contacts.models import Suppression
from courses.models import Enrollment
from guides import actions as guides
from guides.models import LinkRequest
from health.budgets import GUIDE
from mail.models import Message
from tests import letters
from tests.sameness import asked as asked_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Join = Callable[..., Enrollment]
At = Callable[[datetime], None]
PAGE, ROBIN = "/preferences/", "robin@example.org"


@pytest.fixture(autouse=True)
def _letter(at: At, moment: datetime) -> None:
    at(moment)
    letters.published("your_letters", text="Open {{ preferences_url }}", now=moment)


def ask(client: Client, now: datetime, email: str = ROBIN) -> list[Message]:
    assert client.post(PAGE, {"email": email}).status_code == 302
    guides.receive_due(now=now)
    assert not LinkRequest.objects.exists()
    return list(Message.objects.filter(key__startswith="your-letters:").order_by("pk"))


def test_known_address_gets_the_link_and_the_page_gives_nothing_away(
    client: Client, joined: Join, moment: datetime
) -> None:
    contact = joined().contact

    said = client.post(PAGE, {"email": ROBIN.upper()}, follow=True)
    guides.receive_due(now=moment)

    message = Message.objects.get(key__startswith="your-letters:")
    assert (message.contact, message.purpose) == (contact, Message.Purpose.REQUESTED)
    assert message.not_before == moment
    assert "If we know this address" in said.text
    assert not said.cookies
    assert "no-store" in said["Cache-Control"]


def test_promise_12_every_address_gets_the_same_answer_for_the_same_work(
    client: Client, joined: Join, moment: datetime
) -> None:
    joined()
    contacts.suppress(address="barred@example.org", reason="manual", detail="", now=moment)

    answers = [
        asked_of(client, PAGE, {"email": email})
        for email in (ROBIN, "nobody@example.org", "barred@example.org")
    ]

    assert len({(answer.status_code, answer.url) for answer, _queries in answers}) == 1
    assert answers[0][1] == answers[1][1] == answers[2][1]


@pytest.mark.parametrize("email", ["nobody@example.org", "robin+1@example.org"])
def test_address_that_nobody_has_is_written_to_by_nobody(
    client: Client, joined: Join, moment: datetime, email: str
) -> None:
    joined()

    assert ask(client, moment, email) == []


@pytest.mark.parametrize("reason", Suppression.Reason.values)
def test_who_must_not_be_mailed_is_not(
    client: Client, joined: Join, moment: datetime, reason: str
) -> None:
    joined()
    contacts.suppress(address=ROBIN, reason=reason, detail="", now=moment)

    assert ask(client, moment) == []


def test_one_letter_a_day_however_often_it_is_typed(
    client: Client, joined: Join, moment: datetime
) -> None:
    joined()

    assert [len(ask(client, moment)) for _time in range(3)] == [1, 1, 1]
    assert len(ask(client, moment + timedelta(days=1, minutes=1))) == 2


def test_unproven_mailbox_gets_it_as_the_letter_of_the_day(
    client: Client, asked: Join, moment: datetime
) -> None:
    asked()

    assert len(ask(client, moment)) == 1
    later = moment + timedelta(hours=25)
    assert [message.not_before for message in ask(client, later)][1:] == [later]


def test_promise_20_asking_has_a_budget(client: Client) -> None:
    statuses = [
        client.post(PAGE, {"email": f"a{n}@example.org"}).status_code
        for n in range(GUIDE.network.most + 1)
    ]

    assert statuses[-2:] == [302, 429]


def test_what_is_no_address_is_told_kindly_and_kept(client: Client) -> None:
    answer = client.post(PAGE, {"email": "robin@"})

    assert answer.status_code == 422
    assert "does not look like an email address" in answer.text
    assert 'value="robin@"' in answer.text
    assert "the address your letters come to" in client.post(PAGE, {"email": ""}).text


def test_every_public_page_leads_there(client: Client) -> None:
    assert 'href="/preferences/"' in client.get("/privacy/").text.partition("<footer")[2]
