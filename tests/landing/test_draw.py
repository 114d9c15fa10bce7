"""Pages of the guide stand on a landing page as pictures: drawn by a task, never by a visitor."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image as Pillow
from pytest_django import Settings

from guides import actions as guides
from guides.models import Guide
from landing import actions
from landing.models import GuidePicture, LandingPage
from landing.schema import BlockKind
from practice.models import Image, Practice
from publishing import actions as publishing
from writing.errors import Refused

pytestmark = pytest.mark.slow


def png(colour: str) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (40, 60), colour).save(out, "PNG")
    return out.getvalue()


PAGES = [png(colour) for colour in ("#446655", "#885533", "#223344")]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> list[str]:
    """Whose guides were set, instead of setting them."""
    settings.MEDIA_ROOT = tmp_path
    whose: list[str] = []

    def pages(guide: Guide, reader: object, *, numbers: tuple[int, ...], now: datetime) -> object:
        whose.append(reader.key)
        return PAGES[: len(numbers)]

    monkeypatch.setattr(guides, "published_pages", pages)
    return whose


def test_cover_and_two_pages_are_drawn_for_the_reader_of_the_block(
    landing: LandingPage, moment: datetime, drawn: list[str], client: Client
) -> None:
    before = client.get("/").content.decode()

    assert actions.draw_due(now=moment) == 1

    assert drawn == ["push"]
    assert [row.place for row in landing.guide_pictures.all()] == [0, 1, 2]
    assert "pages__fan" not in before
    page = client.get("/").content.decode()
    assert page.count("/pictures/file/") >= 3
    assert "The cover of “The Resistance Reframe”" in page


def test_what_is_drawn_is_not_drawn_again(
    landing: LandingPage, moment: datetime, drawn: list[str]
) -> None:
    actions.draw_due(now=moment)

    assert actions.draw_due(now=moment + timedelta(days=1)) == 0
    assert len(drawn) == 1


def test_guide_of_other_words_is_drawn_anew(
    landing: LandingPage, moment: datetime, drawn: list[str]
) -> None:
    actions.draw_due(now=moment)
    guide = Guide.objects.get()
    publishing.save(guide, body=guide.body.model_copy(update={"title": "Another"}), now=moment)
    publishing.publish(guide, now=moment)

    assert actions.draw_due(now=moment) == 1
    assert Image.objects.filter(is_drawn=True).count() == 3
    assert {row.image.alt for row in GuidePicture.objects.filter(place=0)} == {
        "The cover of “Another”"
    }


def test_practice_of_another_colour_is_drawn_anew(
    landing: LandingPage, moment: datetime, drawn: list[str]
) -> None:
    actions.draw_due(now=moment)
    practice = Practice.objects.the()
    practice.accent = "#7a3e65"
    practice.save()

    assert actions.draw_due(now=moment) == 1


def test_block_that_went_takes_its_pictures_along(
    landing: LandingPage, moment: datetime, drawn: list[str]
) -> None:
    actions.draw_due(now=moment)
    body = landing.body
    rest = [block for block in body.blocks if block.kind is not BlockKind.GUIDE]
    publishing.save(landing, body=body.model_copy(update={"blocks": rest}), now=moment)
    publishing.publish(landing, now=moment)

    assert actions.draw_due(now=moment) == 0
    assert not GuidePicture.objects.exists()
    assert not Image.objects.filter(is_drawn=True).exists()


@pytest.mark.django_db(transaction=True)
def test_files_of_pictures_that_went_go_with_them(
    landing: LandingPage, moment: datetime, drawn: list[str], settings: Settings
) -> None:
    actions.draw_due(now=moment)
    folder = Path(settings.MEDIA_ROOT) / "images"
    assert len(list(folder.iterdir())) == 6  # each page, and its one size

    LandingPage.objects.update(published=None)
    landing.guide_pictures.all()[:1].get().image.delete()
    body = landing.body.model_copy(update={"blocks": landing.body.blocks[:1]})
    publishing.save(landing, body=body, now=moment)
    publishing.publish(landing, now=moment)
    actions.draw_due(now=moment)

    assert len(list(folder.iterdir())) == 2  # of the one that was deleted by other means


def test_guide_too_long_to_set_leaves_the_page_without_its_pictures(
    landing: LandingPage, moment: datetime, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_named: object) -> list[bytes]:
        raise Refused([])

    monkeypatch.setattr(guides, "published_pages", refuse)

    assert actions.draw_due(now=moment) == 0
    assert not GuidePicture.objects.exists()


def test_guide_that_was_refused_rests_longer_each_time_and_is_tried_at_once_when_it_changes(
    landing: LandingPage, moment: datetime, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[datetime] = []

    def refuse(*_given: object, now: datetime, **_named: object) -> list[bytes]:
        tried.append(now)
        raise Refused([])

    monkeypatch.setattr(guides, "published_pages", refuse)
    for minute in range(60):
        actions.draw_due(now=moment + timedelta(minutes=minute))

    assert [(at - moment) // timedelta(minutes=1) for at in tried] == [0, 2, 6, 14, 30]

    guide = Guide.objects.get()
    publishing.save(guide, body=guide.body.model_copy(update={"title": "Another"}), now=moment)
    publishing.publish(guide, now=moment)
    actions.draw_due(now=moment + timedelta(minutes=59))

    assert len(tried) == 6


def test_drawn_pictures_are_none_of_hers(
    landing: LandingPage, moment: datetime, drawn: list[str], admin_client: Client
) -> None:
    actions.draw_due(now=moment)

    listed = admin_client.get("/admin/practice/image/")

    assert listed.context["cl"].result_count == 0


@pytest.mark.slow
def test_pages_are_set_as_those_of_readers_are(
    landing: LandingPage, moment: datetime, at: Callable[[datetime], None]
) -> None:
    at(moment)
    reader = next(one for one in actions.readers_of(landing) if one.key == "push")

    made = guides.published_pages(Guide.objects.get(), reader, numbers=(1, 4, 99), now=moment)

    assert [page[:4] for page in made] == [b"\x89PNG", b"\x89PNG"]
