"""What is held about a reader, and its erasing, go by a letter to her known address."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from contacts import links as contact_links
from contacts.models import Contact, Suppression, address_hash
from courses import links
from courses.models import DataRequest, Enrollment
from health.budgets import LINK
from mail.models import Message
from tests import letters
from tests.courses.test_views import page, path, press

__all__ = ["page"]

pytestmark = pytest.mark.slow
Join = Callable[..., Enrollment]
At = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def _letter(db: None, at: At, moment: datetime) -> None:
    at(moment)
    letters.published("own_data", text="Open {{ own_data_url }}", now=moment)


@pytest.fixture
def link(client: Client, page: str) -> str:
    press(client, page, "own_data")
    return path(Message.objects.get(key__startswith="own-data:").values["own_data_url"])


def test_page_gives_nothing_away_but_a_letter_to_the_known_address(
    client: Client, page: str
) -> None:
    said = press(client, page, "own_data")

    message = Message.objects.get()
    assert message.contact.email == "robin@example.org"
    assert message.purpose == Message.Purpose.REQUESTED
    assert "We have written to the address we know." in said
    assert message.values["own_data_url"] not in said
    assert "robin@example.org" not in said


def test_one_letter_a_day_however_often_the_button_is_pressed(
    client: Client, page: str, at: At, moment: datetime
) -> None:
    answers = {press(client, page, "own_data") for _time in range(3)}
    assert Message.objects.count() == 1
    assert len(answers) == 1

    at(moment + timedelta(days=1, minutes=1))
    press(client, page, "own_data")
    assert Message.objects.count() == 2


def test_link_opens_a_page_and_its_button_gives_everything(client: Client, link: str) -> None:
    shown = client.get(link)
    answer = client.post(link)

    assert "Save the file" in shown.text
    assert not shown.cookies
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert json.loads(answer.text)["person"]["email"] == "robin@example.org"


def test_looking_at_either_page_changes_nothing(client: Client, link: str) -> None:
    client.get(link)
    assert "Yes, erase everything" in client.get(f"{link}erase/").text
    client.head(f"{link}erase/")

    assert Contact.objects.filter(email="robin@example.org").exists()


def test_promise_19_the_second_yes_erases_and_the_link_is_dead(client: Client, link: str) -> None:
    answer = client.post(f"{link}erase/")

    assert "Everything is erased" in answer.text
    assert not Contact.objects.exists()
    assert not Enrollment.objects.exists()
    assert not Message.objects.exists()
    assert not DataRequest.objects.exists()
    barred = Suppression.objects.get(address_hash=address_hash("robin@example.org"))
    assert barred.reason == Suppression.Reason.ERASED
    assert client.get(link).status_code == 404
    assert client.post(f"{link}erase/").status_code == 404


def test_link_runs_out_after_two_days(client: Client, link: str, at: At, moment: datetime) -> None:
    at(moment + timedelta(days=2, minutes=1))

    for address in (link, f"{link}erase/"):
        assert client.get(address).status_code == 410
        assert client.post(address).status_code == 410
    assert "This link has run out" in client.get(link).text
    assert Contact.objects.exists()


def test_link_to_the_preferences_opens_none_of_it(client: Client, joined: Join) -> None:
    contact = joined().contact
    token = contact_links.preferences_url(contact).rstrip("/").rpartition("/")[2]

    for address in (f"/own-data/{token}/", f"/own-data/{token}/erase/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert Contact.objects.exists()
    assert links.data_request_of(token) is None


def test_promise_20_the_button_has_a_budget(client: Client, page: str) -> None:
    assert LINK.link is not None
    answers = [
        client.post(page, {"do": "own_data"}).status_code for _time in range(LINK.link.most + 1)
    ]
    assert answers[-1] == 429
