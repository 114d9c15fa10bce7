"""Content as files, there and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Assessment, Passage
from assessments.schema import AssessmentBody
from consultations.models import Availability, Meeting
from courses.models import Course
from desk.actions import content
from guides.models import Guide
from guides.schema import GuideBody
from mail.models import SystemLetter
from publishing.actions import create, save
from tests.documents import reword
from tests.offers import an_offer

pytestmark = pytest.mark.slow


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
    for model in (Meeting, Availability, Assessment, Passage, SystemLetter):
        model._default_manager.all().delete()

    content.replace(tmp_path / "one", now=moment)
    content.export(tmp_path / "two")

    first, second = read(tmp_path / "one"), read(tmp_path / "two")
    assert len(first) > 60
    assert second == first
    assert content.differences(tmp_path / "one") == []


def test_of_two_offers_each_has_its_folder_and_what_is_left_out_is_said(
    house: None, moment: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Guide.objects.get()
    second = AssessmentBody(title="The second")
    offer = an_offer("another")
    create(Assessment(slug="second", offer=offer), body=second, now=moment)
    for slug in ("its-guide", "second-guide"):
        create(Guide(slug=slug, offer=offer), body=GuideBody(title="Another"), now=moment)

    call_command("export_content", str(tmp_path / "one"), verbosity=0)
    told = capsys.readouterr().err
    options = {"offer": "another", "guide": "second-guide", "verbosity": 0}
    call_command("export_content", str(tmp_path / "two"), **options)

    assert "--guide second-guide" in told
    assert "--guide its-guide" in capsys.readouterr().err
    assert (tmp_path / "one" / first.offer.slug / "guide.yaml").is_file()
    assert "slug: its-guide" in (tmp_path / "one/another/guide.yaml").read_text()
    assert "slug: second-guide" in (tmp_path / "two/another/guide.yaml").read_text()
    assert {path.name for path in (tmp_path / "two").iterdir()} == {"another", "shared"}
    second = Guide.objects.get(slug="second-guide")
    save(second, body=second.body.model_copy(update={"title": "Changed"}), now=moment)
    content.replace(tmp_path / "two", now=moment)
    assert Guide.objects.get(slug="second-guide").body.title == "Another"
    with pytest.raises(CommandError, match="No guide is called so"):
        call_command("export_content", str(tmp_path / "three"), guide="third")
    with pytest.raises(CommandError, match="No offer is called so"):
        call_command("export_content", str(tmp_path / "four"), offer="third")


def test_export_into_a_full_folder_is_refused(db: None, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")

    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("export_content", str(tmp_path))


def test_update_brings_new_letters_published_and_leaves_the_authors_alone(
    house: None, moment: datetime
) -> None:
    SystemLetter.objects.filter(key__in=("reply_notice", "time_request_offer")).delete()
    reword(SystemLetter.objects.get(key="guide", offer=None), subject="My own subject", now=moment)
    before = list(SystemLetter.objects.order_by("key").values())

    call_command("start_content", verbosity=0)
    call_command("start_content", verbosity=0)

    new = SystemLetter.objects.filter(key__in=("reply_notice", "time_request_offer"))
    assert [letter.letter is not None for letter in new] == [True, True]
    rest = SystemLetter.objects.exclude(pk__in=new.values("pk"))
    assert list(rest.order_by("key").values()) == before
