"""The author's desk: every page opens, rows are saved and published, grids are written."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.forms import BaseForm
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions
from assessments.admin.parts import PARTS
from assessments.models import Assessment, Choice, Edition, Passage, Question
from assessments.models.whole import TABLES
from writing.faults import Refused

pytestmark = pytest.mark.filterwarnings("ignore:Overriding get_action_choices")  # Unfold's
PUBLISH = "assessments_assessment_publish_it"


@pytest.fixture
def author(db: None, client: Client) -> Client:
    client.force_login(User.objects.create_superuser("author", "author@example.org", "x"))
    return client


def posted(form: BaseForm) -> dict[str, Any]:
    """What a browser would send for a form nobody touched."""
    found = {}
    for bound in form:
        value = bound.value()
        if value is not None and value is not False:
            found[bound.html_name] = value
    return found


def page(author: Client, draft: Assessment, part: str = "") -> tuple[str, dict[str, Any]]:
    """A part of the draft's page and everything its form would send."""
    url = reverse("admin:assessments_assessment_change", args=[draft.pk])
    url += f"?part={part}" if part else ""
    context = author.get(url).context
    data = posted(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        data |= posted(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= posted(form)
    return url, data


@pytest.mark.parametrize("name", ["assessment", "question", "passage", "attempt", "edition"])
def test_list_opens(author: Client, published: Assessment, moment: datetime, name: str) -> None:
    attempt = actions.start(assessment=published, source={"referrer": "example.net"}, now=moment)
    actions.finish(attempt=attempt, now=moment)

    response = author.get(reverse(f"admin:assessments_{name}_changelist"))

    assert response.status_code == 200


def test_answers_and_versions_are_read_only(
    author: Client, published: Assessment, moment: datetime
) -> None:
    attempt = actions.start(assessment=published, source={}, now=moment)
    actions.finish(attempt=attempt, now=moment)

    for name, row in (("attempt", attempt), ("edition", published.edition)):
        url = reverse(f"admin:assessments_{name}_change", args=[row.pk])
        assert author.get(url).status_code == 200
        assert author.post(url, {}).status_code == 403


@pytest.mark.parametrize("part", [part.key for part in PARTS])
def test_saving_an_untouched_part_changes_nothing(
    author: Client, draft: Assessment, part: str
) -> None:
    before = draft.body()
    url, data = page(author, draft, part)

    response = author.post(url, data)

    assert response.status_code == 302, response.context["errors"]
    assert response.url == (url if part else f"{url}?")
    assert Assessment.objects.get().body() == before
    assert not Edition.objects.exists()


def test_parts_show_every_list_of_the_draft(author: Client, draft: Assessment) -> None:
    shown = {inline.model for part in PARTS for inline in part.inlines}

    assert shown == {*TABLES.values()} - {Choice}  # which stand on the page of their question


def test_unknown_part_shows_the_texts(author: Client, draft: Assessment) -> None:
    url, _data = page(author, draft, "nonsense")

    assert author.get(url).context["part"] == PARTS[0]


def test_questions_are_put_in_another_order(author: Client, draft: Assessment) -> None:
    url, data = page(author, draft, "questions")
    first, second = draft.questions.all()[:2]
    swapped = {"questions-0-position": second.position, "questions-1-position": first.position}

    author.post(url, data | swapped)

    assert list(draft.questions.all()[:2]) == [second, first]


def test_new_question_stands_last_among_the_others(author: Client, draft: Assessment) -> None:
    url = reverse("admin:assessments_question_add") + f"?assessment={draft.pk}"
    context = author.get(url).context
    data = posted(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        data |= posted(inline.formset.management_form)

    response = author.post(url, data | {"text": "I hum on my way home.", "kind": "frequency"})

    new = draft.questions.last()
    assert (new.text, new.assessment) == ("I hum on my way home.", draft)
    assert "part=questions" in response.url
    assert new.text in author.get(response.url).text


def test_question_with_a_key_that_is_taken_is_refused_in_words(
    author: Client, draft: Assessment
) -> None:
    url = reverse("admin:assessments_question_change", args=[draft.questions.all()[0].pk])
    context = author.get(url).context
    data = posted(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        data |= posted(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= posted(form)

    response = author.post(url, data | {"key": "i01"})

    assert response.status_code == 200
    assert "already exists" in str(response.context["errors"])


def test_questions_begin_only_on_the_page_of_an_assessment(
    author: Client, draft: Assessment
) -> None:
    assert author.get(reverse("admin:assessments_question_add")).status_code == 403


def test_save_and_publish_takes_the_rows_just_changed(author: Client, draft: Assessment) -> None:
    url, data = page(author, draft, "profiles")
    name = next(key for key, value in data.items() if value == "Carrying the Hope")

    author.post(url, data | {name: "Holding the Hope", PUBLISH: "1"})

    names = [row["name"] for row in Edition.objects.get().body["profiles"]]
    assert "Holding the Hope" in names


def test_faulty_draft_is_saved_and_the_faults_are_told(author: Client, draft: Assessment) -> None:
    url, data = page(author, draft, "profiles")
    name = next(key for key, value in data.items() if value == "roadmap >= 65")

    response = author.post(url, data | {name: "effort >= 65", PUBLISH: "1"}, follow=True)

    assert "“effort” is not known here" in response.text
    assert "not published" in response.text
    assert draft.profiles.get(key="ally").when == "effort >= 65"
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("profiles", "", "{{ password }}"),
        ("", "Did a colleague come to mind?", "{% include 'x' %}"),
        ("", "This is a mirror to think with.", "{{ profile_name }}"),
    ],
)
def test_text_that_could_not_be_shown_is_not_saved(
    author: Client, draft: Assessment, part: str, old: str, new: str
) -> None:
    url, data = page(author, draft, part)
    texts = {key: value for key, value in data.items() if isinstance(value, str)}
    name = next(
        (key for key, value in texts.items() if old and value.startswith(old)),
        "profiles-0-summary",
    )

    response = author.post(url, data | {name: new, PUBLISH: "1"})

    assert response.status_code == 200
    assert "Please correct the errors below" in response.text
    assert not Edition.objects.exists()
    assert new not in str(draft.body())


@pytest.mark.parametrize("rows", ["readings", "profiles"])
def test_last_row_for_otherwise_cannot_be_removed(
    author: Client, draft: Assessment, rows: str
) -> None:
    url, data = page(author, draft, rows)
    last = getattr(draft, rows).count() - 1

    response = author.post(url, data | {f"{rows}-{last}-DELETE": "on"})

    assert response.status_code == 200
    assert getattr(draft, rows).filter(when="true").exists()


def test_draft_page_tells_what_publishing_would_do(author: Client, published: Assessment) -> None:
    published.questions.filter(key="i01").update(text="Other words.")
    page = reverse("admin:assessments_assessment_change", args=[published.pk])

    response = author.get(page)
    part = author.get(f"{page}?part=profiles")

    assert "1 question changed." in response.text
    assert "1 question changed." in part.text
    assert re.search(r"Carrying the Hope \d+ · ", response.text)


def test_question_offers_scales_of_its_own_draft_only(author: Client, draft: Assessment) -> None:
    other = Assessment.objects.create(slug="other", title="Other")
    other.scales.create(key="foreign", name="A foreign scale")
    question = Question.objects.get(key="i01")

    response = author.get(reverse("admin:assessments_question_change", args=[question.pk]))

    assert "Leaning in" in response.text
    assert "A foreign scale" not in response.text


def test_passage_grid_marks_empty_cells(
    author: Client, draft: Assessment, moment: datetime
) -> None:
    passage = Passage.objects.get(key="result_field")
    actions.write_passage(passage=passage, cells={"coaching": ""}, now=moment)

    listed = author.get(reverse("admin:assessments_passage_changelist"))
    opened = author.get(reverse("admin:assessments_passage_change", args=[passage.pk]))

    assert "8 / 9" in listed.text
    assert opened.text.count("Empty: falls back") == 1
    for page in (listed, opened):
        assert "Coaching" in page.text


def test_passage_grid_calls_cells_by_the_names_the_author_gave(
    author: Client, draft: Assessment
) -> None:
    draft.profiles.filter(key="push").update(name="The Open Hand")
    passage = Passage.objects.get(key="guide_profile")

    opened = author.get(reverse("admin:assessments_passage_change", args=[passage.pk]))

    labels = [field.label for field in opened.context["adminform"].form.fields.values()]
    assert "The Open Hand" in labels
    assert "Too little to say" in labels


def cell(key: str) -> str:
    return f"body-cells:{key}:text"


def cells(author: Client, passage: Passage) -> tuple[str, dict[str, Any]]:
    url = reverse("admin:assessments_passage_change", args=[passage.pk])
    return url, posted(author.get(url).context["adminform"].form)


def test_passage_grid_writes_and_empties_cells(author: Client, draft: Assessment) -> None:
    passage = Passage.objects.get(key="result_field")
    url, data = cells(author, passage)

    author.post(url, data | {cell("coaching"): "New words.", cell("fitness"): ""})

    passage.refresh_from_db()
    texts = passage.body.texts()
    assert texts["coaching"] == "New words."
    assert "fitness" not in texts
    assert len(texts) == 8


def test_unknown_variable_in_a_passage_is_told_and_not_published(
    author: Client, draft: Assessment, moment: datetime
) -> None:
    passage = Passage.objects.get(key="result_field")
    url, data = cells(author, passage)

    page = author.post(url, data | {cell("coaching"): "Hello {{ stranger }}"}, follow=True)

    assert "Coaching" in str(next(iter(page.context["messages"])))
    assert "stranger" in str(next(iter(page.context["messages"])))
    with pytest.raises(Refused, match="stranger"):
        actions.publish(assessment=draft, now=moment)


def test_new_passage_begins_with_its_frame(author: Client, draft: Assessment) -> None:
    author.post(
        reverse("admin:assessments_passage_add"),
        {"body-title": "Opening", "key": "opening", "body-axis": "field"},
    )

    assert Passage.objects.get(key="opening").body.axis == "field"


def test_passage_grid_asks_as_often_for_many_rows_as_for_one(
    author: Client, draft: Assessment
) -> None:
    url = reverse("admin:assessments_passage_changelist")
    author.get(url)
    with CaptureQueriesContext(connection) as many:
        author.get(url)
    with CaptureQueriesContext(connection) as one:
        author.get(url, {"q": "result_toll"})

    assert len(many) == len(one)
