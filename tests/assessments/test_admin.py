"""The author's desk: every page opens, parts are saved and published, grids are written."""

from __future__ import annotations

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
from assessments.models import Assessment, Passage
from assessments.schema import AssessmentBody
from assessments.sections import PARTS
from offers.models import Source
from publishing import actions as publishing
from publishing.forms import box
from publishing.items import ADD
from tests.assessments.rewriting import item, remove_item, rewrite_item
from tests.documents import write_passage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),  # Unfold's
]
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


def page(author: Client, draft: Assessment, query: str = "") -> tuple[str, dict[str, Any]]:
    """A part of the draft's page, or an item by itself, and everything its form would send."""
    url = reverse("admin:assessments_assessment_change", args=[draft.pk]) + query
    return url, posted(author.get(url).context["adminform"].form)


def place(draft: Assessment, name: str, key: str, field: str = "") -> str:
    at = f"{name}/{item(draft.body, name, key).id}"
    return f"{at}/{field}" if field else at


def as_it_is(draft: Assessment) -> AssessmentBody:
    return Assessment.objects.get(pk=draft.pk).body


@pytest.mark.parametrize("name", ["assessment", "passage", "attempt"])
def test_list_opens(author: Client, published: Assessment, moment: datetime, name: str) -> None:
    attempt = actions.start(
        assessment=published, source=Source(referrer="example.net").sealed(), now=moment
    )
    actions.finish(attempt=attempt, now=moment)

    response = author.get(reverse(f"admin:assessments_{name}_changelist"))

    assert response.status_code == 200


def test_answers_are_read_only_and_listed_by_version(
    author: Client, published: Assessment, moment: datetime
) -> None:
    attempt = actions.start(assessment=published, now=moment)
    actions.finish(attempt=attempt, now=moment)
    url = reverse("admin:assessments_attempt_change", args=[attempt.pk])
    listed = reverse("admin:assessments_attempt_changelist")

    assert author.get(url).status_code == 200
    assert author.post(url, {}).status_code == 403
    other = {"version": attempt.revision_id + 1}
    pages = [author.get(listed, {"version": attempt.revision_id}), author.get(listed, other)]
    assert [len(page.context["cl"].result_list) for page in pages] == [1, 0]


def test_a_list_of_answers_asks_no_more_for_more_lines(
    author: Client, published: Assessment, moment: datetime
) -> None:
    made = [actions.start(assessment=published, now=moment) for _line in range(30)]

    with CaptureQueriesContext(connection) as asked:
        answer = author.get(reverse("admin:assessments_attempt_changelist"))

    assert answer.text.count(f">{published} {made[0].revision.number}<") >= len(made)
    assert len(asked) <= 15


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key or "texts")
def test_saving_an_untouched_part_changes_nothing(
    author: Client, draft: Assessment, part: Any
) -> None:
    url, data = page(author, draft, part.query)

    response = author.post(url, data)

    assert response.status_code == 302, response.context["errors"]
    assert response.url == url
    assert as_it_is(draft) == draft.body
    assert draft.revisions.count() == 1


def test_saving_an_untouched_question_changes_nothing(author: Client, draft: Assessment) -> None:
    url, data = page(author, draft, f"?item={place(draft, 'questions', 'field')}")

    response = author.post(url, data)

    assert response.url.endswith("?part=questions")
    assert draft.revisions.count() == 1


def test_parts_show_every_field_of_the_draft() -> None:
    shown = [name for part in PARTS for name in part.columns]

    assert sorted(shown) == sorted(AssessmentBody.model_fields)


def test_unknown_part_shows_the_texts(author: Client, draft: Assessment) -> None:
    url, _data = page(author, draft, "?part=nonsense")

    assert author.get(url).context["part"] == PARTS[0]


