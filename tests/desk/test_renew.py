"""After the practice changed: one page names every published text that is behind and mends all."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from courses.models import Lesson
from guides.models import Guide
from mail.models import Message, SystemLetter
from practice.models import Practice

PAGE = "/admin/publish-again/"


@pytest.fixture
def moved(house: None) -> Practice:
    """The practice has a new legal name since everything was published."""
    practice = Practice.objects.the()
    practice.legal_name, practice.accent = "Quiet House Ltd", "#7a3b69"
    practice.save()
    return practice


def test_nothing_is_behind_after_publishing(author: Client, house: None) -> None:
    page = author.get(PAGE).text

    assert "carries what your practice page says today" in page
    assert "Publish them again" not in page


def test_page_names_what_is_behind_and_one_button_mends_all(
    author: Client, moved: Practice, robin: Contact
) -> None:
    letter, lesson = SystemLetter.objects.get(key="guide"), Lesson.objects.all()[0]
    lesson.body += "\nA draft's own line."
    lesson.save()
    waiting = set(Message.objects.values_list("letter__sha256", flat=True))
    page = author.get(PAGE).text
    letters = author.get(reverse("admin:mail_systemletter_changelist")).text

    assert {str(letter), str(lesson), str(Guide.objects.get())} <= set(found(page))
    assert PAGE in letters

    author.post(PAGE)

    lesson.refresh_from_db()
    letter.refresh_from_db()
    assert lesson.letter
    assert letter.letter
    for frozen in (lesson.letter, letter.letter):
        assert "Quiet House Ltd" in "".join(frozen.body["html"])
    assert "A draft's own line." not in lesson.letter.body["source"]
    assert "A draft's own line." in lesson.body
    edition = Guide.objects.get().edition
    assert edition
    assert (edition.number, edition.body["accent"]) == (2, "#7a3b69")
    assert edition.body["constants"]["legal_name"] == "Quiet House Ltd"
    assert "carries what your practice page says today" in author.get(PAGE).text
    assert set(Message.objects.values_list("letter__sha256", flat=True)) == waiting


def found(page: str) -> list[str]:
    listed = page.partition('<ul class="desk-list">')[2].partition("</ul>")[0]
    return [line.partition(" <span")[0].strip() for line in listed.split("<li>")]


def test_looking_changes_nothing_and_strangers_may_not(
    author: Client, client: Client, moved: Practice
) -> None:
    before = list(Lesson.objects.values_list("letter", flat=True))
    author.get(PAGE)

    assert client.post(PAGE).status_code == 302
    assert list(Lesson.objects.values_list("letter", flat=True)) == before
