"""The picture and the signature that letters carry."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

from mail import layout, letterhead, variant
from mail.actions.publish import frozen_layout
from mail.models import Purpose
from mail.transport.base import Outgoing
from mail.transport.provider import as_message
from practice.identity import Identity
from practice.look import Look
from practice.models import Practice
from writing.segments import Facts

from .test_mime import head


def outgoing(
    purpose: str = Purpose.REQUESTED, source: str = "One line.", **practice: object
) -> Outgoing:
    frame = frozen_layout(purpose, "en")
    words = {"subject": "Hello", "preheader": "", "source": source, "passages": {}}
    compiled = variant.variant(
        words | {"purpose": purpose} | frame,
        identity=Identity.of(Practice(**practice)),
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
