"""The practitioner's brief: only what was shared, frozen as it was."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from assessments import actions as assessments
from assessments.models import Assessment, Attempt
from assessments.schema import AssessmentBody
from assessments.schema.questions import Choice, Question
from consultations import actions, links
from consultations.brief import telling
from consultations.models import Booking, Meeting
from contacts import actions as contacts
from mail.models import Message
from publishing import actions as publishing
from tests.assessments import starter
from tests.assessments.rewriting import rewrite_item
from tests.offers import HOME, SAMPLES

pytestmark = pytest.mark.slow

Book = Callable[..., Booking]


@pytest.fixture
def attempt(db: None, moment: datetime) -> Attempt:
    starter.load(HOME, now=moment)
    starter.publish(now=moment)
    sheet = json.loads((SAMPLES / "push.json").read_text())
    begun = assessments.start(assessment=Assessment.objects.get(), now=moment)
    assessments.answer(attempt=begun, answers=sheet["answers"], now=moment)
    return assessments.finish(attempt=begun, now=moment)


def test_without_sharing_no_answer_is_on_it(book: Book, attempt: Attempt) -> None:
    assert actions.brief(book()).shared is None


def test_a_shared_result_is_told_without_its_toll(book: Book, attempt: Attempt) -> None:
    shared = actions.brief(book(attempt=attempt)).shared

    assert shared is not None
    assert shared.profile == attempt.names["profile_name"]
    assert len(shared.scales) == 6
    assert len(shared.telling) == 3


def test_taken_back_it_is_hidden_again(book: Book, attempt: Attempt, moment: datetime) -> None:
    booking = book(attempt=attempt, proven=True)
    before = actions.brief(booking).shared

    contacts.unsubscribe(contact=booking.contact, purpose="share-result", now=moment)

    assert before is not None
    assert actions.brief(booking).shared is None


def test_it_reads_the_same_after_the_questions_were_edited(
    book: Book, attempt: Attempt, moment: datetime
) -> None:
    booking = book(attempt=attempt)
    before = actions.brief(booking)

    assessment = Assessment.objects.get()
    rewrite_item(assessment, "questions", "i01", text="Something else")
    publishing.publish(assessment, now=moment)

    assert actions.brief(Booking.objects.get()) == before


def test_the_telling_answers_are_the_furthest_ties_by_order_never_toll(attempt: Attempt) -> None:
    definition = attempt.definition
    rated = [q for q in definition.questions.values() if q.scale]
    low = min(option.value for option in rated[0].options)
    high = max(option.value for option in rated[0].options)
    plain = [q for q in rated if q.scale != "toll"]
    answers = {q.key: 1 + low for q in rated} | {q.key: high for q in rated if q.scale == "toll"}
    answers |= {plain[5].key: low, plain[2].key: high}

    found = [question.key for question in telling(definition, answers)]

    assert found == [plain[2].key, plain[5].key, plain[0].key]


@pytest.fixture
def asking(meeting: Meeting, moment: datetime) -> Meeting:
    clinic = [
        Choice(key="clinic", label="In a clinic"),
        Choice(key="both", label="In a clinic, and at home"),
    ]
    questions = [
        Question(key="hopes", kind="text", text="What do you hope for?"),
        Question(key="work", kind="single", text="Where do you work?", choices=clinic),
    ]
    body = AssessmentBody(title="Before we talk", questions=questions)
    meeting.intake = publishing.create(Assessment(slug="before"), body=body, now=moment)
    meeting.save()
    return meeting


def booked(client: Client) -> str:
    """An hour booked by the form; its own page, as the browser is led there."""
    return str(client.post("/book/", SENT)["Location"])


SENT = {"start": "2026-11-25T14:00Z", "zone": "UTC", "email": "kim@example.org"}


def test_questions_of_her_own_are_asked_and_kept_as_they_were(
    client: Client, asking: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    page = booked(client)
    assert "What do you hope for?" not in client.get("/book/").content.decode()
    assert "What do you hope for?" in client.get(page).content.decode()

    client.post(f"{page}before/", {"hopes": "A way in.", "work": "clinic"})
    rewrite_item(Assessment.objects.get(), "questions", "hopes", text="Edited")

    lines = list(actions.brief(Booking.objects.get()).intake)
    assert lines == [
        ("What do you hope for?", "A way in."),
        ("Where do you work?", "In a clinic"),
    ]


def test_the_answers_reach_the_author_in_her_letter(
    client: Client, asking: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)

    client.post(f"{booked(client)}before/", {"hopes": "A way in,\n\nat last.", "work": "clinic"})
    assert not Message.objects.filter(key__startswith="booking-notice:").exists()
    actions.prove(booking=Booking.objects.get(), now=moment)

    notice = Message.objects.get(key__startswith="booking-notice:")
    assert notice.values["note_text"] == (
        "What do you hope for? A way in, at last. · Where do you work? In a clinic"
    )


def test_clients_are_kept_out_by_one_request_above_the_questions(
    client: Client, asking: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)

    page = client.get(booked(client)).content.decode()

    assert page.count("anything that could identify somebody else") == 1
    assert page.index("identify somebody else") < page.index("What do you hope for?")
    assert 'name="note"' not in page


def test_they_may_stay_open_but_not_be_forged(
    client: Client, asking: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)

    page = booked(client)
    forged = client.post(f"{page}before/", {"work": "moon", "hopes": "Kept."})
    client.post(f"{page}before/", {})

    assert forged.status_code == 422
    assert "Kept.</textarea>" in forged.content.decode()
    assert Booking.objects.get().intake == []


def test_what_was_written_is_there_again_and_can_be_changed(
    client: Client, asking: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    page = booked(client)

    client.post(f"{page}before/", {"hopes": "A way in.", "work": "clinic"})
    again = client.get(page, {"kept": "1"}).content.decode()
    client.post(f"{page}before/", {"hopes": "Another way."})

    assert "A way in.</textarea>" in again
    assert 'value="clinic" checked' in again
    assert "You can change it here until you talk." in again
    assert [row["answer"] for row in Booking.objects.get().intake] == ["Another way."]


def test_an_answer_that_begins_like_another_is_there_again_as_itself(
    client: Client, asking: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    page = booked(client)

    client.post(f"{page}before/", {"work": "both"})
    again = client.get(page).content.decode()

    assert 'value="both" checked' in again
    assert 'value="clinic" checked' not in again


def test_what_came_too_late_is_shown_and_said(
    client: Client, asking: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    page = booked(client)
    at(Booking.objects.get().starts_at)

    late = client.post(f"{page}before/", {"hopes": "A way in."})

    assert late.status_code == 409
    assert "What you wrote could not be kept" in late.content.decode()
    assert "A way in." in late.content.decode()


def test_questions_no_longer_asked_keep_their_answers(
    client: Client, asking: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    page = booked(client)
    client.post(f"{page}before/", {"hopes": "A way in."})
    rewrite_item(Assessment.objects.get(), "questions", "hopes", text="And what do you fear?")

    client.post(f"{page}before/", {"hopes": "Nothing."})

    kept = [(row["question"], row["answer"]) for row in Booking.objects.get().intake]
    assert kept == [
        ("And what do you fear?", "Nothing."),
        ("What do you hope for?", "A way in."),
    ]


def test_once_its_letter_was_opened_only_that_link_reads_what_is_written(
    client: Client, asking: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    page = booked(client)
    booking = Booking.objects.get()
    at(moment + timedelta(minutes=5))
    mailed = links.booking_url(booking, in_letter=True)
    client.post(mailed)
    client.post(f"{mailed}before/", {"hopes": "Between us."})

    assert "Between us." in client.get(mailed).content.decode()
    assert "Between us." not in client.get(page).content.decode()
    assert client.post(f"{page}before/", {"hopes": "Mine now."}).status_code == 404
    assert [row["answer"] for row in Booking.objects.get().intake] == ["Between us."]


def test_nothing_is_written_once_the_hour_has_begun(
    client: Client, asking: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    page = booked(client)
    at(Booking.objects.get().starts_at)

    client.post(f"{page}before/", {"hopes": "Too late."})

    assert Booking.objects.get().intake == []
    assert "What do you hope for?" not in client.get(page).content.decode()


def test_without_questions_a_note_is_asked_for_and_kept_short(
    client: Client, meeting: Meeting, at: Callable[[datetime], None], moment: datetime
) -> None:
    at(moment)
    page = booked(client)

    long = client.post(f"{page}before/", {"note": "x" * 2001})
    client.post(f"{page}before/", {"note": "Two lines."})

    assert "under 2,000 characters" in long.content.decode()
    assert "xxx" in long.content.decode()
    assert Booking.objects.get().note == "Two lines."
