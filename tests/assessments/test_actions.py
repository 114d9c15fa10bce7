"""Attempts and what they are begun with: begun, saved, finished, frozen, forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assessments import actions
from assessments.models import Assessment, Attempt, Passage
from assessments.samples import sample_people
from assessments.schema import Mode
from assessments.schema.questions import Choice
from offers.models import Source
from publishing import actions as publishing
from publishing.models import NotPublished
from tests.assessments.rewriting import item, remove_item, rewrite, rewrite_item
from tests.documents import write_passage

DAY = timedelta(days=1)


def begin(published: Assessment, moment: datetime) -> Attempt:
    return actions.start(
        assessment=published, source=Source(utm_source="letter").sealed(), now=moment
    )


def test_start_takes_the_published_version_and_a_secret_key(
    published: Assessment, moment: datetime
) -> None:
    first, second = begin(published, moment), begin(published, moment)

    assert (first.assessment, first.revision) == (published, published.published)
    assert first.source == second.source == first.first_source
    assert str(first.source) == "letter, by your own page"
    assert len(first.key) == 22
    assert first.key != second.key


def test_start_needs_a_published_version(draft: Assessment, moment: datetime) -> None:
    with pytest.raises(NotPublished):
        begin(draft, moment)


def test_answer_is_kept_beside_earlier_ones(published: Assessment, moment: datetime) -> None:
    attempt = begin(published, moment)

    actions.answer(attempt=attempt, answers={"field": "therapy", "i01": 2}, page=2, now=moment)
    saved = actions.answer(attempt=attempt, answers={"i01": None}, page=1, now=moment + DAY)

    assert saved.answers == {"field": "therapy", "i01": None}
    assert saved.page == 2
    assert saved.saved_at == moment + DAY


@pytest.mark.parametrize(
    "sample", sample_people(Path("content/resistance-reframe/samples")), ids=lambda s: s.key
)
def test_sample_person_gets_the_profile_of_its_name(
    published: Assessment, moment: datetime, sample: object
) -> None:
    attempt = actions.answer(attempt=begin(published, moment), answers=sample.answers, now=moment)

    finished = actions.finish(attempt=attempt, now=moment)

    expected = {"not-enough": "none"}.get(sample.key, sample.key)
    assert finished.facts.value("profile") == expected
    assert finished.facts.value("field") == sample.answers["field"]
    assert bool(finished.names["profile_name"]) is (expected != "none")
    assert finished.names["reading_name"]


def test_finish_twice_changes_nothing(published: Assessment, moment: datetime) -> None:
    attempt = begin(published, moment)
    first = actions.finish(attempt=attempt, now=moment)

    again = actions.finish(attempt=attempt, now=moment + DAY)

    assert again.finished_at == moment
    assert again.result == first.result


def test_answer_after_the_end_is_not_kept(published: Assessment, moment: datetime) -> None:
    attempt = begin(published, moment)
    actions.finish(attempt=attempt, now=moment)

    late = actions.answer(attempt=attempt, answers={"i01": 4}, now=moment + DAY)

    assert late.answers == {}
    assert late.saved_at == moment


def test_look_again_leaves_the_finished_one(published: Assessment, moment: datetime) -> None:
    attempt = actions.answer(attempt=begin(published, moment), answers={"i01": 4}, now=moment)
    finished = actions.finish(attempt=attempt, now=moment)

    again = actions.look_again(attempt=finished, now=moment)

    assert again.answers == {"i01": 4}
    assert again.finished_at is None
    assert Attempt.objects.finished().get() == finished


def test_gated_result_shows_once_unlocked(draft: Assessment, moment: datetime) -> None:
    rewrite(draft, mode=Mode.GATED)
    publishing.publish(draft, now=moment)
    attempt = actions.finish(attempt=begin(draft, moment), now=moment)
    before = attempt.shows_result

    actions.unlock(attempt=attempt, now=moment)

    attempt.refresh_from_db()
    assert (before, attempt.shows_result) == (False, True)


def test_open_result_shows_when_finished(published: Assessment, moment: datetime) -> None:
    attempt = begin(published, moment)

    assert not attempt.shows_result
    assert actions.finish(attempt=attempt, now=moment).shows_result


def test_delete_leaves_nothing(published: Assessment, moment: datetime) -> None:
    actions.delete(begin(published, moment))

    assert not Attempt.objects.exists()


def test_deleting_an_earlier_attempt_keeps_the_retake(
    published: Assessment, moment: datetime
) -> None:
    first = begin(published, moment)
    retake = actions.start(assessment=published, previous=first, now=moment)

    actions.delete(first)

    retake.refresh_from_db()
    assert retake.previous is None


def test_forget_unfinished_takes_old_ones_up_to_the_limit(
    published: Assessment, moment: datetime
) -> None:
    for days in (95, 92, 91, 90):
        begin(published, moment - days * DAY)
    old = actions.finish(attempt=begin(published, moment - 99 * DAY), now=moment - 99 * DAY)

    counts = [actions.forget_unfinished(before=moment - 90 * DAY, limit=2) for _pass in range(3)]

    assert counts == [2, 1, 0]
    assert set(Attempt.objects.values_list("pk", flat=True)) >= {old.pk}
    assert Attempt.objects.count() == 2


def test_publish_an_unchanged_draft_gives_the_same_version(
    published: Assessment, moment: datetime
) -> None:
    again = publishing.publish(published, now=moment + DAY)

    assert again == published.published
    assert published.revisions.published().count() == 1


def test_editing_changes_no_attempt_in_progress_and_no_result(
    published: Assessment, moment: datetime
) -> None:
    done = actions.finish(attempt=begin(published, moment), now=moment)
    unfinished = begin(published, moment)
    rewrite_item(published, "readings", "not_enough", name="Say more")
    rewrite_item(published, "questions", "i01", text="Other words.")

    publishing.publish(published, now=moment)

    assert published.revisions.published().count() == 2
    assert unfinished.definition.questions["i01"].text != "Other words."
    assert done.names["reading_name"] == "There is not enough here to say"
    assert begin(published, moment).definition.questions["i01"].text == "Other words."


def test_publish_freezes_the_passages_of_the_result(
    published: Assessment, moment: datetime
) -> None:
    toll = Passage.objects.get(key="result_toll")
    write_passage(passage=toll, cells={"low": "Changed."}, now=moment)

    frozen = published.published.closure["passages"]

    assert set(frozen) == {"result_field", "result_many", "result_toll"}
    assert frozen["result_toll"]["cells"]["low"] != "Changed."
    toll.refresh_from_db()
    assert toll.published is not None


def test_publish_refuses_a_faulty_draft(draft: Assessment, moment: datetime) -> None:
    rewrite_item(draft, "profiles", "push", when="pushing >= 5x")

    with pytest.raises(publishing.NotReady):
        publishing.publish(draft, now=moment)

    assert not draft.revisions.published().exists()


def test_passages_hold_every_cell(draft: Assessment) -> None:
    passages = actions.passages(draft.offer_id)

    assert passages["result_field"].axis == "field"
    assert "nutrition" in passages["result_field"].cells


def test_axes_are_those_of_the_draft(draft: Assessment) -> None:
    choices = item(draft.body, "questions", "field").choices
    more = [*choices, Choice(key="dance", label="Dance")]
    rewrite_item(draft, "questions", "field", choices=more)

    assert "dance" in actions.axes().with_keys["field"].keys


def test_preview_tells_what_publishing_would_change(
    published: Assessment, moment: datetime
) -> None:
    for sample in sample_people(Path("content/resistance-reframe/samples")):
        attempt = begin(published, moment)
        actions.answer(attempt=attempt, answers=sample.answers, now=moment)
        actions.finish(attempt=attempt, now=moment)
    rewrite_item(published, "questions", "i02", text="Other words.")
    stricter = "pushing >= 55 and withdrawing >= 90"
    rewrite_item(published, "profiles", "pendulum", when=stricter)

    lines = actions.changes(assessment=published, body=published.body)

    assert lines == [
        "1 question changed.",
        "Changed: Profiles.",
        "This breaks comparison with 7 earlier answers for Leaning in.",
        "With this draft your last 7 people would have been: "
        "Back and Forth 0 (was 1), Carrying the Hope 2 (was 1).",
    ]


def test_preview_names_each_part_of_the_page_in_which_something_changed(
    published: Assessment,
) -> None:
    rewrite_item(published, "scales", "pushing", name="Pressing on")
    rewrite_item(published, "profiles", "push", summary="Other words.")
    rewrite(published, promise="A promise.")

    lines = actions.changes(assessment=published, body=published.body)

    assert lines == ["Changed: Texts, Scales, Profiles."]


def test_deleted_question_does_not_count_as_a_changed_page(published: Assessment) -> None:
    remove_item(published, "questions", "i03")

    lines = actions.changes(assessment=published, body=published.body)

    assert lines[0] == "1 question is gone."
    assert not any(line.startswith("Changed") for line in lines)


def test_preview_of_an_unchanged_draft_is_empty(published: Assessment) -> None:
    assert actions.changes(assessment=published, body=published.body) == []


def test_spread_tells_how_made_up_people_come_out(draft: Assessment) -> None:
    shares = dict(actions.spread(draft.body))

    assert list(shares) == [*(profile.name for profile in draft.body.profiles), "too little to say"]
    assert 97 <= sum(shares.values()) <= 103
    assert all(share > 0 for share in shares.values())


def test_spread_of_a_faulty_draft_is_empty(draft: Assessment) -> None:
    asked = [question for question in draft.body.questions if question.scale != "toll"]
    rewrite(draft, questions=asked)

    assert actions.spread(draft.body) == []
