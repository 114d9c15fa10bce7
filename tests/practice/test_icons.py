"""The icons of the site are drawn when the look is published, in its colour or of its logo."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image as Pillow
from pytest_django import Settings

from practice.actions import add_picture, publish_look
from practice.look import Look
from practice.models import Image, Practice
from practice.pictures import prepared
from tests.desk.test_promises import put_away

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ICONS = re.compile(r'<link rel="(icon|apple-touch-icon)" href="([^"]+)"')


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def icons(client: Client) -> list[tuple[str, bytes]]:
    """What a page names as its icons: type and bytes."""
    found = []
    for _rel, path in ICONS.findall(client.get("/privacy/").content.decode()):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert not answer.cookies
        found.append((answer["Content-Type"], b"".join(answer)))
        put_away(answer)
    return found


def logo(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Pillow.new("RGB", size, "#102030").save(out, "PNG")
    add_picture(Image(name="logo", alt="Our logo"), prepared(out.getvalue()))


def test_look_of_before_has_the_icons_that_are_shipped(client: Client) -> None:
    page = client.get("/privacy/").content.decode()
    paths = [path for _rel, path in ICONS.findall(page)]

    assert len(paths) == 3
    assert all(finders.find(path.removeprefix("/static/")) for path in paths)
    assert client.get("/favicon.ico")["Location"] == "/static/icon.png"


def test_published_look_draws_the_mark_in_its_colour(client: Client, moment: datetime) -> None:
    publish_look(Look(accent="#5b4b8a"), now=moment)

    vector, tab, touch = icons(client)
    assert vector[0] == "image/svg+xml"
    assert b"#5b4b8a" in vector[1]
    with Pillow.open(io.BytesIO(tab[1])) as drawn:
        assert drawn.size == (96, 96)
        assert drawn.convert("RGBA").getpixel((48, 60)) == (0x5B, 0x4B, 0x8A, 255)
    with Pillow.open(io.BytesIO(touch[1])) as drawn:
        assert drawn.size == (180, 180)
        assert drawn.convert("RGB").getpixel((3, 3)) == (0x5B, 0x4B, 0x8A)


def test_square_logo_is_the_icon(client: Client, moment: datetime) -> None:
    logo((400, 400))
    publish_look(Look(logo="logo"), now=moment)

    found = icons(client)
    assert [kind for kind, _content in found] == ["image/png", "image/png"]
    with Pillow.open(io.BytesIO(found[0][1])) as drawn:
        assert drawn.convert("RGB").getpixel((48, 48)) == (0x10, 0x20, 0x30)


def test_logo_whose_file_is_lost_does_not_keep_the_look_from_being_published(
    client: Client, moment: datetime
) -> None:
    Image.objects.create(file="images/gone.png", name="logo", alt="x", width=90, height=90)

    publish_look(Look(logo="logo"), now=moment)

    assert icons(client)[0][0] == "image/svg+xml"


def test_wide_logo_is_no_icon(client: Client, moment: datetime) -> None:
    logo((400, 100))
    publish_look(Look(logo="logo"), now=moment)

    assert icons(client)[0][0] == "image/svg+xml"


def test_look_published_again_leaves_one_set_of_icons(
    client: Client, moment: datetime, media: Path, django_capture_on_commit_callbacks: object
) -> None:
    for accent in ("#5b4b8a", "#2c5282", "#2c5282"):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture
            publish_look(Look(accent=accent), now=moment)

    assert Image.objects.filter(is_drawn=True).count() == 3
    assert len([one for one in media.rglob("*") if one.is_file()]) == 3
    assert len(icons(client)) == 3


def test_browser_that_reads_no_page_is_led_to_the_icon(client: Client, moment: datetime) -> None:
    publish_look(Look(accent="#5b4b8a"), now=moment)

    answer = client.get("/favicon.ico")

    assert answer["Location"] == f"/pictures/file/{Practice.objects.the().icon_tab}"
