"""Content files in and out: nothing is lost on the way."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from shutil import copytree

import pytest

from assessments import files
from assessments.models import Assessment, Passage
from assessments.schema import PassageBody
from offers import files as offer_files
from publishing import actions as publishing
from tests.assessments import starter
from tests.assessments.rewriting import rewrite_item
from tests.documents import write_passage
from writing.errors import Refused

pytestmark = pytest.mark.slow


@pytest.mark.django_db
def test_differences_before_loading_name_each_file(content: Path) -> None:
    lines = starter.differences(content)

    assert "assessment resistance-reframe: new" in lines
    assert "passage result_toll: new" in lines


def test_load_takes_everything_over(draft: Assessment, content: Path) -> None:
    assert starter.differences(content) == []
    assert draft.published is None


def test_load_again_changes_nothing(draft: Assessment, content: Path, moment: datetime) -> None:
    starter.load(content, now=moment)

    assert Assessment.objects.get() == draft
    assert draft.revisions.count() == 1
    assert starter.differences(content) == []


def test_difference_names_the_place(draft: Assessment, content: Path, moment: datetime) -> None:
    rewrite_item(draft, "questions", "i07", text="Something else.")
    toll = Passage.objects.get(key="result_toll")
    write_passage(passage=toll, cells={"low": "Less."}, now=moment)

    assert starter.differences(content) == [
        "assessment resistance-reframe: Question “We settled on a plan before what spoke against "
        "it had been…”: Question or statement",
        "passage result_toll: Low",
    ]


def test_load_leaves_the_authors_own_passages(
    draft: Assessment, content: Path, moment: datetime
) -> None:
    mine = PassageBody(title="Mine")
    publishing.create(Passage(key="own_words"), body=mine, now=moment)

    starter.load(content, now=moment)

    assert Passage.objects.filter(key="own_words").exists()


def test_export_is_read_back_the_same(draft: Assessment, tmp_path: Path) -> None:
    starter.export(tmp_path)
    offer_files.write(tmp_path, {"name": "Mine", "slug": draft.offer.slug})

    assert starter.differences(tmp_path) == []
    assert files.read_body(tmp_path) == draft.drafted(language="en")
    assert (tmp_path / "assessment.yaml").read_text() == files.write_text(
        files.read_file(tmp_path / "assessment.yaml")
    )


@pytest.mark.parametrize("text", ["title: [", "- one\n- two\n", "\x00"])
def test_broken_file_is_refused_and_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "assessment.yaml").write_text(text)

    with pytest.raises(Refused, match=r"assessment\.yaml"):
        files.read_body(tmp_path)


def test_faults_of_all_passages_are_told_at_once(content: Path, tmp_path: Path) -> None:
    folder = copytree(content, tmp_path / "content")
    (folder / "passages" / "result_toll.md").write_text("no head")
    (folder / "passages" / "result_field.md").write_text(
        "---\nkey: result_field\ntitle: Mood\n---\n[everyone]\nHello.\n"
    )

    with pytest.raises(Refused) as refused:
        files.read_passages(folder)

    assert len(refused.value.faults) == 2