def test_two_tabs_with_two_questions_revert_nothing_of_each_other(
    author: Client, draft: Assessment
) -> None:
    first, second = (place(draft, "questions", key, "text") for key in ("i01", "i02"))
    tabs = [page(author, draft, f"?item={at.rpartition('/')[0]}") for at in (first, second)]

    for (url, data), at in zip(tabs, (first, second), strict=True):
        author.post(url, data | {box(at): f"Other words for {at}."})

    texts = [item(as_it_is(draft), "questions", key).text for key in ("i01", "i02")]
    assert texts == [f"Other words for {first}.", f"Other words for {second}."]


def test_saving_one_part_keeps_what_was_saved_of_another_meanwhile(
    author: Client, draft: Assessment
) -> None:
    url, data = page(author, draft, "?part=profiles")
    rewrite_item(draft, "readings", "partly", name="In part")

    author.post(url, data | {box(place(draft, "profiles", "push", "name")): "Leaning"})

    body = as_it_is(draft)
    assert item(body, "readings", "partly").name == "In part"
    assert item(body, "profiles", "push").name == "Leaning"


def test_questions_are_put_in_another_order(author: Client, draft: Assessment) -> None:
    url, data = page(author, draft, "?part=questions")
    first, second = draft.body.questions[:2]
    swapped = {
        f"{box(f'questions/{first.id}')}-place": 2,
        f"{box(f'questions/{second.id}')}-place": 1,
    }

    author.post(url, data | swapped)

    assert [question.key for question in as_it_is(draft).questions[:2]] == [second.key, first.key]


def test_new_question_stands_last_and_opens_by_itself(author: Client, draft: Assessment) -> None:
    url, data = page(author, draft, "?part=questions")

    opened = author.post(url, data | {ADD: "questions/4f1c0a9b"}).url
    _url, data = page(author, draft, f"?{opened.partition('?')[2]}")
    words = {box("questions/4f1c0a9b/text"): "I hum on my way home."}
    response = author.post(opened, data | words)

    new = as_it_is(draft).questions[-1]
    assert (new.text, new.kind, new.key) == ("I hum on my way home.", "frequency", "q34")
    assert "I hum on my way home." in author.get(response.url).text


def test_question_with_a_key_that_is_taken_is_told(author: Client, draft: Assessment) -> None:
    url, data = page(author, draft, f"?item={place(draft, 'questions', 'field')}")
    taken = {box(place(draft, "questions", "field", "key")): "i01"}

    response = author.post(url, data | taken, follow=True)

    assert "“i01” is there twice; keep one." in response.text


def test_question_offers_pages_and_scales_of_its_assessment(
    author: Client, draft: Assessment
) -> None:
    at = place(draft, "questions", "i01")

    response = author.get(page(author, draft, f"?item={at}")[0])

    assert "Leaning in" in response.text
    assert "When they held back" in response.text


def test_a_question_whose_page_is_gone_says_so_and_is_saved(
    author: Client, draft: Assessment
) -> None:
    remove_item(draft, "pages", "holding_back")
    url, data = page(author, draft, f"?item={place(draft, 'questions', 'i01')}")

    assert "holding_back (not there any more)" in author.get(url).text
    assert author.post(url, data).status_code == 302


def test_save_and_publish_takes_the_words_just_typed(author: Client, draft: Assessment) -> None:
    url, data = page(author, draft, "?part=profiles")
    name = box(place(draft, "profiles", "push", "name"))

    response = author.post(url, data | {name: "Holding the Hope", PUBLISH: "1"}, follow=True)

    published = Assessment.objects.get()
    assert item(published.published.read(), "profiles", "push").name == "Holding the Hope"
    assert "/assessment/resistance-reframe/" in response.text


def test_faulty_draft_is_saved_and_the_faults_are_told(author: Client, draft: Assessment) -> None:
    url, data = page(author, draft, "?part=profiles")
    rule = {box(place(draft, "profiles", "ally", "when")): "effort >= 65"}

    response = author.post(url, data | rule | {PUBLISH: "1"}, follow=True)

    assert "“effort” is not known here" in response.text
    assert "not published" in response.text
    assert item(as_it_is(draft), "profiles", "ally").when == "effort >= 65"
    assert not draft.revisions.published().exists()


