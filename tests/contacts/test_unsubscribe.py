"""One-click unsubscribe (RFC 8058): POST without cookie or CSRF token; GET changes nothing."""

import pytest
from django.test import Client

from contacts import links
from contacts.models import Consent, Contact

COURSE = "course:resistance-reframe"
pytestmark = pytest.mark.django_db


def path(contact: Contact, purpose: str = COURSE) -> str:
    return links.unsubscribe_url(contact, purpose).removeprefix("http://testserver")


def test_get_shows_a_button_and_changes_nothing(confirmed: Contact) -> None:
    page = Client(enforce_csrf_checks=True).get(path(confirmed))

    assert page.status_code == 200
    assert "<button" in page.text
    assert Consent.objects.stands(confirmed, COURSE)


def test_post_stops_without_cookie_or_csrf_token_and_may_be_repeated(confirmed: Contact) -> None:
    client = Client(enforce_csrf_checks=True)

    first = client.post(path(confirmed), {"List-Unsubscribe": "One-Click"})
    second = client.post(path(confirmed), {"List-Unsubscribe": "One-Click"})

    assert (first.status_code, second.status_code) == (200, 200)
    assert not Consent.objects.stands(confirmed, COURSE)
    assert confirmed.consents.filter(act=Consent.Act.WITHDRAWN).count() == 1


def test_undo_on_the_page_itself(confirmed: Contact) -> None:
    client = Client(enforce_csrf_checks=True)
    client.post(path(confirmed))

    client.post(path(confirmed), {"undo": "1"})

    assert Consent.objects.stands(confirmed, COURSE)


@pytest.mark.parametrize("token", ["x", "a~b.c", "%00", "0" * 400])
def test_tampered_token_gets_a_kind_404(token: str) -> None:
    page = Client().post(f"/unsubscribe/{token}/")

    assert page.status_code == 404


def test_token_of_one_purpose_is_no_good_for_another(confirmed: Contact) -> None:
    token = links.token("preferences", confirmed.uid.hex)

    assert Client().post(f"/unsubscribe/{token}/").status_code == 404
