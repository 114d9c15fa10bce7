"""What must hold of each offer that has a folder: all it names is there, and no visitor's words
become part of a page, a mail or the guide.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http.response import HttpResponseBase

from contacts.models import Contact
from courses.models import Enrollment
from landing import actions as landing
from mail import actions as mail
from mail.models import Message
from offers.models import Offer
from practice.models import SharePicture
from tests.all_named import House, named
from tests.desk.test_promises import crawl
from tests.test_journey import World, guide_letter, link, offer, result, world

__all__ = ["offer", "world"]  # pytest finds the fixtures by them
pytestmark = pytest.mark.slow


def read_all(world: World) -> list[str]:
    """The texts of every mail, after every lesson has come."""
    place = Enrollment.objects.get()
    for _lesson in place.course.lessons.all():
        place.refresh_from_db()
        if place.due_at:
            world.travel(place.due_at + timedelta(seconds=20))
    sent = Message.objects.filter(state=Message.State.SENT).order_by("pk")
    return [mail.as_read(message).html for message in sent]


def asked_for(world: World, slug: str, **typed: str) -> str:
    """The page of the guide, once its mailbox said yes to everything."""
    letter = guide_letter(world, slug, letters="on", **typed)
    page = world.press(world.guest.open(link(letter, "/guide/")), "do")
    world.press(world.guest.open(link(letter, "/confirm/")))
    world.work()
    page = world.guest.open(link(letter, "/guide/"))
    return world.guest.open(page.link_to("/read/")).body.decode()


def test_promise_24_all_that_its_pages_mails_and_guide_name_is_there(
    world: World, offer: Offer
) -> None:
    landing.draw_cards()
    texts = {"guide": asked_for(world, offer.slug), "mails": "".join(read_all(world))}
    texts["result"] = result(world, offer.slug).body.decode()
    found = {where: named(html) for where, html in texts.items()}
    own = [offer.get_absolute_url(), f"/assessment/{offer.slug}/"]

    def look(path: str, answer: HttpResponseBase) -> None:
        if not answer.streaming:
            found[path] = named(answer.text, at=path)  # type: ignore[attr-defined]  # the test client's

    crawl({*own, *(path for paths in found.values() for path in paths)}, look)

    house = House()
    assert house.gone_from(found) == {}
    assert len(house.asked) > 40
    shared = SharePicture.objects.filter(path__in=own)
    assert {row.image.get_absolute_url() for row in shared} <= set(house.asked)
    assert len(shared) == 2


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><svg onload=x>', "{{ site_url }}"]
)
def test_hostile_name_is_text_in_its_guide_and_its_letters_or_not_there(
    world: World, offer: Offer, name: str
) -> None:
    guide, mails = asked_for(world, offer.slug, first_name=name), read_all(world)

    assert len(mails) >= 2
    for html in (guide, *mails):
        assert not re.search(r"<script>alert|<svg onload|Hello http|>http://testserver/?[,<]", html)
    assert Contact.objects.get().first_name
