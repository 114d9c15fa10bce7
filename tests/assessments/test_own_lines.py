"""Places for the author's own lines: empty, they print nothing and Home asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from assessments import files
from assessments.documents import PASSAGE
from assessments.models import Passage
from assessments.schema import Cell, PassageBody
from practice.models import Practice
from publishing import actions as publishing
from tests.starter_axes import AXES
from writing.errors import Refused
from writing.passages import check_cells
from writing.segments import Facts

QUESTION = "When did somebody push you?"
FILE = f"---\nkey: own\ntitle: Own\naxis: reading\nquestion: {QUESTION}\n---\n[everyone]\n"


def of_file(tmp_path: Path, text: str):
    (tmp_path / "passages").mkdir(exist_ok=True)
    (tmp_path / "passages" / "own.md").write_text(text)
    return files.read_passages(tmp_path)["own"]


def test_place_without_lines_is_no_fault_and_prints_nothing(tmp_path):
    passage = of_file(tmp_path, FILE)

    assert check_cells(passage, AXES) == []
    assert passage.text(Facts({"reading": "largely"})) == ""


def test_passage_without_a_question_may_not_be_empty(tmp_path):
    with pytest.raises(Refused, match="may not be empty"):
        of_file(tmp_path, FILE.replace(f"question: {QUESTION}\n", ""))


def test_question_comes_back_from_the_file_it_is_written_to():
    texts = {"passages/own.md": FILE}
    (filed,) = PASSAGE.files.read(texts)

    assert PASSAGE.files.write(filed) == texts


@pytest.fixture
def awaiting(moment):
    body = PassageBody(title="Own lines", axis="reading", question=QUESTION)
    return publishing.create(Passage(key="own"), body=body, now=moment)


@pytest.mark.django_db
def test_home_asks_for_own_lines_until_they_are_written(awaiting, admin_client, moment):
    home = admin_client.get(reverse("admin:index")).content.decode()
    assert QUESTION in home
    assert reverse("admin:assessments_passage_change", args=[awaiting.pk]) in home

    written = awaiting.body.model_copy(
        update={"cells": [Cell(id="everyone", text="Once, at sea.")]}
    )
    publishing.save(awaiting, body=written, now=moment)

    assert QUESTION not in admin_client.get(reverse("admin:index")).content.decode()


@pytest.mark.django_db
def test_home_asks_who_the_author_is_until_it_is_written(admin_client, moment):
    asked = "Who are you, in a few sentences?"
    Practice.objects.the()
    assert asked in admin_client.get(reverse("admin:index")).content.decode()

    Practice.objects.update(about="I am here.")

    assert asked not in admin_client.get(reverse("admin:index")).content.decode()
