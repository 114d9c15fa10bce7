"""The starter course: loaded, compared, published, written back, rehearsed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses import files, starter
from courses.models import Course, Lesson
from mail.models import Message
from tests.assessments import starter as assessments_starter
from tests.courses.conftest import make_course
from tests.documents import reword
from tests.offers import HOME, SAMPLES, an_offer, rehearse_good_first_talk
from writing.errors import Refused

pytestmark = pytest.mark.slow

CONTENT = HOME


@pytest.fixture
def loaded(once: Callable[..., None], moment: datetime) -> Course:
    def load() -> None:
        assessments_starter.load(CONTENT, now=moment)
        starter.load(CONTENT, now=moment)

    once("course draft", load)
    return Course.objects.get()


def test_loading_makes_drafts_and_publishes_nothing(loaded: Course) -> None:
    assert loaded.lessons.count() == 9
    assert not Lesson.objects.published().exists()
    assert starter.differences(CONTENT) == []


def test_publishing_leaves_the_ninth_lesson_off(loaded: Course, moment: datetime) -> None:
    starter.publish(now=moment)

    positions = Lesson.objects.published().values_list("position", flat=True)
    assert list(positions) == list(range(1, 9))


def test_differences_name_the_file_and_the_field(loaded: Course, moment: datetime) -> None:
    starter.publish(now=moment)
    reword(loaded.lessons.get(position=2), subject="Another")
    loaded.lessons.filter(position=2).update(delay_days=9)
    Course.objects.update(send_hour=7)

    assert starter.differences(CONTENT) == [
        "course.yaml: send_hour",
        "lessons/02-two-ways.md: subject, delay_days",
    ]

    starter.load(CONTENT, now=moment + timedelta(hours=1))
    lesson = loaded.lessons.get(position=2)
    assert starter.differences(CONTENT) == []
    assert (lesson.state, lesson.has_changed) == (Lesson.State.PUBLISHED, False)


def test_written_files_load_as_the_same_course(
    loaded: Course, moment: datetime, tmp_path: Path
) -> None:
    starter.export(tmp_path, an_offer())

    assert starter.differences(tmp_path) == []
    assert files.read(tmp_path) == files.read(CONTENT)


def test_course_to_go_on_with_is_written_and_read_by_its_short_name(
    loaded: Course, moment: datetime, tmp_path: Path
) -> None:
    loaded.then = make_course("after-it", lessons=1)
    loaded.save()
    folder = Path(shutil.copytree(CONTENT, tmp_path / "content"))

    starter.export(folder, an_offer())
    Course.objects.filter(pk=loaded.pk).update(then=None)

    assert starter.differences(folder) == ["course.yaml: then"]
    starter.load(folder, now=moment)
    assert Course.objects.get(pk=loaded.pk).then == loaded.then


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("course.yaml", "slug: [unclosed"),
        ("course.yaml", "slug: x\nsend_dys: [mon]"),
        ("lessons/01-resistance-makes-sense.md", "no head at all"),
        ("lessons/01-resistance-makes-sense.md", "---\nkey: a\naudience: colour is red\n---\nHi"),
    ],
)
def test_broken_file_is_refused_with_a_sentence(tmp_path: Path, file: str, text: str) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "content" / file).write_text(text)

    with pytest.raises(Refused) as refused:
        files.read(tmp_path / "content")

    assert refused.value.faults


def test_rehearsal_of_the_files_of_another_offer_is_answered_by_its_own_sheet(
    db: None, tmp_path: Path
) -> None:
    rehearse_good_first_talk(tmp_path)

    assert "Ease came first in your answers" in (tmp_path / "lesson-2.txt").read_text()


def rehearse(
    *, sheet: str = "push", start: str = "2026-03-05T18:00Z", letters: Path | None = None
) -> list[dict]:
    out = StringIO()
    call_command(
        "rehearse",
        "resistance-reframe",
        answers=SAMPLES / f"{sheet}.json",
        zone="America/New_York",
        start=start,
        letters=letters,
        stdout=out,
    )
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_rehearsal_prints_one_line_a_letter_with_the_promised_keys(db: None) -> None:
    lines = rehearse()

    assert [line["key"] for line in lines] == [f"lesson:{number}" for number in range(1, 9)]
    assert set(lines[0]) == {"key", "at", "local", "subject", "skipped"}
    assert lines[0]["at"] == "2026-03-06T14:00:00+00:00"
    # The clock goes forward on March 8.
    assert lines[1]["at"] == "2026-03-09T13:00:00+00:00"
    assert lines[1]["local"] == "2026-03-09T09:00:00-04:00"


def test_rehearsal_of_the_published_course_equals_that_of_its_files(
    db: None, moment: datetime
) -> None:
    from_files = rehearse()
    assessments_starter.load(CONTENT, now=moment)
    starter.load(CONTENT, now=moment)
    starter.publish(now=moment)

    assert rehearse() == from_files


def test_rehearsal_writes_every_letter_as_html_and_text_and_sends_none(
    db: None, moment: datetime, tmp_path: Path, mailoutbox: list[object]
) -> None:
    rehearse(letters=tmp_path / "files")
    assessments_starter.load(CONTENT, now=moment)
    starter.load(CONTENT, now=moment)
    starter.publish(now=moment)
    rehearse(letters=tmp_path / "published")

    names = {f"lesson-{at}.{kind}" for at in range(1, 9) for kind in ("html", "txt")}
    for folder in (tmp_path / "files", tmp_path / "published"):
        assert {file.name for file in folder.iterdir()} == names
        assert "</html>" in (folder / "lesson-2.html").read_text()
        assert "Carrying the Hope" in (folder / "lesson-2.txt").read_text()
    assert (Message.objects.count(), mailoutbox) == (0, [])


def test_rehearsal_writes_no_letter_that_would_not_go(
    loaded: Course, moment: datetime, tmp_path: Path
) -> None:
    starter.publish(now=moment)
    third = loaded.lessons.get(position=3)
    reword(third, audience='profile == "ally"', rests_on="thought", is_published=True)

    rehearse(letters=tmp_path)

    assert {file.name for file in tmp_path.glob("lesson-3.*")} == set()


def test_rehearsal_into_a_folder_that_cannot_be_made_is_one_clear_error(
    db: None, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("")

    with pytest.raises(CommandError, match="cannot be written"):
        rehearse(letters=tmp_path / "taken")


def test_rehearsal_says_whom_a_lesson_is_not_for(loaded: Course, moment: datetime) -> None:
    starter.publish(now=moment)
    reword(
        loaded.lessons.get(position=3),
        audience='profile == "ally"',
        rests_on="thought",
        is_published=True,
    )

    lines = rehearse()

    assert "profile “Making Room”" in lines[2]["skipped"]
    assert lines[3]["at"] == lines[2]["at"]


@pytest.mark.parametrize(
    "given",
    [{"zone": "Mars/Phobos"}, {"start": "yesterday"}, {"answers": "/nowhere.json"}],
)
def test_rehearsal_refuses_what_makes_no_sense(db: None, given: dict[str, str]) -> None:
    options = {"answers": SAMPLES / "push.json", "zone": "UTC", "start": "2026-03-05", **given}

    with pytest.raises(CommandError):
        call_command("rehearse", "resistance-reframe", **{**options, "stdout": StringIO()})


def test_rehearsal_of_an_unknown_course_is_one_clear_error(db: None) -> None:
    with pytest.raises(CommandError, match="no course"):
        call_command(
            "rehearse", "another", answers=SAMPLES / "ally.json", zone="UTC", start="2026-03-05"
        )
