"""The first run: one form, then what is left stands on Home."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Drawing

from consultations.models import Availability, Meeting
from practice.models import Image, Practice

pytestmark = pytest.mark.slow

TOLD = {
    "author_name": "Alex Author",
    "credentials": "",
    "name": "Alex's practice",
    "zone": "Europe/Berlin",
    "from_email": "me@practice.test",
    "contact_email": "me@practice.test",
    "notice_email": "me@practice.test",
    "legal_name": "Alex Author",
    "postal_address": "2 Long Street",
    "accent": "#2c5282",
    "days": ["0", "2"],
    "first_from": "10:00",
    "first_until": "12:00",
}


def dot() -> bytes:
    """A photograph that tells which camera took it."""
    out = io.BytesIO()
    exif = Drawing.Exif()
    exif[0x010F] = "A telling camera"
    Drawing.new("RGB", (2, 2)).save(out, "jpeg", exif=exif)
    return out.getvalue()


def test_set_up_fills_the_practice_and_the_week(author: Client, house: None) -> None:
    picture = SimpleUploadedFile("me.jpg", dot(), content_type="image/jpeg")
    answer = author.post("/admin/set-up/", TOLD | {"portrait_file": picture})

    assert answer.status_code == 302
    practice = Practice.objects.the()
    assert (practice.author_name, practice.accent) == ("Alex Author", "#2c5282")
    assert practice.from_name == "Alex Author"
    portrait = Image.objects.get(is_drawn=False)
    assert portrait.alt == "Alex Author"
    with portrait.file.open() as kept:
        assert b"camera" not in kept.read()
    assert [str(row) for row in Availability.objects.all()] == [
        "Monday 10:00 AM–12:00 PM",
        "Wednesday 10:00 AM–12:00 PM",
    ]
    assert "Begin here" not in author.get("/admin/").content.decode()


def test_home_of_a_new_house_says_where_to_begin(author: Client, house: None) -> None:
    page = author.get("/admin/").content.decode()

    assert "Begin here" in page
    assert "/admin/set-up/" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"first_until": "09:00"}, "The end must come after the start."),
        ({"first_until": ""}, "Give both times, or neither."),
        ({"zone": "Mars/Base"}, "Choose a time zone"),
        ({"then_from": "11:00", "then_until": "13:00"}, "Begin after the first stretch"),
    ],
)
def test_a_fault_is_said_and_nothing_kept(
    changed: dict[str, str], words: str, author: Client, house: None
) -> None:
    page = author.post("/admin/set-up/", TOLD | changed).content.decode()

    assert words in page
    assert Practice.objects.the().set_up_at is None


def test_the_form_shows_the_hours_as_they_are(author: Client, house: None) -> None:
    page = author.get("/admin/set-up/").content.decode()

    assert 'value="13:00"' in page
    assert page.count("checked") == 6  # five days and a colour


def test_portrait_is_asked_for_again_when_something_else_was_wrong(
    author: Client, house: None
) -> None:
    picture = SimpleUploadedFile("me.jpg", dot(), content_type="image/jpeg")
    answer = author.post("/admin/set-up/", TOLD | {"from_email": "me@", "portrait_file": picture})

    assert "choose your portrait once more" in answer.content.decode()


def test_portrait_that_is_no_picture_is_named(author: Client, house: None) -> None:
    notes = SimpleUploadedFile("me.jpg", b"notes", content_type="image/jpeg")
    answer = author.post("/admin/set-up/", TOLD | {"portrait_file": notes})

    assert answer.status_code == 200
    assert not Image.objects.exists()


ROOM = "https://video.example/alex"


def test_link_of_the_video_room_offers_the_starters_meeting(author: Client, house: None) -> None:
    Meeting.objects.update(video_link="")
    author.post("/admin/set-up/", TOLD)
    assert "Not offered, since nobody would know where to go" in author.get("/admin/").text

    author.post("/admin/set-up/", TOLD | {"video_link": ROOM})

    assert [meeting.video_link for meeting in Meeting.objects.offered()] == [ROOM]
    assert "Not offered" not in author.get("/admin/").text
    assert ROOM in author.get("/admin/set-up/").text


def test_set_up_without_a_video_room_changes_no_place(author: Client, house: None) -> None:
    author.post("/admin/set-up/", TOLD)

    assert Meeting.objects.get().video_link == "https://video.example/room"


def test_new_room_leaves_a_meeting_elsewhere_alone(author: Client, house: None) -> None:
    Meeting.objects.create(key="walk", title="A walk", place="2 Long Street")

    author.post("/admin/set-up/", TOLD | {"video_link": ROOM})

    links = dict(Meeting.objects.values_list("key", "video_link"))
    assert links == {"conversation": ROOM, "walk": ""}
    Meeting.objects.exclude(key="walk").delete()
    assert "video room" not in author.get("/admin/set-up/").text
