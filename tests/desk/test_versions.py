"""Published versions set side by side and brought back; copies of everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse

import assessments.actions
import courses.actions
import guides.actions
from assessments.models import Assessment, Passage
from assessments.schema import PassageBody
from consultations.models import Meeting
from contacts.models import Contact
from courses.models import Course, Lesson
from desk import tasks
from desk.actions import duplicating, restoring, roles, versions
from desk.models import Draft, Kept
from guides.models import Guide, Section
from mail.models import Mailing
from publishing import actions as publishing
from writing.passages import EVERYONE

pytestmark = pytest.mark.filterwarnings("ignore:Overriding get_action_choices")  # Unfold's


@pytest.fixture
def lesson(house: None, moment: datetime) -> Lesson:
    """Published twice, and edited since."""
    lesson = Lesson.objects.get(position=2)
    lesson.body = "The second wording."
    lesson.save()
    courses.actions.publish(lesson=lesson, now=moment + timedelta(hours=1))
    Lesson.objects.filter(pk=lesson.pk).update(body="A third, not published.")
    return Lesson.objects.get(pk=lesson.pk)


def address(row: Model, door: str = "versions") -> str:
    return reverse(f"desk:{door}", args=[row._meta.app_label, row._meta.model_name, row.pk])


def draft() -> Assessment:
    return Assessment.objects.exclude(edition=None).get()


def test_every_publishing_of_a_lesson_is_listed_newest_first(lesson: Lesson) -> None:
    found = versions.versions(lesson)

    assert [one.is_published for one in found] == [False, True, True]
    assert found[1].body["source"] == "The second wording."


def test_publishing_the_same_words_again_is_no_new_version(
    lesson: Lesson, moment: datetime
) -> None:
    lesson.body = "The second wording."
    courses.actions.publish(lesson=lesson, now=moment + timedelta(hours=2))

    assert len(versions.versions(lesson)) == 3


def test_page_shows_the_difference_in_words(author: Client, lesson: Lesson) -> None:
    page = author.get(address(lesson)).text

    assert "<del>The second wording</del>" in page
    assert "<ins>A third, not published</ins>" in page


def test_version_is_set_beside_the_draft(author: Client, lesson: Lesson) -> None:
    oldest = versions.versions(lesson)[-1]

    page = author.get(address(lesson), {"shown": oldest.key, "with": "now"}).text

    assert "beside: The draft as it is saved now" in page


def test_restoring_changes_the_draft_and_publishes_nothing(author: Client, lesson: Lesson) -> None:
    second = versions.versions(lesson)[1]

    answer = author.post(address(lesson), {"version": second.key})

    again = Lesson.objects.get(pk=lesson.pk)
    assert answer.url == reverse("admin:courses_lesson_change", args=[lesson.pk])
    assert (again.body, again.letter_id) == ("The second wording.", lesson.letter_id)
    assert Kept.objects.get().body["source"] == "A third, not published."


def test_what_a_restored_version_replaced_can_come_back(lesson: Lesson, moment: datetime) -> None:
    restoring.restore(row=lesson, version=versions.versions(lesson)[1], now=moment)
    kept = next(one for one in versions.versions(lesson) if one.key.startswith("kept"))

    restoring.restore(row=lesson, version=kept, now=moment)

    assert Lesson.objects.get(pk=lesson.pk).body == "A third, not published."


def test_words_saved_long_ago_are_not_offered_after_a_version_came_back(
    lesson: Lesson, moment: datetime
) -> None:
    user = get_user_model().objects.create_user("writer")
    mine = {"label": "courses.lesson", "row": str(lesson.pk), "typed_at": moment, "user": user}
    Draft.objects.create(name="body", text="A third,\r\nnot published.", **mine)
    Draft.objects.create(name="subject", text="Never saved", **mine)
    Lesson.objects.filter(pk=lesson.pk).update(body="A third,\nnot published.")
    lesson.refresh_from_db()

    restoring.restore(row=lesson, version=versions.versions(lesson)[1], now=moment)

    assert [one.name for one in Draft.objects.all()] == ["subject"]


def test_restored_guide_has_its_sections_again(house: None, moment: datetime) -> None:
    guide = Guide.objects.get()
    before = guides.actions.drafted(guide)
    guide.sections.all()[3].delete()
    guide.sections.update(body="All the same.")

    restoring.restore(row=guide, version=versions.versions(guide)[1], now=moment)

    assert guides.actions.drafted(guide) == before


def test_section_has_a_version_for_each_time_it_changed(house: None, moment: datetime) -> None:
    section, other = Section.objects.all()[2:4]
    for number, row in enumerate((other, section), start=1):
        row.body = "Other words."
        row.save()
        guides.actions.publish(guide=row.guide, now=moment + timedelta(hours=number))

    assert [one.key for one in versions.versions(section)].__len__() == 3
    assert versions.versions(section)[1].body["body"] == "Other words."


def test_restored_assessment_is_what_was_published(house: None, moment: datetime) -> None:
    row = draft()
    published = row.edition.body
    row.questions.all()[5].delete()
    row.profiles.update(summary="All the same.")
    Assessment.objects.filter(pk=row.pk).update(pass_on="Other words.")
    toll = Passage.objects.get(key="result_toll")
    assessments.actions.write_passage(passage=toll, cells={EVERYONE: "Other words."}, now=moment)

    restoring.restore(row=row, version=versions.versions(draft())[1], now=moment)

    assert versions.body_of(draft()) == published
    assert assessments.actions.publish(assessment=draft(), now=moment) == draft().edition


def test_version_of_an_assessment_is_told_in_her_words(author: Client, house: None) -> None:
    row = draft()
    row.profiles.filter(key="push").update(summary="Quite other words.")

    page = author.get(address(row)).text

    assert "in a sentence or two" in page
    assert "<ins>Quite other words" in page


def test_unsaved_words_are_set_beside_their_own_box_alone(
    author: Client, lesson: Lesson, moment: datetime
) -> None:
    kept = Kept.objects.create(
        label="courses.lesson",
        row=str(lesson.pk),
        body={"boxes": {"body": "A third, half."}},
        kept_at=moment + timedelta(hours=3),
    )

    page = author.get(address(lesson), {"shown": f"kept-{kept.pk}", "with": "now"}).text
    draft_page = author.get(address(lesson)).text

    assert "<h3>Text</h3>" in page
    assert "<h3>Subject</h3>" not in page
    assert "beside: Published" in draft_page


def test_of_what_was_kept_the_newest_stay(
    lesson: Lesson, moment: datetime, at: Callable[[datetime], None]
) -> None:
    whose = {"label": "courses.lesson", "body": {}}
    for hours in range(25):
        Kept.objects.create(row=str(lesson.pk), kept_at=moment - timedelta(hours=hours), **whose)
    Kept.objects.create(row="another", kept_at=moment - timedelta(days=400), **whose)
    Kept.objects.create(row="another", kept_at=moment - timedelta(days=300), **whose)
    Draft.objects.create(
        user=get_user_model().objects.create_user("writer"),
        typed_at=moment - timedelta(days=91),
        name="body",
    )
    at(moment)

    tasks.tidy()

    times = Kept.objects.filter(row=str(lesson.pk)).values_list("kept_at", flat=True)
    assert len(times) == versions.MOST_KEPT
    assert min(times) == moment - timedelta(hours=versions.MOST_KEPT - 1)
    assert Kept.objects.filter(row="another").count() == 1
    assert not Draft.objects.exists()


def test_those_who_may_only_look_bring_nothing_back(lesson: Lesson) -> None:
    roles.settle()
    user = get_user_model().objects.create_user(username="assistant", is_staff=True)
    user.groups.add(Group.objects.get(name="assistant"))
    client = Client()
    client.force_login(user)

    assert client.get(address(lesson)).status_code == 403
    assert client.post(address(lesson), {"version": "letter-1"}).status_code == 403
    assert client.post(address(lesson, "duplicate")).status_code == 403


@pytest.mark.parametrize("model", [Assessment, Guide, Section, Course, Lesson, Meeting])
def test_copy_opens_with_a_clear_name(author: Client, house: None, model: type[Model]) -> None:
    row = model._default_manager.order_by("pk")[0]

    page = author.post(address(row, "duplicate"), follow=True)

    assert page.status_code == 200
    assert "Copy of " in page.text


def test_copy_says_what_is_left_to_do(author: Client, house: None) -> None:
    told = {
        Course: "Publish its lessons",
        Guide: "for which assessment it is",
        Assessment: "copy them too",
        Section: "the next time you publish the guide",
    }
    for model, words in told.items():
        row = model._default_manager.order_by("pk")[0]

        page = author.post(address(row, "duplicate"), follow=True)

        assert words in page.text


def test_copied_assessment_says_the_same_and_is_not_published(
    house: None, moment: datetime
) -> None:
    row = draft()
    own = ("slug", "title")

    made = duplicating.duplicate(row, today=moment.date())

    assert isinstance(made, Assessment)
    same = {name: text for name, text in made.body().items() if name not in own}
    assert same == {name: text for name, text in row.body().items() if name not in own}
    assert made.edition is None
    assert made.questions.count() == row.questions.count()


def test_copied_course_takes_nobody_and_sends_nothing(house: None, moment: datetime) -> None:
    course = Course.objects.get()
    course.lessons.filter(position=2).update(state=Lesson.State.OFF)
    off = set(course.lessons.filter(state=Lesson.State.OFF).values_list("position", flat=True))

    made = duplicating.duplicate(course, today=moment.date())

    assert isinstance(made, Course)
    assert made.uid != course.uid
    assert made.lessons.count() == course.lessons.count()
    assert 2 in off
    for lesson in made.lessons.all():
        stays = lesson.position in off
        assert lesson.state == (Lesson.State.OFF if stays else Lesson.State.DRAFT)
    assert made not in Course.objects.offered()


def test_copied_guide_is_not_the_one_readers_get(house: None, moment: datetime) -> None:
    guide = Guide.objects.get()

    made = duplicating.duplicate(guide, today=moment.date())

    assert isinstance(made, Guide)
    assert made.sections.count() == guide.sections.count()
    assert Guide.objects.published_for(guide.assessment) == guide


def test_second_copy_has_a_name_of_its_own(house: None, author: Client) -> None:
    row = Passage.objects.get(key="guide_profile")

    for _time in range(2):
        author.post(reverse("admin:assessments_passage_copy", args=[row.pk]))

    copies = Passage.objects.filter(key__startswith="guide_profile_copy")
    assert [one.key for one in copies] == ["guide_profile_copy", "guide_profile_copy_2"]


def test_copied_one_off_letter_waits_as_a_draft(house: None, moment: datetime) -> None:
    mailing = Mailing.objects.create(
        name="Spring", subject="Hi", body="Hello", send_on=moment.date(), state="queued"
    )

    made = duplicating.duplicate(mailing, today=moment.date())

    assert isinstance(made, Mailing)
    assert made.state == Mailing.State.DRAFT
    assert made.send_on == moment.date() + timedelta(days=7)


def test_copied_meeting_cannot_be_booked(house: None, moment: datetime) -> None:
    made = duplicating.duplicate(Meeting.objects.order_by("pk")[0], today=moment.date())

    assert isinstance(made, Meeting)
    assert not made.active


def test_only_what_can_be_copied_has_the_button(author: Client, robin: Contact) -> None:
    lesson = Lesson.objects.all()[0]
    copied = author.get(reverse("admin:courses_lesson_change", args=[lesson.pk])).text
    person = author.get(reverse("admin:contacts_contact_change", args=[robin.pk])).text

    assert "Make a copy" in copied
    assert "Make a copy" not in person


def saved(author: Client, row: Model, is_taken: bool = True, **words: str) -> None:
    """The author's form of a text, saved with other words."""
    label = row._meta.label_lower.replace(".", "_")
    place = reverse(f"admin:{label}_change", args=[row.pk])
    shown = author.get(place).context
    sets = [one.formset for one in shown["inline_admin_formsets"]]
    forms = [shown["adminform"].form, *(one.management_form for one in sets)]
    boxes = [box for form in [*forms, *(row for one in sets for row in one)] for box in form]
    known = {box.html_name: box.value() for box in boxes if box.value() not in (None, "")}
    off = [name for name, value in known.items() if value is False]
    answer = author.post(place, {name: known[name] for name in known.keys() - off} | words)
    assert (answer.status_code == 302) == is_taken


