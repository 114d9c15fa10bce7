"""A calendar that means harm ends within seconds, harms nobody beside it, and is named."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consultations import actions, feed_child, freebusy, tasks
from consultations.models import Feed
from health.models import Tick
from tests.consultations.test_freebusy import BUSY, event, ics

pytestmark = pytest.mark.slow

ZONE = ZoneInfo("Africa/Casablanca")
FIRST, LAST = datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 11, 20, tzinfo=UTC)
HOUR = ("DTSTART:20261125T140000Z", "DTEND:20261125T150000Z")
NEVER = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"


def listed(most: int) -> str:
    return ",".join(map(str, range(most)))


EVERY_SECOND = f"RRULE:FREQ=DAILY;BYHOUR={listed(24)};BYMINUTE={listed(60)};BYSECOND={listed(60)}"
HARMFUL = {
    "every second by lists": ics(event(*HOUR, EVERY_SECOND)),
    "a rule that never comes, often": ics(*(event(*HOUR, NEVER, uid=f"{n}") for n in range(300))),
    "more entries than a year has": ics(
        *(event(*HOUR, "RRULE:FREQ=DAILY", uid=f"{n}") for n in range(150))
    ),
}


def read(text: bytes) -> list[object]:
    return list(feed_child.read_confined(text, zone=ZONE, first=FIRST, last=LAST))


def test_child_finds_what_this_process_finds() -> None:
    here = freebusy.busy(BUSY, zone=ZONE, first=FIRST, last=LAST)

    assert read(BUSY) == here
    assert len(here) == 1


def test_childs_sentence_for_the_author_comes_through() -> None:
    with pytest.raises(freebusy.Unreadable, match="no calendar at this address"):
        read(b"<html>Sign in</html>")


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_calendar_that_means_harm_is_refused(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_child, "SECONDS", 1)

    with pytest.raises(freebusy.Unreadable):
        read(text)


def test_child_is_held_by_its_limits_where_no_rule_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed_child, "SECONDS", 1)

    with pytest.raises(feed_child.Confined, match="too long or too much memory"):
        read(HARMFUL["a rule that never comes, often"])


def test_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}
    monkeypatch.setattr(feed_child.subprocess, "run", lambda *_all, **named: seen.update(named))

    with pytest.raises(AttributeError):
        read(BUSY)

    assert seen["env"] == {}


@pytest.mark.django_db
def test_author_reads_which_calendar_and_why_and_it_is_left_alone_for_hours(
    moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_child, "SECONDS", 1)
    for name in ("Harmful", "Mine"):
        Feed.objects.create(name=name, address=f"https://{name}.example/", next_check_at=moment)
    texts = {
        "https://Harmful.example/": HARMFUL["a rule that never comes, often"],
        "https://Mine.example/": BUSY,
    }

    actions.refresh_feeds(now=moment, fetch=texts.__getitem__)

    harmful, mine = Feed.objects.order_by("name")
    assert "too long or too much memory" in harmful.problem
    assert harmful.next_check_at == moment + timedelta(hours=6)
    assert (mine.problem, len(mine.busy)) == ("", 1)


@pytest.mark.django_db(transaction=True)
def test_worker_is_free_while_calendars_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, release = threading.Event(), threading.Event()
    passes = []

    def slow(**_named: object) -> int:
        passes.append(1)
        begun.set()
        release.wait(30)
        return 7

    monkeypatch.setattr(actions, "refresh_feeds", slow)

    tasks.refresh_feeds()  # returns, though the pass goes on
    assert begun.wait(10)
    tasks.refresh_feeds()  # and no second one begins meanwhile
    release.set()
    with tasks.reading:
        assert passes == [1]

    assert Tick.objects.get(name="consultations.refresh_feeds").count == 7
