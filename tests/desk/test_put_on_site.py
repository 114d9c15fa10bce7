"""“Put it on your site”: a line for each piece and way, the list of sites, a look at her page."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from consultations import transport
from desk.views import put_on_site
from landing.models import AllowedSite, SignUpForm
from offers.models import Offer

pytestmark = pytest.mark.slow

PAGE, SLUG = "/admin/put-on-site/", "resistance-reframe"
HER_PAGE = "https://www.example.com/about"
type Serve = Callable[[str], None]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Her page as the network would give it."""

    def stands(body: str) -> None:
        monkeypatch.setattr(transport, "fetch", lambda _address: body.encode())

    return stands


def line(client: Client, piece: str, way: str) -> str:
    """What is to be pasted."""
    text = client.get(f"{PAGE}?piece={piece}&way={way}").text
    return html.unescape(text.partition('id="line-text"')[2].partition(">")[2].partition("</")[0])


def pieces(client: Client) -> list[tuple[str, str]]:
    assert client.get(PAGE).status_code == 200
    offer = Offer.objects.open().get(slug=SLUG)
    return [
        (name, way) for name in put_on_site.pieces_of(offer) for way in put_on_site.ways_of(name)
    ]


def test_every_piece_has_a_line_in_every_way(house: None, admin_client: Client) -> None:
    for name, way in pieces(admin_client):
        pasted = line(admin_client, name, way)
        assert pasted.count(settings.SITE_URL) >= 1, (name, way)
        preview = admin_client.get(f"{PAGE}preview/?piece={name}&way={way}")
        assert pasted in preview.text, (name, way)


def test_sign_up_form_has_its_lines_while_it_takes_people(
    house: None, admin_client: Client
) -> None:
    form = SignUpForm.objects.taking().get()
    name = f"form-{form.slug}"
    assert ('data-as="form"') in line(admin_client, name, "inline")
    assert f"/embed/form/{form.slug}/" in line(admin_client, name, "frame")
    assert f"/join/{form.slug}/" in line(admin_client, name, "link")
    plain = line(admin_client, name, "form")
    assert plain.startswith(f'<form method="post" action="{settings.SITE_URL}/join/{form.slug}/">')
    assert 'name="email"' in plain

    SignUpForm.objects.update(is_open=False)

    assert name not in dict(pieces(admin_client))


def test_site_is_allowed_and_taken_off(house: None, admin_client: Client) -> None:
    admin_client.post(PAGE, {"site": HER_PAGE})
    assert AllowedSite.objects.origins() == ["https://www.example.com"]

    admin_client.post(PAGE, {"remove": "https://www.example.com"})
    assert AllowedSite.objects.origins() == []

    refused = admin_client.post(PAGE, {"site": "https://*.example.com"})
    assert refused.status_code == 422
    assert "Write out each site" in refused.text


def test_look_at_her_page_finds_the_piece_and_misses_the_site(
    house: None, admin_client: Client, serve: Serve
) -> None:
    serve(f"<html><p>Hello</p>{line(admin_client, 'assessment', 'popup')}</html>")

    said = html.unescape(admin_client.post(PAGE, {"page": HER_PAGE}).text)
    assert f"It is there: “{SLUG}”, as: Popup." in said
    assert "But this site may not show it yet" in said

    AllowedSite.objects.create(origin="https://www.example.com")
    assert "may not show it yet" not in admin_client.post(PAGE, {"page": HER_PAGE}).text

    serve("<html>nothing</html>")
    assert "Nothing of yours is in this page" in admin_client.post(PAGE, {"page": HER_PAGE}).text


@pytest.mark.parametrize("page", ["http://127.0.0.1/", "https://169.254.169.254/latest"])
def test_look_keeps_to_the_address_rules_of_feeds(
    house: None, admin_client: Client, page: str
) -> None:
    assert "The page could not be looked at" in admin_client.post(PAGE, {"page": page}).text


def test_without_a_network_it_says_so(
    house: None, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_address: str) -> bytes:
        raise transport.Unfetched("The server could not be reached.")

    monkeypatch.setattr(transport, "fetch", gone)

    assert "could not be reached" in admin_client.post(PAGE, {"page": HER_PAGE}).text
