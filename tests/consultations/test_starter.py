import shutil
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from assessments.documents import PASSAGE
from assessments.models import Assessment
from assessments.schema.scales import Scale
from consultations import intake, starter
from consultations.models import Availability, DateHours, Meeting, TimeOff, open_week
from consultations.models.meetings import validate_lead_hours
from desk.actions.content import Documents
from tests.assessments.rewriting import item, rewrite, rewrite_item
from tests.offers import HOME, SHARED, an_offer
from writing import yaml_reader
from writing.errors import Refused

pytestmark = pytest.mark.slow

CONTENT = HOME


@pytest.fixture
def passages(db: None, moment: datetime) -> None:
    """Where the author's own lines beside a meeting stand."""
    Documents(PASSAGE).load(HOME, as_starter=True, now=moment)


def test_loading_twice_changes_nothing(passages: None, moment: datetime) -> None:
    for folder in (HOME, SHARED):
        assert starter.differences(folder) != []

        for _time in range(2):
            starter.load(folder, now=moment)
            assert starter.differences(folder) == []

    assert Meeting.objects.count() == 1
    assert Availability.objects.count() == 10


def test_what_is_exported_can_be_loaded(passages: None, moment: datetime, tmp_path: Path) -> None:
    own, shared = tmp_path / "own", tmp_path / "shared"
    for folder, out, of in ((HOME, own, an_offer()), (SHARED, shared, None)):
        starter.load(folder, now=moment)
        shutil.copytree(folder, out, ignore=shutil.ignore_patterns("*.md", "intake"))

        starter.export(out, of)

        assert starter.differences(out) == []
        assert yaml_reader.load((out / starter.FILE).read_text()) == whole(folder)


def whole(folder: Path) -> dict[str, object]:
    """What the starter's file says, and the columns it leaves out."""
    said = yaml_reader.load((folder / starter.FILE).read_text())
    texts = dict.fromkeys(("video_link", "phone", "payment_link", "tag"), "")
    empty = dict.fromkeys(starter.COLUMNS) | texts | {"pay_when": "before", "active": True}
    return said | {"meetings": [empty | meeting for meeting in said["meetings"]]}


def test_the_starters_kind_is_a_valid_one_but_for_her_place_to_meet(
    passages: None, moment: datetime
) -> None:
    starter.load(CONTENT, now=moment)
    meeting = Meeting.objects.get()
    assert not meeting.has_place

    meeting.video_link = "https://video.example/room"
    meeting.full_clean()


def test_an_edit_shows_as_a_difference(passages: None, moment: datetime) -> None:
    starter.load(CONTENT, now=moment)
    Meeting.objects.update(minutes=45)

    assert starter.differences(CONTENT) == [
        "availability.yaml: meeting conversation: minutes changed"
    ]


def test_the_starter_asks_four_questions_when_booking(passages: None, moment: datetime) -> None:
    starter.load(CONTENT, now=moment)

    asked = Meeting.objects.get().intake
    assert asked is not None
    assert asked.body.only_asks
    keys = [question.key for question in intake.questions(asked.drafted())]
    assert keys == ["reason", "situation", "worth", "know"]


def test_an_edited_question_shows_and_goes_out_and_in_again(
    passages: None, moment: datetime, tmp_path: Path
) -> None:
    starter.load(CONTENT, now=moment)
    asked = Assessment.objects.get()
    rewrite_item(asked, "questions", "worth", text="What would be worth it?")

    assert starter.differences(CONTENT) == [
        "assessment before-we-talk: Question “What would make the hour worth it for you?”: "
        "Question or statement"
    ]
    shutil.copy(HOME / "offer.yaml", tmp_path)
    starter.export(tmp_path, an_offer())
    starter.load(CONTENT, now=moment)
    starter.load(tmp_path, now=moment)

    asked.refresh_from_db()
    assert item(asked.body, "questions", "worth").text == "What would be worth it?"


def test_a_file_may_leave_out_what_is_asked_and_then_it_stays(
    passages: None, moment: datetime, tmp_path: Path
) -> None:
    starter.load(CONTENT, now=moment)
    lines = (CONTENT / "availability.yaml").read_text().splitlines()
    kept = [line for line in lines if "intake:" not in line]
    shutil.copy(HOME / "offer.yaml", tmp_path)
    (tmp_path / "availability.yaml").write_text("\n".join(kept))

    starter.load(tmp_path, now=moment)

    assert starter.differences(tmp_path) == []
    assert Meeting.objects.get().intake is not None


def test_own_lines_that_are_nowhere_are_named(db: None, moment: datetime) -> None:
    with pytest.raises(Refused, match="there is no passage “own_lines_offer”"):
        starter.load(HOME, now=moment)


def test_questions_that_are_nowhere_are_named(db: None, tmp_path: Path) -> None:
    (tmp_path / "availability.yaml").write_text("meetings: [{key: talk, intake: nowhere}]")

    with pytest.raises(ValueError, match="unknown: nowhere"):
        starter.read(tmp_path)


def test_what_is_scored_is_not_asked_when_booking(passages: None, moment: datetime) -> None:
    starter.load(CONTENT, now=moment)
    meeting, asked = Meeting.objects.get(), Assessment.objects.get()
    meeting.video_link = "https://video.example/room"
    rewrite(asked, scales=[Scale(key="toll", name="Toll")])
    rewrite_item(asked, "questions", "worth", scale="toll")

    keys = [question.key for question in intake.questions(asked.drafted())]

    assert "worth" not in keys
    with pytest.raises(ValidationError, match="without scales"):
        meeting.full_clean()


@pytest.mark.parametrize(
    "row",
    [
        Availability(weekday=0, start=time(12), end=time(9)),
        Availability(weekday=0, start=time(9, 2), end=time(10)),
        DateHours(day=date(2026, 12, 1), start=time(9)),
        DateHours(day=date(2026, 12, 1), start=time(9), end=time(8)),
        TimeOff(first_day=date(2026, 12, 2), last_day=date(2026, 12, 1)),
        TimeOff(
            first_day=date(2026, 12, 1), last_day=date(2026, 12, 1), start=time(9), end=time(9)
        ),
    ],
)
def test_impossible_hours_are_refused(db: None, row: Availability) -> None:
    with pytest.raises(ValidationError):
        row.full_clean()


def test_one_date_closed_or_with_other_hours(db: None) -> None:
    DateHours.objects.create(day=date(2026, 12, 1))
    DateHours.objects.create(day=date(2026, 12, 2), start=time(18), end=time(0))

    week = open_week()

    assert week.spans(date(2026, 12, 1)) == ()
    assert [span.minutes for span in week.spans(date(2026, 12, 2))] == [360]


@pytest.mark.parametrize("text", ["soon", "0", "1.5", "24;1", "500"])
def test_reminders_are_whole_hours(text: str) -> None:
    with pytest.raises(ValidationError):
        validate_lead_hours(text)
