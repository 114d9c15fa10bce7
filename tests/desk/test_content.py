"""Content as files, there and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Assessment, Edition, Passage
from consultations.models import Availability, Meeting
from courses.models import Course
from desk.actions import content
from guides.models import Guide
from mail.models import SystemLetter


def read(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_export_to_an_empty_house_and_again_gives_the_same_files(
    house: None, moment: datetime, tmp_path: Path
) -> None:
    call_command("export_content", str(tmp_path / "one"), verbosity=0)
    Guide.objects.all().delete()
    Course.objects.all().delete()
    Assessment.objects.update(edition=None)
    Edition.objects.all().delete()
    for model in (Meeting, Availability, Assessment, Passage, SystemLetter):
        model._default_manager.all().delete()

    content.replace(tmp_path / "one", now=moment)
    content.export(tmp_path / "two")

    first, second = read(tmp_path / "one"), read(tmp_path / "two")
    assert len(first) > 60
    assert second == first
    assert content.differences(tmp_path / "one") == []


def test_export_into_a_full_folder_is_refused(db: None, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")

    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("export_content", str(tmp_path))


def test_update_brings_new_letters_published_and_leaves_the_authors_alone(house: None) -> None:
    SystemLetter.objects.filter(key__in=("reply_notice", "wish_offer")).delete()
    SystemLetter.objects.filter(key="guide").update(subject="My own subject")
    before = list(SystemLetter.objects.order_by("key").values())

    call_command("start_content", verbosity=0)
    call_command("start_content", verbosity=0)

    new = SystemLetter.objects.filter(key__in=("reply_notice", "wish_offer"))
    assert [letter.letter is not None for letter in new] == [True, True]
    rest = SystemLetter.objects.exclude(pk__in=new.values("pk"))
    assert list(rest.order_by("key").values()) == before
