from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from consultations import starter
from consultations.models import Availability, DateHours, Meeting, TimeOff, open_week
from consultations.models.meetings import validate_lead_hours

CONTENT = settings.CONTENT_DIR


def test_loading_twice_changes_nothing(db: None, moment: datetime) -> None:
    assert starter.differences(CONTENT) != []

    for _time in range(2):
        starter.load(CONTENT, now=moment)
        assert starter.differences(CONTENT) == []

    assert Meeting.objects.count() == 1
    assert Availability.objects.count() == 10


def test_what_is_exported_can_be_loaded(db: None, moment: datetime, tmp_path: Path) -> None:
    starter.load(CONTENT, now=moment)

    starter.export(tmp_path)

    assert starter.differences(tmp_path) == []


def test_the_starters_kind_is_a_valid_one(db: None, moment: datetime) -> None:
    starter.load(CONTENT, now=moment)

    Meeting.objects.get().full_clean()


def test_an_edit_shows_as_a_difference(db: None, moment: datetime) -> None:
    starter.load(CONTENT, now=moment)
    Meeting.objects.update(minutes=45)

    assert starter.differences(CONTENT) == [
        "availability.yaml: meeting conversation: minutes changed"
    ]


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
