"""The picture and the signature that letters carry."""

from __future__ import annotations

import io
import re
from email import message_from_bytes, policy

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from mail import layout, letterhead, variant
from mail.actions.brand_pictures import with_pictures
from mail.actions.publish import frozen_layout
from mail.models import Purpose
from mail.transport.base import Outgoing
from mail.transport.provider import as_message
from practice import models as store
from practice.look import Look
from practice.models import Practice
from writing.segments import Facts

from .test_mime import head


def picture(kind: str, size: tuple[int, int], colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


LOGO = picture("PNG", (900, 300), "#c81e5a")


def hers(*, logo: bytes = LOGO) -> Practice:
    """A practice with a logo and a portrait, stored."""
    face = picture("JPEG", (900, 1200), "#7799aa")
    store.Image.objects.create(name="logo", alt="", file=ContentFile(logo, name="logo.png"))
    portrait = store.Image.objects.create(alt="", file=ContentFile(face, name="me.jpg"))
    return Practice(author_name="Zoë Example", logo="logo", portrait=portrait)


def outgoing(
    purpose: str = Purpose.REQUESTED,
    source: str = "One line.",
    of: Practice | None = None,
    **practice: object,
) -> Outgoing:
    frame = frozen_layout(purpose, "en")
    words = {"subject": "Hello", "preheader": "", "source": source, "passages": {}}
    compiled = variant.variant(
        words | {"purpose": purpose} | frame,
        identity=with_pictures((of or Practice(**practice)).identity),
        facts=Facts(),
        names={},
    )
    return Outgoing("0", head(), compiled, dict.fromkeys(layout.NAMES, "https://example.org/"))


def test_the_picture_of_a_letter_travels_with_it(db):
    message = message_from_bytes(outgoing().data, policy=policy.default)

    html = message.get_body(preferencelist=("html",)).get_content()
    related = message.get_body(preferencelist=("related",))
    (picture,) = [part for part in related.walk() if part.get_content_type() == "image/png"]
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html
    assert picture.get_content() == letterhead.picture(Look())
    assert html.count("src=") == html.count('src="cid:') == 1  # nothing is fetched


def test_a_letter_with_its_picture_stays_small_and_whole(db):
    data = outgoing().data

    assert len(data) < 30_000
    assert not any(line.startswith(b".") or len(line) > 998 for line in data.split(b"\r\n"))


def test_a_provider_gets_the_same_picture(db):
    sent = message_from_bytes(as_message(outgoing()).message().as_bytes(), policy=policy.default)

    ids = [part["Content-ID"] for part in sent.walk() if part.get_content_type() == "image/png"]
    assert ids == [f"<{letterhead.CONTENT_ID}>"]


def test_a_browser_finds_the_picture_in_the_page(db):
    page = outgoing().rendered.page

    assert 'src="data:image/png;base64,' in page
    assert "cid:" not in page


def parts(data: bytes) -> dict[str, bytes]:
    """The pictures of a mail by the Content-IDs that its HTML names."""
    message = message_from_bytes(data, policy=policy.default)
    return {
        part["Content-ID"].strip("<>"): part.get_content()
        for part in message.walk()
        if part["Content-ID"]
    }


def test_her_logo_stands_in_the_head_and_her_face_beside_her_name(db):
    sent = outgoing(of=hers())

    brought = parts(sent.data)
    html = sent.rendered.html
    assert brought == parts(as_message(sent).message().as_bytes())
    assert [f"cid:{name}" for name in brought] == re.findall(r'src="([^"]+)"', html)
    head = Image.open(io.BytesIO(brought[letterhead.CONTENT_ID])).convert("RGB")
    assert head.getpixel((150, 72)) == pytest.approx((200, 30, 90), abs=8)
    face = Image.open(io.BytesIO(brought[letterhead.PORTRAIT]))
    assert face.size == (128, 128)
    assert 'alt=""' in re.search(r"<img[^>]*portrait@letter[^>]*>", html)[0]
    assert "cid:" not in sent.rendered.page
    assert len(sent.data) < 60_000


def test_a_letter_that_its_author_signs_shows_her_face_once(db):
    rendered = outgoing(of=hers(), source="Hello,\n\nZoë Example\n\nP.S. Bye.").rendered

    assert rendered.html.count("cid:portrait@letter") == rendered.html.count("Zoë Example") == 1
    assert "Zoë Example\n\nP.S. Bye." in rendered.text


def test_a_letter_goes_out_without_pictures_that_are_lost_or_none(db):
    practice = hers(logo=b"no picture")
    default_storage.delete(practice.portrait.file.name)

    brought = parts(outgoing(of=practice).data)

    assert brought == {letterhead.CONTENT_ID: letterhead.picture(practice.identity.look)}


def test_another_portrait_is_another_revision_of_the_practice(db):
    practice = hers()
    before = practice.identity

    practice.portrait = None

    assert practice.identity.sha256 != before.sha256


def test_a_signature_stands_only_where_the_author_wants_one(db):
    who = {"author_name": "Zoë Example", "credentials": "Dietitian <RD>"}

    assert "Dietitian &lt;RD&gt;" in outgoing(**who).rendered.html
    assert "Dietitian" not in outgoing(**who, sign_letters=False).rendered.html
    assert "Dietitian" not in outgoing(Purpose.NOTICE, **who).rendered.html  # to herself


def test_a_letter_that_ends_with_its_author_is_signed_once(db):
    who = {"author_name": "Zoë Example", "credentials": "Dietitian <RD>"}
    words = "Hello,\n\nWarmly,\n\n{{ practice.author_name }}\n\nP.S. Zoë Example waits."

    rendered = outgoing(source=words, **who).rendered

    assert rendered.html.count("Zoë Example") == 2  # the signature, and the last line's
    assert rendered.html.count("Dietitian") == 1
    assert "\n\nZoë Example\nDietitian <RD>\n\nP.S. Zoë Example waits.\n" in rendered.text


def test_a_button_is_a_cell_that_outlook_pads_and_colours(db):
    html = outgoing(source="::: button browser_url\nRead it\n:::").rendered.html

    cell = re.search(r"<!--\[if mso\]>.*?<td ([^>]*)><!\[endif\]--><a class=\"button\"", html)[1]
    assert cell == 'bgcolor="#2f5d50" style="padding: 13px 26px"'
