"""What was typed fills the next form of the same visit; the page after asking follows the line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from contacts.visit import COOKIE, VISIT
from guides import actions
from guides.models import GuideCopy

pytestmark = pytest.mark.slow

CROSS = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture(autouse=True)
def clock(at, moment):
    at(moment)


@pytest.fixture
def form(attempt):
    return f"/guide/for/{attempt.key}/"


@pytest.fixture
def result(attempt):
    return f"/assessment/{attempt.definition.slug}/{attempt.key}/"


def send(client, form, **more):
    given = {"email": "robin@example.org", "first_name": "Robin", "zone": "Europe/Berlin"}
    return client.post(form, given, **more)


def test_form_of_the_same_visit_is_filled_in(client, form, answered):
    send(client, form)

    page = client.get(f"/guide/for/{answered('ally').key}/").content.decode()

    assert 'value="robin@example.org"' in page
    assert 'value="Robin"' in page


def test_nothing_is_filled_in_once_the_visit_is_over(client, form, moment, at):
    send(client, form)
    at(moment + VISIT + timedelta(seconds=1))

    assert "robin@example.org" not in client.get(form).content.decode()


def test_changed_cookie_fills_in_nothing(client, form):
    send(client, form)
    client.cookies[COOKIE] = client.cookies[COOKIE].value.swapcase()

    assert "robin@example.org" not in client.get(form).content.decode()


def test_cookie_goes_with_the_browser_and_no_script_reads_it(client, form, result):
    answer = send(client, form)

    assert {name: one["path"] for name, one in answer.cookies.items()} == {
        COOKIE: "/",
        "asked": result,
    }
    for one in answer.cookies.values():
        assert not one["max-age"]
        assert not one["expires"]
        assert one["httponly"]
        assert one["samesite"] == "Lax"


@pytest.mark.parametrize(
    "headers", [CROSS, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://her.example"}]
)
def test_form_on_another_site_leaves_nothing_for_the_next(client, form, headers):
    answer = send(client, form, headers=headers)

    assert answer.status_code == 302
    assert not answer.cookies


def test_frame_neither_keeps_nor_fills_in(client, form):
    framed = f"/embed{form}"
    answer = send(client, framed)
    assert answer.status_code == 302
    assert not answer.cookies

    send(client, form)

    assert "robin@example.org" not in client.get(framed).content.decode()


def test_no_post_acts_by_what_the_browser_remembers(client, form):
    send(client, form)

    answer = client.post(form, {"email": ""})

    assert answer.status_code == 422
    assert "robin@example.org" not in answer.content.decode()


def test_result_tells_of_the_guide_instead_of_offering_it_again(client, form, result, made, moment):
    assert 'id="guide-email"' in client.get(result).content.decode()
    send(client, form)

    waiting = client.get(result).content.decode()
    actions.receive_due(now=moment)
    made(moment + timedelta(seconds=9))
    ready = client.get(result).content.decode()

    assert 'id="guide-email"' not in waiting
    assert "it is being made" in waiting
    assert "it is ready" in ready
    assert 'id="guide-email"' in Client().get(result).content.decode()


def test_page_after_asking_looks_again_until_the_guide_is_made(client, form, made, moment):
    url = send(client, form).url

    waiting = client.get(url).content.decode()
    actions.receive_due(now=moment)
    made(moment + timedelta(seconds=9))
    ready = client.get(url).content.decode()

    assert "Your guide is being made" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "data-looks-again" in waiting
    assert "Your guide is ready" in ready
    assert 'http-equiv="refresh"' not in ready
    assert "data-looks-again" not in ready


def test_page_after_asking_looks_no_longer_than_a_few_minutes(client, form, moment, at):
    url = send(client, form).url
    at(moment + timedelta(minutes=3))

    page = client.get(url).content.decode()

    assert 'http-equiv="refresh"' not in page
    assert "Your guide is being made" in page


def test_page_does_not_load_anew_under_somebody_who_corrects_the_address(client, form):
    url = send(client, form).url

    assert 'id="correct-email"' not in client.get(url).content.decode()
    page = client.get(f"{url}?say=correct").content.decode()

    assert 'id="correct-email"' in page
    assert 'http-equiv="refresh"' not in page


def test_promise_12_who_had_this_guide_before_waits_like_everybody(
    client, form, answered, made, moment, at
):
    """The same answers and address again, while somebody else's guide is still to be made."""
    send(client, form)
    actions.receive_due(now=moment)
    made(moment + timedelta(seconds=9))
    later = moment + timedelta(minutes=1)
    at(later)
    fresh = send(Client(), f"/guide/for/{answered('ally').key}/", headers={}).url
    again = send(Client(), form).url
    actions.receive_due(now=later)
    at(later + timedelta(seconds=9))

    assert GuideCopy.objects.filter(state=GuideCopy.State.READY).count() == 1
    for url in (fresh, again):
        assert "Your guide is being made" in client.get(url).content.decode()

    made(later + timedelta(seconds=10))

    for url in (fresh, again):
        assert "Your guide is ready" in client.get(url).content.decode()
