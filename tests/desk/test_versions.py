"""Published versions set side by side and brought back; copies of everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Passage
from assessments.schema import PassageBody
from consultations.models import Meeting
from contacts.models import Contact
from desk import tasks
from desk.actions import roles
from desk.models import Draft
from guides.models import Guide
from practice.confirm_action import SURE
from publishing import actions as publishing
from tests.assessments.rewriting import remove_item, rewrite, rewrite_item
from tests.documents import write_passage
from writing.passages import EVERYONE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),  # Unfold's
]


def test_restored_guide_has_its_sections_again(house: None, moment: datetime) -> None:
    guide = Guide.objects.get()
    before, body = guide.published, guide.body
    assert before is not None
    changed = [one.model_copy(update={"text": "All the same."}) for one in body.sections[1:]]
    publishing.save(guide, body=body.model_copy(update={"sections": changed}), now=moment)

    publishing.revert(guide, revision=before, now=moment)

    assert guide.body == body


def test_restored_assessment_is_what_was_published(
    author: Client, house: None, moment: datetime
) -> None:
    row = Assessment.objects.exclude(published=None).get()
    published = row.published
    remove_item(row, "questions", "i06")
    rewrite(row, pass_on="Other words.")

    author.post(
        reverse("admin:assessments_assessment_versions", args=[row.pk]),
        {"version": published.number},
    )

    row.refresh_from_db()
    assert row.body == published.read()
    assert publishing.publish(row, now=moment) == published


def test_version_of_an_assessment_is_told_in_her_words(author: Client, house: None) -> None:
    row = Assessment.objects.exclude(published=None).get()
    rewrite_item(row, "profiles", "push", summary="Quite other words.")

    page = author.get(
        reverse("admin:assessments_assessment_versions", args=[row.pk]),
        {"version": row.published.number},
    ).text

    assert "In a sentence or two" in page
    assert "<ins>Quite other words" in page


def test_copied_meeting_opens_with_a_clear_name_and_cannot_be_booked(
    author: Client, house: None
) -> None:
    row = Meeting.objects.order_by("pk")[0]
    page = reverse("admin:consultations_meeting_copy_it", args=[row.pk])

    assert "Make a copy" in author.get(page).text
    copied = author.post(page, {SURE: "yes"}, follow=True)

    made = Meeting.objects.exclude(active=True).get(key=f"{row.key}-copy")
    assert f"Copy of {row.title}" in copied.text
    assert (made.minutes, made.description) == (row.minutes, row.description)


def test_copied_guide_is_not_the_one_readers_get(author: Client, house: None) -> None:
    guide = Guide.objects.get()

    author.post(reverse("admin:guides_guide_copy", args=[guide.pk]))

    made = Guide.objects.exclude(pk=guide.pk).get()
    assert (made.slug, str(made)) == (f"{guide.slug}-copy", f"Copy of {guide}")
    assert made.body.sections == guide.body.sections
    assert (made.assessment, made.course) == (guide.assessment, guide.course)
    assert Guide.objects.published_for(guide.assessment) == guide


def test_second_copy_has_a_name_of_its_own(house: None, author: Client) -> None:
    row = Passage.objects.get(key="guide_profile")

    for _time in range(2):
        author.post(reverse("admin:assessments_passage_copy", args=[row.pk]))

    copies = Passage.objects.filter(key__startswith="guide_profile_copy")
    assert [one.key for one in copies] == ["guide_profile_copy", "guide_profile_copy_2"]


def test_only_what_can_be_copied_has_the_button(author: Client, robin: Contact) -> None:
    meeting = Meeting.objects.all()[0]
    copied = author.get(reverse("admin:consultations_meeting_change", args=[meeting.pk])).text
    person = author.get(reverse("admin:contacts_contact_change", args=[robin.pk])).text

    assert "Make a copy" in copied
    assert "Make a copy" not in person


def test_of_what_was_saved_the_newest_stay(
    house: None, moment: datetime, at: Callable[[datetime], None]
) -> None:
    passage = publishing.create(Passage(key="hello"), body=PassageBody(), now=moment)
    for number in range(30):
        body = PassageBody(title=f"Number {number}")
        publishing.save(passage, body=body, now=moment + timedelta(minutes=number))
    Draft.objects.create(
        user=get_user_model().objects.create_user("writer"),
        typed_at=moment - timedelta(days=91),
        name="body",
    )
    at(moment + timedelta(days=30))

    tasks.tidy()

    titles = [one.read().title for one in passage.revisions]
    assert titles == [f"Number {number}" for number in range(29, 9, -1)]
    assert not Draft.objects.exists()


def test_those_who_may_only_look_bring_nothing_back(house: None) -> None:
    roles.settle()
    user = get_user_model().objects.create_user(username="assistant", is_staff=True)
    user.groups.add(Group.objects.get(name="assistant"))
    client = Client()
    client.force_login(user)

    page = reverse("admin:assessments_assessment_versions", args=[Assessment.objects.all()[0].pk])
    assert client.get(page).status_code == 403
    assert client.post(page, {"version": "1"}).status_code == 403


def test_passage_has_a_version_for_each_wording_that_went_out(
    house: None, moment: datetime
) -> None:
    passage = publishing.create(Passage(key="hello"), body=PassageBody(), now=moment)
    for words in ("One.", "One.", "Two."):
        write_passage(passage=passage, cells={EVERYONE: words}, now=moment)
        publishing.publish(passage, now=moment)

    found = passage.revisions.published()
    assert [one.read().texts() for one in found] == [{EVERYONE: "Two."}, {EVERYONE: "One."}]
