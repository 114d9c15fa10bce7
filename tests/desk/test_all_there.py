"""Promise 24: every picture, link, script and style that a page, mail or guide names is there."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from PIL import Image as Drawing
from pytest_django import Settings

import guides.actions
import guides.links
import landing.actions
from consultations.models import Meeting
from contacts.models import Contact
from courses.models import Lesson
from guides.models import Guide, GuideCopy
from landing.models import LandingPage, SignUpForm
from offers.models import Offer
from practice.actions import publish_look
from practice.look import Cover, Look
from practice.models import Image, Practice, SharePicture
from project.env import Env
from project.files import storage
from publishing import actions as publishing
from tests.all_named import House, links_of, lost_anchors, named, ours
from tests.bucket import bucket
from tests.documents import reword
from tests.sections import write

from .test_promises import Post, addresses, crawl, part, post, put_away, starting_points
from .test_set_up import TOLD

__all__ = ["post"]

pytestmark = pytest.mark.slow
At = Callable[[datetime], None]
STAND_INS = ("Your author", "Example Practice", "1 Example Street", "hello@example.org")
GATE = "\n\n::: picture garden-gate\nA gate in a hedge.\n:::\n"


def drawn(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Drawing.new("RGB", (width, height), "#7a3b69").save(out, "jpeg")
    return out.getvalue()


@pytest.fixture
def portrait(author: Client, house: None, settings: Settings, tmp_path: Path) -> Image:
    """The author set up her practice, with a picture of herself."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAILBOX_DIR, settings.VAR_DIR = tmp_path / "mailbox", tmp_path
    picture = SimpleUploadedFile("me.jpg", drawn(30, 30), content_type="image/jpeg")
    author.post("/admin/set-up/", TOLD | {"portrait_file": picture})
    found = Practice.objects.the().portrait
    assert found
    return found


