"""What must hold of each offer that has a folder: all it names is there, and no visitor's words
become part of a page, a mail or the guide.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from contacts.models import Contact
from courses.models import Enrollment
from landing import actions as landing
from mail import actions as mail
from mail.models import Message
from offers.models import Offer
from practice.models import SharePicture
from tests.desk.test_all_there import named, there
from tests.desk.test_promises import put_away
from tests.test_journey import World, guide_letter, link, offer, result, world

__all__ = ["offer", "world"]  # pytest finds the fixtures by them
pytestmark = pytest.mark.slow
MOST_PAGES = 60


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
    waiting = [f"/o/{offer.slug}/", f"/assessment/{offer.slug}/"]
    asked: set[str] = set()
    gone = []
    while waiting or texts:
        if texts:
            where, html = texts.popitem()
        else:
            where = waiting.pop(0)
            answer = world.guest.client.get(where, follow=True)
            html = answer.text if "html" in answer["Content-Type"] else ""
            put_away(answer)
        for tag, path in sorted(named(html)):
            if not path or path in asked:
                continue
            asked.add(path)
            if not there(world.guest.client, path):
                gone.append((where, tag, path))
            elif tag == "a" and len(asked) < MOST_PAGES:
                waiting.append(path)

    assert gone == []
    assert len(asked) > 10
    own = [offer.get_absolute_url(), f"/assessment/{offer.slug}/"]
    shared = SharePicture.objects.filter(path__in=own)
    assert {row.image.get_absolute_url() for row in shared} <= asked
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
