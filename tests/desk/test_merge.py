"""Two entries of one person made one: all of it moves, the stricter word counts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from assessments.models import Attempt
from contacts import actions, links
from contacts.models import Consent, Contact, Suppression
from courses.models import Course, Enrollment, Lesson, Progress
from desk.actions import merge
from guides.models import GuideCopy
from offers import actions as sources
from offers.models import Source
from tests.conftest import person
from tests.desk.conftest import book
from tests.offers import an_offer

pytestmark = pytest.mark.slow

COURSE = "course:resistance-reframe"


@pytest.fixture
def second(house: None, moment: datetime) -> Contact:
    """Robin's other address: the same course, one lesson further, a booking, answers."""
    contact = person("robin@work.example", first_name="R.", confirmed_at=moment, notes="Met in May")
    asked = actions.give(contact=contact, purpose=COURSE, wording="Eight letters.", now=moment)
    place = Enrollment.objects.create(
        contact=contact,
        course=Course.objects.get(),
        consent=asked,
        state="active",
        created_at=moment,
    )
    for number, lesson in enumerate(Lesson.objects.order_by("position")[:2]):
        Progress.objects.create(
            enrollment=place,
            lesson=lesson,
            contact=contact,
            outcome="sent",
            at=moment,
            day=moment.date().replace(day=1 + number),
        )
    book(moment, contact.email)
    return contact


def test_everything_moves_and_one_place_stays(
    robin: Contact, second: Contact, moment: datetime
) -> None:
    mails = robin.messages.count() + second.messages.count()

    merge.merge(stays=robin, goes=second, now=moment)

    assert robin.bookings.count() == 2
    assert robin.messages.count() == mails
    assert robin.enrollments.get().progress.count() == 2
    assert not Contact.objects.filter(pk=second.pk).exists()
    robin.refresh_from_db()
    assert robin.notes == "Met in May\n\nWrote as robin@work.example before."


def test_the_place_further_on_stays_whichever_entry_goes(
    robin: Contact, second: Contact, moment: datetime
) -> None:
    merge.merge(stays=second, goes=robin, now=moment)

    assert second.enrollments.get().progress.count() == 2
    assert second.guides.count() == 1


@pytest.mark.parametrize("who", ["stays", "goes"])
def test_what_either_stopped_stays_stopped(
    who: str, robin: Contact, second: Contact, moment: datetime
) -> None:
    one = {"stays": robin, "goes": second}[who]
    actions.withdraw(contact=one, purpose=COURSE, wording="No.", now=moment)

    merge.merge(stays=robin, goes=second, now=moment)

    assert not Consent.objects.stands(robin, COURSE)


@pytest.mark.parametrize(("reason", "expected"), [("stopped", True), ("bounce", False)])
def test_a_persons_own_word_keeps_the_other_address_from_mail(
    reason: str, expected: bool, robin: Contact, second: Contact, moment: datetime
) -> None:
    actions.suppress(address=second.email, reason=reason, detail="", now=moment)

    merge.merge(stays=robin, goes=second, now=moment)

    assert Suppression.objects.covers(robin) is expected
    assert Suppression.objects.standing().count() == 1 + expected


def test_a_day_with_two_lessons_breaks_nothing(
    robin: Contact, second: Contact, moment: datetime
) -> None:
    other = Course.objects.create(
        offer=an_offer(), slug="other", title="Other", consent_wording="Yes."
    )
    lesson = Lesson.objects.create(course=other, key="one", position=1)
    asked = actions.give(contact=robin, purpose="course:other", wording="Yes.", now=moment)
    place = Enrollment.objects.create(
        contact=robin, course=other, consent=asked, state="active", created_at=moment
    )
    Progress.objects.create(
        enrollment=place, lesson=lesson, contact=robin, day=moment.date().replace(day=1), at=moment
    )

    merge.merge(stays=robin, goes=second, now=moment)

    assert Progress.objects.filter(contact=robin).count() == 3


def test_the_same_guide_twice_is_kept_once(
    robin: Contact, second: Contact, moment: datetime
) -> None:
    copy = robin.guides.get()
    GuideCopy.objects.create(
        attempt=Attempt.objects.get(),
        contact=second,
        guide=copy.guide,
        revision=copy.revision,
        next_try_at=moment,
        requested_at=moment,
        expires_at=moment,
    )

    found = merge.preview(stays=robin, goes=second)
    merge.merge(stays=robin, goes=second, now=moment)

    assert "the second copy of the same guide" in found["dropped"]
    assert robin.guides.get() == copy


def test_links_in_mails_of_the_entry_that_went_still_stop_letters(
    robin: Contact, second: Contact, client: Client, moment: datetime
) -> None:
    link = links.unsubscribe_url(second, COURSE)

    merge.merge(stays=robin, goes=second, now=moment)
    answer = client.post("/" + link.split("/", 3)[3], {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not Consent.objects.stands(robin, COURSE)


def test_the_page_says_first_what_would_happen(
    author: Client, robin: Contact, second: Contact
) -> None:
    page = f"/admin/person/{robin.pk}/merge/"

    assert "very entry" in author.get(page, {"other": robin.email}).content.decode()
    seen = author.get(page, {"other": second.email}).content.decode()
    assert "This cannot be undone" in seen
    assert "bookings: 1" in seen
    assert Contact.objects.filter(pk=second.pk).exists()
    assert author.post(page, {"other": second.email}).status_code == 302
    assert not Contact.objects.filter(pk=second.pk).exists()
    assert LogEntry.objects.filter(object_id=str(robin.pk)).exists()


def test_what_was_told_in_forms_moves_and_the_later_word_stands(
    author: Client, robin: Contact, moment: datetime
) -> None:
    other = person("robin.b@example.org")
    for key, mine, theirs in (("town", "Ghent", "Bruges"), ("pet", "", "A cat")):
        actions.ensure_field(key=key, label=key.title(), sort="text")
        actions.set_field(contact=robin, key=key, value=mine, now=moment)
        later = moment + timedelta(days=1)
        actions.set_field(contact=other, key=key, value=theirs, now=later)

    merge.merge(stays=robin, goes=other, now=moment)

    told = dict(robin.field_values.values_list("field__key", "value"))
    assert told == {"town": "Bruges", "pet": "A cat"}
    page = author.get(f"/admin/contacts/contact/{robin.pk}/change/").text
    assert 'value="Bruges"' in page


def test_first_way_of_either_stays_first_and_the_last_stays_last(
    robin: Contact, second: Contact, moment: datetime
) -> None:
    Contact.objects.update(
        first_source=None, first_came_at=None, last_source=None, last_came_at=None
    )
    ways = [
        sources.keep_source(Source(utm_source=name).sealed(), now=moment)
        for name in ("letter", "talk", "podcast", "blog")
    ]
    for contact, way, days in zip((second, robin, robin, second), ways, range(4), strict=True):
        actions.came_from(contact=contact, source=way, at=moment + timedelta(days=days))

    merge.merge(stays=robin, goes=second, now=moment)

    robin.refresh_from_db()
    assert (robin.first_source, robin.first_came_at) == (ways[0], moment)
    assert (robin.last_source, robin.last_came_at) == (ways[3], moment + timedelta(days=3))
