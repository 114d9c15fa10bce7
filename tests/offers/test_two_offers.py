"""A second, made-up offer beside the first: neither gets in the other's way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

import assessments.actions as assessments
from assessments.models import Assessment, Attempt, Passage
from assessments.schema import Cell, PassageBody
from consultations.models import Booking, Meeting
from contacts.models import Contact
from courses.models import Course, Progress
from desk.actions import content, insert_menu
from guides.models import Guide, GuideCopy
from landing.actions import context as landing
from landing.models import LandingPage
from mail import actions as mail
from mail.models import SystemLetter
from offers import actions
from offers import files as offer_files
from offers.models import Offer
from publishing import actions as publishing
from publishing.kinds import all_kinds
from tests.askings import asked, say_yes
from tests.courses.conftest import run_to_end
from tests.desk.conftest import book
from tests.documents import write_passage
from tests.offers import HOME, MADE_UP, rehearse_good_first_talk, start_every

pytestmark = pytest.mark.slow

TWO = (HOME.name, "burnout-check")
"""The offers looked at here, whatever else has a folder."""


@pytest.fixture
def both(once: Callable[..., None], moment: datetime, at: Callable[[datetime], None]) -> Offer:
    """The starter and the second, published."""
    at(moment)
    once("every offer", lambda: start_every(moment))
    return Offer.objects.get(slug="burnout-check")


def read(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_two_offers_go_out_and_in_again_the_same(
    both: Offer, moment: datetime, tmp_path: Path
) -> None:
    content.export(tmp_path / "one")
    Course.objects.all().delete()
    Meeting.objects.all().delete()
    for name in ("landing", "guides", "mail", "assessments", "offers"):
        for kind in all_kinds():
            if kind.label.startswith(name):
                kind.model._default_manager.all().delete()
    Offer.objects.all().delete()

    content.replace(tmp_path / "one", now=moment)
    content.export(tmp_path / "two")

    assert read(tmp_path / "two") == read(tmp_path / "one")
    assert (tmp_path / "one/burnout-check/letters/guide.md").is_file()
    assert content.differences(tmp_path / "one") == []
    assert content.differences(MADE_UP) == []


def test_loading_the_second_alone_changes_nothing_of_the_first(
    both: Offer, moment: datetime
) -> None:
    assert content.differences(HOME) == []
    assert Offer.objects.home() == Offer.objects.get(slug=HOME.name)


def test_each_has_its_own_passage_of_the_same_name(both: Offer, moment: datetime) -> None:
    own = Passage.objects.get(key="result_toll", offer=both)
    before = {row.pk: row.published for row in Assessment.objects.all()}

    write_passage(passage=own, cells={"high": "Sleep, please."}, now=moment)
    outcome = publishing.publish_all([own], now=moment)

    changed = {row.pk for row in Assessment.objects.all() if row.published != before[row.pk]}
    assert changed == {both.assessment.pk}
    assert {row.belongs_to for row in outcome.renewed} == {both.pk}
    said = assessments.published_passages(both.pk)["result_toll"].cells
    assert said["high"] == "Sleep, please."
    other = Offer.objects.home()
    assert other
    assert "Sleep" not in str(assessments.published_passages(other.pk)["result_toll"].cells)


def test_nothing_of_one_keeps_the_other_from_being_published(both: Offer, moment: datetime) -> None:
    first = Offer.objects.home()
    assert first
    cells = [Cell(id="everyone", text="For all."), Cell(id="push", text="For one profile.")]
    body = PassageBody(title="For all", axis="profile", cells=cells)
    publishing.create(Passage(key="result_for_all"), body=body, now=moment)

    for offer in (first, both):
        assert publishing.check(Assessment.objects.get(offer=offer)) == []
        for guide in Guide.objects.filter(offer=offer):
            assert publishing.check(guide) == []


def test_text_is_offered_the_passages_of_its_offer_and_of_all(
    both: Offer, moment: datetime
) -> None:
    body = PassageBody(title="For everybody", axis="profile")
    publishing.create(Passage(key="for_all"), body=body, now=moment)
    lesson = Course.objects.get(offer=both).lessons.get(position=1)

    groups = insert_menu.menu("courses.lesson", lesson).values()
    put_in = {entry["before"] for entries in groups for entry in entries}

    named = {one for one in put_in if "passage." in one}
    assert named == {"{{ passage.result_toll }}", "{{ passage.for_all }}"}
    assert '{% if profile == "emptied" %}' in put_in
    assert '{% if profile == "push" %}' not in put_in


def test_sample_readers_are_made_up_for_an_offer_that_has_none(both: Offer) -> None:
    guide, lesson = Guide.objects.get(offer=both), Course.objects.get(offer=both).lessons.first()
    assert lesson

    for document in (both.assessment, guide, lesson):
        readers = document.kind().readers(document)
        assert [reader.key for reader in readers[:3]] == ["emptied", "away", "steady"]
        assert [reader.result.profile for reader in readers[:3]] == ["emptied", "away", "steady"]


def test_each_letter_in_the_words_of_its_offer(both: Offer) -> None:
    first = Offer.objects.home()
    assert first
    subjects = [mail.system("guide", offer=one.pk).body["subject"] for one in (first, both)]

    assert subjects == ["Your Resistance Reframe guide", "Two pages about rest are here"]
    assert mail.system("guide_again", offer=both.pk) == mail.system("guide_again")


def reader_of_both(moment: datetime) -> None:
    """Somebody who asked for the guide and the letters of both."""
    for assessment in Assessment.objects.filter(offer__slug__in=TWO).order_by("pk"):
        sheet = assessments.sample_people(assessment.definition)[0]
        attempt = assessments.start(assessment=assessment, now=moment)
        assessments.answer(attempt=attempt, answers=sheet.answers, now=moment)
        copy = asked(
            attempt=assessments.finish(attempt=attempt, now=moment),
            email="kim@example.net",
            first_name="Kim",
            zone="Europe/Berlin",
            paper="a4",
            wants_course=True,
            share=False,
            now=moment,
        )
        say_yes(copy, now=moment)


def test_reader_of_both_gets_one_lesson_a_day(both: Offer, moment: datetime) -> None:
    reader_of_both(moment)

    run_to_end(moment)

    (contact,) = Contact.objects.all()
    had = Progress.objects.filter(contact=contact, outcome=Progress.Outcome.SENT)
    days = list(had.values_list("day", flat=True))
    assert len(days) == len(set(days)) == 8 + 2
    guides = {copy.guide.offer_id for copy in GuideCopy.objects.select_related("guide")}
    assert guides == set(Offer.objects.filter(slug__in=TWO).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("state", "front", "start"), [("open", 200, 200), ("closed", 200, 200), ("draft", 404, 404)]
)
def test_visitors_meet_an_offer_by_its_state(
    both: Offer, client: Client, state: str, front: int, start: int
) -> None:
    Offer.objects.filter(pk=both.pk).update(state=state)

    pages = [client.get("/o/burnout-check/"), client.get("/assessment/burnout-check/")]

    assert [page.status_code for page in pages] == [front, start]
    begins = [b"<form" in page.content for page in pages[1:]]
    assert begins == [state == "open"]
    assert client.get("/").status_code == 200


def test_closed_takes_nobody_new_and_goes_on_for_who_began(
    both: Offer, client: Client, moment: datetime
) -> None:
    attempt = assessments.start(assessment=both.assessment, now=moment)
    Offer.objects.filter(pk=both.pk).update(state=Offer.State.CLOSED)

    begun = client.get(f"/assessment/burnout-check/{attempt.key}/1/")
    refused = client.post("/assessment/burnout-check/")

    assert begun.status_code == 200
    assert refused.status_code == 200
    assert b"This one is resting" in refused.content
    assert both.assessment.attempts.count() == 1


def test_another_becomes_home_and_there_is_always_one(both: Offer, client: Client) -> None:
    both.is_home = True
    actions.save(both)

    assert list(Offer.objects.filter(is_home=True)) == [both]
    assert b"How full is your week?" in client.get("/").content
    assert client.get("/o/burnout-check/").headers["Location"] == "/"


def test_language_of_an_offer_is_frozen_and_goes_out_again_with_its_texts(
    both: Offer, moment: datetime
) -> None:
    attempt = assessments.start(assessment=both.assessment, now=moment)
    lesson = Course.objects.get(offer=both).lessons.get(position=1)
    before = lesson.letter
    both.language = "de"
    actions.save(both)

    renewed = publishing.renew(both.pk, now=moment + timedelta(hours=1))

    assert {row.belongs_to for row in renewed} == {both.pk}
    assert Assessment.objects.get(offer=both).definition.language == "de"
    assert attempt.definition.language == "en"
    lesson.refresh_from_db()
    assert lesson.letter != before
    assert SystemLetter.objects.get(key="guide", offer=both).letter.body["html"] != before


def test_short_name_of_another_offers_text_is_refused_with_a_sentence(
    both: Offer, moment: datetime, tmp_path: Path
) -> None:
    offer_files.write(tmp_path / "third", {"name": "Third", "slug": "third"})
    text = (MADE_UP / "burnout-check/assessment.yaml").read_text()
    (tmp_path / "third/assessment.yaml").write_text(text)

    with pytest.raises(content.content.Refused, match="burnout-check"):
        content.replace(tmp_path, now=moment)

    assert not Offer.objects.filter(slug="third").exists()


def test_readers_book_what_is_of_their_offer_or_of_all(
    both: Offer, client: Client, moment: datetime
) -> None:
    an_hour_of_rest(both)
    first, second = attempts(moment)

    pages = [client.get(f"/book/for/{attempt.key}/").content for attempt in (first, second)]

    assert [b"An hour of rest" in page for page in pages] == [False, True]
    Offer.objects.filter(pk=both.pk).update(state=Offer.State.DRAFT)
    assert b"An hour of rest" not in client.get("/book/").content


def an_hour_of_rest(offer: Offer) -> Meeting:
    words = {"for_whom": "For **tired** people.", "is_not": "It is not an *exam*."}
    return Meeting.objects.create(
        key="rest", title="An hour of rest", offer=offer, place="2 Long Street", **words
    )


def attempts(moment: datetime) -> list[Attempt]:
    """Finished, of the first offer and of the second."""
    rows = Assessment.objects.filter(offer__slug__in=TWO).order_by("-offer__is_home")
    begun = [assessments.start(assessment=row, now=moment) for row in rows]
    return [assessments.finish(attempt=attempt, now=moment) for attempt in begun]


def test_result_says_what_its_readers_may_book(
    both: Offer, client: Client, moment: datetime
) -> None:
    an_hour_of_rest(both)

    pages = [
        client.get(f"/assessment/{attempt.assessment.slug}/{attempt.key}/").text
        for attempt in attempts(moment)
    ]

    assert [page.count("A conversation about one stuck place") for page in pages] == [1, 0]
    assert [page.count("An hour of rest") for page in pages] == [0, 1]
    assert "<dd>For <strong>tired</strong> people.</dd>" in pages[1]
    assert "<dd>It is not an <em>exam</em>.</dd>" in pages[1]


def test_result_is_passed_on_with_the_address_of_its_offer(
    both: Offer, client: Client, moment: datetime
) -> None:
    pages = [
        client.get(f"/assessment/{attempt.assessment.slug}/{attempt.key}/").text
        for attempt in attempts(moment)
    ]

    passed_on = [re.findall(r'id="share-front"[^>]* value="([^"]+)"', page) for page in pages]
    assert passed_on == [["http://testserver/"], ["http://testserver/o/burnout-check/"]]


def test_result_names_no_conversation_where_none_can_be_booked(
    both: Offer, client: Client, moment: datetime
) -> None:
    for attempt in attempts(moment):
        Meeting.objects.filter(offer=attempt.assessment.offer).update(active=False)

        page = client.get(f"/assessment/{attempt.assessment.slug}/{attempt.key}/").text

        assert "/book/for/" not in page
        assert 'class="offer' not in page


def test_page_of_an_offer_leads_to_no_meeting_of_another(both: Offer) -> None:
    Meeting.objects.filter(offer=both).delete()

    assert not landing.surroundings(LandingPage.objects.get(offer=both)).may_book
    an_hour_of_rest(both)
    assert landing.surroundings(LandingPage.objects.get(offer=both)).may_book


def test_offer_page_counts_its_own_people(
    both: Offer, admin_client: Client, moment: datetime
) -> None:
    for _time in range(3):
        assessments.start(assessment=both.assessment, now=moment - timedelta(days=1))
    first = Offer.objects.home()
    assert first

    pages = [
        admin_client.get(f"/admin/offers/offer/{one.pk}/change/").text for one in (first, both)
    ]

    began = "<td>Started the assessment</td><td>{}</td>"
    assert began.format(0) in pages[0]
    assert began.format(3) in pages[1]


def test_home_counts_one_offer_where_it_is_chosen(
    both: Offer, admin_client: Client, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(moment)
    for _time in range(3):
        assessments.start(assessment=both.assessment, now=moment - timedelta(days=1))
    first = Offer.objects.home()
    assert first

    pages = [admin_client.get("/admin/", {"offer": one}) for one in (first.pk, both.pk, "", "x")]

    counts = [
        next(step for step, *_ in page.context["funnel"] if step.words.startswith("Started"))
        for page in pages
    ]
    assert [step.now for step in counts] == [0, 3, 3, 3]
    listed = [admin_client.get(step.url).context["cl"].result_count for step in counts]
    assert listed == [0, 3, 3, 3]


@pytest.mark.parametrize(
    ("page", "column"),
    [
        ("assessments/attempt", "assessment__offer"),
        ("guides/guidecopy", "guide__offer"),
        ("courses/enrollment", "course__offer"),
        ("consultations/booking", "meeting__offer"),
    ],
)
def test_lists_of_people_are_chosen_by_offer(
    both: Offer, admin_client: Client, moment: datetime, page: str, column: str
) -> None:
    reader_of_both(moment)
    for offer in Offer.objects.all():
        meeting = book(moment, f"{offer.slug}@example.net").meeting
        meeting.pk, meeting.key, meeting._state.adding = None, f"of-{offer.slug}", True
        meeting.offer = offer
        meeting.save()
        Booking.objects.filter(email__startswith=offer.slug).update(meeting=meeting)

    shown = admin_client.get(f"/admin/{page}/", {f"{column}__id__exact": both.pk})

    assert shown.status_code == 200
    rows = list(shown.context["cl"].result_list)
    assert all(attrgetter(column.replace("__", "."))(row) == both for row in rows)
    assert len(rows) == 1
    assert f"{column}__id__exact" in shown.text  # the filter is there to press


def test_guide_with_letters_of_another_offer_is_refused_with_what_to_do(both: Offer) -> None:
    first = Offer.objects.home()
    assert first
    guide, course = both.guides.get(), first.courses.get()
    guide.course = course

    with pytest.raises(ValidationError) as refused:
        guide.clean()

    assert "Choose letters of" in str(refused.value)
    assert any("Choose letters of" in one.message for one in publishing.check(guide))


def test_rehearsal_of_a_published_course_is_answered_by_the_sheet_of_its_offer(
    both: Offer, tmp_path: Path
) -> None:
    rehearse_good_first_talk(tmp_path)

    assert "Ease came first in your answers" in (tmp_path / "lesson-2.txt").read_text()
