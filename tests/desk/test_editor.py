"""The editor's doors: a look at unsaved words, kept words, who may come in."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Passage
from assessments.schema import Cell, PassageBody
from courses.models import Lesson
from desk.actions import drafts, roles
from desk.models import Draft
from guides.models import Guide
from publishing.actions import create
from publishing.forms import box
from tests.assessments.rewriting import item
from tests.documents import reword
from tests.previews import asked, shown

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),  # Unfold's
]

MIRROR = "sections/mirror/text"


TEXT = "body-text"


@pytest.fixture
def lesson(house: None) -> Lesson:
    return Lesson.objects.get(position=1)


def told(author: Client, address: str, pk: object) -> dict:
    """What the page tells the editor's scripts."""
    page = author.get(reverse(address, args=[pk])).text
    found = re.search(r'<script id="writing-desk" type="application/json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def keep(author: Client, lesson: Lesson, text: str, **fields: str) -> dict:
    data = {"label": "courses.lesson", "pk": str(lesson.pk), "name": TEXT, "text": text}
    data |= {"tab": "one", "mark": drafts.mark(lesson), **fields}
    answer = author.post(reverse("desk:keep"), data)
    assert answer.status_code == 200
    return answer.json()


def test_section_is_shown_as_a_page_without_scripts(author: Client, house: None) -> None:
    also = {"sections/mirror/title": "Unsaved title"}

    seen = shown(author, Guide.objects.get(), MIRROR, "# Hm\n\nFresh.", also=also)

    assert "Fresh." in seen["html"]
    assert "Unsaved title" in seen["html"]
    assert "What it costs" in seen["html"]
    assert "<script" not in seen["html"]


def test_section_is_shown_on_paper(author: Client, house: None) -> None:
    made = asked(author, Guide.objects.get(), MIRROR, "Fresh.", medium="paper")

    assert made.headers["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")


def test_paper_says_what_is_to_mend_first(author: Client, house: None) -> None:
    made = asked(author, Guide.objects.get(), MIRROR, "{{ nonsense }}", medium="paper")

    assert made.status_code == 422
    assert "nonsense" in made.text


def test_whole_guide_is_shown_from_a_box_of_no_section(author: Client, house: None) -> None:
    guide = Guide.objects.get()

    seen = shown(author, guide, "title", "Mine")

    assert seen["html"].count("guide__part") > 5


def test_lesson_is_not_set_on_paper(author: Client, lesson: Lesson) -> None:
    assert "html" in asked(author, lesson, "text", "Fine.", medium="paper").json()


def test_profile_is_shown_to_somebody_who_has_it(author: Client, house: None) -> None:
    draft = Assessment.objects.exclude(published=None).get()
    row = item(draft.body, "profiles", "pendulum")
    place, text = f"profiles/{row.id}/summary", "You swing, and that is fine."

    seen = shown(author, draft, place, text, part="?part=profiles")

    assert "You swing, and that is fine." in seen["html"]
    assert row.name in seen["html"]


def test_text_before_the_result_has_its_own_page(author: Client, house: None) -> None:
    draft = Assessment.objects.exclude(published=None).get()

    assert "Begin here" in shown(author, draft, "start", "Begin here")["html"]
    assert "Nothing is filled in here" in str(
        shown(author, draft, "start", "{{ first_name }}")["faults"]
    )


@pytest.mark.parametrize("key", ["lesson_two_leaning", "guide_profile", "result_field"])
def test_passage_is_shown_where_its_words_appear(author: Client, house: None, key: str) -> None:
    row = Passage.objects.get(key=key)
    cell = next(one for one in row.body.texts() if one != "everyone")

    seen = shown(author, row, f"cells/{cell}/text", "Only for these few.")

    assert "Only for these few." in seen["html"]


def test_passage_in_no_text_yet_is_shown_alone(
    author: Client, house: None, moment: datetime
) -> None:
    body = PassageBody(title="Fresh", cells=[Cell(id="everyone", text="Old.")])
    row = create(Passage(key="fresh"), body=body, now=moment)

    assert "Brand new." in shown(author, row, "cells/everyone/text", "Brand new.")["html"]


def test_page_offers_variables_and_passages_in_her_words(author: Client, lesson: Lesson) -> None:
    menu = told(author, "admin:courses_lesson_change", lesson.pk)["menus"]["letter"]

    words = {entry["words"]: entry["before"] for entry in menu}

    assert words["their first name"] == "{{ first_name }}"
    assert words["the name of their profile"] == "{{ profile_name }}"
    passage = Passage.objects.get(key="lesson_two_leaning")
    assert words[f"{passage} (profile)"] == "{{ passage.lesson_two_leaning }}"


def test_everything_in_a_menu_may_be_written(author: Client, house: None) -> None:
    guide = Guide.objects.get()
    menu = told(author, "admin:guides_guide_change", guide.pk)["menus"]["guide"]
    text = "\n\n".join(f"{entry['before']}words{entry['after']}" for entry in menu)

    assert shown(author, guide, MIRROR, text)["faults"] == []


def test_typed_words_are_kept_and_offered_again(author: Client, lesson: Lesson) -> None:
    keep(author, lesson, "Half a sentence")

    offered = told(author, "admin:courses_lesson_change", lesson.pk)["drafts"]

    assert [(one["box"], one["text"]) for one in offered] == [(TEXT, "Half a sentence")]
    assert Lesson.objects.get(pk=lesson.pk).body == lesson.body


def test_offered_words_say_who_saved_others_since(author: Client, lesson: Lesson) -> None:
    keep(author, lesson, "Half a sentence")
    kim = get_user_model().objects.create_user("kim")
    LogEntry.objects.log_actions(kim.pk, Lesson.objects.filter(pk=lesson.pk), CHANGE)
    later = Draft.objects.get().typed_at + timedelta(minutes=1)
    LogEntry.objects.update(action_time=later)

    offered = told(author, "admin:courses_lesson_change", lesson.pk)["drafts"]

    assert offered[0]["since"] == "kim has saved other words here since."


def test_words_that_were_saved_are_not_offered(author: Client, lesson: Lesson) -> None:
    keep(author, lesson, "A whole sentence.\r\n")
    reword(lesson, text="A whole sentence.")

    assert told(author, "admin:courses_lesson_change", lesson.pk)["drafts"] == []


def test_typed_words_of_a_section_are_kept_and_offered_again(author: Client, house: None) -> None:
    guide = Guide.objects.get()
    data = {
        "label": "guides.guide",
        "pk": guide.pk,
        "name": box(MIRROR),
        "text": "Half",
        "tab": "one",
    }

    author.post(reverse("desk:keep"), data)

    offered = told(author, "admin:guides_guide_change", guide.pk)["drafts"]
    assert [(one["box"], one["text"]) for one in offered] == [(box(MIRROR), "Half")]


def test_going_back_to_the_saved_words_keeps_nothing(author: Client, lesson: Lesson) -> None:
    keep(author, lesson, "Half")
    keep(author, lesson, lesson.body.text)

    assert not Draft.objects.exists()


def test_thrown_away_words_are_gone(author: Client, lesson: Lesson) -> None:
    keep(author, lesson, "Half")

    author.post(
        reverse("desk:throw_away"),
        {"label": "courses.lesson", "pk": lesson.pk, "box": TEXT},
    )

    assert not Draft.objects.exists()


def test_page_is_warned_when_the_saved_words_changed(author: Client, lesson: Lesson) -> None:
    mark = drafts.mark(lesson)
    assert keep(author, lesson, "Mine", mark=mark)["warning"] == ""
    reword(lesson, text="Theirs")

    assert "saved here since you opened" in keep(author, lesson, "Mine", mark=mark)["warning"]


def test_second_tab_is_told_and_the_first_ones_words_stay(author: Client, lesson: Lesson) -> None:
    keep(author, lesson, "From the first tab")

    answer = keep(author, lesson, "From the second", tab="two")

    assert answer["other_tab"]
    typed = lesson.revisions.get(state="typed")
    assert typed.read().text == "From the first tab"


def test_item_of_a_list_keeps_its_words_by_its_own_id(author: Client, house: None) -> None:
    draft = Assessment.objects.exclude(published=None).get()
    name = box(f"profiles/{draft.body.profiles[1].id}/summary")
    data = {"label": "assessments.assessment", "pk": draft.pk, "tab": "one", "text": "Half"}

    author.post(reverse("desk:keep"), {**data, "name": name})

    offered = told(author, "admin:assessments_assessment_change", draft.pk)["drafts"]
    assert [one["box"] for one in offered] == [name]


def test_old_words_are_forgotten(author: Client, lesson: Lesson, moment: datetime) -> None:
    keep(author, lesson, "Half")
    Draft.objects.update(typed_at=moment)

    assert drafts.forget_old(before=moment) == 0
    assert drafts.forget_old(before=moment.replace(year=2027)) == 1


def test_each_sees_only_their_own_unsaved_words(author: Client, lesson: Lesson) -> None:
    keep(author, lesson, "Half")
    other = get_user_model().objects.create_superuser(username="other", password="x")
    client = Client()
    client.force_login(other)

    assert told(client, "admin:courses_lesson_change", lesson.pk)["drafts"] == []


@pytest.mark.parametrize("door", ["keep", "throw_away"])
def test_doors_are_closed_to_those_who_may_not_write(lesson: Lesson, door: str) -> None:
    roles.settle()
    user = get_user_model().objects.create_user(username="assistant", is_staff=True)
    user.groups.add(Group.objects.get(name="assistant"))
    client = Client()
    client.force_login(user)
    data = {"label": "courses.lesson", "pk": lesson.pk, "name": TEXT, "text": "Hm"}

    assert client.post(reverse(f"desk:{door}"), data).status_code == 403


@pytest.mark.parametrize("fields", [{"label": "auth.user"}, {"name": "consent_wording"}])
def test_doors_know_no_other_rows_and_boxes(
    author: Client, lesson: Lesson, fields: dict[str, str]
) -> None:
    data = {"label": "courses.lesson", "pk": lesson.pk, "name": TEXT, "text": "Hm", **fields}

    assert author.post(reverse("desk:keep"), data).status_code == 404
