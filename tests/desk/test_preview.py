"""Unsaved words of a lesson or letter, shown as its reader would get them."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from courses.models import Lesson
from desk.actions import roles
from mail.models import Broadcast, SystemLetter
from publishing.forms import BASE, box
from publishing.models import Document, Revision

pytestmark = [
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
    pytest.mark.slow,
]  # Unfold's


@pytest.fixture
def lesson(house: None) -> Lesson:
    return Lesson.objects.get(position=1)


def unsaved(
    author: Client,
    lesson: Document | None,
    *,
    reader: str = "push",
    kind: str = "courses_lesson",
    **words: str,
) -> dict[str, object]:
    """What the editor is told of these words, the text being looked at."""
    typed = {"subject": "A word", **words}
    if kind == "courses_lesson":
        typed.setdefault("title", "A lesson")
    data = {box(name): text for name, text in typed.items()}
    data |= {"preview_place": box("text"), "preview_reader": reader, BASE: "1"}
    data["preview_document"] = str(lesson.pk) if lesson else ""
    answer = author.post(reverse(f"admin:{kind}_unsaved"), data)
    assert answer.status_code == 200
    return answer.json()


def test_unsaved_lesson_is_shown_as_its_reader_gets_it(author: Client, lesson: Lesson) -> None:
    before, revisions = lesson.body, Revision.objects.count()

    seen = unsaved(
        author,
        lesson,
        text="Hello {{ first_name }}, **quite new** words.",
        subject="A word, {{ first_name }}",
        preheader="Soon",
    )

    assert (seen["subject"], seen["preheader"]) == ("A word, Robin", "Soon")
    assert "Hello Robin, <strong" in str(seen["html"])
    lesson.refresh_from_db()
    assert (lesson.body, Revision.objects.count()) == (before, revisions)


def test_new_lesson_is_shown_before_it_is_saved(author: Client, house: None) -> None:
    assert "brand new" in str(unsaved(author, None, text="These are brand new.")["html"])


def test_each_sample_reader_sees_their_own_words(author: Client, lesson: Lesson) -> None:
    text = "{{ passage.lesson_two_leaning }}"

    pages = {unsaved(author, lesson, reader=key, text=text)["html"] for key in ("push", "ally")}

    assert len(pages) == 2


def test_faults_come_with_their_lines_and_no_page(author: Client, lesson: Lesson) -> None:
    text = "Fine.\n\n{{ profil_name }}\n\n::: note Never closed\nWords"

    seen = unsaved(author, lesson, text=text)

    assert [fault["line"] for fault in seen["faults"]] == [3, 5]
    assert "Put in" in seen["faults"][0]["message"]
    assert seen["html"] == ""


def test_fault_of_the_subject_stands_at_the_subject(author: Client, lesson: Lesson) -> None:
    seen = unsaved(author, lesson, text="Fine.", subject="{{ x }}")

    assert seen["faults"] == []
    assert "x" in seen["lines"][box("subject")]
    assert "Fine." in str(seen["html"])


def test_words_too_long_are_a_fault(author: Client, lesson: Lesson) -> None:
    seen = unsaved(author, lesson, text="x" * 60_001)

    assert "60000" in seen["faults"][0]["message"]
    assert seen["html"] == ""


def test_what_readers_would_miss_is_said_beside_the_text(author: Client, lesson: Lesson) -> None:
    text = "See [it](/no-such-page/) or [that](https://elsewhere.example/)."

    seen = unsaved(author, lesson, text=text)

    assert "no-such-page" in seen["notes"][0]["message"]
    assert seen["outside"] == ["https://elsewhere.example/"]


def test_unsaved_words_are_shown_to_those_who_may_write(house: None, lesson: Lesson) -> None:
    roles.settle()
    user = get_user_model().objects.create_user(username="assistant", is_staff=True)
    user.groups.add(Group.objects.get(name="assistant"))
    client = Client()
    client.force_login(user)
    page = reverse("admin:courses_lesson_unsaved")

    assert client.post(page, {"preview_document": lesson.pk}).status_code == 403
    assert client.post(page, {}).status_code == 403


def test_preview_is_asked_for_by_post_alone(author: Client, house: None) -> None:
    assert author.get(reverse("admin:courses_lesson_unsaved")).status_code == 405


def test_letter_of_the_product_knows_its_own_words(author: Client, house: None) -> None:
    letter = SystemLetter.objects.get(key="booking_confirmed", offer=None)
    words = {"text": "See you: {{ meeting_name }}.", "subject": "{{ x }}"}

    seen = unsaved(author, letter, kind="mail_systemletter", **words)

    assert "See you: A conversation" in str(seen["html"])
    assert "x" in seen["lines"][box("subject")]


def test_letter_of_the_product_is_shown_with_its_usual_switches(
    author: Client, house: None
) -> None:
    letter = SystemLetter.objects.get(key="guide", offer=None)
    text = "{% if several %}Many{% else %}One{% endif %}{% if asks %} and asks{% endif %}"

    seen = unsaved(author, letter, kind="mail_systemletter", text=text)

    assert "One and asks" in str(seen["html"])


def test_new_one_off_letter_is_shown_to_each_reader(author: Client, house: None) -> None:
    text = "{% if profile == 'push' %}Push on, {{ first_name }}.{% else %}Go on.{% endif %}"
    pages = [
        str(unsaved(author, None, kind="mail_broadcast", reader=reader, text=text)["html"])
        for reader in ("push", "ally", "gone")
    ]

    assert "Push on, Robin." in pages[0]
    assert "Go on." in pages[1]
    assert pages[2]
    assert not Broadcast.objects.exists()


def test_fault_of_the_rule_keeps_the_page_of_the_text(author: Client, house: None) -> None:
    seen = unsaved(author, None, kind="mail_broadcast", text="Hi.", audience="field == 1")

    assert "Hi." in str(seen["html"])
