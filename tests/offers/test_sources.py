"""Where a visitor came from: cleaned, bounded, shared by all who came by it, carried by links."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.models import Sum
from django.test import Client, RequestFactory

from contacts import actions as contacts
from contacts.models import Contact
from offers import actions, sources
from offers.forms import is_look, source_of
from offers.models import LookCount, Source
from tests.conftest import person

HERS = "https://her-site.com/about?visitor=7#top"
POPUP = {"piece": "popup", "page": "her-site.com/about", "referrer": "https://www.psy.com/a?b=c"}
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def asked(query: dict[str, str] | None = None, **headers: str) -> Source:
    return source_of(RequestFactory().get("/", query or {}, headers=headers))


def test_popup_says_the_site_the_piece_and_its_page() -> None:
    source = asked(POPUP)

    assert str(source) == "psy.com, by the popup on her-site.com/about"


def test_plain_frame_knows_its_page_by_the_header() -> None:
    source = asked({"piece": "inline"}, referer=HERS)

    assert (source.page, source.referrer, source.name) == ("her-site.com/about", "", "her-site.com")


@pytest.mark.parametrize(
    ("odd", "kept"),
    [
        ("x" * 20_000, "x" * 100),
        ("a\x00b\r\nBcc: c", "a b Bcc: c"),
        ("spring 🌱", "spring 🌱"),
        ("\u202eevil\ud800", "evil"),
        ("kim@example.org", ""),
    ],
)
def test_hostile_values_are_bounded_and_clean(odd: str, kept: str) -> None:
    assert sources.clean({"utm_source": odd}, own="here").get("utm_source", "") == kept


@pytest.mark.parametrize("odd", ["http://[", "javascript:alert(1)", "//a b", "x" * 20_000, "\x00"])
def test_odd_sites_and_pages_are_left_out(odd: str) -> None:
    assert sources.clean({"referrer": odd, "page": odd}, own="here") == {}


def test_page_with_an_address_in_its_path_keeps_the_site_alone() -> None:
    assert sources.page("https://her-site.com/kim%40example.org/", own="here") == "her-site.com"


def test_sources_made_up_in_a_day_stay_bounded(
    moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_A_DAY", 3)
    first = actions.keep_source(Source(utm_source="letter").sealed(), now=moment)
    for number in range(5):
        last = actions.keep_source(Source(utm_source=f"made-up {number}").sealed(), now=moment)

    assert Source.objects.count() == actions.MOST_A_DAY + 1
    assert last.name == sources.OTHER
    assert actions.keep_source(Source(utm_source="letter").sealed(), now=moment) == first
    later = moment + timedelta(days=2)
    assert actions.keep_source(Source(utm_source="new").sealed(), now=later).name == "new"


def test_looks_keep_the_common_source_among_many_made_up(
    moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_A_DAY", 3)
    made_up = [f"made-up {number}" for number in range(20)]
    for name in ("letter", "letter", *made_up, "letter"):
        actions.count_look(offer=None, source=Source(utm_source=name).sealed(), now=moment)

    assert LookCount.objects.count() == actions.MOST_A_DAY + 1
    assert LookCount.objects.get(name="letter").count == 3
    assert LookCount.objects.get(name=sources.OTHER).count == 18
    assert LookCount.objects.aggregate(all=Sum("count"))["all"] == 23


@pytest.mark.parametrize(
    ("headers", "looks"),
    [
        ({}, True),
        ({"referer": HERS}, True),
        ({"referer": "http://testserver/"}, False),
        ({"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, False),
        ({"user-agent": "Mozilla/5.0 (Linux; Android 9; CUBOT X18)"}, True),
        ({"sec-purpose": "prefetch"}, False),
    ],
)
def test_look_is_a_person_who_comes_from_elsewhere(headers: dict[str, str], looks: bool) -> None:
    assert is_look(RequestFactory().get("/", headers=headers)) == looks


def test_first_place_stays_and_last_place_moves(moment: datetime) -> None:
    contact = person("kim@example.org")
    letter, site, direct = (
        actions.keep_source(source.sealed(), now=moment)
        for source in (Source(utm_source="letter"), Source(referrer="psy.com"), Source())
    )
    visits = [(letter, 0), (site, 2), (direct, 3), (site, 1)]
    for source, days in visits:
        at = moment + timedelta(days=days)
        contacts.came_from(contact=contact, source=source, at=at)

    row = Contact.objects.get()
    assert (row.first_source, row.first_came_at) == (letter, moment)
    assert (row.last_source, row.last_came_at) == (site, moment + timedelta(days=2))


def test_get_of_the_booking_page_carries_the_source_in_its_links_and_forms(
    client: Client,
) -> None:
    client.get("/book/?utm_source=letter", headers={"referer": HERS})

    assert not client.cookies
    assert not Source.objects.exists()
    assert LookCount.objects.get().name == "letter"


def test_old_looks_and_sources_of_nobody_are_forgotten(moment: datetime) -> None:
    used, _unused = (
        actions.keep_source(Source(utm_source=name).sealed(), now=moment) for name in "ab"
    )
    actions.count_look(offer=None, source=used, now=moment)
    contacts.came_from(contact=person("kim@example.org"), source=used, at=moment)

    assert actions.forget_old(now=moment + timedelta(days=29)) == 0
    assert actions.forget_old(now=moment + timedelta(days=31)) == 1
    assert Source.objects.get() == used
    assert LookCount.objects.exists()
    actions.forget_old(now=moment + timedelta(days=732))
    assert not LookCount.objects.exists()