@pytest.fixture(params=["folder", "bucket"])
def stored(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    """Where files lie: in the folder of `portrait`, or behind S3."""
    if request.param == "folder":
        yield "folder"
        return
    with bucket() as shop:
        url = f"s3://house/all?region=eu-west-1&style=path&endpoint=http://127.0.0.1:{shop.server_port}"
        keys = Env({"STORAGE_KEY": "key", "STORAGE_SECRET": "secret"})
        settings.STORAGES = {**settings.STORAGES, "default": storage(url, keys)}
        yield "bucket"
        assert {path.split("/")[3] for path in shop.objects} >= {"images", "guides"}


@pytest.fixture
def pictures(stored: str, portrait: Image, author: Client, moment: datetime) -> list[Image]:
    """Hers: beside the portrait a logo and a cover, one in a text of the guide and of a lesson, one
    on the landing page.
    """
    for name, size in (("logo", (200, 60)), ("cover", (1400, 900)), ("garden-gate", (700, 500))):
        file = SimpleUploadedFile("a.jpg", drawn(*size), content_type="image/jpeg")
        given = {"file": file, "name": name, "alt": name}
        assert author.post("/admin/practice/image/add/", given).status_code == 302
    cover = {"cover": Cover.PICTURE, "cover_picture": "cover", "cover_alt": "A path"}
    publish_look(Look(accent="#2c5282", logo="logo", **cover), now=moment)
    guide = Guide.objects.get()
    text = next(section.text for section in guide.body.sections if section.key == "mirror")
    publishing.publish(write(guide, "mirror", text=text + GATE, now=moment), now=moment)
    lesson = Lesson.objects.exclude(published=None)[0]
    reword(lesson, text=lesson.read().text + GATE, is_published=True, now=moment)
    front = LandingPage.objects.get()
    first, *rest = front.body.blocks
    blocks = [first.model_copy(update={"picture": "garden-gate"}), *rest]
    reword(front, blocks=blocks, is_published=True, now=moment)
    return list(Image.objects.filter(is_drawn=False))


@pytest.fixture
def reader(pictures: list[Image], robin: Contact) -> Contact:
    """Asked for her guide once all that was published."""
    return robin


def printed(copy: GuideCopy) -> str:
    with copy.file.open("rb") as file, pypdfium2.PdfDocument(file.read()) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_promise_24_all_that_pages_mails_and_guides_name_is_there(
    reader: Contact, post: Post, pictures: list[Image], moment: datetime, at: At
) -> None:
    landing.actions.draw_cards()
    assert landing.actions.draw_due(now=moment) == 1
    GuideCopy.objects.update(state=GuideCopy.State.WANTED)
    guides.actions.build_due(worker="here", clock=lambda: moment)
    copy = GuideCopy.objects.get()
    assert "Alex Author" in printed(copy)
    assert not [one for one in STAND_INS if one in printed(copy)]
    at(moment + timedelta(hours=1))
    found: dict[str, set[str]] = {}
    anchors: dict[str, set[str]] = {}

    def look(path: str, answer: HttpResponseBase) -> None:
        if answer.streaming or answer.status_code != 200:
            return
        text = answer.text.replace("\r\n ", "")  # type: ignore[attr-defined]  # the test client's; a calendar folds its lines
        assert not [one for one in STAND_INS if one in text], path
        found[path] = named(text, at=path)
        anchors[path] = lost_anchors(text)

    mails = {found for parsed in post.mails for found in addresses(parsed)}
    crawl(starting_points(reader, moment) | mails, look)
    for number, parsed in enumerate(post.mails):
        assert not [one for one in STAND_INS if one in part(parsed, "html")]
        found[f"mail {number}"] = named(part(parsed, "html")) | addresses(parsed)
    with copy.file.open("rb") as file:
        found["paper"] = {path for one in links_of(file.read()) if (path := ours(one, at="/"))}

    house = House()
    assert house.gone_from(found) == {}
    assert {where: lost for where, lost in anchors.items() if lost} == {}
    asked = set(house.asked)
    assert {image.name for image in pictures if not shown(image) & asked} == set()
    sized = [image for image in pictures if image.name in ("", "garden-gate")]
    assert {size for image in sized for size in image.srcset.split()[::2]} <= asked
    # The landing page is shared with the picture of its opening.
    cards = SharePicture.objects.exclude(path="/").select_related("image")
    assert {card.image.get_absolute_url() for card in cards} <= asked
    assert found["paper"]
    assert len(asked) > 100


def shown(image: Image) -> set[str]:
    """The addresses by one of which a page shows a picture."""
    return {image.get_absolute_url(), image.smallest}


@pytest.mark.slow
@pytest.mark.parametrize("without", ["landing page", "offer", "meeting"])
def test_promise_24_all_is_there_where_something_is_not_open(
    robin: Contact, portrait: Image, without: str
) -> None:
    start = {
        "/",
        "/privacy/",
        "/letters/",
        "/letters/feed/",
        "/book/",
        "/sitemap.xml",
        "/robots.txt",
    }
    offer, form = Offer.objects.get(), SignUpForm.objects.get()
    start |= {f"/o/{offer.slug}/", f"/assessment/{offer.slug}/", form.get_absolute_url()}
    start |= {reverse("handout", args=[Guide.objects.get().slug]), "/preferences/"}
    copy = GuideCopy.objects.get()
    start |= {guides.links.guide_url(copy), reverse("guides:web", args=[guides.links.token(copy)])}
    if without == "landing page":
        LandingPage.objects.update(published=None)
    elif without == "offer":
        Offer.objects.update(state=Offer.State.CLOSED)
    else:
        Meeting.objects.update(active=False)
    found: dict[str, set[str]] = {}

    def look(path: str, answer: HttpResponseBase) -> None:
        if not answer.streaming:
            found[path] = named(answer.text, at=path)  # type: ignore[attr-defined]  # the test client's

    crawl(start, look)

    assert House().gone_from(found) == {}
    assert len(found) > 10


def test_portrait_is_a_picture_that_may_be_kept_for_ever(client: Client, portrait: Image) -> None:
    answer = client.get(portrait.get_absolute_url())

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    put_away(answer)


def test_another_portrait_has_another_address(client: Client, portrait: Image) -> None:
    again = Image.objects.create(file=ContentFile(b"other bytes", name="me.jpg"), alt="Me")

    assert again.get_absolute_url() != portrait.get_absolute_url()


def test_only_pictures_of_hers_are_served(client: Client, portrait: Image) -> None:
    default_storage.save("guides/0123.pdf", ContentFile(b"%PDF"))
    default_storage.save("images/0123.jpg", ContentFile(b"not hers"))

    for path in (
        "/pictures/file/0123.pdf",
        "/pictures/file/0123.jpg",
        "/pictures/file/..%2fguides%2f0123.pdf",
        "/media/guides/0123.pdf",
        f"/media/{portrait.file.name}",
    ):
        assert client.get(path).status_code == 404, path


def test_a_picture_whose_file_is_gone_is_not_there(client: Client, portrait: Image) -> None:
    portrait.file.storage.delete(portrait.file.name)

    assert client.get(portrait.get_absolute_url()).status_code == 404
