"""Saved segments: made of one rule, counted now, used wherever people are chosen, never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from consultations.actions import outcomes
from consultations.models import Booking, Meeting
from contacts import actions as contacts
from contacts.actions import ensure_field, set_field, tag
from contacts.models import SHARE_RESULT, Contact, ContactTag, Segment, Tag
from courses import actions as courses
from courses.actions.next_lesson import plan_next
from courses.models import Course, Enrollment, Lesson
from desk.actions import roles
from desk.views import count_people
from mail import actions as mail
from mail.actions import people_query, rule_counts
from mail.actions.broadcasts import fitting
from mail.admin import audience_words, broadcast_buttons, broadcasts
from mail.models import Broadcast
from offers.actions import keep_source
from offers.models import Source
from publishing import actions as publishing
from tests import letters
from tests.conftest import person
from tests.desk.conftest import ROBIN, book
from tests.documents import reword
from writing.segments import Facts

pytestmark = pytest.mark.slow

PEOPLE = "admin:contacts_contact_changelist"
COUNT = "desk:count_people"
VIP = 'known.tags contains "vip"'


@pytest.fixture
def some(house: None, moment: datetime) -> tuple[Contact, ...]:
    """Ann and Ben are tagged, Ann and Cleo agreed to letters."""
    people = [person(f"{name}@example.org", confirmed_at=moment) for name in ("ann", "ben", "cleo")]
    for contact in people[:2]:
        tag(contact=contact, label="VIP", source=ContactTag.PutOnBy.HAND, now=moment)
    for contact in (people[0], people[2]):
        contacts.give(contact=contact, purpose="letters", wording="Yes.", now=moment)
    return tuple(people)


@pytest.fixture
def saved(db: None) -> Callable[..., Segment]:
    def save(name: str, rule: str) -> Segment:
        return Segment.objects.create(key=name.lower(), name=name, rule=rule)

    return save


def a_letter(rule: str, moment: datetime) -> Broadcast:
    broadcast = Broadcast.objects.create(name="May", send_on=moment.date() + timedelta(days=1))
    reword(broadcast, audience=rule, now=moment)
    broadcast.refresh_from_db()
    return broadcast


def enrolled(contact: Contact, course: Course, state: str, moment: datetime) -> Enrollment:
    consent = contacts.give(contact=contact, purpose=course.purpose, wording="Yes.", now=moment)
    columns = {"consent": consent, "state": state, "created_at": moment, "confirmed_at": moment}
    return Enrollment.objects.create(contact=contact, course=course, **columns)


def chosen_by(rule: str) -> set[str]:
    """Whom the database finds for a rule, and whom the rule finds person by person: the same."""
    people = people_query.of_rule(Contact.objects.all(), rule)
    found = set(people.values_list("email", flat=True))
    walked = {contact.email for contact, *_known in fitting(rule, Contact.objects.all())}
    assert found == walked, rule
    return {email.partition("@")[0] for email in found}


def test_every_name_a_rule_may_ask_chooses_the_same_by_database_and_by_person(
    some: tuple[Contact, ...], moment: datetime
) -> None:
    ann, ben, cleo = some
    Contact.objects.filter(pk=ann.pk).update(first_name="Ann", language="de")
    course, meeting = Course.objects.get(), Meeting.objects.get()
    enrolled(ann, course, "active", moment)
    enrolled(ben, course, "finished", moment)
    book(moment, email=cleo.email)
    source = keep_source(Source(utm_source="psy.com").sealed(), now=moment)
    contacts.came_from(contact=ben, source=source, at=moment)
    ensure_field(key="town", label="Town", sort="choice", choices=("Ghent", "Bruges"))
    ensure_field(key="supervises", label="Supervises", sort="yes_no")
    set_field(contact=ann, key="town", value="Ghent", now=moment)
    set_field(contact=ben, key="supervises", value="yes", now=moment)
    set_field(contact=cleo, key="supervises", value="no", now=moment)

    everybody = {"ann", "ben", "cleo"}
    for rule, people in {
        "": everybody,
        "has_name": {"ann"},
        "booked": {"cleo"},
        VIP: {"ann", "ben"},
        'known.language contains "de"': {"ann"},
        'known.source contains "psy.com"': {"ben"},
        f'known.in_course contains "{course.slug}"': {"ann"},
        f'known.finished contains "{course.slug}"': {"ben"},
        f'known.left contains "{course.slug}"': set(),
        f'known.booked contains "{meeting.key}"': {"cleo"},
        f'known.offer contains "{course.offer.slug}"': everybody,
        'person.town == "ghent"': {"ann"},
        "person.supervises": {"ben"},
        'known.tags contains "gone" or person.gone': set(),
    }.items():
        assert chosen_by(rule) == people, rule
        if rule:
            assert chosen_by(f"not ({rule})") == everybody - people, rule
    assert chosen_by(f'{VIP} and not known.language contains "de"') == {"ben"}
    assert chosen_by(f"not ({VIP} and booked) and not has_name") == {"ben", "cleo"}


def test_author_makes_a_segment_by_ticking_and_sees_who_is_in_it_and_why_not(
    author: Client, some: tuple[Contact, ...]
) -> None:
    boxes = {"name": "  My  VIPs ", "rule": "", "rule-shown": "", "rule-known.tags": ["vip"]}
    made = author.post(reverse("admin:contacts_segment_add"), boxes, follow=True)

    row = Segment.objects.get()
    assert (row.key, row.name, row.rule) == ("my_vips", "My VIPs", VIP)
    assert made.status_code == 200
    listed = author.get(reverse("admin:contacts_segment_changelist")).content.decode()
    assert "2 people" in listed
    assert "tag “VIP”" in listed
    page = author.get(reverse("admin:contacts_segment_change", args=[row.pk])).content.decode()
    assert "1 of them agreed to one-off letters." in page
    assert "<strong>1</strong> did not agree to letters" in page
    assert "?segment=my_vips&amp;letters=never" in page


@pytest.mark.parametrize(
    ("name", "rule", "said"),
    [
        ("VIP", "", "Another segment has this name."),
        ("New", "known.tags contains", "After “contains” comes a key"),
        ("New", 'known.segment contains "vip"', "is not known here"),
        ("New", 'known.tags contains "gone"', "is no key of"),
    ],
)
def test_segment_that_cannot_be_is_refused_with_a_sentence(
    author: Client, some: tuple[Contact, ...], saved: Any, name: str, rule: str, said: str
) -> None:
    saved("vip", VIP)

    page = author.post(reverse("admin:contacts_segment_add"), {"name": name, "rule": rule})

    assert said in page.content.decode()
    assert Segment.objects.count() == 1


def test_segment_is_asked_by_a_one_off_letter_beside_other_things(
    some: tuple[Contact, ...], saved: Any, moment: datetime
) -> None:
    ann, _ben, cleo = some
    saved("vip", VIP)
    by = {
        rule: list(mail.reach(broadcast=a_letter(rule, moment), now=moment).people)
        for rule in (
            'known.segment contains "vip"',
            'not known.segment contains "vip"',
            'known.segment contains "vip" and has_name',
        )
    }

    assert list(by.values()) == [[ann], [cleo], []]
    broadcast = a_letter('known.segment contains "vip"', moment)
    assert not [fault for fault in publishing.check(broadcast) if fault.place == "audience"]


def test_segment_that_is_not_there_chooses_nobody_even_by_a_not(
    some: tuple[Contact, ...], moment: datetime
) -> None:
    broadcast = a_letter('not known.segment contains "gone"', moment)

    assert list(mail.reach(broadcast=broadcast, now=moment).people) == []


def test_lesson_goes_to_a_segment_and_passes_others_by(
    some: tuple[Contact, ...], saved: Any, moment: datetime
) -> None:
    ann, _ben, cleo = some
    saved("vip", VIP)
    course = Course.objects.get()
    lesson = course.lessons.order_by("position")[0]
    reword(lesson, audience='known.segment contains "vip"', is_published=True)
    places = [enrolled(contact, course, "active", moment) for contact in (ann, cleo)]
    Enrollment.objects.update(next_lesson=lesson)

    reasons = courses.whys(
        list(Enrollment.objects.select_related("course", "contact", "next_lesson").order_by("pk")),
        sees_answers=False,
        now=moment,
        real_now=moment,
    )

    assert len(places) == 2
    first, second = (
        [
            gate.sentence
            for gate in why.gates
            if "meant for" in gate.sentence or "only" in gate.sentence
        ]
        for why in reasons
    )
    assert "The lesson is meant for this person." in first
    assert any("segment “vip”" in sentence for sentence in second)


def test_list_of_people_and_its_file_are_of_a_segment(
    author: Client, some: tuple[Contact, ...], saved: Any
) -> None:
    saved("vip", VIP)
    page = author.get(reverse(PEOPLE), {"segment": "vip"}).content.decode()
    assert "ben@example.org" in page
    assert "cleo@example.org" not in page

    pressed = {"action": "as_file", "select_across": "1", "_selected_action": [some[0].pk]}
    file = author.post(f"{reverse(PEOPLE)}?segment=vip", pressed).content.decode()
    assert "ben@example.org" in file
    assert "cleo@example.org" not in file
    gone = author.get(reverse(PEOPLE), {"segment": "gone"}).content.decode()
    assert "ann@example.org" not in gone


def test_used_segment_is_not_deleted_and_says_where_it_is_used(
    author: Client, some: tuple[Contact, ...], saved: Any, moment: datetime
) -> None:
    row = saved("vip", VIP)
    broadcast = a_letter('known.segment contains "vip"', moment)
    delete = reverse("admin:contacts_segment_delete", args=[row.pk])

    page = author.get(reverse("admin:contacts_segment_change", args=[row.pk])).content.decode()
    assert reverse("admin:mail_broadcast_change", args=[broadcast.pk]) in page
    assert author.post(delete, {"post": "yes"}).status_code == 403
    listed = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    author.post(reverse("admin:contacts_segment_changelist"), listed)
    assert Segment.objects.exists()

    reword(broadcast, audience="", now=moment)
    author.post(delete, {"post": "yes"})
    assert not Segment.objects.exists()


def test_tag_that_a_rule_asks_is_not_deleted_and_says_where_it_is_asked(
    author: Client, some: tuple[Contact, ...], saved: Any, moment: datetime
) -> None:
    tag = Tag.objects.get()
    row = saved("others", f"not ({VIP})")
    broadcast = a_letter(f"not ({VIP})", moment)
    delete = reverse("admin:contacts_tag_delete", args=[tag.pk])

    page = author.get(reverse("admin:contacts_tag_change", args=[tag.pk])).content.decode()
    assert reverse("admin:mail_broadcast_change", args=[broadcast.pk]) in page
    assert reverse("admin:contacts_segment_change", args=[row.pk]) in page
    reword(broadcast, audience="", now=moment)
    assert author.post(delete, {"post": "yes"}).status_code == 403
    assert Tag.objects.exists()

    row.delete()
    author.post(delete, {"post": "yes"})
    assert not Tag.objects.exists()


def test_used_segment_does_not_begin_to_ask_answers(
    author: Client, some: tuple[Contact, ...], saved: Any, moment: datetime
) -> None:
    row = saved("vip", VIP)
    a_letter('known.segment contains "vip"', moment)

    data = {"name": "vip", "rule": 'profile == "push"'}
    page = author.post(reverse("admin:contacts_segment_change", args=[row.pk]), data)

    assert "Make another segment for answers." in page.content.decode()
    row.refresh_from_db()
    assert row.rule == VIP


def counted(client: Client, **boxes: Any) -> str:
    return client.post(reverse(COUNT), {"count": "rule", **boxes}).content.decode()


def test_number_follows_the_ticks_and_nothing_is_saved(
    author: Client, some: tuple[Contact, ...], saved: Any
) -> None:
    saved("vip", VIP)
    ticked = {"rule": "", "rule-shown": ""}

    assert ">3 people<" in counted(author, **ticked)
    assert ">2 people<" in counted(author, **ticked, **{"rule-known.tags": ["vip"]})
    assert ">2 people<" in counted(author, **ticked, **{"rule-known.segment": ["vip"]})
    assert "is not known here" in counted(author, rule="nonsense")
    assert Segment.objects.get().rule == VIP


@pytest.fixture
def helper(db: None) -> Callable[[str], Client]:
    def logged_in(role: str) -> Client:
        roles.settle()
        user = get_user_model().objects.create_user(username=role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        return client

    return logged_in


def test_assistant_meets_no_segment_that_asks_answers(
    some: tuple[Contact, ...], saved: Any, helper: Callable[[str], Client], moment: datetime
) -> None:
    saved("vip", VIP)
    row = saved("pushers", 'profile == "push"')
    client = helper("assistant")
    contacts.give(contact=some[0], purpose=SHARE_RESULT, wording="Yes.", now=moment)

    listed = client.get(reverse("admin:contacts_segment_changelist")).content.decode()
    assert "2 people" in listed
    assert "pushers" not in listed
    assert "pushers" not in client.get(reverse(PEOPLE)).content.decode()
    asked = client.get(reverse(PEOPLE), {"segment": "pushers"}).content.decode()
    assert "@example.org" not in asked
    change = reverse("admin:contacts_segment_change", args=[row.pk])
    assert client.get(change).status_code == 302
    for rule in (row.rule, 'known.segment contains "pushers"'):
        assert "your login does not show" in counted(client, rule=rule)


def test_editor_sees_no_segment_and_counts_nobody(
    some: tuple[Contact, ...], helper: Callable[[str], Client]
) -> None:
    client = helper("editor")

    assert client.get(reverse("admin:contacts_segment_changelist")).status_code == 403
    assert client.post(reverse(COUNT), {"count": "rule", "rule": ""}).status_code == 403


def worn(contact: Contact) -> list[tuple[str, str, str]]:
    return list(contact.tags.values_list("tag__label", "source", "why"))


def test_course_puts_its_tags_on_whoever_joins_and_whoever_had_every_lesson(
    house: None, moment: datetime
) -> None:
    course = Course.objects.get()
    Course.objects.update(tag_joined="Reader", tag_finished="Through")
    ann = person("ann@example.org", confirmed_at=moment)
    consent = contacts.ask(contact=ann, purpose=course.purpose, wording="Yes.", now=moment)
    given = {"facts": Facts(), "names": {}, "first_name": "Ann", "zone": "UTC"}
    place = courses.enroll(
        contact=ann, course=Course.objects.get(), consent=consent, now=moment, **given
    )
    assert worn(ann) == []

    courses.confirm(enrollment=place, now=moment)
    courses.confirm(enrollment=place, now=moment)
    assert worn(ann) == [("Reader", "joined", str(course))]

    Lesson.objects.update(state=Lesson.State.OFF)
    plan_next(Enrollment.objects.select_related("course", "contact").get(), now=moment)
    assert Enrollment.objects.get().state == Enrollment.State.FINISHED
    assert worn(ann) == [
        ("Reader", "joined", str(course)),
        ("Through", "finished", str(course)),
    ]


def test_booking_puts_its_tag_on_once_it_is_proven(
    author: Client, house: None, moment: datetime
) -> None:
    Meeting.objects.update(tag="Met me")
    booking = book(moment)
    assert worn(booking.contact) == [("Met me", "booked", str(booking.meeting))]
    page = author.get(reverse("admin:contacts_contact_change", args=[booking.contact.pk]))
    assert f"Met me (booked an hour: {booking.meeting})" in page.content.decode()

    contacts.untag(contact=booking.contact, tag=booking.contact.tags.get().tag_id)
    Booking.objects.update(proven_at=None)
    outcomes.prove(booking=Booking.objects.get(), now=moment)
    assert [label for label, _by, _why in worn(booking.contact)] == ["Met me"]
    assert Contact.objects.get(email=ROBIN).tags.count() == 1


def test_pages_open_in_time_and_count_when_they_are_asked_to(
    author: Client,
    some: tuple[Contact, ...],
    saved: Any,
    moment: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    segment = saved("vip", VIP)
    letter = letters.broadcast(now=moment, send_on=moment.date(), subject="May", text="Hello.")
    for module in (rule_counts, audience_words, broadcasts, broadcast_buttons, count_people):
        monkeypatch.setattr(module, "SECONDS", 0.0)
    segment_page = reverse("admin:contacts_segment_change", args=[segment.pk])
    letter_page, send_page = (
        reverse(f"admin:mail_broadcast_{name}", args=[letter.pk]) for name in ("change", "send")
    )

    assert "not counted yet" in author.get(reverse("admin:contacts_segment_changelist")).text
    assert "not counted yet" in counted(author, rule="", **{"rule-shown": ""})
    for page in (segment_page, letter_page, send_page):
        answer = author.get(page).text
        assert 'href="?count=all"' in answer
        assert "Let it go out to" not in answer

    assert "2 people" in author.get(segment_page, {"count": "all"}).text.lower()
    for page in (letter_page, send_page):
        assert 'href="?count=all"' not in author.get(page, {"count": "all"}).text
