"""Tags: put on people by hand, by a form or by a file; found again by them, and asked in rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Booking
from contacts import actions as contacts
from contacts.actions import tag
from contacts.models import Contact, ContactTag, Tag
from courses.models import Course, Enrollment
from desk.actions import export, merge
from mail import actions as mail
from mail.models import Broadcast
from offers.actions import keep_source
from offers.models import Source
from publishing import actions as publishing
from tests.conftest import person
from tests.desk.conftest import ROBIN, book
from tests.documents import reword

pytestmark = pytest.mark.slow

PEOPLE = "admin:contacts_contact_changelist"
CSV = "Email,Agreed\nnew@example.org,ticked the box in May\nrobin@example.net,at the workshop\n"


@pytest.fixture
def robin(house: None, moment: datetime) -> Contact:
    return person(ROBIN)


def by_hand(contact: Contact, label: str, now: datetime) -> Tag:
    made = tag(contact=contact, label=label, source=ContactTag.PutOnBy.HAND, now=now)
    assert made
    return made


def put_on(author: Client, contact: Contact, **data: Any) -> str:
    verb = "untag" if "place" in data else "tag"
    answer = author.post(reverse("desk:act", args=[contact.pk, verb]), data, follow=True)
    return answer.content.decode()


def test_author_tags_a_person_finds_them_by_it_and_takes_it_off(
    author: Client, robin: Contact
) -> None:
    other = person("other@example.org")

    page = put_on(author, robin, label="  Workshop   in May ")

    assert "Tagged “Workshop in May”." in page
    found = author.get(reverse(PEOPLE), {"tag": "workshop_in_may"}).content.decode()
    assert robin.email in found
    assert other.email not in found
    worn = robin.tags.get()
    assert "Take “Workshop in May” off" in put_on(author, robin, label="vip")
    assert "is off" in put_on(author, robin, place=worn.pk)
    assert [str(tag) for tag in robin.tags.all()] == ["vip"]


def test_tag_typed_twice_in_other_letters_is_one(author: Client, robin: Contact) -> None:
    put_on(author, robin, label="VIP")
    put_on(author, robin, label="vip ")

    assert Tag.objects.get().label == "VIP"
    assert robin.tags.count() == 1


def test_tags_keep_their_numbers_and_every_word(
    author: Client, robin: Contact, moment: datetime
) -> None:
    labels = [
        "Workshop in May 2026",
        "Workshop in May 2027",
        "A long evening about what resistance is, in Ghent",
        "A long evening about what resistance is, in Bruges",
    ]
    for label in labels:
        put_on(author, robin, label=label)

    assert [str(worn) for worn in robin.tags.all()] == sorted(labels)


def test_button_of_no_number_finds_nothing(author: Client, robin: Contact) -> None:
    for verb in ("untag", "pause"):
        answer = author.post(reverse("desk:act", args=[robin.pk, verb]), {"place": "x"})
        assert answer.status_code == 404


@pytest.mark.parametrize("label", ["", "   ", "\u202e\x00"])
def test_tag_of_no_letters_is_refused_with_a_sentence(
    author: Client, robin: Contact, label: str
) -> None:
    assert "Type the tag first" in put_on(author, robin, label=label)
    assert not Tag.objects.exists()


def test_tag_of_another_person_is_not_taken_off(
    author: Client, robin: Contact, moment: datetime
) -> None:
    other = person("other@example.org")
    by_hand(other, "vip", moment)

    answer = author.post(
        reverse("desk:act", args=[robin.pk, "untag"]), {"place": other.tags.get().pk}
    )

    assert answer.status_code == 404
    assert other.tags.exists()


@pytest.fixture
def agreed(house: None, moment: datetime) -> tuple[Contact, ...]:
    """Three people who agreed to letters."""
    people = [person(f"{name}@example.org", confirmed_at=moment) for name in ("ann", "ben", "cleo")]
    for contact in people:
        contacts.give(contact=contact, purpose="letters", wording="Yes.", now=moment)
    return tuple(people)


@pytest.fixture
def reached(moment: datetime) -> Callable[[str], list[Contact]]:
    """Whom a one-off letter with this rule would go to."""
    broadcast = Broadcast.objects.create(name="May", send_on=moment.date() + timedelta(days=1))

    def by(rule: str) -> list[Contact]:
        reword(broadcast, audience=rule, now=moment)
        broadcast.refresh_from_db()
        return list(mail.reach(broadcast=broadcast, now=moment).people)

    return by


def test_rule_of_a_one_off_letter_asks_tags(
    agreed: tuple[Contact, ...], reached: Callable[[str], list[Contact]], moment: datetime
) -> None:
    ann, ben, cleo = agreed
    by_hand(ann, "vip", moment)
    by_hand(ann, "May", moment)
    by_hand(ben, "May", moment)

    assert reached('known.tags contains "may"') == [ann, ben]
    assert reached('not known.tags contains "vip"') == [ben, cleo]


def test_rule_names_the_tags_there_are(agreed: tuple[Contact, ...], moment: datetime) -> None:
    by_hand(agreed[0], "vip", moment)
    broadcast = Broadcast.objects.create(name="May", send_on=moment.date() + timedelta(days=1))
    reword(broadcast, audience='known.tags contains "june"', now=moment)

    assert any("vip" in fault.message for fault in publishing.check(broadcast))


def test_rule_asks_course_booking_and_language(
    agreed: tuple[Contact, ...], reached: Callable[[str], list[Contact]], moment: datetime
) -> None:
    ann, ben, cleo = agreed
    Contact.objects.filter(pk=cleo.pk).update(language="de")
    course = Course.objects.get(slug="resistance-reframe")
    for contact, state in ((ann, "active"), (ben, "finished")):
        consent = contacts.ask(contact=contact, purpose=course.purpose, wording="Yes.", now=moment)
        Enrollment.objects.create(
            contact=contact, course=course, consent=consent, state=state, created_at=moment
        )
    book(moment, email=cleo.email)
    meeting = Booking.objects.get().meeting

    assert reached(f'known.in_course contains "{course.slug}"') == [ann]
    assert reached(f'known.finished contains "{course.slug}"') == [ben]
    assert reached(f'known.booked contains "{meeting.key}"') == [cleo]
    assert reached('known.language contains "de"') == [cleo]
    assert reached(
        f'known.language contains "en" and not known.booked contains "{meeting.key}"'
    ) == [
        ann,
        ben,
    ]


def test_rule_asks_what_brought_somebody_last(
    agreed: tuple[Contact, ...], reached: Callable[[str], list[Contact]], moment: datetime
) -> None:
    ann, ben, _cleo = agreed
    ways = ((ann, "letter"), (ben, "letter"), (ben, "psy.com"), (ann, 'a "talk"'), (ann, ""))
    for days, (contact, name) in enumerate(ways):
        source = keep_source(Source(utm_source=name).sealed(), now=moment)
        at = moment + timedelta(days=days)
        contacts.came_from(contact=contact, source=source, at=at)

    assert reached('known.source contains "psy.com"') == [ben]
    ann.refresh_from_db()
    assert ann.last_source is not None
    assert ann.last_source.name == 'a "talk"'


def test_file_of_people_tags_all_of_them(
    author: Client, robin: Contact, send_file: Callable[..., str]
) -> None:
    seen = send_file(tag="Workshop in May")
    assert "All of these are tagged “Workshop in May”." in seen
    assert not Tag.objects.exists()

    send_file(tag="Workshop in May", bring="1")

    worn = ContactTag.objects.order_by("contact__email")
    assert list(worn.values_list("contact__email", "source")) == [
        ("new@example.org", "file"),
        (robin.email, "file"),
    ]


@pytest.fixture
def send_file(author: Client) -> Callable[..., str]:
    def send(**more: str) -> str:
        data = {"text": CSV, "email": "Email", "evidence": "Agreed", "first_name": ""}
        answer = author.post(reverse("desk:people_in"), {**data, **more}, follow=True)
        return answer.content.decode()

    return send


def test_tags_are_merged_exported_and_listed(
    author: Client, robin: Contact, moment: datetime
) -> None:
    other = person("robin.b@example.org")
    by_hand(robin, "vip", moment)
    by_hand(other, "vip", moment)
    by_hand(other, "May", moment)

    merge.merge(stays=robin, goes=other, now=moment)

    assert [str(worn) for worn in robin.tags.all()] == ["May", "vip"]
    assert {row["tag"] for row in export.for_author(robin)["tags"]} == {"May", "vip"}
    rows = {"action": "as_file", "_selected_action": [robin.pk]}
    assert "May, vip" in author.post(reverse(PEOPLE), rows).content.decode()
    tags = author.get(reverse("admin:contacts_tag_changelist")).content.decode()
    assert "?tag=vip" in tags
