"""Promise 24: every picture, link, script and style that a page, mail or guide names is there."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Drawing
from pytest_django import Settings

import guides.actions
import guides.links
import landing.actions
from contacts.models import Contact
from guides.models import GuideCopy
from mail import actions as mail
from mail.models import Message
from practice.models import Image, Practice, SharePicture

from .test_promises import put_away
from .test_set_up import TOLD

At = Callable[[datetime], None]
NAMED = re.compile(r'<(img|script|link|a|source)\b[^>]*?\s(?:src|href)="([^"#]+)')
SHARED = re.compile(r'<meta property="og:(?:image|url)" content="([^"]+)"')
SIZES = re.compile(r'srcset="([^"]+)"')
STAND_INS = ("Your author", "Example Practice", "1 Example Street", "hello@example.org")
MOST_PAGES = 60


@pytest.fixture
def portrait(author: Client, house: None, settings: Settings, tmp_path: Path) -> Image:
    """The author set up her practice, with a picture of herself."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAILBOX_DIR, settings.VAR_DIR = tmp_path / "mailbox", tmp_path
    out = io.BytesIO()
    Drawing.new("RGB", (30, 30), "#7a3b69").save(out, "jpeg")
    picture = SimpleUploadedFile("me.jpg", out.getvalue(), content_type="image/jpeg")
    author.post("/admin/set-up/", TOLD | {"portrait_file": picture})
    found = Practice.objects.the().portrait
    assert found
    return found


def printed(copy: GuideCopy) -> str:
    with copy.file.open("rb") as file, pypdfium2.PdfDocument(file.read()) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def there(client: Client, path: str) -> bool:
    if path.startswith("/static/"):
        return finders.find(path.removeprefix("/static/")) is not None
    answer = client.get(path)
    put_away(answer)
    return answer.status_code in (200, 302)


def named(html: str) -> set[tuple[str, str]]:
    """(tag, path) of everything of ours that a page names."""
    found = set()
    sizes = [("img", size) for told in SIZES.findall(html) for size in told.split()[::2]]
    shared = [("meta", address) for address in SHARED.findall(html)]
    for tag, address in [*NAMED.findall(html), *sizes, *shared]:
        parts = urlsplit(address.replace("&amp;", "&"))
        if parts.scheme in ("", "http", "https") and parts.netloc in ("", "testserver"):
            found.add((tag, f"{parts.path}?{parts.query}" if parts.query else parts.path))
    return found


@pytest.mark.slow
def test_promise_24_all_that_pages_mails_and_guides_name_is_there(
    client: Client, portrait: Image, robin: Contact, moment: datetime, at: At
) -> None:
    landing.actions.draw_cards()
    GuideCopy.objects.update(state=GuideCopy.State.WANTED)
    guides.actions.build_due(worker="here", clock=lambda: moment)
    copy = GuideCopy.objects.get()
    assert "Alex Author" in printed(copy)
    assert not [one for one in STAND_INS if one in printed(copy)]
    mail.send_due(now=moment)
    at(moment + timedelta(minutes=1))
    letters = [mail.as_read(one).html for one in Message.objects.filter(state="sent")]
    assert len(letters) >= 2
    guide = client.get(reverse("guides:web", args=[guides.links.token(copy)])).text
    texts = {"mail": "".join(letters), "guide": guide}
    waiting = ["/", "/privacy/", "/book/", "/assessment/resistance-reframe/"]
    asked: set[str] = set()
    gone = []
    while waiting or texts:
        if texts:
            where, html = texts.popitem()
        else:
            where = waiting.pop()
            answer = client.get(where, follow=True)
            html = answer.text if "html" in answer["Content-Type"] else ""
            put_away(answer)
        assert not [one for one in STAND_INS if one in html], where
        for tag, path in sorted(named(html)):
            if not path or path in asked:
                continue
            asked.add(path)
            if not there(client, path):
                gone.append((where, tag, path))
            elif tag == "a" and len(asked) < MOST_PAGES and "/admin" not in path:
                waiting.append(path)

    assert gone == []
    assert portrait.get_absolute_url() in asked
    assert portrait.srcset.split()[0] in asked
    shared = SharePicture.objects.filter(path__in=("/", "/book/"))
    assert len(shared) == 2
    assert {row.image.get_absolute_url() for row in shared} <= asked
    assert len(asked) > 20


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
