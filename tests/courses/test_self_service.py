"""The rest of the reader's page: letters so far, another address, letters now and then, the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from contacts import actions as contacts
from contacts.models import Consent, Contact
from courses import actions
from courses.models import AddressChange, Enrollment, LastWord
from mail.models import Message
from tests import letters
from tests.courses.conftest import tick
from tests.courses.test_views import page, path, press
from tests.sameness import asked

__all__ = ["page"]

pytestmark = pytest.mark.slow
Ask = Callable[..., Enrollment]


@pytest.fixture(autouse=True)
def _stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture(autouse=True)
def _letter(db: None, moment: datetime) -> None:
    letters.published("address_change", text="Press {{ confirm_url }}", now=moment)


def link_in_mail() -> str:
    message = Message.objects.get(key__startswith="address:")
    return path(message.values["confirm_url"])


def test_new_address_counts_once_its_link_is_pressed(client: Client, page: str) -> None:
    press(client, page, "address", email="new@example.org")
    contact = Contact.objects.get(email="robin@example.org")
    assert Message.objects.get().contact.email == "new@example.org"

    assert "Yes, write to me here" in client.get(link_in_mail()).content.decode()
    contact.refresh_from_db()
    assert contact.email == "robin@example.org"

    answer = client.post(link_in_mail(), follow=True)

    contact.refresh_from_db()
    assert "Your letters come to this address now." in answer.content.decode()
    assert contact.email == "new@example.org"
    assert Contact.objects.by_email("new@example.org") == contact
    assert Contact.objects.count() == 1


def test_letter_goes_to_the_new_address(client: Client, page: str) -> None:
    press(client, page, "address", email="new@example.org")
    client.post(link_in_mail())
    place = Enrollment.objects.get()

    tick(place.due_at)

    assert Message.objects.get(purpose="course").contact.email == "new@example.org"


def test_address_somebody_has_letters_at_is_left_alone(
    client: Client, page: str, joined: Ask
) -> None:
    other = joined("other@example.org")

    known = press(client, page, "address", email="other@example.org")
    client.post(link_in_mail())

    other.contact.refresh_from_db()
    assert "We write to the new address, at most once a day." in known
    assert other.contact.email == "other@example.org"
    assert Contact.objects.filter(email="robin@example.org").exists()


def test_link_of_an_address_is_good_for_a_week_and_once(
    client: Client, page: str, moment: datetime
) -> None:
    press(client, page, "address", email="new@example.org")
    change = AddressChange.objects.get()

    assert not actions.may_move(change, now=moment + timedelta(days=8))
    link = link_in_mail()
    client.post(link)
    assert client.get(link).status_code == 404


def test_nobody_is_bombed_by_changes_of_address(client: Client, page: str) -> None:
    for _again in range(3):
        press(client, page, "address", email="new@example.org")
    assert "three new addresses" in press(client, page, "address", email="else@example.org")

    assert Message.objects.count() == 1
    assert not Contact.objects.filter(email="else@example.org").exists()


def test_promise_12_every_address_takes_the_same_work(
    client: Client, page: str, confirmed: Contact, bounced: Contact
) -> None:
    seen, said = [], []
    for email in ("first@example.org", "stranger@example.org", confirmed.email, bounced.email):
        AddressChange.objects.all().delete()
        answer, statements = asked(client, page, {"do": "address", "email": email})
        seen.append(statements)
        said.append((answer.status_code, answer["Location"]))

    assert seen[1] == seen[2] == seen[3]  # what a process asks once, the first asks
    assert said[1] == said[2] == said[3]
    assert Message.objects.filter(contact=confirmed).exists()


def test_every_letter_so_far_is_a_private_page(
    client: Client, page: str, at: Callable[[datetime], None]
) -> None:
    place = Enrollment.objects.get()
    assert "Letters you have had" not in client.get(page).content.decode()
    tick(place.due_at)
    actions.settle(now=place.due_at)

    text = client.get(page).content.decode()

    assert "Letters you have had" in text
    address = text.split('<li><a href="http://testserver')[1].split('"')[0]
    assert "Lesson 1" in client.get(address).content.decode()


def test_box_for_letters_keeps_the_exact_words_and_is_taken_back(client: Client, page: str) -> None:
    contact = Contact.objects.get()

    press(client, page, "letters", wants_letters="1")
    press(client, page, "letters", wants_letters="1")
    given = Consent.objects.get(purpose="letters")
    assert given.wording in client.get(page).content.decode()
    assert Consent.objects.stands(contact, "letters")

    press(client, page, "letters")
    assert not Consent.objects.stands(contact, "letters")


def test_each_yes_is_taken_back_by_itself(client: Client, page: str, moment: datetime) -> None:
    contact = Contact.objects.get(email="robin@example.org")
    for purpose in ("letters", "share-result"):
        contacts.give(contact=contact, purpose=purpose, wording=f"Yes to {purpose}.", now=moment)
    course = "course:resistance-reframe"
    body = client.get(page).content.decode()
    assert "Yes to share-result." in body
    assert body.count("Take this yes back") == 3

    answer = press(client, page, "back", purpose="share-result")

    assert "You have taken this yes back." in answer
    assert "Yes to share-result." not in answer
    assert contacts.standing_purposes(contact) == [course, "letters"]
    assert Enrollment.objects.get().state == Enrollment.State.ACTIVE

    press(client, page, "back", purpose=course)
    press(client, page, "back", purpose="letters")

    assert contacts.standing_purposes(contact) == []
    assert Enrollment.objects.get().state == Enrollment.State.LEFT
    assert "What you said yes to" not in client.get(page).content.decode()


def test_question_at_the_end_and_the_way_back_to_the_sheet(client: Client, page: str) -> None:
    Enrollment.objects.update(state=Enrollment.State.FINISHED, due_at=None, next_lesson=None)
    text = client.get(page).content.decode()
    assert "Did you try something?" in text
    assert "Answer them again" in text

    press(client, page, "answer", tried="a_little", wrong="The third letter is too long.")
    press(client, page, "answer", tried="yes", wrong="The third letter is too long.")

    assert [(word.tried, word.wrong) for word in LastWord.objects.all()] == [
        ("yes", "The third letter is too long.")
    ]


@pytest.mark.parametrize(
    "data", [{"do": "address", "email": "no address"}, {"do": "address"}, {"do": "answer"}]
)
def test_what_makes_no_sense_changes_nothing(
    client: Client, page: str, data: dict[str, str]
) -> None:
    place = str(Enrollment.objects.get().uid)

    answer = client.post(page, {**data, "place": place})

    assert answer.status_code == 422
    assert not Message.objects.exists()
    assert not LastWord.objects.exists()