@pytest.mark.parametrize(
    ("query", "name", "text"),
    [
        ("?part=profiles", "", "{{ password }}"),
        ("?part=result", "pass_on", "{% include 'x' %}"),
        ("", "mirror", "{{ profile_name }}"),
    ],
)
def test_text_that_could_not_be_shown_is_told_and_not_published(
    author: Client, draft: Assessment, query: str, name: str, text: str
) -> None:
    url, data = page(author, draft, query)
    at = box(name or place(draft, "profiles", "push", "summary"))

    response = author.post(url, data | {at: text, PUBLISH: "1"}, follow=True)

    assert "not published" in response.text
    assert not draft.revisions.published().exists()


@pytest.mark.parametrize("rows", ["readings", "profiles"])
def test_list_without_a_last_row_for_everybody_is_not_published(
    author: Client, draft: Assessment, rows: str
) -> None:
    url, data = page(author, draft, f"?part={rows}")
    last = getattr(draft.body, rows)[-1]
    gone = {f"{box(f'{rows}/{last.id}')}-remove": "on"}

    response = author.post(url, data | gone | {PUBLISH: "1"}, follow=True)

    assert f"The last of the {rows} must say “true”" in response.text
    assert not draft.revisions.published().exists()


def test_publish_page_tells_what_publishing_would_do(author: Client, published: Assessment) -> None:
    rewrite_item(published, "questions", "i01", text="Other words.")

    response = author.get(reverse("admin:assessments_assessment_publish", args=[published.pk]))

    assert "1 question changed." in response.text
    assert "Of 100 people made up at random: " in response.text
    assert "Carrying the Hope " in response.text
    assert "<ins>Other" in response.text


def test_assessment_that_only_asks_has_nothing_to_publish(
    author: Client, draft: Assessment, moment: datetime
) -> None:
    body = AssessmentBody(title="Before we talk", questions=draft.body.questions[:1])
    asks = publishing.create(Assessment(slug="before"), body=body, now=moment)
    url, data = page(author, asks)

    saved = author.post(url, data | {box("title"): "Before"}, follow=True)
    author.post(reverse("admin:assessments_assessment_publish", args=[asks.pk]))

    assert "to mend" not in saved.text
    asks.refresh_from_db()
    assert (asks.body.title, asks.published) == ("Before", None)
    assert "only asks" in author.get(reverse("admin:assessments_assessment_changelist")).text


def test_copy_has_everything_under_a_name_of_its_own(author: Client, published: Assessment) -> None:
    page = reverse("admin:assessments_assessment_copy", args=[published.pk])

    page_after = author.post(page, follow=True).text

    assert "copy them too" in page_after
    made = Assessment.objects.get(slug="resistance-reframe-copy")
    assert made.published is None
    assert made.body.title == "Copy of The Resistance Reframe"
    assert made.body.questions == published.body.questions


def test_passage_grid_marks_empty_cells(
    author: Client, draft: Assessment, moment: datetime
) -> None:
    passage = Passage.objects.get(key="result_field")
    write_passage(passage=passage, cells={"coaching": ""}, now=moment)

    listed = author.get(reverse("admin:assessments_passage_changelist"))
    opened = author.get(reverse("admin:assessments_passage_change", args=[passage.pk]))

    assert "8 / 9" in listed.text
    assert opened.text.count("Empty: falls back") == 1
    for page in (listed, opened):
        assert "Coaching" in page.text


def test_passage_grid_calls_cells_by_the_names_the_author_gave(
    author: Client, draft: Assessment
) -> None:
    rewrite_item(draft, "profiles", "push", name="The Open Hand")
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
    with pytest.raises(publishing.NotReady, match="stranger"):
        publishing.publish(draft, now=moment)


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
