"""Every public page and form, by the walk of all addresses: no cookie, no token, nothing kept.

A view that is new in the product fails here until it holds to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import get_resolver, resolve
from pytest_django import Settings

from contacts.models import Contact
from health.budgets import HONEYPOT
from tests.health.test_budgets import takes_posts, walked

from .test_promises import (
    PLAIN_FILES,
    Post,
    addresses,
    crawl,
    named,
    post,
    put_away,
    routes,
    starting_points,
)

__all__ = ["post"]
pytestmark = pytest.mark.slow

PUBLIC_KEYS = {"slug", "accent", "warm", "provider"}
"""What an address may hold that is nobody's own; any other part of one is a person's key."""
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


@pytest.fixture
def start(
    post: Post, robin: Contact, moment: datetime, at: Callable[[datetime], None], settings: Settings
) -> set[str]:
    """Pages from which every other one is reached."""
    at(moment + timedelta(hours=1))
    settings.DEBUG = True  # the mailbox's pages too
    return starting_points(robin, moment) | {
        found for parsed in post.mails for found in addresses(parsed)
    }


def test_promise_13_no_public_page_sets_a_cookie(start: set[str]) -> None:
    setting: list[str] = []

    def look(path: str, answer: HttpResponseBase) -> None:
        if answer.cookies:
            setting.append(path)

    seen = crawl(start, look)

    reached = {named(path) for path, code in seen.items() if code != 404}
    assert set(routes(get_resolver())) - reached <= PLAIN_FILES
    assert setting == []


def test_promise_13_whatever_a_persons_key_opens_is_stored_nowhere(start: set[str]) -> None:
    stored: list[str] = []

    def look(path: str, answer: HttpResponseBase) -> None:
        keys = resolve(path.partition("?")[0]).kwargs.keys() - PUBLIC_KEYS
        keeping = answer.get("Cache-Control", "")
        if keys and not {"no-store", "private"} <= set(re.split(r",\s*", keeping)):
            stored.append(f"{path} {keeping}")

    crawl(start, look)

    assert stored == []


def test_promise_12_an_anonymous_post_needs_no_token_and_sets_no_cookie(
    start: set[str], author: Client
) -> None:
    """Decision 9: with a session's cookie or without, it is nobody's."""
    seen = crawl(start)
    takers = {f"/{path}": entry for path, entry in walked(get_resolver()) if takes_posts(entry)}
    by_route = {f"/{resolve(path.partition('?')[0]).route}": path for path in seen}

    for route, entry in takers.items():
        assert getattr(entry.callback, "csrf_exempt", False), route
        if entry.name in ("webhook", "inbound"):
            continue  # the provider proves itself
        sender = Client(enforce_csrf_checks=True)
        sender.cookies.update(author.cookies)
        answer = sender.post(by_route[route].partition("?")[0], {})
        assert answer.status_code not in (403, 500), route
        assert not answer.cookies, route
        put_away(answer)


def test_every_form_that_asks_for_an_address_has_the_field_nobody_sees(start: set[str]) -> None:
    asking, bare = set[str](), set[str]()

    def look(path: str, answer: HttpResponseBase) -> None:
        if answer.streaming or "html" not in answer.get("Content-Type", ""):
            return
        for form in FORM.findall(answer.text):  # type: ignore[attr-defined]  # the test client's
            if 'name="email"' in form:
                asking.add(named(path))
                if f'name="{HONEYPOT}"' not in form:
                    bare.add(named(path))

    crawl(start, look)

    assert len(asking) >= 6
    assert bare == set()
