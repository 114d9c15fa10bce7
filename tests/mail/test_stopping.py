"""What each way of stopping stops, and what still comes: the whole table of purposes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from contacts import actions as contacts
from contacts import links
from contacts.models import Contact
from mail import actions
from mail.models import Message

from .conftest import Mails, Write

pytestmark = pytest.mark.django_db
COURSE = "course:resistance-reframe"

# purpose and consent of a mail -> the purposes whose stop holds it back
HELD_BY: dict[tuple[str, str], set[str]] = {
    ("requested", ""): set(),
    ("course", COURSE): {COURSE, "*"},
    ("letters", "letters"): {"letters", "*"},
    ("reminder", ""): {"reminders", "*"},
    ("notice", ""): {"reminders", "*"},
}


@pytest.fixture
def agreed(confirmed: Contact, moment: datetime) -> Contact:
    contacts.give(contact=confirmed, purpose="letters", wording="News.", now=moment)
    return confirmed


def waiting(write: Write, contact: Contact) -> dict[tuple[str, str], Message]:
    return {
        kind: write(contact, purpose=kind[0], consent=kind[1], key=f"{kind[0]}:{contact.pk}")
        for kind in HELD_BY
    }


@pytest.mark.parametrize("stopped", [COURSE, "letters", "reminders", "*"])
def test_stop_holds_back_what_it_names_already_queued_and_nothing_else(
    stopped: str, write: Write, agreed: Contact, moment: datetime
) -> None:
    queued = waiting(write, agreed)
    address = links.unsubscribe_url(agreed, stopped)
    client = Client(enforce_csrf_checks=True)

    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    actions.send_due(now=moment + timedelta(seconds=5))

    for kind, message in queued.items():
        message.refresh_from_db()
        expected = "skipped" if stopped in HELD_BY[kind] else "sent"
        assert message.state == expected, kind


@pytest.mark.parametrize("stopped", [COURSE, "letters", "reminders", "*"])
def test_undo_on_the_page_brings_all_of_it_back(
    stopped: str, write: Write, agreed: Contact, moment: datetime
) -> None:
    address = links.unsubscribe_url(agreed, stopped)
    client = Client(enforce_csrf_checks=True)
    client.post(address)
    client.post(address, {"undo": "yes"})

    queued = waiting(write, agreed)
    actions.send_due(now=moment)

    for message in queued.values():
        message.refresh_from_db()
        assert message.state == "sent"


def test_every_mail_but_what_was_asked_for_carries_its_own_way_to_stop(
    write: Write, agreed: Contact, moment: datetime, mails: Mails
) -> None:
    waiting(write, agreed)
    actions.send_due(now=moment)

    headers = [dict(mail.headers) for mail in mails()]
    listed = [found for found in headers if "List-Unsubscribe" in found]
    assert len(listed) == len(HELD_BY) - 1
    for found in listed:
        assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert found["List-Unsubscribe"].startswith("<http://testserver/unsubscribe/")


@pytest.mark.parametrize(
    ("purpose", "words"),
    [("*", "Stop everything?"), ("reminders", "Stop the reminders?"), ("letters", "Stop these")],
)
def test_page_says_what_it_stops_and_what_still_comes(
    purpose: str, words: str, agreed: Contact
) -> None:
    page = Client().get(links.unsubscribe_url(agreed, purpose)).text

    assert words in page
    assert ("cancel" in page) is (purpose != "letters")