def test_draft_that_was_saved_over_can_come_back(author: Client, lesson: Lesson) -> None:
    saved(author, lesson, body="A fourth.")
    saved(author, lesson, body="A fifth.")

    kept = [one for one in versions.versions(lesson) if one.key.startswith("kept")]

    assert Lesson.objects.get(pk=lesson.pk).body == "A fifth."
    assert [one.body["source"] for one in kept] == ["A fourth.", "A third, not published."]


def test_published_words_saved_over_are_no_version_twice(author: Client, house: None) -> None:
    lesson = Lesson.objects.get(position=2)

    saved(author, lesson, body="Another wording.")

    assert [one.is_published for one in versions.versions(lesson)] == [False, True]


@pytest.mark.parametrize("model", [Guide, Section, Assessment])
def test_every_text_can_be_saved_and_keeps_what_it_said(
    author: Client, house: None, model: type[Model]
) -> None:
    row = model._default_manager.exclude(pk=None).order_by("pk")[0]
    before = versions.body_of(row)
    box = {Guide: "title", Assessment: "promise"}.get(model, "body")

    saved(author, row, **{box: "Other words."})

    row = model._default_manager.get(pk=row.pk)
    assert versions.body_of(row) != before
    assert before in [one.body for one in versions.versions(row)]


def test_refused_words_keep_nothing(author: Client, lesson: Lesson) -> None:
    saved(author, lesson, is_taken=False, body="{{ nonsense }}")
    saved(author, lesson, body=lesson.body)

    assert not Kept.objects.exists()


def test_passage_has_a_version_for_each_wording_that_went_out(
    house: None, moment: datetime
) -> None:
    passage = publishing.create(Passage(key="hello"), body=PassageBody(), now=moment)
    for words in ("One.", "One.", "Two."):
        assessments.actions.write_passage(passage=passage, cells={EVERYONE: words}, now=moment)
        publishing.publish(passage, now=moment)

    found = passage.revisions.published()
    assert [one.read().texts() for one in found] == [{EVERYONE: "Two."}, {EVERYONE: "One."}]
